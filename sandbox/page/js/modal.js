// The forms that an application opens: labels, limits, and words that survive a failed submit.
import { face } from "./dom.js";
import { boxesField, choiceField, entities, fileField, textField } from "./fields.js";
import { formatted } from "./markdown.js";
import { dialog } from "./menu.js";
import { act } from "./store.js";
import { t } from "./words.js";
import { settle } from "./replies.js";

const PICKS = { 5: "user", 6: "role", 7: "mentionable", 8: "channel" };

function field(component, label, hint) {
  const common = { label: component.label ?? label, hint, required: component.required ?? true };
  if (component.type === 4) return textField({ ...common, long: component.style === 2, least: component.min_length, most: component.max_length, placeholder: component.placeholder, start: component.value });
  if (component.type === 19) return fileField({ ...common, several: (component.max_values ?? 1) > 1 });
  if (component.type === 23) return boxesField({ ...common, required: false, choices: [{ name: common.label, value: true, default: component.default }] });
  const choices = PICKS[component.type]
    ? entities(PICKS[component.type], component.channel_types)
    : (component.options || []).map((option) => ({ name: option.label, value: option.value, about: option.description, default: option.default }));
  if (component.type === 21) return boxesField({ ...common, choices, single: true });
  if (component.type === 22 || (component.max_values ?? 1) > 1) return boxesField({ ...common, choices, least: component.min_values ?? 1, most: component.max_values ?? choices.length });
  return choiceField({ ...common, choices, placeholder: component.placeholder, start: choices.find((choice) => choice.default)?.value });
}

function read(part, fields) {
  if (part.type === 10) return fields.push({ node: formatted(part.content) });
  if (part.type === 1) return part.components.forEach((component) => fields.push({ ...field(component), component }));
  if (part.type === 18) return fields.push({ ...field(part.component, part.label, part.description), component: part.component });
  return null;
}

/** Opens the form that a reply asks for, with the face of the application that asks. */
export function openModal(modal, app) {
  const fields = [];
  modal.components.forEach((part) => read(part, fields));
  const submit = async () => {
    const values = {};
    const files = [];
    for (const { component, value, files: chosen } of fields.filter((one) => one.component)) {
      const given = chosen ? [] : value();
      chosen?.().forEach((file) => files.push({ name: component.custom_id, file }));
      if (component.type === 23) values[component.custom_id] = given.length > 0;
      else if ([3, 5, 6, 7, 8].includes(component.type)) values[component.custom_id] = [given].flat().filter((one) => one !== "");
      else if (!chosen) values[component.custom_id] = given;
    }
    try {
      const reply = await act("submit", { modal, values }, files);
      if (reply.kind === "none") return t("no-answer");
      settle(reply);
      return "";
    } catch (refusal) {
      return t("failed", { why: refusal.message });
    }
  };
  dialog({ title: modal.title, lead: app && face(app), fields, send: t("submit"), submit });
}
