// What one can do with a message and with a person: the same list by right click, by the "…" button and by the menu key.
import { h, icon } from "./dom.js";
import { boxesField, textField } from "./fields.js";
import { react } from "./embeds.js";
import { nameOf } from "./markdown.js";
import { dialog, menu } from "./menu.js";
import { run } from "./replies.js";
import { act, changed, commandsHere, jump, me, openedChannel, openChannel, state, trouble } from "./store.js";
import { localised, t } from "./words.js";

const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🎉", "🔥", "👏", "🤝", "🙏", "👀", "✅"];
const USER_COMMAND = 2;
const MESSAGE_COMMAND = 3;

/** Emoji to choose from; `pick` gets the chosen one. */
export function emojiMenu(at, label, pick) {
  menu(at, label, [{ items: EMOJI.map((emoji) => ({ label: emoji, emoji, act: () => pick(emoji) })) }]);
}

export const reactionMenu = (at, message) => emojiMenu(at, t("react"), (emoji) => react(message, emoji));

async function onMessage(message, doing) {
  try {
    await doing();
    trouble(message.id, "");
  } catch (refusal) {
    trouble(message.id, t("failed", { why: refusal.message }));
  }
}

/** The menu of a message. */
export function messageMenu(at, message) {
  const mine = message.author.id === me().id;
  const can = openedChannel()?.can ?? {};
  const where = { channel: message.channel_id, message: message.id };
  const items = [
    can.react && { label: t("react"), shape: "smile", act: () => reactionMenu(document.querySelector(`[data-id="${message.id}"]`), message) },
    can.write && { label: t("reply"), shape: "reply", act: () => changed("reply", message) },
    can.write && { label: t("forward"), shape: "chat", act: () => onMessage(message, () => act("say", { channel: state.channel, forward: where })) },
    can.thread && !message.thread && { label: t("make-thread"), shape: "thread", act: () => threadDialog(message) },
    mine && { label: t("edit"), shape: "pencil", act: () => changed("edit", message) },
    message.content && { label: t("copy"), shape: "copy", act: () => navigator.clipboard?.writeText(message.content) },
    (mine || can.manage) && { label: t("delete"), shape: "bin", danger: true, act: () => onMessage(message, () => act("delete", where)) },
  ].filter(Boolean);
  const apps = commandsHere(MESSAGE_COMMAND).map((command) => ({
    label: localised(command, "name", me().locale),
    act: async () => trouble(message.id, await run("context", { ...where, command: command.name })),
  }));
  menu(at, t("message-menu"), [{ items }, { title: t("apps-menu"), items: apps }]);
}

/** The menu of a person. */
export function personMenu(at, id) {
  const person = state.view.members.find((member) => member.id === id);
  if (!person) return;
  const own = id === me().id;
  const items = [
    person.bot && { label: t("message-person"), shape: "chat", act: openDm },
    own && { label: t("rename"), act: renameDialog },
    own && id !== state.view.guild.owner_id && { label: t("leave"), danger: true, act: () => act("leave") },
  ].filter(Boolean);
  const apps = commandsHere(USER_COMMAND).map((command) => ({
    label: localised(command, "name", me().locale),
    act: async () => { const problem = await run("context", { user: id, command: command.name }); if (problem) changed("problem", problem); },
  }));
  if (items.length || apps.length) menu(at, t("person-menu", { name: nameOf(id) }), [{ items }, { title: t("apps-menu"), items: apps }]);
}

async function openDm() {
  const { channel } = await act("open-dm");
  if (!state.view.channels.some((one) => one.id === channel)) await new Promise((done) => setTimeout(done, 200));
  openChannel(channel);
}

/** Asks for a title and makes a thread, on a message or loose. */
export function threadDialog(message) {
  const title = textField({ label: t("title"), required: true, most: 100, start: (message?.content ?? "").slice(0, 60) });
  const secret = boxesField({ label: t("private-thread"), choices: [{ name: t("private-thread"), value: true }] });
  const submit = () => attempt(async () => {
    const body = { channel: state.channel, title: title.value().trim(), message: message?.id, private: secret.value().length > 0 };
    const { channel } = await act("thread", body);
    setTimeout(() => jump(channel), 150);
  });
  dialog({ title: t("make-thread"), fields: message ? [title] : [title, secret], send: t("make-thread"), submit });
}

function renameDialog() {
  const nick = textField({ label: t("new-name"), most: 32, start: nameOf(me().id) });
  dialog({ title: t("rename"), fields: [nick], send: t("save"), submit: () => attempt(() => act("rename", { nick: nick.value().trim() })) });
}

/** Asks for a question and answers and posts a poll. */
export function pollDialog() {
  const question = textField({ label: t("question"), required: true, most: 300 });
  const answers = textField({ label: t("answers"), required: true, long: true });
  const several = boxesField({ label: t("several"), choices: [{ name: t("several"), value: true }] });
  const submit = () => attempt(() => act("say", { channel: state.channel, poll: {
    question: question.value(), answers: answers.value().split("\n").map((line) => line.trim()).filter(Boolean), multiple: several.value().length > 0,
  } }));
  dialog({ title: t("poll"), fields: [question, answers, several], send: t("poll"), submit });
}

async function attempt(doing) {
  try {
    await doing();
    return "";
  } catch (refusal) {
    return t("failed", { why: refusal.message });
  }
}

const KEYS = [
  ["Alt + 1 … 9", "keys-persona"], ["F6, Shift + F6", "keys-region"], ["Alt + ↑ ↓", "keys-channel"], ["/", "keys-slash"],
  ["↑ ↓", "keys-arrows"], ["M, Shift + F10", "keys-menu"], ["↑", "keys-edit"], ["Esc", "keys-escape"],
];

/** The list of keys that help. */
export function keysDialog() {
  const rows = KEYS.map(([keys, about]) => h("tr", {}, h("th", { scope: "row" }, keys.split(", ").map((key, at) => [at ? ", " : "", h("kbd", {}, key)])), h("td", {}, t(about))));
  dialog({ title: t("shortcuts-title"), lead: icon("keys"), fields: [{ node: h("table", { class: "keys" }, rows) }] });
}
