// The page's own words, in the language of whoever is being played, as their own program would show them.
import en from "/page/lang/en.js";
import fr from "/page/lang/fr.js";
import nl from "/page/lang/nl.js";

const LANGUAGES = { en, fr, nl };
let words = en;
let language = "en-GB";

/** Chooses by a Discord locale such as "nl" or "en-GB"; anything unknown reads English. */
export function useLanguage(locale) {
  const short = (locale || "en").slice(0, 2);
  words = LANGUAGES[short] || en;
  language = { nl: "nl-BE", fr: "fr-BE" }[short] || "en-GB";
  document.documentElement.lang = language;
}

/** The words for a key; {name} is filled in from the arguments. */
export function t(key, values = {}) {
  return (words[key] ?? en[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Of words by language, those for whoever sits at the browser, whomever they play. */
export const readers = (by) => navigator.languages.map((one) => by[one.slice(0, 2)]).find(Boolean) ?? by.en;

/** One of two keys, for one or several: key-one, key-many, with {n} filled in. */
export function count(key, n) {
  return t(n === 1 ? `${key}-one` : `${key}-many`, { n });
}

/** A name or description in the language of the person, as Discord sends its localisations. */
export function localised(thing, field, locale) {
  const names = thing[`${field}_localizations`] || {};
  return names[locale] || thing[field];
}

const cache = new Map();
function formatter(options) {
  const key = language + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(language, options));
  return cache.get(key);
}

export const hour = (date) => formatter({ hour: "2-digit", minute: "2-digit" }).format(date);
export const day = (date) => formatter({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(date);
const short = (date) => formatter({ day: "2-digit", month: "2-digit", year: "numeric" }).format(date);

/** "Today at 20:04", "Yesterday at 20:04" or a date. */
export function when(date, now = new Date()) {
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0) return t("today-at", { time: hour(date) });
  if (days === 1) return t("yesterday-at", { time: hour(date) });
  return `${short(date)} ${hour(date)}`;
}

const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
function relative(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) || UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** The styles of <t:seconds:style>: t T d D f F R. */
export function moment(date, style) {
  const long = { day: "numeric", month: "long", year: "numeric" };
  const time = { hour: "2-digit", minute: "2-digit" };
  if (style === "R") return relative(date);
  const styles = { t: time, T: { ...time, second: "2-digit" }, d: { day: "2-digit", month: "2-digit", year: "numeric" }, D: long, F: { weekday: "long", ...long, ...time } };
  return formatter(styles[style] || { ...long, ...time }).format(date);
}
