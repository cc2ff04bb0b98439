// Menus that open at the pointer or at a button, and dialogs. Both give the focus back where it came from.
import { h, icon } from "./dom.js";
import { t } from "./words.js";

let open = null;

/** Closes the open menu, if there is one. */
export function closeMenu() {
  open?.();
}

/** Opens a menu. `groups` is a list of {title?, items: [{label, act, danger?, shape?, emoji?}]}; `at` is an event or an element. */
export function menu(at, label, groups) {
  closeMenu();
  const from = document.activeElement;
  const box = h("div", { class: "menu appear", role: "menu", "aria-label": label });
  groups.filter(({ items }) => items.length).forEach(({ title, items }, number) => {
    if (number) box.append(h("hr"));
    if (title) box.append(h("h2", { role: "presentation" }, title));
    const row = items[0].emoji ? h("div", { class: "emoji-row", role: "presentation" }) : box;
    if (row !== box) box.append(row);
    for (const item of items) row.append(part(item, from));
  });
  document.body.append(box);
  place(box, at);
  const outside = (event) => box.contains(event.target) || close();
  const close = (back = false) => {
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
    open = null;
    if (back) from?.focus({ preventScroll: true });
  };
  open = close;
  document.addEventListener("pointerdown", outside, true);
  box.addEventListener("keydown", (event) => move(event, box, () => close(true)));
  box.querySelector("[role=menuitem]").focus();
}

function part({ label, act, danger, shape, emoji }, from) {
  const run = () => { closeMenu(); from?.focus?.({ preventScroll: true }); act(); };
  const properties = { type: "button", role: "menuitem", tabindex: "-1", class: danger ? "danger" : "", onclick: run, "aria-label": emoji ? label : undefined };
  return h("button", properties, emoji ?? [shape && icon(shape), label]);
}

function move(event, box, close) {
  const items = [...box.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const wide = document.activeElement.closest(".emoji-row");
  const steps = { ArrowDown: wide ? 6 : 1, ArrowUp: wide ? -6 : -1, ArrowRight: 1, ArrowLeft: -1 };
  if (event.key in steps) items[Math.max(0, Math.min(items.length - 1, at + steps[event.key]))].focus();
  else if (event.key === "Home") items[0].focus();
  else if (event.key === "End") items.at(-1).focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else if (event.key.length === 1 && /\p{L}/u.test(event.key)) items.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function place(box, at) {
  const around = at instanceof Element ? at.getBoundingClientRect() : at.clientX || at.clientY ? { left: at.clientX, bottom: at.clientY, top: at.clientY } : at.target.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = around.bottom + height + 8 < innerHeight;
  box.style.left = `${Math.max(8, Math.min(around.left, innerWidth - width - 8))}px`;
  box.style.top = `${Math.max(8, below ? around.bottom + 2 : Math.min(around.top - height - 2, innerHeight - height - 8))}px`;
}

/** A dialog with fields. `submit` gets nothing and returns a sentence when it failed: the dialog then stays, with all that was typed. */
export function dialog({ title, lead, fields, send, submit }) {
  const failed = h("p", { class: "trouble", role: "alert", hidden: true });
  const go = h("button", { class: "button primary", type: "submit" }, send);
  const box = h("dialog", { class: "dialog appear", "aria-labelledby": "dialog-title" });
  const close = () => { box.close(); box.remove(); };
  const form = h("form", { novalidate: true },
    h("header", {}, lead, h("h2", { id: "dialog-title" }, title), h("button", { class: "tool", type: "button", "aria-label": t("close"), onclick: close }, icon("close"))),
    h("div", { class: "inside" }, fields.map((field) => field.node)),
    send && h("footer", {}, failed, h("button", { class: "button quiet", type: "button", onclick: close }, t("cancel")), go));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = fields.filter((field) => field.check && !field.check());
    if (wrong.length) return wrong[0].focus();
    go.disabled = true;
    go.setAttribute("aria-busy", "true");
    const problem = await submit();
    go.disabled = false;
    go.removeAttribute("aria-busy");
    failed.hidden = !problem;
    failed.textContent = problem || "";
    if (!problem) close();
  });
  box.append(form);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && !send && close());
  document.getElementById("overlay").append(box);
  box.showModal();
  (fields.find((field) => field.focus) ?? { focus() {} }).focus();
}
