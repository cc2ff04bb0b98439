// The writing box: text with replies, edits, files and mentions, or a slash command. What one typed survives a refusal.
import { commandForm, typed } from "./command.js";
import { face, fill, h, icon } from "./dom.js";
import { nameOf } from "./markdown.js";
import { emojiMenu, pollDialog, threadDialog } from "./menus.js";
import { menu } from "./menu.js";
import { act, changed, me, messagesOf, on, openedChannel, state, trouble } from "./store.js";
import { suggestions } from "./suggest.js";
import { hour, localised, t } from "./words.js";

const box = document.getElementById("composer");
const MOST = 2000;
const drafts = new Map(); // person:channel → {text, reply, edit, files, command, problem}

const draft = () => {
  const key = `${me().id}:${state.channel}`;
  if (!drafts.has(key)) drafts.set(key, { text: "", files: [] });
  return drafts.get(key);
};

let input = null;
let list = null;
let shown = "";

function show() {
  const channel = openedChannel();
  const now = draft();
  const signature = JSON.stringify([me().id, state.channel, channel?.can, me().timed_out_until, now.reply?.id, now.edit?.id, now.files.map((file) => file.name), now.command?.path, now.problem, document.documentElement.lang]);
  if (signature === shown && !now.redraw) return;
  const held = box.contains(document.activeElement);
  shown = signature;
  now.redraw = false;
  if (!channel) return fill(box);
  if (!channel.can.write) return fill(box, h("p", { class: "closed", id: "composer-text", tabindex: "-1" }, closed(), now.text && h("p", { class: "text" }, now.text)));
  if (now.command) return command(now);
  text(now, channel, held);
  return null;
}

function closed() {
  const until = me().timed_out_until;
  return until && new Date(until) > new Date() ? t("is-timed-out", { time: hour(new Date(until)) }) : t("may-not-write");
}

function command(now) {
  const form = commandForm(now.command, (ran) => set({ command: null, redraw: true, text: ran ? "" : now.text }, true));
  box.replaceChildren(h("div", { class: "box" }, form.node));
  form.focus();
}

/** Changes the draft and draws it; `focus` puts the cursor back into the writing box. */
function set(values, focus = false) {
  Object.assign(draft(), values);
  show();
  if (focus) input?.focus();
}

function text(now, channel, held) {
  const name = channel.type === 1 ? channel.name : `#${channel.name}`;
  const counter = h("span", { class: "count", hidden: true, role: "status" });
  input = h("textarea", { id: "composer-text", rows: "1", placeholder: t("write-in", { name }), "aria-label": t("write-in", { name }), value: now.text, data: { key: "composer" } });
  list = suggestions(input, { label: t("commands"), pick: ({ use }) => use() });
  const picker = h("input", { type: "file", multiple: true, hidden: true, onchange: ({ target }) => set({ files: [...now.files, ...target.files] }, true) });
  const tool = (shape, label, onclick) => h("button", { class: "tool", type: "button", "aria-label": label, title: label, data: { key: `tool:${shape}` }, onclick }, icon(shape));
  const chips = now.files.map((file, at) => h("span", { class: "chip" }, file.name, h("button", { type: "button", "aria-label": t("remove-file", { name: file.name }), onclick: () => set({ files: now.files.filter((_, other) => other !== at) }, true) }, icon("close"))));
  box.replaceChildren(list.box, h("div", { class: "box" }, above(now), chips.length > 0 && h("div", { class: "chosen-files" }, chips),
    h("p", { class: "trouble", role: "alert", hidden: !now.problem }, now.problem || ""),
    h("div", { class: "line" }, tool("plus", t("more"), ({ currentTarget }) => addMenu(currentTarget, channel, picker)), input, counter,
      tool("smile", t("react"), ({ currentTarget }) => emojiMenu(currentTarget, t("react"), insert)), tool("send", t("send"), send)), picker));
  input.addEventListener("input", () => typing(counter));
  input.addEventListener("keydown", keys);
  input.addEventListener("blur", () => list.hide());
  grow(counter);
  if (held) input.focus();
}

function above(now) {
  if (!now.reply && !now.edit) return "";
  const words = now.edit ? t("editing") : t("replying", { name: nameOf(now.reply.author.id) });
  return h("div", { class: "above" }, h("b", {}, words), h("span", { class: "gap" }), h("button", { class: "plain-link", type: "button", onclick: cancel }, t("cancel")));
}

function cancel() {
  set({ reply: null, edit: null, problem: "", text: draft().edit ? "" : draft().text, redraw: true }, true);
}

