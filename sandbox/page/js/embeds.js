// Embeds, pictures, files, polls and reactions.
import { h, icon } from "./dom.js";
import { formatted, nameOf } from "./markdown.js";
import { act, state, trouble } from "./store.js";
import { count, moment, t, when } from "./words.js";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** The path of a picture that lies on the sandbox itself, by whichever name it is called; others are never asked for. */
function local(address) {
  const url = new URL(address, location.href);
  return LOOPBACK.includes(url.hostname) && url.port === location.port ? url.pathname + url.search : null;
}

/** A picture, covered until it is pressed where it is a spoiler; a picture from elsewhere is only named. */
export function picture({ url, alt, covered, thumb }) {
  const source = local(url);
  if (!source) return h("span", { class: "file" }, icon("file"), alt || t("no-text"));
  const image = h("img", { src: source, alt: alt || "", class: thumb ? "thumb" : "", loading: "lazy" });
  if (!covered) return h("div", { class: "picture" }, image);
  const cover = h("button", { class: "picture covered", type: "button", "aria-label": t("hidden"), data: { cover: t("spoiler") } }, image);
  cover.addEventListener("click", () => { cover.classList.remove("covered"); cover.setAttribute("aria-label", alt || t("opened")); });
  return cover;
}

/** What hangs on a message as files. */
export function attachments(files) {
  const pictures = files.filter((file) => (file.content_type || "").startsWith("image/"));
  const others = files.filter((file) => !pictures.includes(file));
  return [
    pictures.length > 0 && h("div", { class: "pictures" }, pictures.map((file) => picture({ url: file.url, alt: file.description || file.filename, covered: file.filename.startsWith("SPOILER_") }))),
    others.map((file) => h("a", { class: "file", href: local(file.url) ?? "#", download: file.filename }, icon("file"), h("span", {}, file.filename, " ", h("small", {}, `${Math.max(1, Math.round(file.size / 1024))} kB`)))),
  ];
}

/** One embed. */
export function embed(data) {
  const box = h("article", { class: "embed" },
    data.author && h("div", { class: "author" }, data.author.name),
    data.thumbnail && picture({ url: data.thumbnail.url, alt: "", thumb: true }),
    data.title && h("h3", {}, data.url ? formatted(`[${data.title}](${data.url})`) : formatted(data.title)),
    data.description && formatted(data.description),
    data.fields?.length > 0 && h("div", { class: "fields" }, fields(data.fields)),
    data.image && picture({ url: data.image.url, alt: "" }),
    (data.footer || data.timestamp) && h("div", { class: "footer" }, [data.footer?.text, data.timestamp && when(new Date(data.timestamp))].filter(Boolean).join(" · ")));
  if (data.color) box.style.borderLeftColor = `#${data.color.toString(16).padStart(6, "0")}`;
  return box;
}

function fields(list) {
  return list.map((field, at) => {
    let [first, last] = [at, at];
    while (first > 0 && list[first - 1].inline) first -= 1;
    while (last < list.length - 1 && list[last + 1].inline) last += 1;
    const width = !field.inline ? "" : last - first === 1 ? "half" : "third";
    return h("div", { class: `field ${width}`.trim() }, h("b", {}, field.name), formatted(field.value));
  });
}

/** The row of reactions; pressing one adds or takes back one's own. */
export function reactions(message) {
  if (!message.reactions?.length) return null;
  const row = message.reactions.map(({ emoji, count: n, me }) => h("button", {
    class: "reaction", type: "button", "aria-pressed": String(me), "aria-label": t("reacted", { emoji: emoji.name, n }), data: { key: `reaction:${emoji.name}` },
    onclick: () => react(message, emoji.name, me),
  }, emoji.name, h("span", {}, String(n))));
  return h("div", { class: "reactions" }, row);
}

/** Adds a reaction, or takes it back. */
export async function react(message, emoji, back = false) {
  try {
    await act(back ? "unreact" : "react", { channel: message.channel_id, message: message.id, emoji });
    trouble(message.id, "");
  } catch (refusal) {
    trouble(message.id, t("failed", { why: refusal.message }));
  }
}

/** A poll: choose and vote, then see how it stands. */
export function poll(message) {
  const { question, answers, results, allow_multiselect: several, expiry } = message.poll;
  const counts = new Map((results?.answer_counts || []).map((one) => [one.id, one]));
  const total = [...counts.values()].reduce((sum, one) => sum + one.count, 0);
  const voted = [...counts.values()].some((one) => one.me_voted);
  const over = results?.is_finalized || voted;
  const rows = answers.map(({ answer_id: id, poll_media: media }) => {
    const n = counts.get(id)?.count ?? 0;
    const bar = h("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${over && total ? (100 * n) / total : 0}%`;
    const input = h("input", { type: several ? "checkbox" : "radio", name: `poll-${message.id}`, value: media.text, checked: counts.get(id)?.me_voted, disabled: over });
    return h("label", { class: "answer" }, bar, input, h("span", { class: "label" }, media.emoji?.name ? `${media.emoji.name} ` : "", media.text), over && h("b", {}, String(n)));
  });
  const vote = (event) => {
    event.preventDefault();
    const chosen = [...event.target.querySelectorAll("input:checked")].map((input) => input.value);
    if (chosen.length) act("vote", { channel: message.channel_id, message: message.id, answers: chosen }).catch((refusal) => trouble(message.id, t("failed", { why: refusal.message })));
  };
  const state_ = results?.is_finalized ? t("poll-ended") : expiry && moment(new Date(expiry), "R");
  return h("form", { class: "poll", onsubmit: vote }, h("h3", {}, question.text), rows,
    h("div", { class: "foot" }, h("span", {}, [count("votes", total), state_].filter(Boolean).join(" · ")), !over && h("button", { class: "button primary", type: "submit" }, t("vote"))));
}

/** A message that was forwarded here. */
export function forwarded(message) {
  return (message.message_snapshots || []).map(({ message: copy }) => h("div", { class: "forwarded" }, h("small", {}, t("forwarded")),
    formatted(copy.content), attachments(copy.attachments || []), (copy.embeds || []).map(embed)));
}

/** Who used which command, above an application's answer. */
export function origin(message) {
  const used = message.interaction_metadata ?? message.interaction;
  const name = message.interaction?.name ?? used?.name;
  if (!used || !name || used.type === 3) return null;
  const person = used.user?.id ?? state.view.me.id;
  return h("div", { class: "quoted" }, h("span", { class: "said" }, t("used", { name: nameOf(person) }), h("b", {}, `/${name}`)));
}
