"""What authors took back while Haven was away: the messages of cases that wait for a decision are looked at once more (R23)."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import aiohttp
import discord
import structlog
from discord.ext import commands

from cogs.discord.listening import Listening
from cogs.discord.mapping import message_number
from core.ids import number_of
from moderation.case import Case, CaseFile, TextState
from moderation.model import Message
from moderation.ports import Store

MOST: Final = 200  # cases in one look, the newest first
PAUSE_S: Final = 0.2  # between two cases: a look takes one request, or two, and must not keep cards and clicks waiting
PAGE: Final = 100  # messages in one request
UNKNOWN_MESSAGE: Final = 10008

Readable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of frozen messages: Discord's numbers of those that are gone, and the ones that are newer than what is frozen."""

    gone: Sequence[int] = ()
    rewritten: Sequence[discord.Message] = ()


class Absence:
    """Looks in the background, one case after the other. What it finds goes the way of any edit or deletion that is heard live."""

    def __init__(self, bot: commands.Bot, *, store: Store, listening: Listening) -> None:
        self._bot = bot
        self._store = store
        self._listening = listening
        self._looking: asyncio.Task[None] | None = None

    async def look(self) -> None:
        """Begins a look; one that is under way begins anew."""
        await self.close()
        self._looking = asyncio.create_task(self._look(), name="absence")

    async def close(self) -> None:
        """Ends a look that is under way; the next start begins it again."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _look(self) -> None:
        try:
            async with self._store.work() as work:
                cases = await work.cases.undecided(MOST)
            for case in cases:
                await self._look_at(case)
                await asyncio.sleep(PAUSE_S)
        except Exception:  # a store that can't be read: the next start looks again
            log.exception("absence.failed")
        else:
            log.info("absence.looked", cases=len(cases))

    async def _look_at(self, case: Case) -> None:
        async with self._store.work() as work:
            file = await work.cases.file(case.id)
        frozen = {} if file is None else in_doubt(file)
        if not frozen:
            return
        try:
            channel = await self._channel(case)
            changes = Changes() if channel is None else await changes_in(channel, frozen)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as problem:
            log.warning("absence.unreadable", case=case.id, problem=type(problem).__name__)
            return
        if channel is not None and changes.gone:
            self._listening.take_back(channel.id, changes.gone)
        for message in changes.rewritten:
            self._listening.rewritten(message)

    async def _channel(self, case: Case) -> Readable | None:
        """None where the channel itself is gone: then nobody in particular took anything back."""
        number = number_of(case.channel)
        try:
            channel = self._bot.get_channel(number) or await self._bot.fetch_channel(number)
        except discord.NotFound:
            return None
        return channel if isinstance(channel, Readable) else None


def in_doubt(file: CaseFile) -> Mapping[int, Message]:
    """The frozen messages that stand in a channel's history, by Discord's number; without one that is known to be deleted."""
    message = None if file.case.text_state is TextState.AUTHOR_DELETED else file.evidence.message
    turns = [*file.evidence.before, *([] if message is None else [message]), *file.evidence.after]
    return {number: turn for turn in turns if (number := message_number(turn.id)) is not None}


async def changes_in(channel: Readable, frozen: Mapping[int, Message]) -> Changes:
    """Compares frozen messages with the channel's history. Raises what discord.py raises."""
    first, last = discord.Object(min(frozen) - 1), discord.Object(max(frozen) + 1)
    found = {message.id: message async for message in channel.history(limit=PAGE, after=first, before=last, oldest_first=True)}
    reach = last.id if len(found) < PAGE else max(found)
    gone = sorted(number for number in frozen if number not in found and number < reach)
    if gone and not await _is_gone(channel, gone[-1]):
        gone = []
    return Changes(gone, [found[number] for number in sorted(frozen) if number in found and _is_newer(found[number], frozen[number])])


async def _is_gone(channel: Readable, number: int) -> bool:
    """Asks for one message by name: without the right to read history, Discord shows an empty one."""
    try:
        await channel.fetch_message(number)
    except discord.NotFound as answer:
        return answer.code == UNKNOWN_MESSAGE
    return False


def _is_newer(found: discord.Message, frozen: Message) -> bool:
    return found.edited_at is not None and (frozen.edited_at is None or found.edited_at > frozen.edited_at)
