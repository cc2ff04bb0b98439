"""What was written while Haven was away: read from history before anything live is judged, within bounds."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import aiohttp
import discord
import structlog
from discord.ext import commands

from cogs.discord.absence import Absence
from cogs.discord.house import House, space_of
from cogs.discord.lines import BREATH, Lines
from cogs.discord.listening import Judge
from cogs.discord.mapping import channel_id, is_read, message_id, message_number, message_of
from cogs.discord.views.health import health_key
from core.clock import Clock
from core.ids import MessageId, UserId, number_of
from core.outbox import Act
from moderation.model import ChannelKind, Message
from moderation.pipeline import Pipeline
from moderation.ports import Store

OLDEST: Final = timedelta(hours=24)
RETRY_S: Final = 5.0
MOST: Final = 2000  # messages per channel: twenty requests; of a longer gap the newest are read, and workers are told

Readable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
log = structlog.get_logger()


class History:
    """Reads what a channel's last-judged mark says was missed."""

    def __init__(self, bot: commands.Bot, *, pipeline: Pipeline, judge: Judge, store: Store, house: House, clock: Clock) -> None:
        self._bot = bot
        self._pipeline = pipeline
        self._judge = judge
        self._store = store
        self._house = house
        self._clock = clock

    async def catch_up(self, number: int) -> None:
        """Judges a channel's missed messages, oldest first. Where not all can be read, a health card says so."""
        channel = self._bot.get_channel(number)
        kind = self._house.kind_of(channel)
        if kind is None or not isinstance(channel, Readable):
            return
        mark = await self._mark(channel)
        if mark is None:
            await self._begin(channel)
            return
        if channel.last_message_id is not None and channel.last_message_id <= mark:
            return
        try:
            missed = await self._missed(channel, kind, mark)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as problem:
            log.warning("gap.unreadable", channel=number, problem=type(problem).__name__)
            await self._tell(channel, kind, mark)
            return
        if len(missed) >= MOST:
            await self._tell(channel, kind, number_of(missed[0].id))
        for done, message in enumerate(missed, start=1):
            await self._judge.new(message)
            if done % BREATH == 0:
                await asyncio.sleep(0)
        log.info("gap.read", channel=number, messages=len(missed))

    async def _mark(self, channel: Readable) -> int | None:
        """The last message known to be judged; a thread begun while Haven was away goes by its parent's."""
        await self._pipeline.flush()
        async with self._store.work() as work:
            marks = dict(await work.marks.judged())
        parent = channel.parent_id if isinstance(channel, discord.Thread) else None
        known = marks.get(channel_id(channel.id)) or (None if parent is None else marks.get(channel_id(parent)))
        return None if known is None else _position(known)

    async def _begin(self, channel: Readable) -> None:
        """Reads a channel from now on: settings had switched the reading off, and what was said meanwhile was not said to Haven."""
        now = message_id(discord.utils.time_snowflake(self._clock.now()))
        async with self._store.work() as work:
            await work.marks.set_judged([(channel_id(channel.id), now)])

    async def _missed(self, channel: Readable, kind: ChannelKind, mark: int) -> Sequence[Message]:
        after = max(mark, discord.utils.time_snowflake(self._clock.now() - OLDEST))
        newest_first = channel.history(limit=MOST, after=discord.Object(after), oldest_first=False)
        return [message_of(message, kind) async for message in newest_first if is_read(message)][::-1]

    async def _tell(self, channel: Readable, kind: ChannelKind, number: int) -> None:
        first = Message(
            id=message_id(number),
            space=space_of(channel.guild.id),
            channel=channel_id(channel.id),
            kind=kind,
            author=UserId("discord:0"),  # nobody in particular: a tally keeps ids of messages only
            text="",
            at=discord.utils.snowflake_time(number),
        )
        async with self._store.work() as work:
            await work.tally.add_unjudged(first, "gap", self._clock.now())
            await work.outbox.put(Act("health.post", health_key(first.channel), channel=first.channel))


class Gap(commands.Cog):
    """Opens the lines once it is known what was missed. Where settings switch the reading off (``reads``), history stays shut too."""

    def __init__(self, bot: commands.Bot, *, lines: Lines, house: House, absence: Absence, reads: bool) -> None:
        self._bot = bot
        self._lines = lines
        self._house = house
        self._absence = absence
        self._reads = reads

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """A new session, at start or because Discord refused to resume the old one."""
        while not await self._opened():
            log.info("gap.again")

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is back after an outage of its own. At start ``on_ready`` does all at once."""
        if not self._lines.held:
            await self._house.load(guild.id)
            await self._catch_up(self._watched(guild))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Haven was invited, maybe for the second time."""
        await self._house.load(guild.id)

    async def _opened(self) -> bool:
        try:
            await self._open()
        except Exception:  # a store that can't be read now: stay held, so that nothing is passed over
            log.exception("gap.not_ready")
            await asyncio.sleep(RETRY_S)
            return False
        return True

    async def _open(self) -> None:
        for guild in self._bot.guilds:
            await self._house.load(guild.id)
        behind = [number for guild in self._bot.guilds for number in self._watched(guild)]
        await self._catch_up(behind)
        log.info("gap.ready", channels=len(behind))

    async def _catch_up(self, behind: Sequence[int]) -> None:
        self._lines.release(behind if self._reads else ())
        await self._absence.look()

    def _watched(self, guild: discord.Guild) -> list[int]:
        threads = [thread.id for thread in guild.threads if self._house.kind_of(thread) is not None]
        return [*self._house.watched(guild.id), *threads]


def _position(mark: MessageId) -> int:
    """Where a mark stands among a channel's messages; the made-up id of a title ends in its time."""
    number = message_number(mark)
    if number is not None:
        return number
    return discord.utils.time_snowflake(datetime.fromtimestamp(int(mark.rpartition("/")[2]), UTC))
