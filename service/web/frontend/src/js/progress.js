// How far a job has come, told to those who do not see it: at every quarter, not at every look.
export function tellProgress() {
  const box = document.querySelector(".progress-box");
  if (!box) return;
  const place = document.querySelector("[data-progress-told]");
  let told = quarter(box);
  box.addEventListener("htmx:beforeSwap", signInAgain);
  box.addEventListener("htmx:afterSettle", () => {
    if (quarter(box) === told) return;
    told = quarter(box);
    place.textContent = box.textContent.trim();
  });
}

function quarter(box) {
  const bar = box.querySelector("progress");
  return Math.floor((4 * bar.value) / bar.max);
}

// The session has ended meanwhile: the page itself leads to signing in, and back.
function signInAgain({ detail }) {
  if (new URL(detail.xhr.responseURL).pathname === detail.requestConfig.path) return;
  detail.shouldSwap = false;
  location.reload();
}
