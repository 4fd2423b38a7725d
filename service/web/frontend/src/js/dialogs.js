// Buttons that open a dialog of the same page: data-dialog names it by id.
export function openDialogs() {
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    if (target.closest("[data-close]")) target.closest("dialog")?.close();
  });
}
