// Dark or light: what the system prefers, until someone chooses here.
import { h, icon } from "./dom.js";
import { changed } from "./store.js";
import { t } from "./words.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const current = () => localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light");

/** Puts the theme on the page, now and whenever the system's wish changes. */
export function start() {
  const apply = () => { document.documentElement.dataset.theme = current(); };
  dark.addEventListener("change", () => { apply(); changed("theme"); });
  apply();
}

/** The button that switches. */
export function themeTool() {
  const next = current() === "dark" ? "light" : "dark";
  const onclick = () => {
    localStorage.setItem("theme", next);
    document.documentElement.dataset.theme = next;
    changed("theme");
  };
  return h("button", { class: "tool", type: "button", "aria-label": t(`theme-${next}`), title: t(`theme-${next}`), data: { key: "theme" }, onclick }, icon(next === "dark" ? "moon" : "sun"));
}
