// The conversation: groups by author, days, what is new, and a list one can walk through by arrow keys.
import { h, icon, say } from "./dom.js";
import { nameOf, plain } from "./markdown.js";
import { messageMenu } from "./menus.js";
import { draw, isTalk, isWhisper } from "./message.js";
import { changed, channelOf, me, messagesOf, older, on, openedChannel, state } from "./store.js";
import { day, moment, t } from "./words.js";

const box = document.getElementById("messages");
const GROUP = 7 * 60e3;
const drawn = new Map(); // message → {signature, node}: an unchanged message keeps its element, with its focus and opened spoilers
let whose = "";
let atEnd = true;

/** Draws the open channel; stays at the end if it was at the end. */
function show() {
  const channel = openedChannel();
  const key = `${me().id}:${state.channel}`;
  const moved = key !== whose;
  if (moved) drawn.clear();
  if (me().id !== whose.split(":")[0]) say(""); // what one person heard is not for the next
  whose = key;
  const end = moved || atEnd;
  const [height, top] = [box.scrollHeight, box.scrollTop];
  const first = box.querySelector(".message")?.dataset.id;
  const held = box.contains(document.activeElement) && document.activeElement.closest("[data-key]")?.dataset.key;
  const nodes = channel ? [...lines(channel), ...notices(key)] : [h("p", { class: "empty" }, t("no-channel", { name: me().name }))];
  box.replaceChildren(...nodes);
  box.setAttribute("aria-label", channel ? channel.name : "");
  atEnd = end;
  if (end) box.scrollTop = box.scrollHeight;
  else if (first && box.querySelector(".message")?.dataset.id !== first) box.scrollTop = top + box.scrollHeight - height;
  else box.scrollTop = top;
  if (held && !box.contains(document.activeElement)) box.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function lines(channel) {
  const list = messagesOf(channel.id);
  const nodes = [state.view.more[channel.id] ? h("button", { class: "button quiet older", type: "button", onclick: () => older(channel.id) }, t("older")) : opening(channel)];
  let before = null;
  let marked = false;
  for (const message of list) {
    const [now, then] = [new Date(message.timestamp), before && new Date(before.timestamp)];
    const newDay = !then || then.toDateString() !== now.toDateString();
    if (newDay) nodes.push(h("h3", { class: "day" }, day(now)));
    const fresh = !marked && state.divider && BigInt(message.id) > BigInt(state.divider) && message.author.id !== me().id;
    if (fresh) nodes.push(h("h3", { class: "day new" }, t("new")));
    marked ||= Boolean(fresh);
    nodes.push(element(message, newDay || fresh || starts(before, message, now - then)));
    before = message;
  }
  return nodes;
}

function starts(before, message, gap) {
  return !before || before.author.id !== message.author.id || gap > GROUP || message.type !== 0 || !isTalk(before)
    || isWhisper(before) || isWhisper(message) || Boolean(message.interaction_metadata);
}

function element(message, head) {
  const signature = JSON.stringify([message, head, state.troubles.get(message.id), nameOf(message.author.id), document.documentElement.lang]);
  const known = drawn.get(message.id);
  if (known?.signature === signature) return known.node;
  const node = draw(message, head);
  for (const cover of known?.node.querySelectorAll('.spoiler[aria-expanded="true"]') ?? []) {
    [...node.querySelectorAll(".spoiler")].find((one) => one.textContent === cover.textContent)?.click();
  }
  drawn.set(message.id, { signature, node });
  return node;
}

function opening(channel) {
  const dm = channel.type === 1;
  return h("div", { class: "opening" },
    h("div", { class: "big", "aria-hidden": "true" }, icon(dm ? "chat" : channel.private ? "lock" : "hash")),
    h("h2", {}, dm ? channel.name : t("welcome", { name: channel.name })),
    h("p", {}, dm ? t("welcome-dm", { name: channel.name }) : channel.topic || t("welcome-text", { name: channel.name })));
}

function notices(key) {
  const drop = (at) => { state.notices.get(key).splice(at, 1); changed("messages"); };
  return (state.notices.get(key) || []).map((words, at) => h("div", { class: "message whisper local", role: "alert" }, h("span"),
    h("div", {}, h("p", { class: "trouble" }, words), h("p", { class: "whisper-note" }, t("only-you"), " · ", h("button", { class: "plain-link", type: "button", onclick: () => drop(at) }, t("dismiss"))))));
}

function announce(message) {
  if (message.author.id === me().id) return;
  const words = plain(message.content) || plain(message.embeds?.[0]?.title) || t("no-text");
  if (message.channel_id === state.channel) say(t("new-from", { name: nameOf(message.author.id), text: words }));
  else if (channelOf(message.channel_id)) say(t("elsewhere", { name: channelOf(message.channel_id).name }));
}

function walk(event) {
  const inside = document.activeElement.closest?.(".message");
  if (["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName) || event.altKey || event.ctrlKey || event.metaKey) return;
  const list = [...box.querySelectorAll(".message[data-id]")];
  const at = inside ? list.indexOf(inside) : list.length;
  const next = { ArrowUp: list[Math.max(0, at - 1)], ArrowDown: list[Math.min(list.length - 1, at + 1)], Home: list[0], End: list.at(-1) }[event.key];
  if (next) next.focus();
  else if (inside && (event.key.toLowerCase() === "m" || event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))) {
    const message = messagesOf(state.channel).find((one) => one.id === inside.dataset.id);
    if (!message || isWhisper(message) || !isTalk(message)) return;
    messageMenu(inside, message);
  } else return;
  event.preventDefault();
}

function leap(id) {
  const target = box.querySelector(`[data-id="${id}"]`);
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}

/** "A minute ago" must not stand there for an hour. */
function tick() {
  for (const time of box.querySelectorAll(".moment[data-style=R]")) time.textContent = moment(new Date(time.dateTime), "R");
}

export function start() {
  setInterval(tick, 20e3);
  on("view messages", show);
  on("arrived", announce);
  on("jump", leap);
  box.addEventListener("keydown", walk);
  box.addEventListener("scroll", () => { atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 90; });
  // A growing writing box, or a picture that has just loaded, must not push the last words out of sight.
  const keep = () => { if (atEnd) box.scrollTop = box.scrollHeight; };
  new ResizeObserver(keep).observe(box);
  box.addEventListener("load", keep, true);
}
