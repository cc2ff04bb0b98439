"""What there is and who may see it: the tables of the loopback platform, its listeners, lookups and permissions."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from core.clock import Clock, SystemClock
from sandbox.discord import permissions as perms
from sandbox.discord import wire
from sandbox.discord.errors import missing_access, missing_permissions, unknown
from sandbox.discord.ids import Json, Snowflakes
from sandbox.discord.intents import GUILD_MEMBERS, MESSAGE_CONTENT
from sandbox.discord.interactions import Interaction
from sandbox.discord.permissions import Permission

Listener = Callable[[str, Json, set[str] | None], None]


class State:
    """The tables. Ids are text; everything else is in wire format."""

    application_id: str
    guild_id: str
    owner_id: str
    bot_role: str
    token: str
    guild: Json

    def __init__(self, clock: Clock | None = None, seed: int | None = None) -> None:
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
