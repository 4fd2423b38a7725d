// Every page's script: what a page needs beyond plain links and forms. Each part works alone; without scripts the page still does.
import htmx from "htmx.org";

import { keepDrafts } from "./autosave.js";
import { chooseSeveral } from "./bulk.js";
import { keepCounting } from "./counts.js";
import { openDialogs } from "./dialogs.js";
import { listenToKeys } from "./keyboard.js";
import { offerPeople } from "./people.js";
import { foldSheets, nameMainPart, showPlace } from "./panes.js";
import { tellProgress } from "./progress.js";
import { showWhatApplies } from "./show_if.js";
import { listChosenFiles } from "./upload.js";
import { sayWhatIsMissing } from "./validity.js";
import { csrfToken } from "./csrf.js";

// The content security policy allows no inline styles and no evaluated text.
Object.assign(htmx.config, { includeIndicatorStyles: false, allowEval: false, allowScriptTags: false });

document.documentElement.classList.add("js");
document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = csrfToken();
});

function dress(root) {
  keepDrafts(root);
  foldSheets(root);
  showWhatApplies(root);
  listChosenFiles(root);
  offerPeople(root);
}

listenToKeys();
openDialogs();
nameMainPart();
showPlace();
chooseSeveral();
keepCounting();
tellProgress();
sayWhatIsMissing();
dress(document);
document.addEventListener("htmx:load", ({ detail }) => dress(detail.elt));
