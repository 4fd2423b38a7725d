// On a phone the act panel is a sheet from below: its toggle opens and folds it.
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
