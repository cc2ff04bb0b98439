// Starts the page: theme first, so that nothing flashes, then whoever was played last.
import * as api from "./api.js";
import * as composer from "./composer.js";
import { h } from "./dom.js";
import * as keys from "./keys.js";
import * as messages from "./messages.js";
import * as sides from "./sides.js";
import { become, state } from "./store.js";
import * as theme from "./theme.js";
import * as tour from "./tour.js";
import { t, useLanguage } from "./words.js";

theme.start();
useLanguage(navigator.language);
sides.start();
messages.start();
composer.start();
keys.start();
tour.start();

try {
  state.people = (await api.people()).people;
  const wanted = new URLSearchParams(location.search).get("as") ?? sessionStorage.getItem("persona");
  const person = state.people.find((one) => one.id === wanted || one.username === wanted) ?? state.people[0];
  await become(person.id);
} catch (problem) {
  document.getElementById("messages").replaceChildren(h("p", { class: "failure", role: "alert" }, t("stopped")));
  throw problem;
}
