"""Everything there is on the loopback platform: one server, its people and one bot, in memory, as wire-format objects."""

import base64
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from core.clock import Clock, SystemClock
from sandbox.discord import permissions as perms
from sandbox.discord import snapshot, wire
from sandbox.discord.errors import missing_access, missing_permissions, unknown
from sandbox.discord.ids import Json, Snowflakes
from sandbox.discord.interactions import Interaction
from sandbox.discord.permissions import Permission

Listener = Callable[[str, Json, set[str] | None], None]

GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT = 1 << 1, 1 << 8, 1 << 15  # the privileged intents


class World:
    """The state. Verbs (sandbox.discord.verbs) change it, with the permissions of who asks; the ``add_*`` methods seed it without asking.

    ``seed`` makes tokens repeatable. Callbacks given to ``subscribe`` get every event at once, in order.
    """

    def __init__(
        self, clock: Clock | None = None, *, seed: int | None = None, name: str = "Sandbox", bot: str = "haven", locale: str = "en-US"
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.ids = Snowflakes(self.clock)
        self.random = random.Random(seed) if seed is not None else random.SystemRandom()
        self.users: dict[str, Json] = {}
        self.locales: dict[str, str] = {}
        self.closed_dms: set[str] = set()
        self.roles: dict[str, Json] = {}
        self.members: dict[str, Json] = {}
        self.channels: dict[str, Json] = {}
        self.dms: dict[str, str] = {}  # private channel → the person in it
        self.thread_members: defaultdict[str, dict[str, Json]] = defaultdict(dict)
        self.messages: defaultdict[str, dict[str, Json]] = defaultdict(dict)
        self.ephemerals: defaultdict[str, dict[str, Json]] = defaultdict(dict)  # person → messages that only they see
        self.reactions: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        self.votes: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        self.pins: defaultdict[str, dict[str, str]] = defaultdict(dict)  # channel → message → when
        self.nonces: dict[str, tuple[str, str]] = {}  # author:channel:nonce → message, when
        self.commands: defaultdict[str, list[Json]] = defaultdict(list)  # "global" or a server's id
        self.interactions: dict[str, Interaction] = {}
        self.cdn: dict[str, bytes] = {}
        self.cdn_url = ""
        self.privileged = GUILD_MEMBERS | MESSAGE_CONTENT
        self._listeners: list[Listener] = []
        self.application_id = self.ids.next()
        # Strict clients read the application's id from the token's first part.
        self.token = base64.b64encode(self.application_id.encode()).decode().rstrip("=") + ".sandbox." + self.secret(12)
        self.guild_id = self.ids.next()
        self.owner_id = self._user("owner", "Owner")
        self.guild = wire.guild(self.guild_id, name, self.owner_id, locale)
        self.roles[self.guild_id] = wire.role(self.guild_id, "@everyone", perms.EVERYONE, 0)
        self.bot_role = self.add_role(bot, permissions=perms.INVITED)
        self.roles[self.bot_role] |= {"managed": True, "tags": {"bot_id": self.application_id}}
        self.users[self.application_id] = wire.user(self.application_id, bot, None, bot=True)
        self.locales[self.application_id] = "en-US"
        self.members[self.owner_id] = wire.member(self.users[self.owner_id], self.clock.now(), [])
        self.members[self.application_id] = wire.member(self.users[self.application_id], self.clock.now(), [self.bot_role])

    # -- seeding: no permission asked

    def add_user(self, name: str, *, display: str | None = None, locale: str = "en-US", joined: bool = True, bot: bool = False) -> str:
        """A new person; a member of the server unless ``joined`` is False. Returns the id."""
        user_id = self._user(name, display or name.title(), locale, bot=bot)
        if joined:
            self.join(user_id)
        return user_id

    def _user(self, name: str, display: str, locale: str = "en-US", *, bot: bool = False) -> str:
        user_id = self.ids.next()
        self.users[user_id] = wire.user(user_id, name, display, bot=bot)
        self.locales[user_id] = locale
        return user_id

    def join(self, user_id: str, roles: Iterable[str] = ()) -> Json:
        """Makes a known person a member; nothing changes where they are one."""
        if user_id not in self.members:
            self.members[user_id] = wire.member(self.users[user_id], self.clock.now(), list(roles))
            self.emit("GUILD_MEMBER_ADD", {**self.members[user_id], "guild_id": self.guild_id})
        return self.members[user_id]

    def add_role(self, name: str, *, permissions: int = 0, position: int = 1, **fields: Any) -> str:  # noqa: ANN401 - any wire field of a role
        """A new role at ``position``, pushing up what stood there: like the platform, new roles go to the bottom. Returns the id."""
        for other in self.roles.values():
            if other["position"] >= position:
                other["position"] += 1
        role_id = self.ids.next()
        self.roles[role_id] = wire.role(role_id, name, int(permissions), position) | fields
        self.emit("GUILD_ROLE_CREATE", {"guild_id": self.guild_id, "role": self.roles[role_id]})
        return role_id

    def give_role(self, user_id: str, role_id: str) -> None:
        """Gives a role without asking."""
        member = self.member(user_id)
        if role_id not in member["roles"]:
            member["roles"] = [*member["roles"], role_id]
            self.member_changed(user_id)

    def add_channel(
        self,
        name: str,
        *,
        type: int = wire.TEXT,
        parent: str | None = None,
        overwrites: Iterable[Mapping[str, Any]] = (),
        topic: str | None = None,
    ) -> str:
        """A new channel. ``overwrites`` are wire-format; bits may be numbers. Returns the id."""
        channel = wire.channel(self.ids.next(), self.guild_id, name, type, len(self.channels))
        channel["parent_id"] = parent
        channel["permission_overwrites"] = [overwrite(entry) for entry in overwrites]
        if type != wire.CATEGORY:
            channel["topic"] = topic
        self.channels[channel["id"]] = channel
        self.emit("CHANNEL_CREATE", channel)
        return str(channel["id"])

    def set_bot_permissions(self, bits: int) -> None:
        """What the bot's own role allows from now on."""
        role = self.roles[self.bot_role]
        role["permissions"] = str(int(bits))
        self.emit("GUILD_ROLE_UPDATE", {"guild_id": self.guild_id, "role": role})

    def close_dms(self, user_id: str, *, closed: bool = True) -> None:
        """Whether a person's private messages are closed to the bot."""
        (self.closed_dms.add if closed else self.closed_dms.discard)(user_id)

    # -- events

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener(event, data, audience)`` for everything that happens, at once; returns what ends it.

        ``audience`` is the set of those who may know; None means whoever ``can_see`` the channel that ``data`` names, or every member.
        ``data`` must be read before returning: it is the world's own.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def emit(self, event: str, data: Json, audience: set[str] | None = None) -> None:
        """Tells every listener."""
        for listener in tuple(self._listeners):
            listener(event, data, audience)

    def member_changed(self, user_id: str) -> None:
        """Tells that a member's roles, name or time-out changed."""
        self.emit("GUILD_MEMBER_UPDATE", {**self.members[user_id], "guild_id": self.guild_id})

    # -- lookups: each raises Refused as the platform would

    def channel(self, channel_id: str) -> Json:
        """A channel, thread or private conversation."""
        if channel_id not in self.channels:
            raise unknown("Channel")
        return self.channels[channel_id]

    def message(self, channel_id: str, message_id: str) -> Json:
        """A message that everyone in the channel can see."""
        if message_id not in self.messages[channel_id]:
            raise unknown("Message")
        return self.messages[channel_id][message_id]

    def member(self, user_id: str) -> Json:
        """A member of the server."""
        if user_id not in self.members:
            raise unknown("Member")
        return self.members[user_id]

    def move_cdn(self, url: str) -> None:
        """Files are served from ``url`` from now on; messages of before follow."""
        self.cdn_url = url
        for message in [one for held in (*self.messages.values(), *self.ephemerals.values()) for one in held.values()]:
            for attachment in message["attachments"]:
                path = f"attachments/{message['channel_id']}/{attachment['id']}/{attachment['filename']}"
                attachment |= {"url": f"{url}/{path}", "proxy_url": f"{url}/{path}"}

    @classmethod
    def restore(cls, path: Path | str, clock: Clock | None = None) -> "World":
        """The world that was saved in a file."""
        world = cls(clock)
        snapshot.load(world, Path(path))
        return world

    def secret(self, size: int) -> str:
        """``size`` bytes as hexadecimal, from the seeded source."""
        return self.random.randbytes(size).hex()

    # -- permissions

    def permissions(self, user_id: str, channel_id: str | None = None) -> int:
        """The bits of one person in a channel, or in the server where none is named; 0 for who isn't there or can't see."""
        channel = self.channel(channel_id) if channel_id else None
        if channel and channel["type"] == wire.DM:
            return perms.IN_DM if user_id in (self.application_id, self.dms[channel["id"]]) else 0
        if user_id == self.owner_id:
            return perms.ALL
        if not (member := self.members.get(user_id)):
            return 0
        bits = perms.base_permissions(
            int(self.roles[self.guild_id]["permissions"]), (int(self.roles[r]["permissions"]) for r in member["roles"])
        )
        if not channel:
            return bits & perms.WHILE_TIMED_OUT if self.timed_out(member) and not bits & Permission.ADMINISTRATOR else bits
        is_thread = channel["type"] in wire.THREADS
        place = self.channels[channel["parent_id"]] if is_thread else channel
        bits = perms.with_overwrites(bits, place["permission_overwrites"], guild=self.guild_id, roles=member["roles"], user=user_id)
        bits = perms.settled(bits, thread=is_thread, timed_out=self.timed_out(member))
        private = channel["type"] == wire.PRIVATE_THREAD and user_id not in self.thread_members[channel["id"]]
        return 0 if private and not bits & Permission.MANAGE_THREADS else bits

    def timed_out(self, member: Json) -> bool:
        """Whether a member is timed out at this moment."""
        until = member["communication_disabled_until"]
        return until is not None and datetime.fromisoformat(until) > self.clock.now()

    def can_see(self, user_id: str, channel_id: str) -> bool:
        """Whether a person sees a channel, thread or private conversation; False where it doesn't exist."""
        return channel_id in self.channels and bool(self.permissions(user_id, channel_id) & Permission.VIEW_CHANNEL)

    def require(self, actor: str, channel_id: str, *needed: Permission) -> Json:
        """The channel, where ``actor`` sees it and has all that is ``needed``. Raises Refused otherwise."""
        channel = self.channel(channel_id)
        bits = self.permissions(actor, channel_id)
        if not bits & Permission.VIEW_CHANNEL:
            raise missing_access()
        if any(not bits & one for one in needed):
            raise missing_permissions()
        return channel

    def top_role(self, user_id: str) -> int:
        """The height of a member's highest role; 0 for none. The owner stands above all."""
        if user_id == self.owner_id:
            return 1 << 30
        return max((int(self.roles[role]["position"]) for role in self.member(user_id)["roles"]), default=0)


def overwrite(entry: Mapping[str, Any]) -> Json:
    """A permission overwrite as the wire carries it: bits as text."""
    return {
        "id": str(entry["id"]),
        "type": int(entry["type"]),
        "allow": str(int(entry.get("allow") or 0)),
        "deny": str(int(entry.get("deny") or 0)),
    }
