// What stands around the conversation: persona strip, rail, channels, heading, members.
import { face, fill, h, icon, rove } from "./dom.js";
import { keysDialog, personMenu } from "./menus.js";
import { act, become, channelOf, me, on, openChannel, openedChannel, state } from "./store.js";
import { themeTool } from "./theme.js";
import { count, hour, t } from "./words.js";

const part = (id) => document.getElementById(id);
const app = part("app");
const VOICE = [2, 13];
const THREADS = [10, 11, 12];

function roleOf(person) {
  return person.id === state.view.guild.owner_id ? t("owner") : person.role || t("member");
}

function badge(n, calm) {
  return n > 0 && h("span", { class: `badge ${calm ? "calm" : ""}`, "aria-label": count("unread", n) }, n > 99 ? "99+" : String(n));
}

function top() {
  const chips = state.people.map((person, at) => {
    const mine = person.id === me().id;
    return h("button", {
      class: "persona", type: "button", role: "radio", "aria-checked": String(mine), tabindex: mine ? 0 : -1, data: { key: `persona:${person.id}`, persona: person.username },
      "aria-label": [person.name, roleOf(person), !mine && person.unread && count("unread", person.unread)].filter(Boolean).join(", "),
      title: `${person.name} · ${roleOf(person)}${at < 9 ? ` · Alt+${at + 1}` : ""}`, onclick: () => become(person.id),
    }, h("span", { class: "seat" }, face(person), !mine && badge(person.unread, !person.mentions)), h("span", { class: "who" }, h("b", {}, person.name), h("small", {}, roleOf(person))));
  });
  const strip = h("div", { class: "people", role: "radiogroup", "aria-label": t("people"), data: { key: "people" } }, chips);
  strip.addEventListener("keydown", (event) => rove(event, chips, { across: true }));
  const burger = h("button", { class: "tool burger", type: "button", "aria-label": t("show-channels"), "aria-expanded": String(app.classList.contains("show-channels")), data: { key: "burger" }, onclick: () => flip("show-channels") }, icon("menu"));
  const scrolled = part("top").querySelector(".people")?.scrollLeft ?? 0;
  fill(part("top"), burger, h("div", { class: "brand" }, face({ username: "haven" }), h("div", {}, h("strong", {}, state.view.guild.name), h("span", {}, t("brand")))), strip,
    h("div", { class: "tools" }, h("button", { class: "tool", type: "button", "aria-label": t("shortcuts"), title: t("shortcuts"), data: { key: "keys" }, onclick: keysDialog }, icon("keys")), themeTool()));
  strip.scrollLeft = scrolled;
  const chip = strip.querySelector("[aria-checked='true']");
  const hidden = chip && (chip.offsetLeft < strip.scrollLeft + strip.offsetLeft || chip.offsetLeft + chip.offsetWidth > strip.scrollLeft + strip.offsetLeft + strip.clientWidth);
  if (hidden) strip.scrollLeft = chip.offsetLeft - strip.offsetLeft - 40;
}

function flip(name) {
  app.classList.toggle(name);
  top();
  heading();
  if (name === "show-channels" && app.classList.contains(name)) part("channels").querySelector(".row")?.focus();
}

function rail() {
  const sums = (dm) => state.view.channels.filter((channel) => (channel.type === 1) === dm).reduce((sum, channel) => ({ unread: sum.unread + channel.unread, mentions: sum.mentions + channel.mentions }), { unread: 0, mentions: 0 });
  const place = (dm, label, child) => {
    const { unread, mentions } = sums(dm);
    const properties = { class: `place ${unread ? "unread" : ""}`, type: "button", "aria-label": unread ? `${label}, ${count("unread", unread)}` : label, title: label, "aria-current": String(state.home === dm), data: { key: `place:${dm}` } };
    return h("button", { ...properties, onclick: () => enter(dm) }, child, dm ? badge(unread, false) : badge(mentions, false));
  };
  part("rail").setAttribute("aria-label", t("places"));
  const initials = state.view.guild.name.split(/\s+/).map((word) => word[0]).join("").slice(0, 2);
  fill(part("rail"), place(true, t("home"), icon("chat")), h("hr"), place(false, state.view.guild.name, initials));
}

function enter(dm) {
  const first = state.view.channels.find((channel) => (dm ? channel.type === 1 : [0, 5].includes(channel.type)));
  state.home = dm;
  if (first) openChannel(first.id);
  else around();
}

function row(channel) {
  const shape = channel.type === 12 ? "lock" : { 2: "voice", 5: "megaphone", 13: "voice" }[channel.type] ?? (THREADS.includes(channel.type) ? "thread" : "hash");
  const words = [channel.name, channel.private && t("private-channel"), THREADS.includes(channel.type) && t("thread"), channel.unread && count("unread", channel.unread)].filter(Boolean);
  const here = channel.id === state.channel;
  return h("button", {
    class: `row ${channel.unread && !here ? "unread" : ""} ${THREADS.includes(channel.type) ? "thread" : ""}`, type: "button", tabindex: here ? 0 : -1, disabled: VOICE.includes(channel.type),
    "aria-current": String(here), "aria-label": words.join(", "), data: { key: `row:${channel.id}`, channel: channel.name },
    onclick: () => { app.classList.remove("show-channels"); openChannel(channel.id); },
  }, channel.type === 1 ? face(channel.recipients[0]) : icon(shape), h("span", { class: "name" }, channel.name), channel.private && channel.type !== 12 && icon("lock", "lock"), !here && badge(channel.type === 1 ? channel.unread : channel.mentions));
}

