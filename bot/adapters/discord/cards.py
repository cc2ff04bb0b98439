"""The cards in the private channel: posted once, then edited to whatever is true now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import discord

from bot.adapters.discord.refusals import as_outcomes
from bot.adapters.discord.sending import send_once
from cogs.discord.house import House
from cogs.discord.mapping import channel_id, message_id
from cogs.discord.views.buttons import case_buttons, seen_button
from cogs.discord.views.card import card
from cogs.discord.views.health import health_card, health_key
from config.texts import Texts
from core.clock import Clock
from core.ids import ChannelId, MessageId, SpaceId, number_of
from core.outbox import ActLater, ActRefused, QueuedAct
from moderation.case import CaseState
from moderation.ports import Store

MENDABLE: Final = frozenset({"gone", "missing-permission"})
MEND_S: Final = 60.0  # seconds until a card is tried again where the queue's channel is missing or closed to Haven

Place = tuple[ChannelId, MessageId]


class Cards:
    """Shows cases and health to workers, in the team's language."""

    def __init__(self, client: discord.Client, *, store: Store, house: House, texts: Texts, clock: Clock, timeouts: bool) -> None:
        self._client = client
        self._store = store
        self._house = house
        self._texts = texts
        self._clock = clock
        self._timeouts = timeouts

    async def show(self, queued: QueuedAct) -> None:
        """Makes the card of the act's case say what is true now; posts it where there is none."""
        if queued.act.case is None:
            raise ActRefused("gone")
        key = f"case:{queued.act.case}"
        async with self._store.work() as work:
            file = await work.cases.file(queued.act.case)
            place = await work.cards.shown(key)
        if file is None:
            raise ActRefused("gone")
        if place is None and file.case.state is CaseState.WITHDRAWN:
            return  # taken back before anybody could see it: there is nothing to tell
        locale = self._texts.default
        view = case_buttons(file.case, self._texts, locale, timeouts=self._timeouts)
        await self._put(queued, key, place=place, space=file.case.space, embed=card(file, self._texts, locale), view=view)

    async def show_health(self, queued: QueuedAct) -> None:
        """Makes the channel's health card say what was not judged; nothing where a worker has seen it all."""
        if queued.act.channel is None:
            raise ActRefused("gone")
        key = health_key(queued.act.channel)
        async with self._store.work() as work:
            tally = await work.tally.unjudged(queued.act.channel)
            place = await work.cards.shown(key)
        if tally is not None:
            locale = self._texts.default
            view = seen_button(tally.channel, self._texts, locale)
            await self._put(queued, key, place=place, space=tally.space, embed=health_card(tally, self._texts, locale), view=view)

    async def _put(
        self, queued: QueuedAct, key: str, *, place: Place | None, space: SpaceId, embed: discord.Embed, view: discord.ui.View
    ) -> None:
        with _mendable():
            if place is not None and await self._edit(place, embed, view):
                return
            number = await self._queue_channel(number_of(space))
            target = self._client.get_partial_messageable(number)
            me = 0 if self._client.user is None else self._client.user.id
            sent = await send_once(target, queued, self._clock, me=me, embed=embed, view=view)
        async with self._store.work() as work:
            await work.cards.remember(key, channel_id(number), message_id(sent.id))

    async def _queue_channel(self, guild: int) -> int:
        if self._house.queue_channel(guild) is None:
            await self._house.load(guild)  # at start an act may be due before the servers' houses were read
        number = self._house.queue_channel(guild)
        if number is None:
            raise ActRefused("gone")
        return number

    async def _edit(self, place: Place, embed: discord.Embed, view: discord.ui.View) -> bool:
        """False where somebody deleted the card: a case must not get lost by that."""
        channel, message = place
        standing = self._client.get_partial_messageable(number_of(channel)).get_partial_message(number_of(message))
        try:
            await standing.edit(embed=embed, view=view)
        except discord.NotFound:
            return False
        return True


@contextmanager
def _mendable() -> Iterator[None]:
    """A queue channel that is missing or closed can be mended by people, so a card waits for it and is never given up at once."""
    try:
        with as_outcomes():
            yield
    except ActRefused as refused:
        if refused.problem in MENDABLE:
            raise ActLater(refused.problem, MEND_S) from None
        raise
