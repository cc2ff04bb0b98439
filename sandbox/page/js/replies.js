// What an application's answer means for the page. Messages arrive by the live socket; only forms and silence are shown from here.
import { openModal } from "./modal.js";
import { act, notice, state, trouble } from "./store.js";
import { t } from "./words.js";

/** Shows what a reply asks for. Returns false when the application stayed silent. */
export function settle(reply) {
  if (reply.kind === "modal") openModal(reply.modal, state.view.members.find((member) => member.bot));
  return reply.kind !== "none";
}

/** Presses something on a message and says under it what went wrong. */
export async function press(verb, message, body) {
  trouble(message.id, "");
  try {
    const reply = await act(verb, { channel: message.channel_id, message: message.id, ...body });
    if (!settle(reply)) trouble(message.id, t("no-answer"));
  } catch (refusal) {
    trouble(message.id, t("failed", { why: refusal.message }));
  }
}

/** Runs a command; resolves to a sentence when it was refused, so that it can be said where it was typed. */
export async function run(verb, body, files = []) {
  try {
    const reply = await act(verb, { channel: state.channel, ...body }, files);
    if (!settle(reply)) notice(t("no-answer"));
    return "";
  } catch (refusal) {
    return t("failed", { why: refusal.message });
  }
}
