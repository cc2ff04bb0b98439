"""Hears watched channels and lays what it hears in line for the pipeline. DMs, voice and pictures are never read (R25)."""

from collections.abc import Callable, Iterable, Sequence

import discord
from discord.ext import commands

from cogs.discord.house import House
from cogs.discord.lines import Lines
from cogs.discord.mapping import channel_id, is_read, message_id, message_of, nickname_of, title_of
from core.clock import Clock
from core.ids import MessageId
from moderation.model import ChannelKind, Message, Verdict
from moderation.pipeline import Pipeline


class Judge:
    """The pipeline, with somebody who counts: ``judged`` hears of every verdict."""

    def __init__(self, pipeline: Pipeline, judged: Callable[[Verdict], None]) -> None:
        self._pipeline = pipeline
        self._judged = judged

    async def new(self, message: Message) -> None:
        """Something was written, or is read from history; what was judged before is not judged twice."""
        self._heard(await self._pipeline.receive(message))

    async def edited(self, message: Message) -> None:
        """Something was rewritten by its author."""
        self._heard(await self._pipeline.edited(message))

    async def deleted(self, channel: int, ids: Sequence[MessageId]) -> None:
        """Something was taken back."""
        await self._pipeline.deleted(channel_id(channel), ids)

    def _heard(self, verdict: Verdict | None) -> None:
        if verdict is not None:
            self._judged(verdict)


class Listening(commands.Cog):
    """Discord's events as jobs for the judge.

    Where settings switch the reading off, ``reads`` is False: then nothing new is read, and only what authors take back is heard (R23).
    """

    def __init__(self, *, judge: Judge, lines: Lines, house: House, clock: Clock, reads: bool) -> None:
        self._judge = judge
        self._lines = lines
        self._house = house
        self._clock = clock
        self._reads = reads

    def hear(self, message: discord.Message) -> None:
        """A new message. It is called for every message of every server, so the cheapest question comes first."""
        kind = self._kind(message.channel)
        if kind is not None and is_read(message):
            mapped = message_of(message, kind)
            self._lines.put(message.channel.id, lambda: self._judge.new(mapped), in_history=True)

    def rewritten(self, message: discord.Message) -> None:
        """A message as it reads now."""
        if not is_read(message):
            return
        kind = self._kind(message.channel)
        if kind is not None:
            mapped = message_of(message, kind)
            self._lines.put(message.channel.id, lambda: self._judge.edited(mapped))
        elif message.edited_at is not None:
            # A worker can open a case on any message. Its new words may not be read here, but the old ones were taken back (R23).
            self.take_back(message.channel.id, {message.id})

    def take_back(self, channel: int, numbers: Iterable[int]) -> None:
        """Messages of a channel are gone."""
        ids = [message_id(number) for number in sorted(numbers)]
        self._lines.put(channel, lambda: self._judge.deleted(channel, ids))

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """An edit by the author is a new revision; an update without one can bring a link's preview."""
        self.rewritten(payload.message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """One message was deleted."""
        if payload.guild_id is not None:
            self.take_back(payload.channel_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Many messages were deleted at once."""
        if payload.guild_id is not None:
            self.take_back(payload.channel_id, payload.message_ids)

    @commands.Cog.listener()
    async def on_thread_create(self, thread: discord.Thread) -> None:
        """A new thread's title."""
        self._title(thread)

    @commands.Cog.listener()
    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """A renamed thread."""
        if before.name != after.name:
            self._title(after)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """A new nickname, in a server where something is watched."""
        if self._reads and after.nick and after.nick != before.nick and not after.bot and self._house.watched(after.guild.id):
            nickname = nickname_of(after, self._clock.now())
            self._lines.put(after.guild.id, lambda: self._judge.new(nickname))

    @commands.Cog.listener()
    async def on_disconnect(self) -> None:
        """The gateway is gone: what comes after it waits until the session is resumed or the gap was read."""
        self._lines.hold()

    @commands.Cog.listener()
    async def on_resumed(self) -> None:
        """Discord replayed what was missed, in order: go on."""
        self._lines.release()

    def _title(self, thread: discord.Thread) -> None:
        kind = self._kind(thread)
        if kind is not None and thread.owner_id != thread.guild.me.id:
            title = title_of(thread, kind, self._clock.now())
            self._lines.put(thread.id, lambda: self._judge.new(title))

    def _kind(self, channel: object) -> ChannelKind | None:
        return self._house.kind_of(channel) if self._reads else None
