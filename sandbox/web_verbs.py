"""The verbs by their names in an address: each takes a person, a JSON body and files, and gives what the page needs to know."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.discord import Person, Reply
from sandbox.discord.ids import Json

Upload = tuple[str, str, bytes]  # what it answers (an option or a field), the file's name, its content
Verb = Callable[[Person, Json, list[Upload]], Awaitable[Json]]


def _message(body: Json) -> Json:
    """The message that a body names, as the verbs want it: they ask whether the person sees it."""
    return {"id": str(body["message"]), "channel_id": str(body["channel"])}


def _told(reply: Reply) -> Json:
    return {"kind": reply.kind, "modal": reply.modal, "choices": reply.choices, "message": reply.message, "ephemeral": reply.ephemeral}


def _answers(body: Json, key: str, files: list[Upload]) -> dict[str, Any]:
    """Options or fields, with uploads under the names that ask for them."""
    return {**body.get(key, {}), **{name: (filename, content) for name, filename, content in files}}


async def _say(person: Person, body: Json, files: list[Upload]) -> Json:
    channel = str(body["channel"])
    reply_to = _message({"channel": channel, "message": body["reply_to"]}) if body.get("reply_to") else None
    forward = _message(body["forward"]) if body.get("forward") else None
    attached = [(filename, content) for _, filename, content in files]
    said = await person.say(channel, body.get("content", ""), reply_to=reply_to, files=attached, poll=body.get("poll"), forward=forward)
    return {"message": said["id"]}


async def _dismiss(person: Person, body: Json, _files: list[Upload]) -> Json:
    person.dismiss(_message(body))
    return {}


async def _edit(person: Person, body: Json, _files: list[Upload]) -> Json:
    await person.edit(_message(body), body["content"])
    return {}


async def _delete(person: Person, body: Json, _files: list[Upload]) -> Json:
    await person.delete(_message(body))
    return {}


async def _react(person: Person, body: Json, _files: list[Upload]) -> Json:
    await person.react(_message(body), body["emoji"])
    return {}


async def _unreact(person: Person, body: Json, _files: list[Upload]) -> Json:
    await person.unreact(_message(body), body["emoji"])
    return {}


async def _slash(person: Person, body: Json, files: list[Upload]) -> Json:
    return _told(await person.slash(str(body["channel"]), body["command"], _answers(body, "options", files)))


async def _autocomplete(person: Person, body: Json, _files: list[Upload]) -> Json:
    choices = await person.autocomplete(str(body["channel"]), body["command"], body.get("options", {}), focused=body["focused"])
    return {"choices": choices}


async def _click(person: Person, body: Json, _files: list[Upload]) -> Json:
    return _told(await person.click(_message(body), body["component"]))


async def _select(person: Person, body: Json, _files: list[Upload]) -> Json:
    return _told(await person.select(_message(body), body["component"], body["values"]))


async def _submit(person: Person, body: Json, files: list[Upload]) -> Json:
    return _told(await person.submit(body["modal"], _answers(body, "values", files)))


async def _context(person: Person, body: Json, _files: list[Upload]) -> Json:
    if "message" in body:
        return _told(await person.context(_message(body), body["command"]))
    return _told(await person.context({"id": str(body["user"])}, body["command"], channel=str(body["channel"])))


async def _vote(person: Person, body: Json, _files: list[Upload]) -> Json:
    await person.vote(_message(body), *body["answers"])
    return {}


async def _open_dm(person: Person, _body: Json, _files: list[Upload]) -> Json:
    opened = await person.open_dm()
    return {"channel": opened["id"]}


async def _thread(person: Person, body: Json, _files: list[Upload]) -> Json:
    message = _message(body) if body.get("message") else None
    made = await person.thread(str(body["channel"]), body["title"], message=message, private=bool(body.get("private")))
    return {"channel": made["id"]}


async def _rename(person: Person, body: Json, _files: list[Upload]) -> Json:
    await person.rename(body["nick"])
    return {}


async def _join(person: Person, _body: Json, _files: list[Upload]) -> Json:
    await person.join()
    return {}


async def _leave(person: Person, _body: Json, _files: list[Upload]) -> Json:
    await person.leave()
    return {}


VERBS: dict[str, Verb] = {
    "autocomplete": _autocomplete,
    "click": _click,
    "context": _context,
    "delete": _delete,
    "dismiss": _dismiss,
    "edit": _edit,
    "join": _join,
    "leave": _leave,
    "open-dm": _open_dm,
    "react": _react,
    "rename": _rename,
    "say": _say,
    "select": _select,
    "slash": _slash,
    "submit": _submit,
    "thread": _thread,
    "unreact": _unreact,
    "vote": _vote,
}
