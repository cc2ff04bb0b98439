"""The house: which channel is which, who is a worker. Kept in memory, because it is asked once per message."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

import discord

from core.audit import AuditEntry
from core.ids import ChannelId, MessageId, SpaceId, number_of, platform_id
from core.places import Place
from moderation.model import ChannelKind
from moderation.ports import Store

WATCHED: Final = "watched:"


def space_of(guild_id: int) -> SpaceId:
    """A Discord server as a space."""
    return SpaceId(platform_id("discord", guild_id))


def watched_key(channel_id: int) -> str:
    """The key under which a watched channel is kept."""
    return f"{WATCHED}discord:{channel_id}"


class House:
    """Every server's places. Load a server before asking about it; what isn't loaded is neither watched nor staffed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._places: dict[int, dict[str, Place]] = {}
        self._kinds: dict[int, ChannelKind] = {}  # by channel, over all servers
        self._locks: dict[int, asyncio.Lock] = {}

    async def load(self, guild_id: int) -> None:
        """Reads a server's places anew."""
        async with self._store.work() as work:
            places = await work.places.all(space_of(guild_id))
        self._keep(guild_id, places)

    async def put(self, guild_id: int, places: Iterable[Place], forget: Iterable[str] = (), entry: AuditEntry | None = None) -> None:
        """Keeps places and forgets keys, with ``entry`` in the audit, in one transaction.

        A channel that begins to be watched is marked as judged up to now: what stood there before is never read, and what comes next
        is read from history where Haven was away.
        """
        known, now = self.watched(guild_id), discord.utils.time_snowflake(discord.utils.utcnow())
        async with self._store.work() as work:
            for place in places:
                await work.places.put(space_of(guild_id), place)
                if place.key.startswith(WATCHED) and number_of(place.target) not in known:
                    mark = MessageId(platform_id("discord", now))
                    await work.marks.set_judged([(ChannelId(place.target), mark)])
            for key in forget:
                await work.places.remove(space_of(guild_id), key)
            if entry is not None:
                await work.audit.record(entry)
            kept = await work.places.all(space_of(guild_id))
        self._keep(guild_id, kept)

    def _keep(self, guild_id: int, places: Mapping[str, Place]) -> None:
        for old in self.watched(guild_id):
            self._kinds.pop(old, None)
        self._places[guild_id] = dict(places)
        self._kinds.update(self.watched(guild_id))

    def building(self, guild_id: int) -> asyncio.Lock:
        """Held by whoever changes a server's house, so that two people who type /setup together build one."""
        return self._locks.setdefault(guild_id, asyncio.Lock())

    def places(self, guild_id: int) -> Mapping[str, int]:
        """Every place of a server: its key and Discord's number."""
        return {key: number_of(place.target) for key, place in self._places.get(guild_id, {}).items()}

    def place(self, guild_id: int, key: str) -> int | None:
        """Discord's number of the thing under ``key`` ("channel:queue", "role:worker", "message:notice"), or None."""
        found = self._places.get(guild_id, {}).get(key)
        return None if found is None else number_of(found.target)

    def is_set_up(self, guild_id: int) -> bool:
        """Whether /setup has made or adopted a queue here."""
        return self.queue_channel(guild_id) is not None

    def queue_channel(self, guild_id: int) -> int | None:
        """The private channel of the queue."""
        return self.place(guild_id, "channel:queue")

    def welcome_channel(self, guild_id: int) -> int | None:
        """The channel with the notice."""
        return self.place(guild_id, "channel:welcome")

    def watched(self, guild_id: int) -> Mapping[int, ChannelKind]:
        """The watched channels of a server and what each is for."""
        places = self._places.get(guild_id, {}).values()
        return {number_of(place.target): ChannelKind(place.value) for place in places if place.key.startswith(WATCHED)}

    def kind_by_id(self, channel_id: int, parent_id: int | None = None) -> ChannelKind | None:
        """What a watched channel is for; a thread has its parent's kind. None: not watched, and nothing of it is read."""
        return self._kinds.get(channel_id) or (None if parent_id is None else self._kinds.get(parent_id))

    def kind_of(self, channel: object) -> ChannelKind | None:
        """The same for discord.py's channel, thread or partial channel."""
        channel_id = getattr(channel, "id", None)
        return None if channel_id is None else self.kind_by_id(channel_id, getattr(channel, "parent_id", None))

    def is_lead(self, member: discord.Member | discord.User) -> bool:
        """Whether somebody is a lead worker."""
        return self._has(member, "role:lead")

    def is_worker(self, member: discord.Member | discord.User) -> bool:
        """Whether somebody may see and decide cases: workers and leads."""
        return self._has(member, "role:worker") or self._has(member, "role:lead")

    def is_organiser(self, member: discord.Member | discord.User) -> bool:
        """Whether somebody runs events. It gives no right to see the queue (R19)."""
        return self._has(member, "role:organiser")

    def _has(self, member: discord.Member | discord.User, key: str) -> bool:
        if not isinstance(member, discord.Member):
            return False
        role = self.place(member.guild.id, key)
        return role is not None and member.get_role(role) is not None
