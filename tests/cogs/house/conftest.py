"""A server on the loopback platform, with the house's cogs in a bot of this process and a real database."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
import pytest
from discord.ext import commands

from bot.adapters.crypto import load_keys
from bot.adapters.storage.store import Storage, open_storage
from bot.layout import globs_of, names_of
from cogs.discord.analysis import Analysis
from cogs.discord.errors import Errors
from cogs.discord.guard import Guard
from cogs.discord.help_now import HelpNow
from cogs.discord.house import House
from cogs.discord.language import Language
from cogs.discord.locale import FluentTranslator, Languages
from cogs.discord.notice import Notice
from cogs.discord.setup import Setup
from cogs.discord.setup_watch import Watch
from cogs.discord.words import Words
from config.crisis_lines import load_lines
from config.settings import HouseNames, WatchSettings
from config.texts import Texts
from core.clock import SystemClock
from core.ids import SpaceId, UserId
from sandbox.discord import Person, Sandbox, World
from sandbox.launch import redirect
from tests.sandbox.wire import conformance

TEXTS = Texts.load(default="nl", strict=True)


@dataclass
class PipelineDouble:
    """Stands in for the pipeline: keeps the switch in the store, as the pipeline promises, and counts reloads."""

    store: Storage
    reloaded: list[SpaceId] = field(default_factory=list)

    async def switch(self, space: SpaceId, *, on: bool, by: UserId | None = None) -> None:
        del by
        async with self.store.work() as work:
            await work.switches.set_analysis(space, on=on)

    async def reload(self, space: SpaceId) -> None:
        self.reloaded.append(space)


class HouseBot(commands.Bot):
    """The house's cogs, wired as bot/app.py wires them."""

    def __init__(self, storage: Storage) -> None:
        intents = discord.Intents(guilds=True, members=True, guild_messages=True)
        super().__init__(
            "!",
            intents=intents,
            member_cache_flags=discord.MemberCacheFlags.none(),
            guild_ready_timeout=0.01,
            chunk_guilds_at_startup=False,
        )
        self.storage = storage
        self.house = House(storage)
        self.languages = Languages(storage, TEXTS)
        self.pipeline = PipelineDouble(storage)
        self.seen_ready = asyncio.Event()

    async def setup_hook(self) -> None:
        guard = Guard(self.house, TEXTS, self.languages)
        errors = Errors(TEXTS, self.languages)
        self.tree.error(errors.answer)
        help_now = HelpNow(TEXTS, self.languages, errors, load_lines("be").line)
        notice = Notice(self, house=self.house, texts=TEXTS, help_now=help_now, days=14, minutes=30)
        shared: dict[str, Any] = {"guard": guard, "texts": TEXTS, "languages": self.languages, "store": self.storage}
        housed = {**shared, "house": self.house, "clock": SystemClock()}
        globs = globs_of(WatchSettings())
        await self.add_cog(notice)
        await self.add_cog(Setup(**housed, notice=notice, names=names_of(HouseNames()), globs=globs))
        storeless = {name: part for name, part in housed.items() if name != "store"}
        await self.add_cog(Watch(**storeless, notice=notice, globs=globs))
        await self.add_cog(Words(**housed, reader=self.pipeline))
        await self.add_cog(Analysis(**shared, switch=self.pipeline, configured=True))
        await self.add_cog(Language(texts=TEXTS, languages=self.languages))
        await self.tree.set_translator(FluentTranslator(TEXTS))
        await self.tree.sync()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self.house.load(guild.id)

    async def on_ready(self) -> None:
        self.seen_ready.set()


@dataclass
class Scene:
    """Everything that a test needs at hand."""

    world: World
    sandbox: Sandbox
    folder: Path
    lobby: str
    bot: HouseBot

    def person(self, name: str) -> Person:
        return self.sandbox.person(name)

    def channel(self, name: str) -> dict[str, Any]:
        return next(channel for channel in self.world.channels.values() if channel.get("name") == name)

    def role(self, name: str) -> dict[str, Any]:
        return next(role for role in self.world.roles.values() if role["name"] == name)

    def notices(self) -> list[dict[str, Any]]:
        """The welcome channel without Discord's own "pinned a message" lines."""
        return [message for message in self.world.messages[self.channel("welcome")["id"]].values() if message["type"] == 0]

    def hire(self, person: str, role: str) -> None:
        self.world.give_role(self.person(person).id, self.role(role)["id"])

    async def setup(self) -> str:
        reply = await (await self.person("owner").slash(self.lobby, "setup")).settled()
        assert reply.ephemeral
        return reply.text

    def audit(self) -> list[str]:
        with closing(sqlite3.connect(self.folder / "haven.sqlite3")) as database:
            return [action for (action,) in database.execute("SELECT action FROM audit ORDER BY id")]


@asynccontextmanager
async def bot_in(sandbox: Sandbox, folder: Path) -> AsyncIterator[HouseBot]:
    redirect(sandbox.url)
    async with AsyncExitStack() as stack:
        keys = load_keys(None, folder / "key", database=folder / "haven.sqlite3")
        storage = await stack.enter_async_context(open_storage(folder / "haven.sqlite3", keys, SystemClock()))
        bot = await stack.enter_async_context(HouseBot(storage))
        running = asyncio.create_task(bot.start(sandbox.world.token))
        stack.push_async_callback(asyncio.wait, {running})
        stack.push_async_callback(bot.close)
        await asyncio.wait_for(bot.seen_ready.wait(), 10)
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "discord.py: on_ready"))
        yield bot


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    world = World(seed=7, name="Haven")
    for name, locale in (("fox", "fr"), ("otter", "nl"), ("lynx", "en-GB"), ("heron", "nl"), ("owl", "fr"), ("badger", "nl")):
        world.add_user(name, locale=locale)
    lobby = world.add_channel("lobby")
    async with Sandbox(world) as sandbox, bot_in(sandbox, tmp_path) as bot:
        yield Scene(world, sandbox, tmp_path, lobby, bot)
        sandbox.assert_known()
        assert not conformance.available() or conformance.validate(sandbox.transcript) == []
