"""What several of these tests ask the real client."""

from collections.abc import Awaitable, Callable

import discord
import pytest

from sandbox.discord import Refused, Sandbox


def text_channel(bot: discord.Client, channel_id: str) -> discord.TextChannel:
    channel = bot.get_channel(int(channel_id))
    assert isinstance(channel, discord.TextChannel)
    return channel


def guild(bot: discord.Client) -> discord.Guild:
    return bot.guilds[0]


def member(bot: discord.Client, sandbox: Sandbox, name: str) -> discord.Member:
    found = guild(bot).get_member(int(sandbox.person(name).id))
    assert found
    return found


async def refused(call: Awaitable[object]) -> tuple[int, int]:
    with pytest.raises(discord.HTTPException) as caught:
        await call
    return caught.value.status, caught.value.code


def code_of(call: Callable[[], object]) -> tuple[int, int]:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.status, caught.value.code
