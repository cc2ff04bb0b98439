"""Reactions, pins and votes: what people do to a message without writing one."""

import re
from typing import Any

from sandbox.discord import views, wire
from sandbox.discord.errors import Refused, invalid, missing_permissions, unknown
from sandbox.discord.ids import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.verbs.posting import PINNED, audience, in_guild, notice, tell
from sandbox.discord.world import World

REACTIONS_MOST, PINS_MOST = 20, 250
_CUSTOM = re.compile(r"^\w{2,32}:\d+$")
_NOT_EMOJI = re.compile(r"[A-Za-z]|^[0-9#*]+$|\s")


def react(world: World, actor: str, channel_id: str, message_id: str, emoji: str) -> None:
    """Adds one's reaction; a new emoji on the message asks ADD_REACTIONS. Raises Refused."""
    world.require(actor, channel_id, Permission.READ_MESSAGE_HISTORY)
    message = world.message(channel_id, message_id)
    if not _CUSTOM.match(emoji) and (not emoji or len(emoji) > 32 or _NOT_EMOJI.search(emoji)):  # noqa: PLR2004
        raise Refused(400, 10014, "Unknown Emoji")
    on_it = world.reactions[message_id]
    if emoji not in on_it:
        world.require(actor, channel_id, Permission.ADD_REACTIONS)
        if len(on_it) >= REACTIONS_MOST:
            raise Refused(400, 30010, "Maximum number of reactions reached (20)")
    elif world.timed_out(world.members.get(actor, {"communication_disabled_until": None})):
        raise missing_permissions()
    people = on_it.setdefault(emoji, [])
    if actor not in people:
        people.append(actor)
        member = {"member": world.members[actor]} if actor in world.members and channel_id not in world.dms else {}
        _tell(world, "MESSAGE_REACTION_ADD", message, emoji, user_id=actor, message_author_id=message["author"]["id"], **member)


def unreact(world: World, actor: str, channel_id: str, message_id: str, emoji: str, *, whose: str | None = None) -> None:
    """Takes back one's reaction, or another's with MANAGE_MESSAGES. Raises Refused."""
    needed = () if whose in (None, actor) else (Permission.MANAGE_MESSAGES,)
    world.require(actor, channel_id, *needed)
    message = world.message(channel_id, message_id)
    people = world.reactions[message_id].get(emoji, [])
    if (whose or actor) in people:
        people.remove(whose or actor)
        if not people:
            del world.reactions[message_id][emoji]
        _tell(world, "MESSAGE_REACTION_REMOVE", message, emoji, user_id=whose or actor)


def clear(world: World, actor: str, channel_id: str, message_id: str, emoji: str | None = None) -> None:
    """Takes away all reactions, or all of one emoji. Raises Refused."""
    world.require(actor, channel_id, Permission.MANAGE_MESSAGES)
    message = world.message(channel_id, message_id)
    if emoji is None:
        world.reactions[message_id].clear()
        where = {"channel_id": channel_id, "message_id": message_id, **in_guild(world, channel_id)}
        world.emit("MESSAGE_REACTION_REMOVE_ALL", where, audience(world, channel_id))
    elif world.reactions[message_id].pop(emoji, None):
        _tell(world, "MESSAGE_REACTION_REMOVE_EMOJI", message, emoji)


def _tell(world: World, event: str, message: Json, emoji: str, **more: Any) -> None:  # noqa: ANN401 - any field of the event
    where = {"channel_id": message["channel_id"], "message_id": message["id"], **in_guild(world, message["channel_id"])}
    kind = {"burst": False, "type": 0} if "user_id" in more else {}
    world.emit(event, {**where, "emoji": views.emoji(emoji), **kind, **more}, audience(world, message["channel_id"]))


def pin(world: World, actor: str, channel_id: str, message_id: str) -> None:
    """Pins a message; pinning again changes nothing. Raises Refused."""
    world.require(actor, channel_id, Permission.PIN_MESSAGES)
    message = world.message(channel_id, message_id)
    if message["pinned"]:
        return
    if len(world.pins[channel_id]) >= PINS_MOST:
        raise Refused(400, 30003, f"Maximum number of pinned messages reached ({PINS_MOST})")
    message["pinned"] = True
    world.pins[channel_id][message_id] = wire.iso(world.clock.now())
    _pins_changed(world, message)
    notice(world, actor, channel_id, PINNED, reference={"channel_id": channel_id, "message_id": message_id})


def unpin(world: World, actor: str, channel_id: str, message_id: str) -> None:
    """Takes a pin away. Raises Refused."""
    world.require(actor, channel_id, Permission.PIN_MESSAGES)
    message = world.message(channel_id, message_id)
    if world.pins[channel_id].pop(message_id, None):
        message["pinned"] = False
        _pins_changed(world, message)


def pinned(world: World, actor: str, channel_id: str) -> list[tuple[str, Json]]:
    """When and what is pinned, newest first. Raises Refused."""
    world.require(actor, channel_id, Permission.READ_MESSAGE_HISTORY)
    return [(at, world.messages[channel_id][one]) for one, at in reversed(world.pins[channel_id].items())]


def _pins_changed(world: World, message: Json) -> None:
    """The platform tells of a pin as an update of the message too, without an edit."""
    channel_id = message["channel_id"]
    tell(world, "MESSAGE_UPDATE", message)
    last = max(world.pins[channel_id].values(), default=None)
    world.channels[channel_id]["last_pin_timestamp"] = last
    data = {"channel_id": channel_id, "last_pin_timestamp": last, **in_guild(world, channel_id)}
    world.emit("CHANNEL_PINS_UPDATE", data, audience(world, channel_id))


def vote(world: World, actor: str, channel_id: str, message_id: str, answers: list[int]) -> None:
    """Sets one's votes in a poll; an empty list takes them back. Only people vote. Raises Refused."""
    world.require(actor, channel_id, Permission.READ_MESSAGE_HISTORY)
    message = world.message(channel_id, message_id)
    poll = message.get("poll")
    if not poll:
        raise unknown("Message")
    if poll["results"]["is_finalized"] or poll["expiry"] <= wire.iso(world.clock.now()):
        raise Refused(400, 520001, "Poll expired")
    if len(answers) > 1 and not poll["allow_multiselect"]:
        raise invalid("answer_ids", "BASE_TYPE_MAX_LENGTH", "Must be 1 or fewer in length.")
    if set(answers) - {answer["answer_id"] for answer in poll["answers"]}:
        raise Refused(404, 10102, "Unknown Poll Answer")
    for answer in poll["answers"]:
        people = world.votes[message_id].setdefault(str(answer["answer_id"]), [])
        if (actor in people) != (answer["answer_id"] in answers):
            added = actor not in people
            (people.append if added else people.remove)(actor)
            data = {"user_id": actor, "channel_id": channel_id, "message_id": message_id, "answer_id": answer["answer_id"]}
            event = "MESSAGE_POLL_VOTE_ADD" if added else "MESSAGE_POLL_VOTE_REMOVE"
            world.emit(event, data | in_guild(world, channel_id), audience(world, channel_id))


def end_poll(world: World, actor: str, channel_id: str, message_id: str) -> Json:
    """Closes one's own poll. Raises Refused."""
    world.require(actor, channel_id)
    message = world.message(channel_id, message_id)
    if "poll" not in message:
        raise unknown("Message")
    if message["author"]["id"] != actor:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    message["poll"] |= {"expiry": wire.iso(world.clock.now()), "results": {"is_finalized": True, "answer_counts": []}}
    tell(world, "MESSAGE_UPDATE", message)
    return message
