import asyncio

import discord
from discord import app_commands
from structlog.testing import capture_logs

from bot.adapters.discord.client import HavenClient


def client() -> HavenClient:
    return HavenClient(guild_ready_timeout=1, translator=app_commands.Translator())


async def test_a_message_is_heard_before_the_next_one_is_taken_off_the_wire() -> None:
    bot = client()
    heard: list[object] = []
    bot.hear = heard.append
    bot.dispatch("message", "first")
    bot.dispatch("message", "second")
    assert heard == ["first", "second"]


async def test_a_message_that_cannot_be_heard_is_told_and_ends_nothing() -> None:
    def stumble(message: discord.Message) -> None:
        raise ValueError(message)

    bot = client()
    heard: list[object] = []
    bot.hear = stumble
    with capture_logs() as logs:
        bot.dispatch("message", "first")
    assert [line["event"] for line in logs] == ["message.not_heard"]
    bot.hear = heard.append
    bot.dispatch("message", "next")
    assert heard == ["next"]


async def test_every_other_event_goes_its_usual_way() -> None:
    happened = asyncio.Event()

    async def on_resumed() -> None:
        happened.set()

    async with client() as bot:
        bot.add_listener(on_resumed)
        bot.dispatch("resumed")
        await asyncio.wait_for(happened.wait(), 5)
