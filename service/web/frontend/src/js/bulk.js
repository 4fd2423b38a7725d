// Rows chosen for a bulk act: how many, all of them at once, and X for the row that has the focus.
export function chooseSeveral() {
  const form = document.querySelector("form[data-bulk]");
  if (!form) return;
  const boxes = [...document.querySelectorAll(`input[form="${form.id}"][name="~item"]`)];
  const all = form.querySelector("[data-all]");
  form.querySelector(".all").hidden = false;
  const tell = () => count(form, all, boxes);
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}

export function pickRow() {
  const row = document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].on");
  row?.closest(".pickable")?.querySelector("input[type=checkbox]")?.click();
}

function count(form, all, boxes) {
  const chosen = boxes.filter((box) => box.checked).length;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && !all.checked;
  form.toggleAttribute("data-none", chosen === 0);
  const words = form.querySelector("[data-chosen]");
  words.dataset.idle ??= words.textContent;
  words.textContent = chosen ? form.dataset.chosenText.replace("{n}", chosen) : words.dataset.idle;
}
