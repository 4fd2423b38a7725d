// What a narrow screen needs: the act panel as a sheet from below, and the reader's place in strips that scroll.
import { once } from "./once.js";

export function foldSheets(root) {
  for (const toggle of once(root, ".sheet-toggle", "Sheet")) {
    const sheet = toggle.closest(".act");
    const open = (wanted) => {
      sheet.classList.toggle("open", wanted);
      toggle.setAttribute("aria-expanded", String(wanted));
    };
    open(sheet.querySelector(".errors") !== null);
    toggle.addEventListener("click", () => open(!sheet.classList.contains("open")));
  }
}

// Where only the list is on the screen, the list is the page's main part.
export function nameMainPart() {
  const list = document.querySelector(".app[data-pane=list] > .list");
  const narrow = matchMedia("(max-width: 767.98px)");
  const name = () => (narrow.matches ? list.setAttribute("role", "main") : list.removeAttribute("role"));
  if (!list) return;
  narrow.addEventListener("change", name);
  name();
}

// The strips of places and of tabs scroll sideways: where the reader is comes into sight.
export function showPlace() {
  for (const here of document.querySelectorAll(".app > nav .on, .sub .on")) {
    const strip = here.parentElement;
    strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }
}
