// A slash command being filled in: one field for each option, required ones first, complaints beside the field they are about.
import { h } from "./dom.js";
import { choiceField, entities, entry, fileField, numberField, textField } from "./fields.js";
import { run } from "./replies.js";
import { act, commandsHere, me, state } from "./store.js";
import { suggestions } from "./suggest.js";
import { localised, t } from "./words.js";

const [SUB, GROUP, TEXT, WHOLE, YES_NO, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const PICKS = { [USER]: "user", [CHANNEL]: "channel", [ROLE]: "role", [MENTIONABLE]: "mentionable" };

/** Every slash command that one can type, subcommands spelled out: {name, path, about, options}. */
export function typed() {
  const locale = me().locale;
  const unfold = (thing, names, path) => {
    const here = [...names, localised(thing, "name", locale)];
    const subs = (thing.options || []).filter((option) => [SUB, GROUP].includes(option.type));
    if (subs.length) return subs.flatMap((sub) => unfold(sub, here, [...path, sub.name]));
    return [{ name: here.join(" "), path: path.join(" "), about: localised(thing, "description", locale), options: thing.options || [] }];
  };
  return commandsHere(1).flatMap((command) => unfold(command, [], [command.name]));
}

function fieldFor(option, autocomplete) {
  const locale = me().locale;
  const common = { label: localised(option, "name", locale), hint: localised(option, "description", locale), required: option.required };
  if (option.type in PICKS) return choiceField({ ...common, choices: entities(PICKS[option.type], option.channel_types) });
  if (option.choices?.length) return choiceField({ ...common, choices: option.choices.map((choice) => ({ name: localised(choice, "name", locale), value: choice.value })) });
  if (option.type === YES_NO) return choiceField({ ...common, choices: [{ name: t("yes"), value: true }, { name: t("no"), value: false }] });
  if (option.type === ATTACHMENT) return fileField(common);
  if (option.autocomplete) return completing(option, common, autocomplete);
  if ([WHOLE, NUMBER].includes(option.type)) return numberField({ ...common, whole: option.type === WHOLE, least: option.min_value, most: option.max_value });
  return textField({ ...common, least: option.min_length, most: option.max_length });
}

function completing(option, common, autocomplete) {
  const input = h("input", { class: "input", autocomplete: "off" });
  let chosen = null;
  let asked = 0;
  const list = suggestions(input, { className: "sheet", label: common.label, pick: ({ head, value }) => { input.value = head; chosen = { head, value }; } });
  const ask = async () => {
    const turn = (asked += 1);
    const choices = await autocomplete(option.name, input.value).catch(() => []);
    if (turn === asked && document.activeElement === input) list.show(choices.map((choice) => ({ head: localised(choice, "name", me().locale), value: choice.value })), null, t("no-choices"));
  };
  let pause = null;
  input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(ask, 120); });
  input.addEventListener("focus", ask);
  input.addEventListener("blur", list.hide);
  input.addEventListener("keydown", list.key);
  const value = () => {
    const words = input.value.trim();
    if (chosen?.head === words) return chosen.value;
    return option.type === TEXT || words === "" ? words : Number(words.replace(",", "."));
  };
  return entry({ ...common, input, value, extra: list.box, problem: (given) => (Number.isNaN(given) ? t("a-number") : "") });
}

/** The form of a command. `leave()` is called when it was run or given up, with true where the writing box should be emptied. */
export function commandForm(command, leave) {
  const fields = new Map();
  const options = h("div", { class: "options" });
  const extras = h("span", {});
  const wrong = h("p", { class: "trouble low", role: "alert", hidden: true });
  const given = () => Object.fromEntries([...fields].filter(([name]) => !isFile(name)).map(([name, field]) => [name, field.value()]).filter(([, value]) => value !== ""));
  const isFile = (name) => command.options.find((option) => option.name === name).type === ATTACHMENT;
  const autocomplete = async (focused, text) => (await act("autocomplete", { channel: state.channel, command: command.path, options: { ...given(), [focused]: text }, focused })).choices;
  const add = (option) => {
    const field = fieldFor(option, autocomplete);
    fields.set(option.name, field);
    options.append(field.node);
    return field;
  };
  command.options.filter((option) => option.required).forEach(add);
  const free = command.options.filter((option) => !option.required);
  for (const option of free) {
    const button = h("button", { class: "extra", type: "button" }, `+ ${localised(option, "name", me().locale)}`);
    button.addEventListener("click", () => { button.remove(); extras.hidden = !extras.querySelector("button"); add(option).focus(); });
    extras.append(button, " ");
  }
  const go = h("button", { class: "button primary", type: "submit" }, t("run"));
  const form = h("form", { class: "command", novalidate: true, "aria-label": `/${command.name}` },
    h("div", { class: "what" }, h("b", {}, `/${command.name}`), h("span", {}, command.about)), options,
    h("div", { class: "foot" }, free.length > 0 && h("span", { class: "hint" }, t("more-options"), " ", extras), h("span", { class: "gap" }),
      h("button", { class: "button quiet", type: "button", onclick: () => leave(false) }, t("cancel")), go), wrong);
  form.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && leave(false));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const bad = [...fields.values()].filter((field) => !field.check());
    if (bad.length) return bad[0].focus();
    const files = [...fields].filter(([name]) => isFile(name)).flatMap(([name, field]) => field.files().map((file) => ({ name, file })));
    go.disabled = true;
    const problem = await run("slash", { command: command.path, options: given() }, files);
    go.disabled = false;
    wrong.textContent = problem;
    wrong.hidden = !problem;
    if (!problem) leave(true);
    return null;
  });
  return { node: form, focus: () => ([...fields.values()][0] ?? { focus: () => go.focus() }).focus() };
}
