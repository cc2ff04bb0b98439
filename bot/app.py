"""All wiring, by constructor, top to bottom. Nothing here decides anything."""

import asyncio
import gc
import random
import resource
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Final

import structlog
from discord.ext import commands

from bot import logs
from bot.adapters.bus import ClassifierBus
from bot.adapters.crypto import load_keys
from bot.adapters.discord.cards import Cards
from bot.adapters.discord.client import HavenClient
from bot.adapters.discord.members import Members
from bot.adapters.discord.performer import DiscordPerformer, DryRun
from bot.adapters.storage.store import Storage, open_storage
from bot.classifier import open_classifier
from bot.dispatcher import Dispatcher
from bot.health import Check, health_app, served
from bot.layout import globs_of, names_of
from bot.lock import alone
from bot.metrics import CountedScorer, Metrics
from bot.retention import expiring
from bot.running import keep_cards, keep_flushing, stay_connected, until_stopped
from cogs.discord.absence import Absence
from cogs.discord.analysis import Analysis
from cogs.discord.errors import Errors
from cogs.discord.gap import Gap, History
from cogs.discord.guard import Guard
from cogs.discord.help_now import HelpNow
from cogs.discord.house import House
from cogs.discord.language import Language
from cogs.discord.lines import Lines
from cogs.discord.listening import Judge, Listening
from cogs.discord.locale import FluentTranslator, Languages
from cogs.discord.notice import Notice
from cogs.discord.queue import Queue
from cogs.discord.setup import Setup
from cogs.discord.setup_watch import Watch
from cogs.discord.words import Words
from config.crisis_lines import load_lines
from config.settings import Settings, SettingsProblem
from config.texts import Texts
from core.clock import Clock, SystemClock
from core.outbox import Performer
from moderation.desk import Desk
from moderation.following import Freeze
from moderation.pipeline import Pipeline
from moderation.policy import PolicyConfig
from moderation.retention import Retention
from moderation.rules import RULES
from moderation.window import ContextWindow

GARBAGE: Final = 10_000  # new objects between two looks for circles of garbage: a message makes dozens, and nearly none are in a circle
ABREAST: Final = 32  # judgements of one channel under way where the classifier works in batches off the loop

log = structlog.get_logger()


