// Fields of forms and of slash commands. Each is {node, value(), check(), focus()}; check() shows what is wrong beside the field.
import { h } from "./dom.js";
import { state } from "./store.js";
import { t } from "./words.js";

let made = 0;

/** Puts a label, a hint and room for a complaint around an input. `problem(value)` returns a sentence or nothing. */
export function entry({ label, hint, required, input, value, problem, limit, extra }) {
  const id = `field-${(made += 1)}`;
  const complaint = h("p", { class: "trouble", id: `${id}-wrong`, role: "alert", hidden: true });
  const counter = limit && h("span", { class: "count", "aria-hidden": "true" });
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  if (required) input.setAttribute("aria-required", "true");
  const measure = () => {
    if (!counter) return;
    counter.textContent = `${input.value.length} / ${limit}`;
    counter.classList.toggle("over", input.value.length > limit);
  };
  const show = (sentence) => {
    complaint.textContent = sentence || "";
    complaint.hidden = !sentence;
    input.setAttribute("aria-invalid", String(Boolean(sentence)));
    if (sentence) input.setAttribute("aria-errormessage", complaint.id);
    return !sentence;
  };
  input.addEventListener("input", () => { measure(); if (!complaint.hidden) show(""); });
  measure();
  const read = value ?? (() => input.value.trim());
  const node = h("div", { class: "entry" },
    h("label", { for: id }, label, required && h("span", { class: "must", "aria-hidden": "true" }, " *")),
    hint && h("p", { class: "hint", id: `${id}-hint` }, hint), input, extra, h("div", { class: "foot" }, complaint, counter));
  const check = () => {
    const given = read();
    const blank = given === undefined || given === null || given === "" || (Array.isArray(given) && !given.length);
    if (blank) return show(required ? t("required") : "");
    return show(problem?.(given) || "");
  };
  return { node, value: read, check, complain: show, focus: () => input.focus() };
}

/** A line or a block of text, with its least and greatest length. */
export function textField({ label, hint, required, long, least, most, placeholder, start }) {
  const input = h(long ? "textarea" : "input", { class: "input", placeholder, autocomplete: "off", value: start ?? "" });
  const problem = (text) => {
    if (least && text.length < least) return t("at-least-chars", { n: least });
    if (most && text.length > most) return t("at-most-chars", { n: most });
    return "";
  };
  return entry({ label, hint, required, input, problem, limit: most, value: () => input.value });
}

/** A whole or a broken number. Its value is a number, or "" when blank. */
export function numberField({ label, hint, required, whole, least, most }) {
  const input = h("input", { class: "input", inputmode: whole ? "numeric" : "decimal", autocomplete: "off" });
  const read = () => (input.value.trim() === "" ? "" : Number(input.value.trim().replace(",", ".")));
  const problem = (number) => {
    if (Number.isNaN(number)) return t("a-number");
    if (whole && !Number.isInteger(number)) return t("whole-number");
    if (least !== undefined && number < least) return t("at-least", { n: least });
    if (most !== undefined && number > most) return t("at-most", { n: most });
    return "";
  };
  return entry({ label, hint, required, input, value: read, problem });
}

/** One of a list; `choices` are {name, value, about?}. Its value has the type that the choice has. */
export function choiceField({ label, hint, required, choices, placeholder, start }) {
  const options = choices.map((choice, at) => h("option", { value: String(at), selected: choice.value === start }, choice.about ? `${choice.name} · ${choice.about}` : choice.name));
  const input = h("select", { class: "input" }, h("option", { value: "" }, placeholder || t("choose")), options);
  return entry({ label, hint, required, input, value: () => (input.value === "" ? "" : choices[Number(input.value)].value) });
}

/** Several of a list, as boxes to tick, or exactly one as rounds. Its value is a list, or for rounds the one. */
export function boxesField({ label, hint, required, choices, least = required ? 1 : 0, most = choices.length, single = false }) {
  const kind = single ? "radio" : "checkbox";
  const name = `boxes-${(made += 1)}`;
  const inputs = choices.map((choice) => h("input", { type: kind, name, checked: choice.default }));
  const rows = choices.map((choice, at) => h("label", { class: "choice" }, inputs[at], h("span", {}, choice.name, choice.about && h("small", {}, choice.about))));
  const box = h("div", { class: "sheet-flat", role: single ? "radiogroup" : "group", "aria-label": label, tabindex: "-1" }, rows);
  const picked = () => choices.filter((_, at) => inputs[at].checked).map((choice) => choice.value);
  const problem = (values) => {
    if (single) return "";
    if (values.length < least) return t("at-least", { n: least });
    return values.length > most ? t("at-most", { n: most }) : "";
  };
  const field = entry({ label, hint, required, input: box, value: () => (single ? picked()[0] ?? "" : picked()), problem });
  return { ...field, focus: () => inputs[0]?.focus() };
}

/** A file to choose. Its value is the list of File objects. */
export function fileField({ label, hint, required, several }) {
  const input = h("input", { class: "input", type: "file", multiple: several });
  return { ...entry({ label, hint, required, input, value: () => [...input.files] }), files: () => [...input.files] };
}

/** What a person may pick where a command or a select asks for people, channels or roles. */
export function entities(kind, channelTypes) {
  const people = state.view.members.map((member) => ({ name: member.name, value: member.id, about: member.username === member.name.toLowerCase() ? "" : `@${member.username}` }));
  const roles = state.view.roles.filter((role) => role.id !== state.view.guild.id).map((role) => ({ name: `@${role.name}`, value: role.id }));
  const channels = state.view.channels.filter((channel) => channel.type !== 1 && (!channelTypes?.length || channelTypes.includes(channel.type))).map((channel) => ({ name: `#${channel.name}`, value: channel.id }));
  return { user: people, role: roles, channel: channels, mentionable: [...people, ...roles] }[kind];
}
