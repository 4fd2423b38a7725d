// Keeps what is typed as a draft: form[data-autosave=URL] posts its fields a moment after the last change.
import { csrfToken } from "./csrf.js";
import { once } from "./once.js";

const PAUSE = 1200;
const REASONS = { 400: "oldText", 401: "oldText", 409: "elsewhereText" };

export function keepDrafts(root) {
  for (const form of once(root, "form[data-autosave]", "Autosave")) keepDraft(form);
}

function keepDraft(form) {
  let timer = 0;
  const save = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    post(form);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
}

async function post(form) {
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), "X-Draft-Saved": form.dataset.saved ?? "", Accept: "application/json" },
      body: fields,
      keepalive: true,
      redirect: "error",
    });
    if (answer.ok) form.dataset.saved = (await answer.json()).saved;
    say(form, answer.ok ? form.dataset.savedText : (form.dataset[REASONS[answer.status]] ?? form.dataset.failedText));
  } catch {
    say(form, form.dataset.failedText);
  }
}

function say(form, text) {
  const place = form.querySelector(".saved") ?? document.querySelector(".saved");
  if (!place || !text) return;
  const now = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  place.textContent = text.replace("{time}", now);
}