/** The channels of the server in the order in which they are shown, threads under theirs. */
export function ordered() {
  const all = state.view.channels.filter((channel) => channel.type !== 1);
  const sorted = (list) => list.sort((a, b) => a.position - b.position || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  const under = (parent) => sorted(all.filter((channel) => channel.parent_id === parent && channel.type !== 4));
  const withThreads = (list) => list.flatMap((channel) => [channel, ...under(channel.id).filter((one) => !one.archived || one.id === state.channel)]);
  const known = new Set(all.map((channel) => channel.id));
  const loose = sorted(all.filter((channel) => channel.type !== 4 && !THREADS.includes(channel.type) && !known.has(channel.parent_id)));
  return [[null, withThreads(loose)], ...sorted(all.filter((channel) => channel.type === 4)).map((category) => [category, withThreads(under(category.id))])];
}

function channels() {
  const box = part("channels");
  box.setAttribute("aria-label", t("channels"));
  const dms = state.view.channels.filter((channel) => channel.type === 1);
  const body = state.home
    ? [dms.map(row), !dms.length && h("p", { class: "empty" }, t("no-dms"))]
    : ordered().filter(([, list]) => list.length).map(([category, list]) => [category && h("h3", { class: "category" }, category.name), list.map(row)]);
  const list = h("div", { class: "list", data: { key: "channel-list" } }, body);
  const old = box.querySelector(".list")?.scrollTop ?? 0;
  fill(box, h("h2", { class: "title" }, state.home ? t("home") : state.view.guild.name), list);
  list.scrollTop = old;
  const rows = [...list.querySelectorAll(".row:not(:disabled)")];
  if (rows.length && !rows.some((one) => one.tabIndex === 0)) rows[0].tabIndex = 0;
  list.addEventListener("keydown", (event) => rove(event, rows));
}

function heading() {
  const channel = openedChannel();
  app.classList.toggle("two-of-us", channel?.type === 1);
  const name = channel ? (channel.type === 1 ? channel.name : [channelOf(THREADS.includes(channel.type) ? channel.parent_id : null)?.name, channel.name].filter(Boolean).join(" › ")) : "";
  const open = innerWidth > 960 ? !app.classList.contains("no-members") : app.classList.contains("show-members");
  const people = h("button", { class: "tool", type: "button", "aria-label": t("show-members"), title: t("show-members"), "aria-expanded": String(open), data: { key: "show-members" }, onclick: () => flip(innerWidth > 960 ? "no-members" : "show-members") }, icon("people"));
  fill(part("heading"), channel && icon(channel.type === 1 ? "chat" : channel.private ? "lock" : "hash"), h("h1", {}, name || state.view.guild.name),
    channel?.private && h("span", { class: "private-note" }, t("private")), channel?.topic && h("span", { class: "topic", title: channel.topic }, channel.topic),
    h("span", { class: "gap" }), !state.online && h("span", { class: "private-note", role: "alert" }, t("offline")), channel?.type !== 1 && people);
  document.title = `${name || state.view.guild.name} · ${me().name}`;
}

function members() {
  const channel = openedChannel();
  const seen = channel?.viewers ? state.view.members.filter((member) => channel.viewers.includes(member.id)) : [];
  const groups = new Map();
  for (const member of seen) {
    const name = member.bot ? t("apps") : member.role || t("members");
    groups.set(name, [...(groups.get(name) || []), member]);
  }
  const height = (list) => (list[0].bot ? -2 : list[0].role ? list[0].role_position : -1);
  const sorted = [...groups].sort(([, one], [, two]) => height(two) - height(one));
  part("members").setAttribute("aria-label", t("members"));
  fill(part("members"), sorted.map(([name, list]) => [h("h2", {}, `${name} · ${list.length}`), list.sort((a, b) => a.name.localeCompare(b.name)).map(person)]));
  const rows = [...part("members").querySelectorAll(".row")];
  rows.forEach((one, at) => { one.tabIndex = at ? -1 : 0; });
  part("members").onkeydown = (event) => rove(event, rows);
}

function person(member) {
  const quiet = member.timed_out_until && new Date(member.timed_out_until) > new Date();
  const open = (event) => { event.preventDefault(); personMenu(event.currentTarget, member.id); };
  return h("button", { class: "row", type: "button", data: { key: `member:${member.id}`, member: member.username }, onclick: open, oncontextmenu: open, "aria-haspopup": "menu" },
    face(member), h("span", { class: "name" }, member.name), member.bot && h("span", { class: "tag" }, t("app")),
    quiet && h("span", { class: "tag plain", title: hour(new Date(member.timed_out_until)) }, t("timed-out")));
}

/** Draws everything around the conversation. */
function around() {
  top();
  rail();
  channels();
  heading();
  members();
  part("skip").textContent = t("skip");
  if (!me().here) fill(part("messages"), h("p", { class: "empty" }, h("button", { class: "button primary", type: "button", onclick: () => act("join") }, t("join"))));
}

export function start() {
  on("view", around);
  on("unread", () => { top(); rail(); channels(); });
  on("online", heading);
  on("theme", top);
  part("main").addEventListener("pointerdown", () => app.classList.remove("show-channels", "show-members"));
}
