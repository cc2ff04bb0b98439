// What the page knows now: who is played, what that person sees, which channel is open. Parts of the page listen for changes.
import * as api from "./api.js";
import { useLanguage } from "./words.js";

export const state = {
  people: [],
  view: null,
  channel: null,
  home: false,
  online: true,
  divider: null, // the last message read before this channel was opened
  notices: new Map(), // person:channel → sentences that only the page shows, such as "did not respond"
  troubles: new Map(), // message → why a press on it failed
  last: new Map(), // person → the channel they had open
};

const listeners = new Map();
/** Calls `listener` whenever one of the topics changes: "view", "messages", "unread", "online", "jump", "scene". */
export function on(topics, listener) {
  for (const topic of topics.split(" ")) listeners.set(topic, [...(listeners.get(topic) || []), listener]);
}
export function changed(topic, detail) {
  for (const listener of listeners.get(topic) || []) listener(detail);
}

export const me = () => state.view?.me;
export const channelOf = (id) => state.view?.channels.find((channel) => channel.id === id);
export const openedChannel = () => channelOf(state.channel);
/** The commands that one may use in the open channel: 1 typed, 2 on a person, 3 on a message. */
export const commandsHere = (type) => state.view.commands.filter((command) => command.type === type && openedChannel()?.commands.includes(command.id));
export const messagesOf = (id) => state.view?.messages[id] || [];
export const act = (verb, body, files) => api.act(me().id, verb, body, files);

let socket = null;
let wanted = null; // who is to be played: an answer about somebody else comes too late
/** Becomes another person. */
export async function become(id) {
  if (me()) state.last.set(me().id, { channel: state.channel, home: state.home });
  socket?.close();
  meanwhile.length = 0;
  wanted = id;
  await refresh(id);
  if (wanted !== id) return;
  useLanguage(me().locale);
  sessionStorage.setItem("persona", id);
  const last = state.last.get(id);
  state.home = last?.home ?? false;
  const first = state.view.channels.find((channel) => [0, 5].includes(channel.type)) ?? state.view.channels.find((channel) => channel.type === 1);
  state.channel = null;
  socket = api.live(id, (event) => hear(id, event), (online) => reconnected(id, online));
  openChannel(channelOf(last?.channel) ? last.channel : first?.id ?? null);
}

// What is heard while everything is read anew may be missing in what was read: it is put in once more afterwards.
const meanwhile = [];
let refreshes = 0;

async function refresh(id) {
  refreshes += 1;
  const [view, people] = await Promise.all([api.view(id), api.people()]).finally(() => { refreshes -= 1; });
  if (wanted !== id) return;
  for (const [channel, older] of Object.entries(state.view?.me.id === id ? state.view.messages : {})) {
    const fresh = view.messages[channel];
    if (!fresh?.length) continue;
    const kept = older.filter((message) => BigInt(message.id) < BigInt(fresh[0].id));
    if (kept.length) view.more[channel] = state.view.more[channel];
    fresh.unshift(...kept);
  }
  state.view = view;
  state.people = people.people;
  for (const { t, d } of refreshes ? meanwhile : meanwhile.splice(0)) {
    if (t === "message") put(d.message, d.fresh);
    else drop(d.channel, d.ids);
  }
}

async function reconnected(id, online) {
  state.online = online;
  changed("online");
  if (online) await stale(id);
}

let refreshing = null;
/** Reads everything anew, at most once at a time; a second wish while one runs is served after it. */
function stale(id) {
  refreshing ??= new Promise((done) => setTimeout(done, 40)).then(async () => {
    refreshing = null;
    if (me()?.id !== id) return;
    await refresh(id).catch(() => {});
    if (state.channel && !openedChannel()) state.channel = null;
    if (!state.channel) openChannel(state.view.channels.find((channel) => channel.type === 0)?.id ?? null);
    changed("view");
  });
  return refreshing;
}

function hear(id, { t, d }) {
  if (me()?.id !== id) return;
  if (refreshes && ["message", "gone"].includes(t)) meanwhile.push({ t, d });
  if (t === "stale") stale(id);
  if (t === "scene") changed("scene", d);
  if (t === "message") upsert(d.message, d.fresh);
  if (t === "message" && !channelOf(d.message.channel_id)) stale(id); // the first words of a private conversation
  if (t === "gone") forget(d.channel, d.ids);
  if (t === "unread") unread(d);
}

function upsert(message, fresh) {
  put(message, fresh);
  if (fresh) changed("arrived", message);
  if (message.channel_id !== state.channel) return;
  changed("messages");
  if (fresh) readSoon();
}

function put(message, fresh) {
  const list = (state.view.messages[message.channel_id] ??= []);
  const at = list.findIndex((other) => other.id === message.id);
  if (at >= 0) list[at] = message;
  else if (fresh || (list.length && BigInt(message.id) > BigInt(list[0].id))) {
    let place = list.length;
    while (place && BigInt(list[place - 1].id) > BigInt(message.id)) place -= 1;
    list.splice(place, 0, message);
  }
  state.view.users[message.author.id] ??= message.author;
}

function forget(channel, ids) {
  drop(channel, ids);
  if (channel === state.channel) changed("messages");
}

function drop(channel, ids) {
  if (state.view.messages[channel]) state.view.messages[channel] = messagesOf(channel).filter((message) => !ids.includes(message.id));
}

/** Dismisses a message that only this person sees. */
export function putAway(message) {
  forget(message.channel_id, [message.id]);
  act("dismiss", { channel: message.channel_id, message: message.id }).catch(() => {});
}

function unread({ people, channels }) {
  for (const person of state.people) Object.assign(person, people[person.id]);
  for (const channel of state.view.channels) Object.assign(channel, channels[channel.id] ?? { unread: 0, mentions: 0 });
  changed("unread");
}

const read = (channel) => act("read", { channel }).catch(() => {});
let reading = null;
/** Reads what arrives in the open channel, a little later: many messages in a row are read at once. */
function readSoon() {
  const channel = state.channel;
  clearTimeout(reading);
  reading = setTimeout(() => channel && channel === state.channel && read(channel), 150);
}

/** Shows a channel, thread or private conversation. */
export function openChannel(id) {
  const channel = channelOf(id);
  state.channel = channel ? id : null;
  if (channel) {
    state.home = channel.type === 1;
    state.divider = channel.unread ? channel.mark : null;
    read(id);
  }
  changed("view");
  changed("opened");
}

/** Goes to a message, wherever it is, reading older ones until it is found. */
export async function jump(channel, message) {
  if (!channelOf(channel)) return;
  if (channel !== state.channel) openChannel(channel);
  while (message && !messagesOf(channel).some((one) => one.id === message) && state.view.more[channel]) await older(channel);
  if (message) changed("jump", message);
}

/** Reads what was said before the oldest message shown. */
export async function older(channel) {
  const { messages, more } = await api.history(me().id, channel, messagesOf(channel)[0].id);
  const known = new Set(messagesOf(channel).map((message) => message.id));
  state.view.messages[channel] = [...messages.filter((message) => !known.has(message.id)), ...messagesOf(channel)];
  state.view.more[channel] = more;
  changed("messages");
}

/** Puts a sentence in the open channel that only the page knows. */
export function notice(text) {
  const key = `${me().id}:${state.channel}`;
  state.notices.set(key, [...(state.notices.get(key) || []), text]);
  changed("messages");
}

/** Says under a message why a press on it failed; nothing takes it away again. */
export function trouble(message, text) {
  if (text) state.troubles.set(message, text);
  else state.troubles.delete(message);
  changed("messages");
}
