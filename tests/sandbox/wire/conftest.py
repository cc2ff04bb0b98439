"""A world, a server over it, and the real discord.py beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import pytest

from sandbox.discord import Sandbox, World
from sandbox.launch import redirect
from tests.sandbox.wire import conformance


@pytest.fixture
def world() -> World:
    world = World(seed=7)
    for name, locale in (("fox", "nl"), ("otter", "fr"), ("heron", "en-US")):
        world.add_user(name, locale=locale)
    world.add_channel("lobby")
    return world


@pytest.fixture
def lobby(world: World) -> str:
    return next(str(one["id"]) for one in world.channels.values() if one["name"] == "lobby")


@pytest.fixture
async def sandbox(world: World) -> AsyncIterator[Sandbox]:
    """Every request that a test made is known, and conforms where the document is at hand."""
    async with Sandbox(world, limits="generous") as sandbox:
        yield sandbox
    sandbox.assert_known()
    if conformance.available():
        assert conformance.validate(sandbox.transcript) == []


def intents() -> discord.Intents:
    wanted = discord.Intents.default()
    wanted.members = wanted.message_content = True
    return wanted


@asynccontextmanager
async def connected(sandbox: Sandbox, client: discord.Client) -> AsyncIterator[None]:
    """Logs the client in, waits until it is ready, and closes it at the end."""
    redirect(sandbox.url)
    async with client:
        running = asyncio.create_task(client.start(sandbox.world.token))
        ready = asyncio.create_task(client.wait_until_ready())
        await asyncio.wait({running, ready}, timeout=15, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        assert ready.done()
        try:
            yield
        finally:
            await client.close()
            await running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[discord.Client]:
    """A client that is logged in and does nothing by itself."""
    client = discord.Client(intents=intents(), guild_ready_timeout=0.05)
    async with connected(sandbox, client):
        yield client
