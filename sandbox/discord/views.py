"""The same thing as different people see it: a message with one's own reactions and votes, a thread with one's own membership."""

from sandbox.discord import wire
from sandbox.discord.ids import Json
from sandbox.discord.intents import MESSAGE_CONTENT
from sandbox.discord.permissions import Permission
from sandbox.discord.world import World


def message(world: World, stored: Json, viewer: str) -> Json:
    """A message with what changes by itself: reactions, poll counts, the message it answers, the thread that hangs on it."""
    seen = {**stored}
    message_id = stored["id"]
    if reactions := _reactions(world, message_id, viewer):
        seen["reactions"] = reactions
    if "poll" in stored:
        seen["poll"] = {**stored["poll"], "results": poll_results(world, stored, viewer)}
    reference = stored.get("message_reference")
    if reference and reference["type"] == 0 and stored["type"] in (19, 21) and "message_id" in reference:
        target = world.messages[reference["channel_id"]].get(reference["message_id"])
        seen["referenced_message"] = target and {k: v for k, v in target.items() if k != "nonce"}
    if message_id in world.channels:
        seen["thread"] = thread(world, world.channels[message_id], viewer)
        seen["flags"] |= wire.HAS_THREAD
    return seen


def for_bot(world: World, stored: Json) -> Json:
    """A message as REST shows it to the bot: without words that the application was not granted."""
    seen = message(world, stored, world.application_id)
    return seen if world.privileged & MESSAGE_CONTENT else stripped(world, seen)


def stripped(world: World, seen: Json) -> Json:
    """Without content, where the bot didn't write it, isn't named in it and it isn't private."""
    mentioned = any(user["id"] == world.application_id for user in seen["mentions"])
    if mentioned or seen["author"]["id"] == world.application_id or world.channels[seen["channel_id"]]["type"] == wire.DM:
        return seen
    bare = {**seen, "content": "", "embeds": [], "attachments": [], "components": []}
    bare.pop("poll", None)
    if "message_snapshots" in bare:
        bare["message_snapshots"] = [
            {"message": {**one["message"], "content": "", "embeds": [], "attachments": [], "components": []}}
            for one in bare["message_snapshots"]
        ]
    return bare


def gateway_message(world: World, stored: Json) -> Json:
    """A message as the gateway carries it: with the server and the author's membership beside it."""
    seen = message(world, stored, world.application_id)
    channel = world.channels[stored["channel_id"]]
    seen["channel_type"] = channel["type"]
    if channel["type"] == wire.DM:
        return seen
    seen["guild_id"] = world.guild_id
    if member := world.members.get(stored["author"]["id"]):
        seen["member"] = {k: v for k, v in member.items() if k != "user"}
    seen["mentions"] = [
        {**user, "member": {k: v for k, v in world.members[user["id"]].items() if k != "user"}} if user["id"] in world.members else user
        for user in stored["mentions"]
    ]
    return seen


def thread(world: World, stored: Json, viewer: str) -> Json:
    """A thread with the viewer's own membership, where there is one."""
    mine = world.thread_members[stored["id"]].get(viewer)
    return {**stored, **({"member": mine} if mine else {})}


def channel(world: World, stored: Json, viewer: str) -> Json:
    """A channel, thread or private conversation as one person sees it."""
    if stored["type"] in wire.THREADS:
        return thread(world, stored, viewer)
    if stored["type"] == wire.DM and viewer != world.application_id:
        return {**stored, "recipients": [world.users[world.application_id]]}
    return stored


def poll_results(world: World, stored: Json, viewer: str) -> Json:
    """The counts of a poll; answers that nobody chose are left out, as on the platform."""
    counts = [
        {"id": int(answer), "count": len(voters), "me_voted": viewer in voters}
        for answer, voters in world.votes[stored["id"]].items()
        if voters
    ]
    return {"is_finalized": stored["poll"]["results"]["is_finalized"], "answer_counts": counts}


def _reactions(world: World, message_id: str, viewer: str) -> list[Json]:
    if message_id not in world.reactions:
        return []
    return [
        {
            "emoji": emoji(name),
            "count": len(people),
            "count_details": {"burst": 0, "normal": len(people)},
            "me": viewer in people,
            "me_burst": False,
            "burst_colors": [],
        }
        for name, people in world.reactions[message_id].items()
        if people
    ]


def emoji(name: str) -> Json:
    """A unicode emoji, or "name:id" for one of a server."""
    label, _, emoji_id = name.partition(":")
    return {"id": emoji_id or None, "name": label}


def guild_create(world: World, *, everyone: bool) -> Json:
    """The server as the gateway sends it at the start; without presences only the bot's own membership travels along."""
    bot = world.application_id
    members = list(world.members.values()) if everyone else [world.members[bot]]
    threads = [
        thread(world, one, bot)
        for one in world.channels.values()
        if one["type"] in wire.THREADS and not one["thread_metadata"]["archived"] and world.can_see(bot, one["id"])
    ]
    return {
        **world.guild,
        "roles": list(world.roles.values()),
        "joined_at": world.members[bot]["joined_at"],
        "large": len(world.members) > 250,  # noqa: PLR2004 - the platform's own line
        "unavailable": False,
        "member_count": len(world.members),
        "members": members,
        "channels": [one for one in world.channels.values() if one["type"] not in wire.THREADS and one["type"] != wire.DM],
        "threads": threads,
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "version": 1,
    }


def visible_channels(world: World, viewer: str) -> list[Json]:
    """Every channel, thread and private conversation that a person sees, oldest first."""
    return [
        channel(world, one, viewer) for one in world.channels.values() if world.permissions(viewer, one["id"]) & Permission.VIEW_CHANNEL
    ]