async def run(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT. Raises SettingsProblem, KeyProblem, MigrationFailed: each one sentence for whoever starts Haven."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # after a crash the memory, with what people just wrote, reaches no disk (R1)
    token = settings.token()
    key = settings.key.get_secret_value() if settings.key else None
    logs.set_up(settings.log_level, secrets=[token, *(key or "").split(",")])
    logs.watch_loop(asyncio.get_running_loop())
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        stack.enter_context(alone(settings.data_dir))
        keys = load_keys(key, settings.key_path, database=settings.database_path)
        storage = await stack.enter_async_context(open_storage(settings.database_path, keys, clock))
        await _run(settings, token, storage, clock, stack)
    log.info("bot.stopped")


async def _run(settings: Settings, token: str, storage: Storage, clock: Clock, stack: AsyncExitStack) -> None:
    texts = Texts.load(default=settings.default_language)
    metrics = Metrics()
    retention = Retention(
        undo=timedelta(minutes=settings.retention.undo_minutes),
        keep=timedelta(days=settings.retention.days),
        notes=timedelta(days=settings.retention.note_days),
    )
    window = ContextWindow(turns=settings.window.turns, channels=settings.window.channels, minutes=settings.window.minutes)
    classifier = open_classifier(settings)
    bus = await stack.enter_async_context(
        ClassifierBus(classifier, limit_s=settings.classifier.limit_s, queue_size=settings.classifier.queue_size)
    )
    pipeline = Pipeline(
        store=storage,
        scorer=CountedScorer(bus, metrics),
        rules=RULES,
        window=window,
        policy=PolicyConfig(),
        clock=clock,
        retention=retention,
        freeze=Freeze(settings.freeze.before, settings.freeze.after, settings.freeze.after_minutes),
    )
    desk = Desk(store=storage, clock=clock, retention=retention, timeouts=settings.timeouts_enabled)
    await stack.enter_async_context(expiring(desk.expire, storage))

    house = House(storage)
    languages = Languages(storage, texts)
    guard = Guard(house, texts, languages)
    errors = Errors(texts, languages)
    names, globs = names_of(settings.house), globs_of(settings.watch)
    bot = HavenClient(guild_ready_timeout=settings.discord.guild_ready_timeout, translator=FluentTranslator(texts))
    bot.tree.error(errors.answer)
    judge = Judge(pipeline, metrics.count)
    history = History(bot, pipeline=pipeline, judge=judge, store=storage, house=house, clock=clock)
    lines = Lines(history.catch_up, abreast=ABREAST if classifier is not None and classifier.heavy else 1)
    listening = Listening(judge=judge, lines=lines, house=house, clock=clock, reads=settings.analysis)
    absence = Absence(bot, store=storage, listening=listening)
    help_now = HelpNow(texts, languages, errors, load_lines(settings.lines).line)
    days, minutes = settings.retention.days, settings.retention.undo_minutes
    notice = Notice(bot, house=house, texts=texts, help_now=help_now, days=days, minutes=minutes)
    cogs: list[commands.Cog] = [
        Gap(bot, lines=lines, house=house, absence=absence, reads=settings.analysis),
        listening,
        notice,
        Setup(
            store=storage,
            clock=clock,
            house=house,
            guard=guard,
            texts=texts,
            languages=languages,
            notice=notice,
            names=names,
            globs=globs,
        ),
        Watch(clock=clock, house=house, guard=guard, texts=texts, languages=languages, notice=notice, globs=globs),
        Words(store=storage, clock=clock, reader=pipeline, house=house, guard=guard, texts=texts, languages=languages),
        Analysis(store=storage, switch=pipeline, guard=guard, texts=texts, languages=languages, configured=settings.analysis),
        Language(texts=texts, languages=languages),
        Queue(
            bot,
            desk=desk,
            store=storage,
            window=window,
            house=house,
            guard=guard,
            texts=texts,
            languages=languages,
            errors=errors,
        ),
    ]
    if settings.analysis:
        bot.hear = listening.hear
    else:
        async with storage.work() as work:
            await work.marks.forget()  # what is written from now on is not to be read later either

    cards = Cards(bot, store=storage, house=house, texts=texts, clock=clock, timeouts=settings.timeouts_enabled)
    members = Members(bot, store=storage, texts=texts, languages=languages, clock=clock)
    live = DiscordPerformer(bot, cards, members)
    performer: Performer = DryRun(live) if settings.consequences == "dry-run" else live
    await storage.free_acts()
    dispatcher = Dispatcher(storage=storage, performer=performer, clock=clock, random=random.Random())

    checks: dict[str, Check] = {
        "gateway": _gateway_ready(bot, lines),
        "storage": storage.writable,
        "dispatcher": _alive(dispatcher),
    }
    await _serve(settings, stack, checks, metrics, storage)
    await stack.enter_async_context(bot)
    for cog in cogs:
        await bot.add_cog(cog)
    gc.collect()
    gc.freeze()  # what was made up to here stays: to look through all of it again and again would hold the loop for tenths of a second
    gc.set_threshold(GARBAGE)
    stack.callback(gc.unfreeze)
    await until_stopped(
        connect=stay_connected(bot, token),
        beside=[dispatcher.run(), metrics.watch_lag(), keep_flushing(pipeline), keep_cards(storage)],
        wind_down=[absence.close, lines.close, pipeline.flush],
    )


async def _serve(settings: Settings, stack: AsyncExitStack, checks: dict[str, Check], metrics: Metrics, storage: Storage) -> None:
    app = health_app(checks, metrics, storage.acts_pending)
    try:
        port = await stack.enter_async_context(served(app, settings.http.host, settings.http.port))
    except OSError:
        raise SettingsProblem(f"Port {settings.http.port} is taken: set HAVEN_HTTP__PORT to another, or to 0 for any.") from None
    log.info("health.served", host=settings.http.host, port=port)


def _gateway_ready(bot: commands.Bot, lines: Lines) -> Check:
    async def ready() -> bool:
        return bot.is_ready() and not bot.is_closed() and not lines.held

    return ready


def _alive(dispatcher: Dispatcher) -> Check:
    async def alive() -> bool:
        return dispatcher.alive

    return alive
