// Before an upload: lists the chosen files with their sizes, marks the too large ones, and takes dropped files.
import { once } from "./once.js";

export function listChosenFiles(root) {
  for (const input of once(root, "input[type=file]", "Upload")) {
    const list = document.createElement("ul");
    list.className = "chosen";
    list.setAttribute("aria-live", "polite");
    (input.closest(".drop") ?? input).after(list);
    input.addEventListener("change", () => list.replaceChildren(...[...input.files].map((file) => row(file, input))));
    takeDrops(input);
  }
}

function row(file, input) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const size = document.createElement("span");
  name.textContent = file.name;
  size.textContent = readable(file.size);
  const most = Number(input.dataset.mostBytes ?? Infinity);
  if (file.size > most || file.size === 0) {
    line.className = "late";
    size.textContent += ` · ${file.size ? input.dataset.tooLarge : input.dataset.emptyFile}`;
  }
  line.append(name, size);
  return line;
}

function readable(bytes) {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${amount.toLocaleString("vi-VN", { maximumFractionDigits: 1 })} ${unit}`;
}

function takeDrops(input) {
  const place = input.closest(".drop");
  if (!place) return;
  const over = (wanted) => (event) => {
    event.preventDefault();
    place.classList.toggle("over", wanted);
  };
  place.addEventListener("dragover", over(true));
  place.addEventListener("dragleave", over(false));
  place.addEventListener("drop", (event) => {
    over(false)(event);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
