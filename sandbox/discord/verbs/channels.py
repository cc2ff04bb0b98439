"""Channels: make, change, take away, and who may do what in them."""

import re

from sandbox.discord import wire
from sandbox.discord.errors import Refused, check_length, choice, invalid, missing_access, missing_permissions, unknown
from sandbox.discord.ids import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.verbs import threads
from sandbox.discord.world import World, overwrite

CHANNELS_MOST, IN_CATEGORY_MOST, TOPIC_MOST, SLOWMODE_MOST = 500, 50, 1024, 21600
_KINDS = frozenset({wire.TEXT, wire.VOICE, wire.CATEGORY, wire.ANNOUNCEMENT, 13, wire.FORUM})
_LOWERED = frozenset({wire.TEXT, wire.ANNOUNCEMENT, wire.FORUM})


def create(world: World, actor: str, body: Json) -> Json:
    """A new channel; where no overwrites are named it takes its category's. Raises Refused."""
    bits = world.permissions(actor)
    if not bits & Permission.MANAGE_CHANNELS:
        raise missing_permissions()
    kind = body.get("type") or wire.TEXT
    if kind not in _KINDS:
        raise choice("type")
    name = _name(body.get("name") or "", kind)
    if sum(one["type"] not in wire.THREADS | {wire.DM} for one in world.channels.values()) >= CHANNELS_MOST:
        raise Refused(400, 30013, f"Maximum number of guild channels reached ({CHANNELS_MOST})")
    parent = _parent(world, body.get("parent_id"))
    entries = body.get("permission_overwrites")
    if entries:
        _may_set(world, bits, bits, _changed([], entries))
    elif entries is None and parent:
        entries = world.channels[parent]["permission_overwrites"]
    channel = wire.channel(world.ids.next(), world.guild_id, name, kind, _next_position(world))
    channel |= {"parent_id": parent, "permission_overwrites": [overwrite(entry) for entry in entries or []]}
    _apply(channel, body)
    world.channels[channel["id"]] = channel
    world.emit("CHANNEL_CREATE", channel)
    return channel


def edit(world: World, actor: str, channel_id: str, body: Json) -> Json:
    """Changes a channel or thread. Raises Refused."""
    channel = world.require(actor, channel_id)
    if channel["type"] in wire.THREADS:
        return threads.edit(world, actor, channel, body)
    world.require(actor, channel_id, Permission.MANAGE_CHANNELS)
    changes: Json = {}
    if body.get("name") is not None:
        changes["name"] = _name(body["name"], channel["type"])
    if "parent_id" in body:
        changes["parent_id"] = _parent(world, body["parent_id"], moving=channel)
    if body.get("permission_overwrites") is not None:
        changed = _changed(channel["permission_overwrites"], body["permission_overwrites"])
        _may_set(world, world.permissions(actor), world.permissions(actor, channel_id), changed)
        changes["permission_overwrites"] = [overwrite(entry) for entry in body["permission_overwrites"]]
    _apply(channel, body)
    channel |= changes
    world.emit("CHANNEL_UPDATE", channel)
    return channel


def _apply(channel: Json, body: Json) -> None:
    check_length("topic", body.get("topic"), 0, TOPIC_MOST)
    if not 0 <= (body.get("rate_limit_per_user") or 0) <= SLOWMODE_MOST:
        raise invalid("rate_limit_per_user", "NUMBER_TYPE_MAX", f"int value should be less than or equal to {SLOWMODE_MOST}.")
    if "topic" in body and channel["type"] != wire.CATEGORY:
        channel["topic"] = body["topic"] or None
    channel |= {key: body[key] for key in ("nsfw", "position", "rate_limit_per_user") if body.get(key) is not None}


def _name(name: str, kind: int) -> str:
    check_length("name", name.strip(), 1, 100)
    return re.sub(r"\s+", "-", name.strip()).lower() if kind in _LOWERED else name


