// A list that appears above what one types, steered from the writing box by arrow keys, Enter, Tab and Escape.
import { h } from "./dom.js";

let made = 0;

/** Ties a list of suggestions to an input. `pick(item)` gets the chosen one; items are {head, needs?, about?, lead?}. */
export function suggestions(input, { className = "suggestions sheet", label, pick }) {
  const id = `suggestions-${(made += 1)}`;
  const box = h("div", { class: className, id, role: "listbox", "aria-label": label, hidden: true });
  let items = [];
  let at = 0;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })) input.setAttribute(name, value);

  const mark = (next) => {
    at = next;
    [...box.querySelectorAll("[role=option]")].forEach((row, number) => {
      row.setAttribute("aria-selected", String(number === at));
      if (number !== at) return;
      row.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", row.id);
    });
  };
  const choose = (number) => { const item = items[number]; hide(); pick(item); };
  const hide = () => {
    items = [];
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const show = (list, title, nothing) => {
    items = list;
    if (!list.length && !nothing) return hide();
    const rows = list.map((item, number) => h("div", { class: "suggestion", role: "option", id: `${id}-${number}`, onmousedown: (event) => { event.preventDefault(); choose(number); } },
      item.lead, h("b", {}, item.head), item.needs && h("span", { class: "needs" }, item.needs), item.about && h("span", { class: "about" }, item.about)));
    box.replaceChildren(...[title && h("h2", { role: "presentation" }, title), ...rows, !list.length && h("p", { class: "empty" }, nothing)].filter(Boolean));
    box.hidden = false;
    input.setAttribute("aria-expanded", String(list.length > 0));
    mark(0);
    return null;
  };
  const key = (event) => {
    if (box.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) mark((at + step + items.length) % items.length);
    else if (["Enter", "Tab"].includes(event.key) && items.length && !event.shiftKey) choose(at);
    else if (event.key === "Escape") hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { box, show, hide, key };
}