function addMenu(at, channel, picker) {
  menu(at, t("more"), [{ items: [
    channel.can.attach && { label: t("attach"), shape: "file", act: () => picker.click() },
    channel.can.poll && { label: t("poll"), shape: "chat", act: pollDialog },
    channel.can.thread && { label: t("make-thread"), shape: "thread", act: () => threadDialog() },
  ].filter(Boolean) }]);
}

function insert(emoji) {
  input.setRangeText(emoji, input.selectionStart, input.selectionEnd, "end");
  draft().text = input.value;
  input.focus();
}

function grow(counter) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 200)}px`;
  const left = MOST - input.value.length;
  counter.hidden = left > 200;
  counter.textContent = left < 0 ? t("too-long", { n: -left }) : String(left);
  counter.classList.toggle("over", left < 0);
}

function typing(counter) {
  draft().text = input.value;
  grow(counter);
  const before = input.value.slice(0, input.selectionStart);
  const slash = /^\/([^\n]*)$/.exec(input.value);
  const at = /(?:^|\s)@([\p{L}\d ]{0,20})$/u.exec(before);
  if (slash) return suggestCommands(slash[1].toLowerCase());
  if (at) return suggestPeople(at[1]);
  return list.hide();
}

function suggestCommands(words) {
  const found = typed().filter((command) => command.name.toLowerCase().includes(words) || command.path.includes(words));
  found.sort((a, b) => b.name.startsWith(words) - a.name.startsWith(words) || a.name.localeCompare(b.name));
  const items = found.slice(0, 25).map((command) => ({
    head: `/${command.name}`, about: command.about, needs: command.options.filter((option) => option.required).map((option) => localised(option, "name", me().locale)).join("  "),
    use: () => set({ command, problem: "" }),
  }));
  list.show(items, t("commands"), t("no-commands"));
}

function suggestPeople(words) {
  const names = [...state.view.members.map((member) => ({ head: member.name, lead: face({ ...member, global_name: member.name }) })), ...state.view.roles.filter((role) => role.mentionable).map((role) => ({ head: role.name }))];
  const items = names.filter(({ head }) => head.toLowerCase().startsWith(words.toLowerCase())).slice(0, 8);
  list.show(items.map((item) => ({ ...item, use: () => {
    const start = input.value.slice(0, input.selectionStart).lastIndexOf("@");
    input.setRangeText(`@${item.head} `, start, input.selectionStart, "end");
    draft().text = input.value;
  } })), null, "");
}

function keys(event) {
  if (list.key(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && (draft().reply || draft().edit)) cancel();
  else if (event.key === "ArrowUp" && !input.value) {
    const mine = messagesOf(state.channel).findLast((message) => message.author.id === me().id && message.type in { 0: 1, 19: 1 });
    if (!mine) return;
    event.preventDefault();
    changed("edit", mine);
  }
}

/** Names that people typed become the mentions that the platform knows; the longest name wins. */
function wire(words) {
  const names = [
    ...state.view.members.map((member) => [`@${member.name}`, `<@${member.id}>`]),
    ...state.view.roles.filter((role) => role.id !== state.view.guild.id).map((role) => [`@${role.name}`, `<@&${role.id}>`]),
    ...state.view.channels.filter((channel) => channel.type !== 1).map((channel) => [`#${channel.name}`, `<#${channel.id}>`]),
  ].sort(([one], [two]) => two.length - one.length);
  return names.reduce((text, [name, id]) => text.replaceAll(new RegExp(`(^|\\s)${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\d])`, "giu"), (_, lead) => lead + id), words);
}

/** Ids become names again when a message is changed. */
const readable = (text) => text.replace(/<@!?(\d+)>/g, (_, id) => `@${nameOf(id)}`);

async function send() {
  const now = draft();
  const words = wire(input.value.trim());
  if (!words && !now.files.length) return;
  if (words.startsWith("/") && typed().some((command) => `/${command.name}` === words)) return set({ command: typed().find((command) => `/${command.name}` === words) });
  const where = { channel: state.channel, content: words };
  try {
    if (now.edit) await act("edit", { ...where, message: now.edit.id });
    else await act("say", { ...where, reply_to: now.reply?.id }, now.files.map((file) => ({ name: "", file })));
    Object.assign(now, { text: "", reply: null, edit: null, files: [], problem: "", redraw: true });
  } catch (refusal) {
    now.problem = t("failed", { why: refusal.message });
  }
  show();
  return null;
}

export function start() {
  on("view", show);
  on("opened", () => matchMedia("(hover: hover)").matches && document.activeElement === document.body && input?.focus());
  on("reply", (message) => set({ reply: message, edit: null, command: null }, true));
  on("edit", (message) => { trouble(message.id, ""); set({ edit: message, reply: null, command: null, text: readable(message.content) }, true); });
  on("problem", (problem) => set({ problem }));
}
