"""Does on Discord what the outbox asks for, each act once; after a crash at any moment it may be called again with the same act."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import discord

from bot.adapters.discord.cards import Cards
from bot.adapters.discord.members import Members
from bot.adapters.discord.refusals import as_outcomes
from core.outbox import ActRefused, ActState, Performer, QueuedAct

Handler = Callable[[QueuedAct], Awaitable[None]]
SHOWN_IN_DRY_RUN: Final = frozenset({"card.post", "card.edit", "health.post"})


class DiscordPerformer:
    """The port's live side."""

    def __init__(self, client: discord.Client, cards: Cards, members: Members) -> None:
        self._client = client
        self._handlers: Mapping[str, Handler] = {
            "card.edit": cards.show,
            "card.post": cards.show,
            "health.post": cards.show_health,
            "member.remind": members.remind,
            "member.timeout": members.time_out,
            "message.delete": members.remove,
        }

    async def perform(self, queued: QueuedAct) -> ActState:
        """DONE, also where an earlier attempt had done it. Raises ActRefused or ActLater."""
        handler = self._handlers.get(queued.act.kind)
        if handler is None:
            raise ActRefused("unknown")
        await self._client.wait_until_ready()
        with as_outcomes():
            await handler(queued)
        return ActState.DONE


class DryRun:
    """The same port in dry run (shadow mode): workers see cards, nobody's message is touched and nobody is written to."""

    def __init__(self, live: Performer) -> None:
        self._live = live

    async def perform(self, queued: QueuedAct) -> ActState:
        """Cards go through; all else is SIMULATED."""
        if queued.act.kind in SHOWN_IN_DRY_RUN:
            return await self._live.perform(queued)
        return ActState.SIMULATED
