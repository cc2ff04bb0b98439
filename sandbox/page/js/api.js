// What the page says to the sandbox: verbs by POST, what a person sees by GET, what happens by a web socket.

/** The platform said no. `message` is its sentence, `code` its number. */
export class Refusal extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.message || response.statusText, body.code ?? response.status);
  return body;
}

export const people = async () => answer(await fetch("/sandbox/people"));
export const view = async (as) => answer(await fetch(`/sandbox/view?as=${as}`));
export const history = async (as, channel, before) => answer(await fetch(`/sandbox/history?as=${as}&channel=${channel}&before=${before}`));

/** Does one verb as a person. Files are [{name, file}]: `name` ties a file to an option or form field that asks for it. */
export async function act(as, verb, body = {}, files = []) {
  const form = new FormData();
  form.append("body", JSON.stringify(body));
  for (const { name, file } of files) form.append(name, file, file.name);
  const init = files.length ? { body: form } : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  return answer(await fetch(`/sandbox/as/${as}/${verb}`, { method: "POST", ...init }));
}

/** Listens as a person until `close()`; comes back by itself after a cut and then says so, since something may have been missed. */
export function live(as, heard, connected) {
  let socket = null;
  let closed = false;
  let wait = 300;
  const connect = () => {
    socket = new WebSocket(`ws://${location.host}/sandbox/live?as=${as}`);
    socket.onopen = () => { wait = 300; connected(true); };
    socket.onmessage = ({ data }) => heard(JSON.parse(data));
    socket.onclose = () => {
      if (closed) return;
      connected(false);
      setTimeout(() => closed || connect(), wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  connect();
  return { close() { closed = true; socket.close(); } };
}
