// One message: who, when, what, and what one can do with it.
import { components } from "./components.js";
import { face, h, icon } from "./dom.js";
import { attachments, embed, forwarded, origin, poll, reactions } from "./embeds.js";
import { formatted, nameOf, plain } from "./markdown.js";
import { messageMenu, personMenu, reactionMenu } from "./menus.js";
import { changed, jump, me, putAway, state } from "./store.js";
import { hour, t, when } from "./words.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const V2 = 1 << 15;

export const isWhisper = (message) => Boolean(message.flags & EPHEMERAL);
export const isTalk = (message) => [0, 19, 20, 23].includes(message.type);

const SYSTEM = {
  4: (message) => t("renamed", { name: nameOf(message.author.id), text: message.content }),
  6: (message) => t("pinned", { name: nameOf(message.author.id) }),
  7: (message) => t("joined", { name: nameOf(message.author.id) }),
  18: (message) => t("started-thread", { name: nameOf(message.author.id) }) + message.content,
};

/** The element of a message. `head` says that it starts a group and so carries face and name. */
export function draw(message, head) {
  const whisper = isWhisper(message);
  const named = message.mentions?.some((user) => user.id === me().id) || message.mention_roles?.some((role) => me().roles.includes(role)) || message.mention_everyone;
  const classes = ["message", head && "head", whisper && "whisper", named && "mine-mentioned", !isTalk(message) && "system"].filter(Boolean).join(" ");
  const node = h("article", { class: classes, tabindex: "-1", data: { id: message.id, key: `message:${message.id}` }, "aria-label": summary(message) },
    quoted(message), origin(message),
    head ? face(message.author) : h("time", { class: "hour", "aria-hidden": "true" }, hour(new Date(message.timestamp))),
    h("div", {}, head && byline(message), body(message), whisper && whisperNote(message), problem(message)),
    isTalk(message) && !whisper && actions(message));
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, img") || whisper) return;
    event.preventDefault();
    messageMenu(event, message);
  });
  node.addEventListener("focusin", () => tabbable(node, 0));
  node.addEventListener("focusout", () => tabbable(node, -1));
  return node;
}

// Only the message in focus has its tools in the tab order: else every message would cost three stops.
function tabbable(node, index) {
  node.querySelectorAll(".actions button").forEach((button) => { button.tabIndex = index; });
}

function summary(message) {
  const words = [nameOf(message.author.id), hour(new Date(message.timestamp)), plain(message.content)];
  if (message.attachments?.length) words.push(t("no-text"));
  for (const one of message.embeds || []) words.push(plain(one.title), plain(one.description));
  if (isWhisper(message)) words.push(t("only-you"));
  return words.filter(Boolean).join(", ");
}

function quoted(message) {
  if (message.type !== 19 || message.interaction_metadata) return null;
  const target = message.referenced_message;
  if (!target) return h("div", { class: "quoted" }, h("em", { class: "said" }, t("gone")));
  return h("button", { class: "quoted", type: "button", onclick: () => jump(target.channel_id, target.id), tabindex: "-1" },
    face(target.author), h("b", {}, nameOf(target.author.id)), h("span", { class: "said" }, plain(target.content) || t("no-text")));
}

function byline(message) {
  const author = message.author;
  const stamp = new Date(message.timestamp);
  return h("header", { class: "byline" },
    h("button", { class: "name", type: "button", tabindex: "-1", onclick: ({ currentTarget }) => personMenu(currentTarget, author.id) }, nameOf(author.id)),
    author.bot && h("span", { class: "tag" }, t("app")),
    h("time", { datetime: stamp.toISOString() }, when(stamp)));
}

function body(message) {
  if (message.flags & LOADING) return h("div", { class: "body" }, h("span", { class: "thinking", "aria-hidden": "true" }, h("i"), h("i"), h("i")), " ", t("thinking", { name: nameOf(message.author.id) }));
  if (!isTalk(message)) return h("div", { class: "body" }, (SYSTEM[message.type] ?? ((one) => one.content))(message));
  if (message.flags & V2) return h("div", { class: "body stack" }, components(message.components, message), reactions(message));
  const edited = message.edited_timestamp && h("span", { class: "edited", title: when(new Date(message.edited_timestamp)) }, ` ${t("edited")}`);
  const text = message.content && formatted(message.content);
  if (text && edited) text.append(edited);
  const jumbo = /^(?:\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}\uFE0F\u200D]*\s*){1,6}$/u.test(message.content);
  return h("div", { class: "body" },
    text && h("div", { class: jumbo ? "jumbo" : "" }, text),
    forwarded(message), attachments(message.attachments || []), (message.embeds || []).map(embed),
    message.poll && poll(message), components(message.components, message), !text && edited, reactions(message), threadLink(message));
}

function threadLink(message) {
  if (!message.thread) return null;
  return h("div", { class: "components" }, h("button", { class: "button", type: "button", onclick: () => jump(message.thread.id) }, icon("thread"), message.thread.name));
}

function whisperNote(message) {
  const dismiss = () => { putAway(message); document.getElementById("composer-text")?.focus(); };
  return h("p", { class: "whisper-note" }, t("only-you"), " · ", h("button", { class: "plain-link", type: "button", data: { key: `dismiss:${message.id}` }, onclick: dismiss }, t("dismiss")));
}

function problem(message) {
  const words = state.troubles.get(message.id);
  return words && h("p", { class: "trouble", role: "alert" }, words);
}

function actions(message) {
  const tool = (shape, label, act) => h("button", { type: "button", tabindex: "-1", "aria-label": label, title: label, data: { key: `${shape}:${message.id}` }, onclick: act }, icon(shape));
  return h("div", { class: "actions" },
    tool("smile", t("react"), ({ currentTarget }) => reactionMenu(currentTarget, message)),
    tool("reply", t("reply"), () => changed("reply", message)),
    tool("more", t("more"), ({ currentTarget }) => messageMenu(currentTarget, message)));
}
