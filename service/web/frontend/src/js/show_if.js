// Shows a question only when another one's answer asks for it: data-show-if names the field, data-show-in its values.
import { once } from "./once.js";

export function showWhatApplies(root) {
  const forms = new Set(once(root, "[data-show-if]", "ShowIf").map((element) => element.closest("form")));
  forms.delete(null);
  for (const form of forms) {
    const update = () => showFields(form);
    form.addEventListener("input", update);
    form.addEventListener("reset", () => setTimeout(update));
    update();
  }
}

// Questions may hang on questions that are themselves hidden, which then answer nothing: the order of the page decides.
function showFields(form) {
  for (const element of form.querySelectorAll("[data-show-if]")) {
    const wanted = element.dataset.showIn.split(" ");
    const applies = valuesOf(form, element.dataset.showIf).some((value) => wanted.includes(value));
    element.hidden = !applies;
    for (const control of element.querySelectorAll("input, select, textarea")) control.disabled = !applies;
  }
}

function valuesOf(form, name) {
  return new FormData(form).getAll(name).map(String);
}
