// Keys that work everywhere on the page.
import { ordered } from "./sides.js";
import { become, openChannel, state } from "./store.js";

const REGIONS = ["#top .persona[tabindex='0']", "#rail .place[aria-current='true']", "#channels .row[tabindex='0']", "#messages", "#composer-text", "#members .row[tabindex='0']"];

function region(back) {
  const parts = REGIONS.map((selector) => document.querySelector(selector)).filter((node) => node?.getClientRects().length);
  const at = parts.findIndex((node) => node.closest("#top, #rail, #channels, #messages, #composer, #members")?.contains(document.activeElement));
  parts[(at + (back ? -1 : 1) + parts.length) % parts.length]?.focus();
}

function channel(step) {
  const list = state.home ? state.view.channels.filter((one) => one.type === 1) : ordered().flatMap(([, rows]) => rows).filter((one) => ![2, 13].includes(one.type));
  if (!list.length) return;
  const at = list.findIndex((one) => one.id === state.channel);
  openChannel(list[(at + step + list.length) % list.length].id);
}

// Whoever starts to type while a persona or a channel has the focus means to write a message.
function types(event) {
  const at = document.activeElement;
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey && (at === document.body || at.closest(".persona, .row, .place"));
}

function pressed(event) {
  if (!state.view || document.querySelector("dialog[open], .menu")) return null;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.altKey && digit && state.people[digit - 1]) become(state.people[digit - 1].id);
  else if (event.altKey && event.key === "ArrowDown") channel(1);
  else if (event.altKey && event.key === "ArrowUp") channel(-1);
  else if (event.key === "F6") region(event.shiftKey);
  else if (types(event)) return document.getElementById("composer-text").focus();
  else if (event.key === "Escape" && !event.defaultPrevented) document.getElementById("composer-text")?.focus();
  else return null;
  event.preventDefault();
  return null;
}

export function start() {
  document.addEventListener("keydown", pressed);
}
