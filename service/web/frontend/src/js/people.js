// Offers people while a name is typed: in [data-people=URL], after an @ in a text, from the first letter in a line.
import { once } from "./once.js";

const PAUSE = 180;
const NAME = /(^|[^\p{L}\p{N}_.@-])@([\p{L}\p{N}._-]{1,40})$/u;

export function offerPeople(root) {
  for (const field of once(root, "[data-people]", "People")) new Offer(field);
}

class Offer {
  constructor(field) {
    this.field = field;
    this.line = field.matches("input");
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-people`;
    this.list.className = "offer";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    field.after(this.list, this.status);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    if (this.line) field.setAttribute("role", "combobox");
    this.fold();
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.fold());
    this.list.addEventListener("mousedown", (event) => this.point(event));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  // What is being typed of a name, up to the cursor; null when nobody is being named.
  sought() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    if (this.line) return before.replace(/^@/, "").trim() || null;
    return NAME.exec(before)?.[2] ?? null;
  }

  async ask() {
    const sought = this.sought();
    if (sought === null) return this.fold();
    const url = `${this.field.dataset.people}?${new URLSearchParams({ q: sought })}`;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok && sought === this.sought()) this.show(await answer.json());
    } catch {
      this.fold();
    }
  }

  show(people) {
    this.list.replaceChildren(...people.map((person, place) => this.option(person, place)));
    const { offerText, nobodyText } = this.field.dataset;
    this.status.textContent = people.length ? offerText.replace("{n}", people.length) : nobodyText;
    this.list.hidden = !people.length;
    if (this.line) this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(-1);
  }

  option(person, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.dataset.username = person.username;
    const position = document.createElement("small");
    position.textContent = [`@${person.username}`, person.position].filter(Boolean).join(" · ");
    option.append(person.name, position);
    return option;
  }

  press(event) {
    if (this.list.hidden) return;
    const options = this.list.children;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.mark((this.place + moves[event.key] + options.length) % options.length);
    else if (event.key === "Enter" && this.place >= 0) this.take(options[this.place]);
    else if (event.key === "Escape") this.fold();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  mark(place) {
    this.place = place;
    [...this.list.children].forEach((option, nth) => option.setAttribute("aria-selected", String(nth === place)));
    if (place >= 0) this.field.setAttribute("aria-activedescendant", this.list.children[place].id);
    else this.field.removeAttribute("aria-activedescendant");
    this.list.children[place]?.scrollIntoView({ block: "nearest" });
  }

  point(event) {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) this.take(option);
  }

  take(option) {
    const { field } = this;
    const end = field.selectionStart;
    const begin = this.line ? 0 : end - this.sought().length - 1;
    const name = `@${option.dataset.username}`;
    field.setRangeText(this.line ? name : `${name} `, begin, this.line ? field.value.length : end, "end");
    this.fold();
    field.focus();
  }

  fold() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.place = -1;
    this.field.removeAttribute("aria-activedescendant");
    if (this.line) this.field.setAttribute("aria-expanded", "false");
  }
}
