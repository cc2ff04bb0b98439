"""Threads: open, join, leave, and who is in them."""

from typing import Any

from sandbox.discord import views, wire
from sandbox.discord.errors import Refused, check_length, choice, missing_access, missing_permissions
from sandbox.discord.ids import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.verbs.posting import THREAD_CREATED, THREAD_STARTER, notice, tell
from sandbox.discord.world import World

ARCHIVE_AFTER = (60, 1440, 4320, 10080)  # minutes
ACTIVE_MOST = 1000


def create(world: World, actor: str, channel_id: str, body: Json, message_id: str | None = None) -> Json:
    """A thread in a channel, or on a message of it. Raises Refused."""
    kind = wire.PUBLIC_THREAD if message_id else int(body.get("type") or wire.PRIVATE_THREAD)
    needed = Permission.CREATE_PRIVATE_THREADS if kind == wire.PRIVATE_THREAD else Permission.CREATE_PUBLIC_THREADS
    parent = world.require(actor, channel_id, needed)
    if parent["type"] not in (wire.TEXT, wire.ANNOUNCEMENT):
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    _check(world, body, kind)
    if message_id:
        world.message(channel_id, message_id)
        if message_id in world.channels:
            raise Refused(400, 160004, "A thread has already been created for this message")
    after = int(body.get("auto_archive_duration") or 1440)
    thread = wire.thread(
        message_id or world.ids.next(), parent, body["name"], kind, owner=actor, created=world.clock.now(), archive_after=after
    )
    if kind == wire.PRIVATE_THREAD:
        thread["thread_metadata"]["invitable"] = bool(body.get("invitable", True))
    world.channels[thread["id"]] = thread
    _enter(world, thread, actor)
    world.emit("THREAD_CREATE", {**views.thread(world, thread, world.application_id), "newly_created": True})
    _announce(world, actor, thread, message_id)
    return thread


def _announce(world: World, actor: str, thread: Json, message_id: str | None) -> None:
    if message_id:
        tell(world, "MESSAGE_UPDATE", world.messages[thread["parent_id"]][message_id])  # it now says that a thread hangs on it
        starter = {"channel_id": thread["parent_id"], "message_id": message_id}
        notice(world, actor, thread["id"], THREAD_STARTER, reference=starter)
    elif thread["type"] == wire.PUBLIC_THREAD:
        notice(world, actor, thread["parent_id"], THREAD_CREATED, content=thread["name"], reference={"channel_id": thread["id"]})


def _check(world: World, body: Json, kind: int) -> None:
    check_length("name", body.get("name"), 1, 100)
    if kind not in wire.THREADS:
        raise choice("type")
    if (body.get("auto_archive_duration") or 1440) not in ARCHIVE_AFTER:
        raise choice("auto_archive_duration")
    active = sum(one["type"] in wire.THREADS and not one["thread_metadata"]["archived"] for one in world.channels.values())
    if active >= ACTIVE_MOST:
        raise Refused(400, 160006, "Maximum number of active threads reached")


def _enter(world: World, thread: Json, user_id: str) -> Json:
    entry = {"id": thread["id"], "user_id": user_id, "join_timestamp": wire.iso(world.clock.now()), "flags": 1}
    world.thread_members[thread["id"]][user_id] = entry
    thread["member_count"] = min(len(world.thread_members[thread["id"]]), 50)  # the platform stops counting there
    return entry


def add_to_thread(world: World, thread: Json, user_id: str) -> None:
    """Puts a member into a thread and tells everyone."""
    entry = _enter(world, thread, user_id)
    added = {**entry, "member": world.members[user_id], "presence": None}
    _members_update(world, thread, {"added_members": [added], "removed_member_ids": []})
    if user_id == world.application_id:
        world.emit("THREAD_CREATE", views.thread(world, thread, user_id), {user_id})


def add(world: World, actor: str, thread_id: str, user_id: str) -> None:
    """``actor`` brings in a member, or themselves. Raises Refused."""
    thread = open_thread(world, actor, thread_id)
    world.member(user_id)
    private = thread["type"] == wire.PRIVATE_THREAD
    if user_id != actor:
        world.require(actor, thread_id, Permission.SEND_MESSAGES_IN_THREADS)
        if private and not thread["thread_metadata"]["invitable"] and not _moderates(world, actor, thread):
            raise missing_permissions()
        if not world.can_see(user_id, thread["parent_id"]):
            raise missing_access()
    if user_id not in world.thread_members[thread_id]:
        add_to_thread(world, thread, user_id)


def take_out(world: World, actor: str, thread_id: str, user_id: str) -> None:
    """``actor`` leaves, or takes another out: with MANAGE_THREADS, or as a private thread's own starter. Raises Refused."""
    thread = open_thread(world, actor, thread_id)
    if user_id != actor and not _moderates(world, actor, thread):
        raise missing_permissions()
    if world.thread_members[thread_id].pop(user_id, None):
        thread["member_count"] = min(len(world.thread_members[thread_id]), 50)
        _members_update(world, thread, {"added_members": [], "removed_member_ids": [user_id]}, also=user_id)


def _members_update(world: World, thread: Json, change: Json, also: str | None = None) -> None:
    data = {"id": thread["id"], "guild_id": world.guild_id, "member_count": thread["member_count"], **change}
    seen_by = {user for user in world.members if world.can_see(user, thread["id"])} | ({also} if also else set())
    world.emit("THREAD_MEMBERS_UPDATE", data, seen_by)


def _moderates(world: World, actor: str, thread: Json) -> bool:
    own_private = thread["type"] == wire.PRIVATE_THREAD and thread["owner_id"] == actor
    return own_private or bool(world.permissions(actor, thread["id"]) & Permission.MANAGE_THREADS)


def open_thread(world: World, actor: str, thread_id: str) -> Json:
    """A thread that ``actor`` sees and that isn't archived. Raises Refused."""
    thread = a_thread(world, actor, thread_id)
    if thread["thread_metadata"]["archived"]:
        raise Refused(400, 50083, "Thread is archived")
    return thread


def a_thread(world: World, actor: str, thread_id: str) -> Json:
    """A thread that ``actor`` sees. Raises Refused."""
    thread = world.require(actor, thread_id)
    if thread["type"] not in wire.THREADS:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    return thread


def edit(world: World, actor: str, thread: Json, body: Json) -> Json:
    """Changes a thread: its starter may rename and archive, all else asks MANAGE_THREADS. Raises Refused."""
    moderates = bool(world.permissions(actor, thread["id"]) & Permission.MANAGE_THREADS)
    meta = thread["thread_metadata"]
    if not moderates and (thread["owner_id"] != actor or meta["locked"] or set(body) & {"locked", "rate_limit_per_user"}):
        raise missing_permissions()
    if meta["archived"] and body.get("archived") is not False and set(body) - {"archived", "locked"}:
        raise Refused(400, 50083, "Thread is archived")
    if "name" in body:
        check_length("name", body["name"], 1, 100)
    if body.get("auto_archive_duration") not in (None, *ARCHIVE_AFTER):
        raise choice("auto_archive_duration")
    changes: dict[str, Any] = {
        key: body[key] for key in ("archived", "locked", "auto_archive_duration", "invitable") if body.get(key) is not None
    }
    if changes.get("archived", meta["archived"]) != meta["archived"]:
        meta["archive_timestamp"] = wire.iso(world.clock.now())
    meta |= changes
    thread |= {key: body[key] for key in ("name", "rate_limit_per_user", "flags") if body.get(key) is not None}
    world.emit("THREAD_UPDATE", thread)
    return thread
