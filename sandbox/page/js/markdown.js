// The part of Discord's markdown that people use, as nodes. One pass for blocks, one recursive pass for what is inside a line.
import { h } from "./dom.js";
import { state, jump, openChannel } from "./store.js";
import { moment, t } from "./words.js";

const INLINE = [
  [/^\\([\\`*_~|<>#\-[\]()])/, (m) => m[1]],
  [/^```(?:[\w+-]*\n)?([\s\S]+?)\n?```\n?/, (m) => h("pre", {}, h("code", {}, m[1]))],
  [/^``(.+?)``(?!`)|^`([^`\n]+)`/, (m) => h("code", {}, m[1] ?? m[2])],
  [/^\|\|([\s\S]+?)\|\|/, (m) => spoiler(inline(m[1]))],
  [/^\*\*\*([\s\S]+?)\*\*\*(?!\*)/, (m) => h("strong", {}, h("em", {}, inline(m[1])))],
  [/^\*\*([\s\S]+?)\*\*(?!\*)/, (m) => h("strong", {}, inline(m[1]))],
  [/^__([\s\S]+?)__(?!_)/, (m) => h("u", {}, inline(m[1]))],
  [/^~~([\s\S]+?)~~/, (m) => h("s", {}, inline(m[1]))],
  [/^\*(?!\s)([^*\n]+?)\*(?!\*)/, (m) => h("em", {}, inline(m[1]))],
  [/^_(?!\s)([^_\n]+?)_(?![_\w])/, (m) => h("em", {}, inline(m[1]))],
  [/^<@!?(\d+)>/, (m) => mention(`@${nameOf(m[1])}`)],
  [/^<@&(\d+)>/, (m) => mention(`@${state.view?.roles.find((role) => role.id === m[1])?.name ?? "?"}`)],
  [/^<#(\d+)>/, (m) => channelLink(m[1])],
  [/^<\/([^:>]+):\d+>/, (m) => mention(`/${m[1]}`)],
  [/^<a?:(\w+):\d+>/, (m) => `:${m[1]}:`],
  [/^<t:(-?\d+)(?::([tTdDfFR]))?>/, (m) => when(Number(m[1]), m[2])],
  [/^\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, (m) => link(m[2], m[1])],
  [/^<(https?:\/\/[^\s>]+)>/, (m) => link(m[1])],
  [/^https?:\/\/[^\s<]*[^\s<.,:;"'\])!?|]/, (m) => link(m[0])],
  [/^@(everyone|here)\b/, (m) => mention(m[0])],
];

function inline(text) {
  const nodes = [];
  let plain = "";
  let rest = text;
  while (rest) {
    const found = match(rest, plain.at(-1));
    if (found) {
      if (plain) nodes.push(plain);
      plain = "";
      nodes.push(found[1]);
      rest = rest.slice(found[0]);
    } else {
      const step = rest.codePointAt(0) > 0xffff ? 2 : 1;
      plain += rest.slice(0, step);
      rest = rest.slice(step);
    }
  }
  if (plain) nodes.push(plain);
  return nodes.flat();
}

function match(rest, before) {
  if (/[\w/]/.test(before ?? "") && /^(_|https?:|@)/.test(rest)) return null;
  for (const [pattern, make] of INLINE) {
    const m = pattern.exec(rest);
    if (m) return [m[0].length, make(m)];
  }
  return null;
}

/** Text under a cover that opens on a click, Enter or the space bar. */
export function spoiler(children) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-expanded": "false", "aria-label": t("hidden") }, h("span", { "aria-hidden": "true" }, children));
  const open = (event) => {
    if (cover.getAttribute("aria-expanded") === "true" || (event.type === "keydown" && !["Enter", " "].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    cover.setAttribute("aria-expanded", "true");
    cover.removeAttribute("aria-label");
    cover.firstChild.removeAttribute("aria-hidden");
  };
  cover.addEventListener("click", open);
  cover.addEventListener("keydown", open);
  return cover;
}

/** The name by which a person is known here. */
export function nameOf(id) {
  return state.view?.members.find((member) => member.id === id)?.name ?? state.view?.users[id]?.global_name ?? state.view?.users[id]?.username ?? "?";
}

const mention = (label) => h("span", { class: "mention" }, label);

function channelLink(id) {
  const channel = state.view?.channels.find((each) => each.id === id);
  if (!channel) return mention("# …");
  return h("button", { class: "mention", type: "button", onclick: () => openChannel(id) }, `#${channel.name}`);
}

function when(seconds, style) {
  const date = new Date(seconds * 1000);
  return h("time", { class: "moment", data: { style: style ?? "" }, datetime: date.toISOString(), title: moment(date, "F") }, moment(date, style));
}

function link(address, label) {
  const place = /^https?:\/\/(?:\w+\.)?discord\.com\/channels\/(\d+|@me)\/(\d+)(?:\/(\d+))?$/.exec(address);
  if (place) {
    const name = state.view?.channels.find((each) => each.id === place[2])?.name ?? "…";
    return h("button", { class: "mention", type: "button", onclick: () => jump(place[2], place[3]) }, label ?? `#${name}`);
  }
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label ?? address);
}

const BLOCKS = [
  [/^>>> ([\s\S]*)$/, (m) => [h("blockquote", {}, blocks(m[1]))]],
  [/^((?:> ?[^\n]*(?:\n|$))+)/, (m) => [h("blockquote", {}, blocks(m[1].replace(/\n$/, "").replace(/^> ?/gm, "")))], /^> /],
  [/^(#{1,3}) ([^\n]+)(?:\n|$)/, (m) => [h(`h${m[1].length + 1}`, {}, inline(m[2]))]],
  [/^-# ([^\n]+)(?:\n|$)/, (m) => [h("span", { class: "subtext" }, inline(m[1]))]],
  [/^((?:[-*] [^\n]+(?:\n|$))+)\n?/, (m) => [h("ul", {}, items(m[1], /^[-*] /))]],
  [/^((?:\d+\. [^\n]+(?:\n|$))+)\n?/, (m) => [h("ol", { start: parseInt(m[1], 10) }, items(m[1], /^\d+\. /))]],
];

const items = (text, lead) => text.trimEnd().split("\n").map((line) => h("li", {}, inline(line.replace(lead, ""))));

function blocks(text) {
  const nodes = [];
  let run = "";
  let rest = text;
  const flush = () => { if (run) nodes.push(...inline(run)); run = ""; };
  while (rest) {
    const code = /^```[\s\S]+?```\n?/.exec(rest);
    const found = code ? null : BLOCKS.map(([pattern, make, guard]) => (!guard || guard.test(rest)) && [pattern.exec(rest), make]).find((pair) => pair && pair[0]);
    if (found) {
      run = run.replace(/\n$/, "");
      flush();
      nodes.push(...found[1](found[0]));
      rest = rest.slice(found[0][0].length);
    } else {
      const step = code ? code[0].length : (rest.indexOf("\n") + 1 || rest.length);
      run += rest.slice(0, step);
      rest = rest.slice(step);
    }
  }
  flush();
  return nodes;
}

/** A message's text as one element. */
export function formatted(text) {
  return h("div", { class: "text" }, blocks(text ?? ""));
}

/** Plain words of one line, covers kept closed, for quotes and for screen readers. */
export function plain(text) {
  return (text ?? "").replace(/\|\|[\s\S]+?\|\|/g, t("spoiler")).replace(/<@!?(\d+)>/g, (_, id) => `@${nameOf(id)}`).replace(/[*_~`]|^> /gm, "").replace(/\s+/g, " ").trim();
}
