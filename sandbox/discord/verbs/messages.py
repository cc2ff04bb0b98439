"""Send, read, edit and delete messages."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sandbox.discord import wire
from sandbox.discord.errors import Refused, missing_permissions
from sandbox.discord.ids import Json, moment_of
from sandbox.discord.limits.components import numbered
from sandbox.discord.limits.messages import File, check_message, check_not_empty
from sandbox.discord.permissions import Permission
from sandbox.discord.verbs import compose
from sandbox.discord.verbs.posting import audience, in_guild, post, tell
from sandbox.discord.verbs.threads import add_to_thread
from sandbox.discord.world import World

NONCE_HOLDS = timedelta(minutes=5)
BULK_AGE = timedelta(days=14)
_WORDS = frozenset({"content", "embeds", "components", "attachments"})
_OWN_TYPES = frozenset({0, 19, 20, 23})  # the kinds that carry someone's words; the rest are the platform's own


def send(world: World, author: str, channel_id: str, body: Json, files: Sequence[File] = ()) -> Json:
    """A new message by ``author``; with ``enforce_nonce`` the first one sent with that nonce. Raises Refused."""
    channel = world.channel(channel_id)
    _may_send(world, author, channel)
    compose.may_hold(world, author, channel_id, body, files)
    check_message(body, files)
    if body.get("enforce_nonce") and (earlier := _sent_before(world, author, channel_id, body.get("nonce"))):
        return earlier
    message = compose.compose(world, author, channel, body, files)
    check_not_empty(message)
    if channel["type"] in wire.THREADS:
        _wake_thread(world, author, channel)
    return post(world, message)


def _may_send(world: World, author: str, channel: Json) -> None:
    if channel["type"] not in wire.WRITABLE:
        raise Refused(400, 50008, "Cannot send messages in a non-text channel")
    in_thread = channel["type"] in wire.THREADS
    world.require(author, channel["id"], Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES)
    if in_thread and channel["thread_metadata"]["locked"] and not world.permissions(author, channel["id"]) & Permission.MANAGE_THREADS:
        raise Refused(403, 160005, "This thread is locked")
    person = world.dms.get(channel["id"])
    if person and author == world.application_id and (person in world.closed_dms or person not in world.members):
        raise Refused(403, 50007, "Cannot send messages to this user")


def _sent_before(world: World, author: str, channel_id: str, nonce: object) -> Json | None:
    message_id, at = world.nonces.get(f"{author}:{channel_id}:{nonce}", ("", ""))
    if not at or world.clock.now() - datetime.fromisoformat(at) > NONCE_HOLDS:
        return None
    return world.messages[channel_id].get(message_id)


def _wake_thread(world: World, author: str, thread: Json) -> None:
    """Whoever writes in a thread is in it, and an archived thread comes back."""
    if thread["thread_metadata"]["archived"]:
        thread["thread_metadata"] |= {"archived": False, "archive_timestamp": wire.iso(world.clock.now())}
        world.emit("THREAD_UPDATE", thread)
    if author not in world.thread_members[thread["id"]]:
        add_to_thread(world, thread, author)


def edit(world: World, author: str, channel_id: str, message_id: str, body: Json, *, files: Sequence[File] = ()) -> Json:
    """Changes one's own message; of another's, only whether its embeds show. Raises Refused."""
    channel = world.require(author, channel_id)
    message = world.message(channel_id, message_id)
    if message["author"]["id"] != author:
        if files or _WORDS & set(body) or not world.permissions(author, channel_id) & Permission.MANAGE_MESSAGES:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
    elif message["type"] not in _OWN_TYPES:
        raise Refused(403, 50021, "Cannot execute action on a system message")
    if channel["type"] in wire.THREADS and channel["thread_metadata"]["archived"]:
        raise Refused(400, 50083, "Thread is archived")
    compose.may_hold(world, author, channel_id, body, files)
    return change(world, message, body, files)


def change(world: World, message: Json, body: Json, files: Sequence[File] = (), *, quietly: bool = False) -> Json:
    """Applies an edit that is allowed; ``quietly`` leaves no "edited" mark. An ephemeral message is told to its reader alone."""
    check_message({**body, "flags": (body.get("flags") or 0) | message["flags"] & wire.COMPONENTS_V2}, files)
    changed = {**message, **_changes(world, message, body, files)}
    check_not_empty(changed)
    changed["edited_timestamp"] = None if quietly else wire.iso(world.clock.now())
    changed |= compose.mentions(world, message["author"]["id"], changed, body.get("allowed_mentions"))
    message.update(changed)
    if message["flags"] & wire.EPHEMERAL:
        readers = {user for user, seen in world.ephemerals.items() if message["id"] in seen}
        world.emit("MESSAGE_UPDATE", message, readers)
    else:
        tell(world, "MESSAGE_UPDATE", message)
    return message


def _changes(world: World, message: Json, body: Json, files: Sequence[File]) -> Json:
    kept = message["attachments"]
    if "attachments" in body:
        ids = {str(one.get("id")) for one in body["attachments"] or []}
        kept = [one for one in kept if one["id"] in ids]
    attachments = [*kept, *compose.store_files(world, message["channel_id"], files, body.get("attachments") or [])]
    changes: Json = {"attachments": attachments}
    if "content" in body:
        changes["content"] = body["content"] or ""
    if "embeds" in body:
        changes["embeds"] = compose.stored_embeds(body["embeds"] or [], attachments)
    if "components" in body:
        changes["components"] = compose.attached(numbered(body["components"] or []), attachments)
    if body.get("flags") is not None:
        fixed = message["flags"] & ~(wire.SUPPRESS_EMBEDS | wire.COMPONENTS_V2 | wire.LOADING)
        changes["flags"] = fixed | body["flags"] & (wire.SUPPRESS_EMBEDS | wire.COMPONENTS_V2) | message["flags"] & wire.COMPONENTS_V2
    return changes


def delete(world: World, actor: str, channel_id: str, message_id: str) -> None:
    """Deletes one's own message, or another's with MANAGE_MESSAGES. Raises Refused."""
    channel = world.require(actor, channel_id)
    message = world.message(channel_id, message_id)
    if message["author"]["id"] != actor:
        if channel["type"] == wire.DM:
            raise Refused(403, 50003, "Cannot execute action on a DM channel")
        if not world.permissions(actor, channel_id) & Permission.MANAGE_MESSAGES:
            raise missing_permissions()
    remove(world, channel_id, message_id)


def remove(world: World, channel_id: str, message_id: str) -> None:
    """Takes a message away and tells everyone."""
    _forget(world, channel_id, message_id)
    world.emit("MESSAGE_DELETE", {"id": message_id, "channel_id": channel_id, **in_guild(world, channel_id)}, audience(world, channel_id))


def bulk_delete(world: World, actor: str, channel_id: str, ids: list[Any]) -> None:
    """Deletes 2 to 100 messages of the last two weeks at once; ids that aren't there are passed over. Raises Refused."""
    world.require(actor, channel_id, Permission.MANAGE_MESSAGES)
    wanted = list(dict.fromkeys(str(one) for one in ids))
    if not 2 <= len(wanted) <= 100:  # noqa: PLR2004 - the platform's own numbers
        raise Refused(
            400, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete"
        )
    if any(world.clock.now() - moment_of(one) > BULK_AGE for one in wanted):
        raise Refused(400, 50034, "You can only bulk delete messages that are under 14 days old.")
    there = [one for one in wanted if one in world.messages[channel_id]]
    for one in there:
        _forget(world, channel_id, one)
    if there:
        world.emit("MESSAGE_DELETE_BULK", {"ids": there, "channel_id": channel_id, **in_guild(world, channel_id)})


