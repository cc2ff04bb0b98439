"""Threads: open them, list them, and who is in them."""

from sandbox.discord import views, wire
from sandbox.discord.errors import missing_permissions, unknown
from sandbox.discord.ids import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.routes.channels import check_guild
from sandbox.discord.routes.table import Call, Routes
from sandbox.discord.verbs import threads

routes = Routes()
_MEMBERS = "/channels/{channel_id}/thread-members"


@routes.on("POST /channels/{channel_id}/threads", "POST /channels/{channel_id}/messages/{message_id}/threads", status=201)
def create(call: Call) -> Json:
    """A thread in a channel or on a message."""
    made = threads.create(call.world, call.actor, call.channel, call.body, call.path.get("message_id"))
    return views.thread(call.world, made, call.actor)


@routes.on("GET /guilds/{guild_id}/threads/active")
def active(call: Call) -> Json:
    """Every thread that isn't archived and that the bot sees."""
    check_guild(call)
    return _listed(call, [one for one in _threads(call) if not one["thread_metadata"]["archived"]])


@routes.on("GET /channels/{channel_id}/threads/archived/public")
def archived_public(call: Call) -> Json:
    """Archived public threads of a channel."""
    return _archived(call, wire.PUBLIC_THREAD)


@routes.on("GET /channels/{channel_id}/threads/archived/private")
def archived_private(call: Call) -> Json:
    """Archived private threads of a channel: asks MANAGE_THREADS."""
    if not call.world.permissions(call.actor, call.channel) & Permission.MANAGE_THREADS:
        raise missing_permissions()
    return _archived(call, wire.PRIVATE_THREAD)


@routes.on("GET /channels/{channel_id}/users/@me/threads/archived/private")
def archived_own(call: Call) -> Json:
    """Archived private threads of a channel that the bot is in."""
    mine = [one["id"] for one in _threads(call) if call.actor in call.world.thread_members[one["id"]]]
    return _archived(call, wire.PRIVATE_THREAD, mine)


def _archived(call: Call, kind: int, only: list[str] | None = None) -> Json:
    call.world.require(call.actor, call.channel, Permission.READ_MESSAGE_HISTORY)
    before = call.query.get("before", "9")
    found = [
        one
        for one in _threads(call)
        if one["parent_id"] == call.channel
        and one["type"] == kind
        and one["thread_metadata"]["archived"]
        and (only is None or one["id"] in only)
        and one["thread_metadata"]["archive_timestamp"] < before
    ]
    found.sort(key=lambda one: str(one["thread_metadata"]["archive_timestamp"]), reverse=True)
    limit = int(call.query.get("limit", 50))
    return _listed(call, found[:limit]) | {"has_more": len(found) > limit}


def _threads(call: Call) -> list[Json]:
    return [one for one in call.world.channels.values() if one["type"] in wire.THREADS and call.world.can_see(call.actor, one["id"])]


def _listed(call: Call, found: list[Json]) -> Json:
    entries = [call.world.thread_members[one["id"]].get(call.actor) for one in found]
    return {
        "threads": [views.thread(call.world, one, call.actor) for one in found],
        "members": [one for one in entries if one],
        "has_more": False,
    }


@routes.on(f"GET {_MEMBERS}")
def members(call: Call) -> list[Json]:
    """Who is in a thread."""
    threads.a_thread(call.world, call.actor, call.channel)
    return [_entry(call, one) for one in call.world.thread_members[call.channel].values()]


@routes.on(f"GET {_MEMBERS}/{{user_id}}")
def one_member(call: Call) -> Json:
    """One person in a thread."""
    threads.a_thread(call.world, call.actor, call.channel)
    if entry := call.world.thread_members[call.channel].get(_who(call)):
        return _entry(call, entry)
    raise unknown("Member")


def _entry(call: Call, entry: Json) -> Json:
    return {**entry, "member": call.world.members[entry["user_id"]]} if call.asks("with_member") else entry


@routes.on(f"PUT {_MEMBERS}/@me", f"PUT {_MEMBERS}/{{user_id}}")
def add(call: Call) -> None:
    """Joins, or brings somebody in."""
    threads.add(call.world, call.actor, call.channel, _who(call))


@routes.on(f"DELETE {_MEMBERS}/@me", f"DELETE {_MEMBERS}/{{user_id}}")
def take_out(call: Call) -> None:
    """Leaves, or takes somebody out."""
    threads.take_out(call.world, call.actor, call.channel, _who(call))


def _who(call: Call) -> str:
    return call.path.get("user_id", call.actor)
