// A guided tour: the page goes where something is to be seen, with a sentence about it, until whoever watches closes that.
import { h, icon } from "./dom.js";
import { become, me, on, openChannel, state } from "./store.js";
import { readers, t } from "./words.js";

const box = document.getElementById("tour");
let following = true;

function close() {
  following = false;
  box.hidden = true;
  document.getElementById("composer-text")?.focus();
}

async function go({ person, channel, words }) {
  if (!following) return;
  if (me().id !== person) await become(person);
  if (state.channel !== channel) openChannel(channel);
  box.hidden = false;
  box.replaceChildren(h("p", {}, readers(words)), h("button", { class: "tool", type: "button", "aria-label": t("close"), title: t("close"), onclick: close }, icon("close")));
}

export function start() {
  on("scene", go);
}
