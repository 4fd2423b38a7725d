// What the browser itself finds missing is said in the language of the page, not in the browser's.
export function sayWhatIsMissing() {
  const { requiredText, chooseText } = document.body.dataset;
  document.addEventListener(
    "invalid",
    ({ target }) => {
      if (target.validity.valueMissing) target.setCustomValidity(chosen(target) ? chooseText : requiredText);
    },
    true,
  );
  for (const again of ["input", "click"]) document.addEventListener(again, ({ target }) => forget(target.form), true);
}

const chosen = (control) => control.matches("select, [type=radio]");

function forget(form) {
  for (const control of form?.elements ?? []) control.setCustomValidity?.("");
}
