// Buttons, selects and the newer layout components of a message.
import { h } from "./dom.js";
import { entities } from "./fields.js";
import { formatted, spoiler } from "./markdown.js";
import { picture } from "./embeds.js";
import { press } from "./replies.js";
import { jump } from "./store.js";
import { t } from "./words.js";

const STYLES = { 1: "primary", 2: "", 3: "success", 4: "danger", 5: "" };
const PICKS = { 5: "user", 6: "role", 7: "mentionable", 8: "channel" };

const DRAW = {
  1: (part, message) => h("div", { class: "components" }, components(part.components, message)),
  2: button,
  3: select, 5: select, 6: select, 7: select, 8: select,
  9: (part, message) => h("div", { class: "section" }, h("div", {}, components(part.components, message)), components([part.accessory], message)),
  10: (part) => formatted(part.content),
  11: (part) => picture({ url: part.media.url, alt: part.description, covered: part.spoiler, thumb: true }),
  12: (part) => h("div", { class: "pictures" }, part.items.map((item) => picture({ url: item.media.url, alt: item.description, covered: item.spoiler }))),
  13: (part) => h("a", { class: "file", href: part.file.url, download: true }, part.name ?? part.file.url.split("/").at(-1)),
  14: (part) => (part.divider === false ? h("div") : h("hr")),
  17: container,
};

/** Draws a list of components; kinds that the page doesn't know are left out. */
export function components(parts, message) {
  return (parts || []).map((part) => DRAW[part.type]?.(part, message));
}

function container(part, message) {
  const box = h("div", { class: "container" }, components(part.components, message));
  if (part.accent_color) box.style.borderLeftColor = `#${part.accent_color.toString(16).padStart(6, "0")}`;
  return part.spoiler ? spoiler(box) : box;
}

const emojiOf = (emoji) => (emoji?.id ? `:${emoji.name}:` : emoji?.name);

function button(part, message) {
  const words = [emojiOf(part.emoji), part.label && h("span", {}, part.label)];
  if (part.style === 5) return linkButton(part, words);
  return h("button", {
    class: `button ${STYLES[part.style] ?? ""}`.trim(), type: "button", disabled: part.disabled, data: { key: `button:${part.custom_id}` },
    async onclick({ currentTarget: pressed }) {
      if (pressed.getAttribute("aria-busy") === "true") return;
      pressed.setAttribute("aria-busy", "true");
      await press("click", message, { component: part.custom_id });
      pressed.removeAttribute("aria-busy");
    },
  }, words);
}

function linkButton(part, words) {
  const place = /discord\.com\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?$/.exec(part.url);
  if (place) return h("button", { class: "button", type: "button", onclick: () => jump(place[1], place[2]) }, words);
  return h("a", { class: "button", href: /^https?:/.test(part.url) ? part.url : "#", target: "_blank", rel: "noopener noreferrer" }, words, " ↗");
}

function select(part, message) {
  const choices = PICKS[part.type]
    ? entities(PICKS[part.type], part.channel_types)
    : part.options.map((option) => ({ name: [emojiOf(option.emoji), option.label].filter(Boolean).join(" "), value: option.value, about: option.description, chosen: option.default }));
  const send = (values) => press("select", message, { component: part.custom_id, values });
  return h("div", { class: "picker" }, (part.max_values ?? 1) > 1 ? several(part, choices, send) : single(part, choices, send));
}

function single(part, choices, send) {
  const label = part.placeholder || t("choose");
  const options = choices.map((choice) => h("option", { value: choice.value, selected: choice.chosen }, choice.about ? `${choice.name} · ${choice.about}` : choice.name));
  const blank = h("option", { value: "", disabled: (part.min_values ?? 1) > 0, selected: !choices.some((choice) => choice.chosen) }, label);
  return h("select", { "aria-label": label, disabled: part.disabled, data: { key: `select:${part.custom_id}` }, onchange: ({ target }) => send(target.value ? [target.value] : []) }, blank, options);
}

function several(part, choices, send) {
  const boxes = choices.map((choice) => h("input", { type: "checkbox", value: choice.value, checked: choice.chosen }));
  const rows = choices.map((choice, at) => h("label", { class: "choice" }, boxes[at], h("span", {}, choice.name, choice.about && h("small", {}, choice.about))));
  const done = h("button", { class: "button primary", type: "button" }, t("done"));
  const fold = h("details", {}, h("summary", { data: { key: `select:${part.custom_id}` } }, part.placeholder || t("choose")), h("div", { class: "sheet" }, rows, done));
  const count = () => boxes.filter((box) => box.checked).length;
  const weigh = () => { done.disabled = count() < (part.min_values ?? 1) || count() > part.max_values; };
  fold.addEventListener("change", weigh);
  weigh();
  done.addEventListener("click", () => { fold.open = false; send(boxes.filter((box) => box.checked).map((box) => box.value)); });
  return fold;
}
