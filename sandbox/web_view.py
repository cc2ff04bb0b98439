"""What one person sees, as the page draws it: nothing of a place that is hidden from them leaves this module."""

from typing import TypedDict

from sandbox.discord import views, wire
from sandbox.discord.errors import missing_access
from sandbox.discord.ids import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.verbs.interact import usable_commands
from sandbox.discord.world import World

SHOWN = 60  # messages of a channel that are sent at once
COUNTED = 100  # unread messages that are counted before it is just "many"


class Unread(TypedDict):
    """What a person has not read: messages, and how many of them name that person (all of them, in a private conversation)."""

    unread: int
    mentions: int


class Marks:
    """How far each person has read in each channel; what was there before this began counts as read."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._since = world.ids.next()  # an id of its own: a mark is shown to people, and must not name a thing that is hidden from them
        self._read: dict[tuple[str, str], str] = {}

    def read(self, person: str, channel: str) -> None:
        """The person has seen all there is now."""
        self._read[person, channel] = next(reversed(self._world.messages[channel]), self._since)

    def mark(self, person: str, channel: str) -> str:
        """The id up to which the person has read."""
        return self._read.get((person, channel), self._since)

    def unread(self, person: str, channel: str) -> Unread:
        """What is new to the person in one channel."""
        mark = int(self.mark(person, channel))
        count, mentions = 0, 0
        for message in reversed(self._world.messages[channel].values()):
            if int(message["id"]) <= mark or count == COUNTED:
                break
            if message["author"]["id"] != person:
                count += 1
                mentions += channel in self._world.dms or self._names(person, message)
        return {"unread": count, "mentions": mentions}

    def _names(self, person: str, message: Json) -> bool:
        roles = self._world.members[person]["roles"] if person in self._world.members else []
        named = {user["id"] for user in message["mentions"]} | set(message["mention_roles"])
        return bool(message["mention_everyone"] or named & {person, *roles})

    def channels(self, person: str) -> dict[str, Unread]:
        """What is new to the person, for each channel that they see and where there is something."""
        seen = (channel["id"] for channel in views.visible_channels(self._world, person))
        return {channel: found for channel in seen if (found := self.unread(person, channel))["unread"]}

    def everyone(self) -> dict[str, Unread]:
        """The sums of every person."""
        sums: dict[str, Unread] = {}
        for person in players(self._world):
            found = self.channels(person).values()
            sums[person] = {"unread": sum(one["unread"] for one in found), "mentions": sum(one["mentions"] for one in found)}
        return sums


def players(world: World) -> list[str]:
    """The people who can be played: who isn't a program, the server's owner last."""
    found = [user for user, data in world.users.items() if not data["bot"]]
    return sorted(found, key=lambda user: user == world.owner_id)


def people(world: World, marks: Marks) -> list[Json]:
    """Everyone who can be played, with what they have not read."""
    sums = marks.everyone()
    return [{**_person(world, user), **sums[user]} for user in players(world)]


def _person(world: World, user: str) -> Json:
    data = world.users[user]
    member = world.members.get(user)
    roles = sorted((world.roles[role] for role in (member or {}).get("roles", [])), key=lambda role: -int(role["position"]))
    top = next((role for role in roles if not role["managed"]), None)
    return {
        "id": user,
        "username": data["username"],
        "name": (member and member["nick"]) or data["global_name"] or data["username"],
        "locale": world.locales[user],
        "bot": data["bot"],
        "here": member is not None,
        "roles": [role["id"] for role in roles],
        "role": top and top["name"],
        "role_position": top["position"] if top else 0,
        "timed_out_until": member and member["communication_disabled_until"],
    }


def view(world: World, viewer: str, marks: Marks) -> Json:
    """All that the page needs to draw what ``viewer`` sees."""
    seen = views.visible_channels(world, viewer)
    messages = {channel["id"]: newest(world, viewer, channel["id"]) for channel in seen if channel["type"] in wire.WRITABLE}
    offered = {command["id"]: command for channel in seen for command in usable_commands(world, viewer, channel["id"])}
    here = viewer in world.members
    return {
        "me": _person(world, viewer),
        "guild": {"id": world.guild_id, "name": world.guild["name"], "owner_id": world.owner_id},
        "roles": [
            {key: role[key] for key in ("id", "name", "color", "position", "managed", "mentionable")} for role in world.roles.values()
        ],
        "members": [_person(world, user) for user in world.members] if here else [],
        "channels": [_channel(world, viewer, channel, marks) for channel in seen],
        "messages": {channel: shown for channel, (shown, _) in messages.items()},
        "more": {channel: more for channel, (_, more) in messages.items()},
        "commands": list(offered.values()),
        "users": {one["author"]["id"]: one["author"] for shown, _ in messages.values() for one in shown},
    }


def _channel(world: World, viewer: str, channel: Json, marks: Marks) -> Json:
    place = channel["id"]
    base = {"id": place, "type": channel["type"], "mark": marks.mark(viewer, place), **marks.unread(viewer, place)}
    base["commands"] = [command["id"] for command in usable_commands(world, viewer, place)]
    base["can"] = _can(world, viewer, channel)
    if channel["type"] == wire.DM:
        app = world.users[world.application_id]
        return base | {"name": app["global_name"] or app["username"], "recipients": [app], "private": False}
    meta = channel.get("thread_metadata", {})
    return base | {
        "name": channel["name"],
        "topic": channel.get("topic"),
        "parent_id": channel["parent_id"],
        "position": channel.get("position", 0),
        "private": _private(world, channel),
        "archived": meta.get("archived", False),
        "viewers": [member for member in world.members if world.can_see(member, place)] if channel["type"] != wire.CATEGORY else [],
    }


def _private(world: World, channel: Json) -> bool:
    """Whether the place is closed to somebody who is just a member."""
    if channel["type"] == wire.PRIVATE_THREAD:
        return True
    place = world.channels[channel["parent_id"]] if channel["type"] in wire.THREADS else channel
    return any(entry["id"] == world.guild_id and int(entry["deny"]) & Permission.VIEW_CHANNEL for entry in place["permission_overwrites"])


def _can(world: World, viewer: str, channel: Json) -> Json:
    bits = world.permissions(viewer, channel["id"])
    thread = channel["type"] in wire.THREADS
    write = bool(bits & (Permission.SEND_MESSAGES_IN_THREADS if thread else Permission.SEND_MESSAGES)) and channel["type"] in wire.WRITABLE
    return {
        "write": write,
        "react": bool(bits & Permission.ADD_REACTIONS),
        "attach": write and bool(bits & Permission.ATTACH_FILES),
        "poll": write and bool(bits & Permission.SEND_POLLS),
        "thread": channel["type"] in (wire.TEXT, wire.ANNOUNCEMENT) and bool(bits & Permission.CREATE_PUBLIC_THREADS),
        "manage": channel["type"] != wire.DM and bool(bits & Permission.MANAGE_MESSAGES),
    }


def newest(world: World, viewer: str, channel: str, before: str | None = None) -> tuple[list[Json], bool]:
    """The last messages that a person sees in a channel, what only they see among them, oldest first; and whether there are more."""
    if not world.permissions(viewer, channel) & Permission.READ_MESSAGE_HISTORY:
        return [], False
    own = [one for one in world.ephemerals[viewer].values() if one["channel_id"] == channel]
    every = sorted([*world.messages[channel].values(), *own], key=lambda one: int(one["id"]))
    earlier = [one for one in every if before is None or int(one["id"]) < int(before)]
    return [views.message(world, one, viewer) for one in earlier[-SHOWN:]], len(earlier) > SHOWN


def history(world: World, viewer: str, channel: str, before: str) -> Json:
    """The messages before one. Raises Refused where the channel is hidden."""
    if not world.can_see(viewer, channel):
        raise missing_access()
    shown, more = newest(world, viewer, channel, before)
    return {"messages": shown, "more": more}
