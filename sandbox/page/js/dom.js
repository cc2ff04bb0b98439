// Everything on the page is built here, node by node: text stays text, so what people write cannot become markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element. Keys starting with "on" are listeners, "data" is a dataset, true and false set or leave out an attribute. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...flat(children));
  return node;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

const SHAPES = {
  lock: ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  hash: ["M9 4 7 20", "M17 4l-2 16", "M4 9h16", "M4 15h16"],
  thread: ["M5 4v9a3 3 0 0 0 3 3h11", "M15 12l4 4-4 4"],
  megaphone: ["M4 10v4l11 5V5z", "M18 9a4 4 0 0 1 0 6"],
  voice: ["M5 10v4h3l5 4V6L8 10z", "M16 9a4 4 0 0 1 0 6"],
  people: ["M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", "M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6", "M16 4.5a3.5 3.5 0 0 1 0 6.5", "M18 14.5c2 .8 3.2 2.7 3.5 5.5"],
  more: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  reply: ["M9 7 4 12l5 5", "M4 12h10a6 6 0 0 1 6 6v1"],
  smile: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M8.5 14.5c1.8 2.300 5.2 2.300 7 0", "M9 9.5h.01", "M15 9.5h.01"],
  plus: ["M12 5v14", "M5 12h14"],
  send: ["M4 12 20 4l-5 16-4-7z", "M11 13l9-9"],
  pencil: ["M4 20l1-4L16 5l3 3L8 19z", "M14 7l3 3"],
  copy: ["M8 8h12v12H8z", "M16 8V4H4v12h4"],
  bin: ["M5 7h14", "M9 7V4h6v3", "M7 7l1 13h8l1-13"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  sun: ["M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M12 2v2", "M12 20v2", "M2 12h2", "M20 12h2", "M5 5l1.5 1.5", "M17.5 17.5 19 19", "M5 19l1.5-1.5", "M17.5 6.5 19 5"],
  moon: ["M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  file: ["M6 3h8l4 4v14H6z", "M14 3v4h4"],
  chat: ["M4 5h16v11H9l-5 4z"],
  keys: ["M3 7h18v11H3z", "M7 11h.01", "M11 11h.01", "M15 11h.01", "M8 15h8"],
};

/** A line drawing, hidden from screen readers: the control that holds it carries the name. */
export function icon(name, extra = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name} ${extra}`.trim());
  svg.setAttribute("aria-hidden", "true");
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}

/** Replaces what a box holds and gives the focus back to the element with the same data-key. */
export function fill(box, ...children) {
  const held = box.contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.dataset.key : null;
  const top = box.scrollTop;
  box.replaceChildren(...flat(children));
  box.scrollTop = top;
  if (held) box.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

const FACES = ["badger", "crane", "fox", "haven", "heron", "lynx", "otter", "owl"];
const HUES = ["#2c6e8f", "#8a5a2b", "#6b5299", "#a1456a", "#3d7a4b", "#99582a", "#4a66a8", "#7a6a1f"];

/** The picture of a user: a drawn animal where the name has one, else the initial on a colour of its own. */
export function face(user) {
  const name = (user.username || "").toLowerCase();
  if (FACES.includes(name)) return h("img", { class: "face", src: `/page/faces/${name}.svg`, alt: "", width: 42, height: 42 });
  const hue = HUES[[...String(user.id)].reduce((sum, digit) => sum + digit.charCodeAt(0), 0) % HUES.length];
  const box = h("span", { class: "face", "aria-hidden": "true" }, (user.name || user.global_name || user.username || "?").slice(0, 1).toUpperCase());
  box.style.backgroundColor = hue;
  return box;
}

/** Roving focus: arrow keys move inside a group, only one of its parts is a tab stop. */
export function rove(event, parts, { across = false } = {}) {
  const steps = across ? { ArrowLeft: -1, ArrowRight: 1 } : { ArrowUp: -1, ArrowDown: 1 };
  const at = parts.indexOf(document.activeElement);
  let next = null;
  if (event.key in steps) next = parts[(at + steps[event.key] + parts.length) % parts.length];
  if (event.key === "Home") next = parts[0];
  if (event.key === "End") next = parts.at(-1);
  if (!next) return;
  event.preventDefault();
  parts.forEach((part) => { part.tabIndex = part === next ? 0 : -1; });
  next.focus();
}

let spoken = 0;
/** Says a sentence to screen readers. A trailing invisible character makes the same sentence count as new. */
export function say(text) {
  spoken += 1;
  document.getElementById("spoken").textContent = text && text + "\u200b".repeat(spoken % 2);
}