def _parent(world: World, parent_id: object, moving: Json | None = None) -> str | None:
    if parent_id is None:
        return None
    parent = world.channels.get(str(parent_id))
    if not parent or parent["type"] != wire.CATEGORY:
        raise invalid("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
    inside = sum(one.get("parent_id") == parent["id"] and one is not moving for one in world.channels.values())
    if inside >= IN_CATEGORY_MOST:
        raise invalid("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", f"Maximum number of channels in category reached ({IN_CATEGORY_MOST})")
    return str(parent["id"])


def _next_position(world: World) -> int:
    return max((one.get("position", 0) for one in world.channels.values()), default=-1) + 1


def _changed(before: list[Json], after: list[Json]) -> list[Json]:
    """The overwrites of ``after`` with only the bits that differ: what stood there already asks nothing of who leaves it."""
    old = {one["id"]: one for one in before}
    entries = [overwrite(entry) for entry in after]
    return [{**one, **{key: int(one[key]) ^ int(old.get(one["id"], {}).get(key, 0)) for key in ("allow", "deny")}} for one in entries]


def _may_set(world: World, server_bits: int, place_bits: int, entries: list[Json]) -> None:
    """Overwrites ask MANAGE_ROLES, and nobody hands out or takes what they don't have themselves."""
    if not (server_bits | place_bits) & Permission.MANAGE_ROLES:
        raise missing_permissions()
    for entry in entries:
        changed = int(entry.get("allow") or 0) | int(entry.get("deny") or 0)
        if changed & ~(server_bits | place_bits) or (changed & Permission.MANAGE_ROLES and not server_bits & Permission.ADMINISTRATOR):
            raise missing_permissions()
        if str(entry["id"]) not in (world.roles if int(entry["type"]) == 0 else world.users):
            raise unknown("Role" if int(entry["type"]) == 0 else "User")


def set_overwrite(world: World, actor: str, channel_id: str, target: str, body: Json | None) -> None:
    """Sets one overwrite, or takes it away where ``body`` is None. Raises Refused."""
    channel = world.require(actor, channel_id, Permission.MANAGE_ROLES)
    if channel["type"] in wire.THREADS:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    before = [one for one in channel["permission_overwrites"] if one["id"] == target]
    others = [one for one in channel["permission_overwrites"] if one["id"] != target]
    if body is None:
        if not before:
            raise unknown("Overwrite")
        channel["permission_overwrites"] = others
    else:
        entry = overwrite({**body, "id": target})
        _may_set(world, world.permissions(actor), world.permissions(actor, channel_id), _changed(before, [entry]))
        channel["permission_overwrites"] = [*others, entry]
    world.emit("CHANNEL_UPDATE", channel)


def delete(world: World, actor: str, channel_id: str) -> Json:
    """Takes a channel with its threads away; a private conversation is only closed. Raises Refused."""
    channel = world.require(actor, channel_id)
    if channel["type"] == wire.DM:
        return channel
    world.require(actor, channel_id, Permission.MANAGE_THREADS if channel["type"] in wire.THREADS else Permission.MANAGE_CHANNELS)
    for other in [one for one in world.channels.values() if one.get("parent_id") == channel_id]:
        if other["type"] in wire.THREADS:
            _take_away(world, other)
        else:
            other["parent_id"] = None
            world.emit("CHANNEL_UPDATE", other)
    _take_away(world, channel)
    return channel


def _take_away(world: World, channel: Json) -> None:
    is_thread = channel["type"] in wire.THREADS
    seen_by = {user for user in world.members if world.can_see(user, channel["id"])} | (set() if is_thread else {world.application_id})
    del world.channels[channel["id"]]
    world.messages.pop(channel["id"], None)
    if is_thread:
        keys = ("id", "guild_id", "parent_id", "type")
        world.emit("THREAD_DELETE", {key: channel[key] for key in keys}, seen_by)
    else:
        world.emit("CHANNEL_DELETE", channel, seen_by)


def open_dm(world: World, user_id: str) -> Json:
    """The private conversation of the bot and one person, made at first use. Raises Refused."""
    if user_id not in world.users or world.users[user_id]["bot"]:
        raise Refused(400, 50033, "Invalid Recipient(s)")
    for channel_id, person in world.dms.items():
        if person == user_id:
            return world.channels[channel_id]
    channel = wire.dm(world.ids.next(), [world.users[user_id]])
    world.channels[channel["id"]] = channel
    world.dms[channel["id"]] = user_id
    return channel


def start_typing(world: World, actor: str, channel_id: str) -> None:
    """Shows that somebody is writing. Raises Refused."""
    channel = world.channel(channel_id)
    in_thread = channel["type"] in wire.THREADS
    world.require(actor, channel_id, Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES)
    data = {"channel_id": channel_id, "user_id": actor, "timestamp": int(world.clock.now().timestamp())}
    if channel_id in world.dms:
        world.emit("TYPING_START", data, {world.dms[channel_id], world.application_id})
    else:
        world.emit("TYPING_START", {**data, "guild_id": world.guild_id, "member": world.members[actor]})


def reorder(world: World, actor: str, entries: list[Json]) -> None:
    """Moves channels. Raises Refused."""
    if not world.permissions(actor) & Permission.MANAGE_CHANNELS:
        raise missing_permissions()
    for entry in entries:
        channel = world.channel(str(entry["id"]))
        if not world.can_see(actor, channel["id"]):
            raise missing_access()
        if entry.get("position") is not None:
            channel["position"] = entry["position"]
        if "parent_id" in entry:
            channel["parent_id"] = _parent(world, entry["parent_id"], moving=channel)
        world.emit("CHANNEL_UPDATE", channel)
