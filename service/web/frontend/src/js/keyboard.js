// Keys of the trade: J and K walk the rows, Enter goes to the act, / to the search, ? shows them all.
import { pickRow } from "./bulk.js";

const typing = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

const acts = {
  j: () => walk(1),
  k: () => walk(-1),
  x: () => pickRow(),
  "/": () => focusOn("[data-search]"),
  "?": () => document.getElementById("shortcuts")?.showModal(),
};

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return leave(event.target);
    if (event.target.matches(typing) || document.querySelector("dialog[open]")) return;
    const act = acts[event.key.toLowerCase()] ?? pressed(event);
    if (act) {
      event.preventDefault();
      act();
    }
  });
}

function pressed(event) {
  if (event.key === "Enter") {
    const idle = event.target === document.body || event.target.matches(".item.on");
    const field = idle && firstField();
    return field && (() => field.focus());
  }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  return button && (() => button.click());
}

function leave(target) {
  if (target.matches(typing)) target.blur();
}

// In a list with data-keys="open" the next row opens at once; elsewhere it only gets the focus, and Enter opens it.
function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const current = rows.findIndex((row) => row === document.activeElement || row.classList.contains("on"));
  const next = rows[current < 0 ? 0 : Math.min(Math.max(current + step, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (next.closest("[data-keys=open]") && !next.classList.contains("on")) next.click();
}

function firstField() {
  document.querySelector(".act:not(.open) > .sheet-toggle")?.click();
  return document.querySelector(".act :is(input:checked, input:not([type=hidden]), textarea, select, button:not(.sheet-toggle))");
}

function focusOn(selector) {
  document.querySelector(selector)?.focus();
}
