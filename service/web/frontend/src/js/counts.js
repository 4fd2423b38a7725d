// Counts that stay true while the page lies open: asked for every half minute, never while nobody looks.
const pause = 30_000;

export function keepCounting() {
  const source = document.querySelector("[data-counts]");
  if (!source) return;
  const look = () => document.hidden || ask(source.dataset.counts);
  look();
  setInterval(look, pause);
  document.addEventListener("visibilitychange", look);
}

async function ask(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json());
  } catch {
    // The line is down: the numbers stay as they are, and the next look comes all the same.
  }
}

function show(numbers) {
  for (const place of document.querySelectorAll("[data-count]")) {
    const number = numbers[place.dataset.count];
    if (number !== undefined && place.textContent !== number) place.textContent = number;
  }
}
