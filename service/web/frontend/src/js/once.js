// Finds the elements of a freshly shown part that a script has not dressed yet.
export function once(root, selector, name) {
  const key = `dressed${name}`;
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.push(root);
  return found.filter((element) => {
    const fresh = !(key in element.dataset);
    element.dataset[key] = "";
    return fresh;
  });
}
