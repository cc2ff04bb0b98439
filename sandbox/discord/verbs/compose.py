"""Makes the stored message out of what was sent: mentions, files, embeds, the message it answers or passes on."""

import mimetypes
import re
import struct
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sandbox.discord import wire
from sandbox.discord.errors import Refused, invalid, missing_permissions, unknown
from sandbox.discord.ids import Json
from sandbox.discord.limits.components import numbered
from sandbox.discord.limits.messages import File
from sandbox.discord.permissions import Permission
from sandbox.discord.world import World

_USER, _ROLE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")
_MASS = re.compile(r"@(everyone|here)\b")
_SENT_FLAGS = wire.SUPPRESS_EMBEDS | wire.SUPPRESS_NOTIFICATIONS | wire.COMPONENTS_V2 | wire.EPHEMERAL
_SNAPSHOT_KEYS = (
    "type",
    "content",
    "embeds",
    "attachments",
    "timestamp",
    "edited_timestamp",
    "flags",
    "mentions",
    "mention_roles",
    "components",
)
DEFAULT, REPLY, FORWARD = 0, 19, 1


def compose(world: World, author: str, channel: Json, body: Json, files: Sequence[File]) -> Json:
    """A message, not yet in the world. Raises Refused where it answers or passes on what isn't there."""
    message_id = world.ids.next()
    attachments = store_files(world, channel["id"], files, body.get("attachments") or [])
    message: Json = {
        "id": message_id,
        "channel_id": channel["id"],
        "author": world.users[author],
        "content": body.get("content") or "",
        "timestamp": wire.iso(world.clock.now()),
        "edited_timestamp": None,
        "tts": bool(body.get("tts")),
        "attachments": attachments,
        "embeds": stored_embeds(body.get("embeds") or [], attachments),
        "components": attached(numbered(body.get("components") or []), attachments),
        "pinned": False,
        "type": DEFAULT,
        "flags": (body.get("flags") or 0) & _SENT_FLAGS,
    }
    if body.get("nonce") is not None:
        message["nonce"] = body["nonce"]
    if reference := body.get("message_reference"):
        _refer(world, author, message, reference)
    if poll := body.get("poll"):
        message["poll"] = _poll(world, poll)
    return message | mentions(world, author, message, body.get("allowed_mentions"))


def mentions(world: World, author: str, message: Json, allowed: Json | None) -> Json:
    """Who is named, as far as ``allowed`` lets the names ring."""
    parse = set(allowed.get("parse") or []) if allowed is not None else {"users", "roles", "everyone"}
    text = message["content"]
    users = [uid for uid in dict.fromkeys(_USER.findall(text)) if uid in world.users and _rings(allowed, parse, "users", uid)]
    answered = world.messages[message["channel_id"]].get((message.get("message_reference") or {}).get("message_id", ""))
    if message["type"] == REPLY and answered and (allowed or {}).get("replied_user", allowed is None):
        users = list(dict.fromkeys([*users, answered["author"]["id"]]))
    loud = bool(world.permissions(author, message["channel_id"]) & Permission.MENTION_EVERYONE)
    roles = [rid for rid in dict.fromkeys(_ROLE.findall(text)) if rid in world.roles and _rings(allowed, parse, "roles", rid)]
    return {
        "mentions": [world.users[uid] for uid in users],
        "mention_roles": [rid for rid in roles if loud or world.roles[rid]["mentionable"]],
        "mention_everyone": loud and "everyone" in parse and bool(_MASS.search(text)),
    }


def _rings(allowed: Json | None, parse: set[str], kind: str, thing: str) -> bool:
    return kind in parse or thing in [str(one) for one in (allowed or {}).get(kind) or []]