def _forget(world: World, channel_id: str, message_id: str) -> None:
    message = world.messages[channel_id].pop(message_id)
    for one in message["attachments"]:
        world.cdn.pop(f"attachments/{channel_id}/{one['id']}/{one['filename']}", None)
    for side in (world.reactions, world.votes, world.pins[channel_id]):
        side.pop(message_id, None)


def history(world: World, actor: str, channel_id: str, query: Json) -> list[Json]:
    """Newest first; ``query`` may have limit (1 to 100) and one of before, after, around. Raises Refused."""
    world.require(actor, channel_id)
    if not world.permissions(actor, channel_id) & Permission.READ_MESSAGE_HISTORY:
        return []
    limit = min(max(int(query.get("limit", 50)), 1), 100)
    stored = list(world.messages[channel_id].values())  # in order of ids
    if before := query.get("before"):
        return [one for one in stored if int(one["id"]) < int(before)][-limit:][::-1]
    if after := query.get("after"):
        return [one for one in stored if int(one["id"]) > int(after)][:limit][::-1]
    if around := query.get("around"):
        older = [one for one in stored if int(one["id"]) < int(around)][-(limit // 2) :]
        newer = [one for one in stored if int(one["id"]) >= int(around)]
        return [*older, *newer[: limit - len(older)]][::-1]
    return stored[-limit:][::-1]
