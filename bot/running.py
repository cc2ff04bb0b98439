"""What keeps the bot going: connecting patiently, writing the marks, and ending in order."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord.ext import commands

from bot.adapters.storage.errors import StorageFailed
from config.settings import SettingsProblem
from moderation import acts
from moderation.pipeline import Pipeline
from moderation.ports import Store

FLUSH_EVERY_S: Final = 1.0
CARDS_EVERY_S: Final = 3600.0
CASES: Final = 1000  # looked through for cards, the newest first
LOGIN_WAITS_S: Final = (2.0, 5.0, 15.0, 60.0)

log = structlog.get_logger()


async def until_stopped(
    *, connect: Coroutine[Any, Any, None], beside: Sequence[Coroutine[Any, Any, None]], wind_down: Sequence[Callable[[], Awaitable[None]]]
) -> None:
    """Runs everything until a signal comes or one of them ends; then lets what is being judged finish, and writes the marks."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    tasks = [asyncio.create_task(work) for work in (connect, *beside)]
    waiting = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for step in wind_down:
            await step()
    finally:
        ended = [task for task in tasks if task.done()]
        for task in (waiting, *tasks):
            task.cancel()
        await asyncio.gather(waiting, *tasks, return_exceptions=True)
    for task in ended:
        task.result()  # raises what ended it


async def stay_connected(bot: commands.Bot, token: str) -> None:
    """Logs in, patiently where Discord can't be reached, and stays connected. Raises SettingsProblem for what only a person can mend."""
    waits = iter(LOGIN_WAITS_S)
    try:
        while True:
            try:
                await bot.login(token)
                break
            except (aiohttp.ClientError, OSError, discord.DiscordServerError) as away:
                log.warning("login.unreachable", problem=type(away).__name__)
                await asyncio.sleep(next(waits, LOGIN_WAITS_S[-1]))
        await bot.connect()
    except discord.LoginFailure:
        raise SettingsProblem("Discord refuses the token: make a new one in the developer portal and set HAVEN_DISCORD__TOKEN.") from None
    except discord.PrivilegedIntentsRequired:
        raise SettingsProblem(
            "Discord withholds what Haven needs: switch on Server Members Intent and Message Content Intent in the developer portal."
        ) from None


async def keep_flushing(pipeline: Pipeline) -> None:
    """Writes how far each channel was judged, about once a second, until cancelled."""
    while True:
        await asyncio.sleep(FLUSH_EVERY_S)
        try:
            await pipeline.flush()
        except StorageFailed as failed:  # the marks stay where they were, and are written the next time
            log.warning("flush.failed", reason=failed.reason)


async def keep_cards(store: Store) -> None:
    """At start and every hour, until cancelled: a case whose card was given up gets another try, so that none is lost in silence."""
    while True:
        try:
            await ask_for_missing_cards(store)
        except StorageFailed as failed:
            log.warning("cards.failed", reason=failed.reason)
        await asyncio.sleep(CARDS_EVERY_S)


async def ask_for_missing_cards(store: Store) -> None:
    """Queues a card for each case that waits for a decision and has none. Raises StorageFailed."""
    async with store.work() as work:
        missing = [case.id for case in await work.cases.undecided(CASES) if await work.cards.shown(f"case:{case.id}") is None]
        for case in missing:
            await work.outbox.put(acts.card_post(case))
    if missing:
        log.info("cards.missing", cases=len(missing))