def _refer(world: World, author: str, message: Json, reference: Json) -> None:
    kind = reference.get("type") or 0
    message_id, channel_id = str(reference.get("message_id", "")), str(reference.get("channel_id") or message["channel_id"])
    source = world.messages[channel_id].get(message_id)
    if kind == FORWARD:
        message |= _forwarded(world, author, channel_id, source)
    elif source is None or channel_id != message["channel_id"]:
        if reference.get("fail_if_not_exists", True):
            raise invalid("message_reference", "REPLYING_UNKNOWN_MESSAGE", "Unknown message")
        return
    else:
        if not world.permissions(author, channel_id) & Permission.READ_MESSAGE_HISTORY:
            raise Refused(403, 160002, "Cannot reply without permission to read message history")
        message["type"] = REPLY
    in_guild = world.channels[channel_id]["type"] != wire.DM
    message["message_reference"] = {"type": kind, "channel_id": channel_id, "message_id": message_id}
    message["message_reference"] |= {"guild_id": world.guild_id} if in_guild else {}


def _forwarded(world: World, author: str, channel_id: str, source: Json | None) -> Json:
    world.require(author, channel_id, Permission.READ_MESSAGE_HISTORY)
    if source is None:
        raise unknown("Message")
    if "poll" in source:
        raise Refused(400, 160014, "Cannot forward a message whose content cannot be read")
    if "message_snapshots" in source:
        return {"message_snapshots": source["message_snapshots"], "flags": wire.HAS_SNAPSHOT}
    return {"message_snapshots": [{"message": {key: source[key] for key in _SNAPSHOT_KEYS}}], "flags": wire.HAS_SNAPSHOT}


def _poll(world: World, poll: Json) -> Json:
    ends = world.clock.now() + timedelta(hours=int(poll.get("duration") or 24))
    return {
        "question": {"text": poll["question"]["text"]},
        "answers": [{"answer_id": number, "poll_media": answer["poll_media"]} for number, answer in enumerate(poll["answers"], 1)],
        "expiry": wire.iso(ends),
        "allow_multiselect": bool(poll.get("allow_multiselect")),
        "layout_type": 1,
        "results": {"is_finalized": False, "answer_counts": []},
    }


def store_files(world: World, channel_id: str, files: Sequence[File], described: list[Json]) -> list[Json]:
    """Puts files on the CDN and returns their attachment objects."""
    notes = {str(one.get("id")): one for one in described}
    stored = []
    for index, (name, data) in enumerate(files):
        attachment_id = world.ids.next()
        safe = re.sub(r"[^\w.\-]", "_", name) or "file"
        path = f"attachments/{channel_id}/{attachment_id}/{safe}"
        world.cdn[path] = data
        url = f"{world.cdn_url}/{path}"
        one: Json = {"id": attachment_id, "filename": safe, "size": len(data), "url": url, "proxy_url": url}
        if kind := mimetypes.guess_type(safe)[0]:
            one["content_type"] = kind
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            one["width"], one["height"] = struct.unpack(">II", data[16:24])
        if description := notes.get(str(index), {}).get("description"):
            one["description"] = description
        stored.append(one)
    return stored


def stored_embeds(embeds: list[Json], attachments: list[Json]) -> list[Json]:
    """Embeds without nulls, of type rich, with attachment:// addresses resolved."""
    stored = []
    for embed in embeds:
        kept = {key: value for key, value in embed.items() if value not in (None, [], {})}
        kept["fields"] = [{"inline": False, **field} for field in kept.get("fields", [])]
        stored.append({key: value for key, value in {**kept, "type": "rich"}.items() if key != "fields" or value})
    resolved: list[Json] = attached(stored, attachments)
    return resolved


def attached(value: Any, attachments: list[Json]) -> Any:  # noqa: ANN401 - walks any JSON
    """``value`` with attachment://name replaced by the file's address."""
    if isinstance(value, str) and value.startswith("attachment://"):
        name = value.removeprefix("attachment://")
        return next((one["url"] for one in attachments if one["filename"] == name), value)
    if isinstance(value, dict):
        return {key: attached(inner, attachments) for key, inner in value.items()}
    return [attached(inner, attachments) for inner in value] if isinstance(value, list) else value


def may_hold(world: World, author: str, channel_id: str, body: Json, files: Sequence[File]) -> None:
    """Embeds, files and polls each ask for a permission of their own. Raises Refused."""
    bits = world.permissions(author, channel_id)
    wanted = ((body.get("embeds"), Permission.EMBED_LINKS), (files, Permission.ATTACH_FILES), (body.get("poll"), Permission.SEND_POLLS))
    if any(held and not bits & bit for held, bit in wanted):
        raise missing_permissions()
