"""The buttons under a card. Their custom ids say all ("case:claim:12"), so they work after any restart, on any old card."""

import re
from typing import Any, Final, Protocol, Self, cast

import discord
from discord.ui import Button, DynamicItem, Select, View

from config.texts import Texts
from core.ids import CaseId, ChannelId, number_of, platform_id
from moderation.case import Case, CaseMove, CaseState, TextState

BUTTONS: Final = {
    CaseState.NEW: (CaseMove.CLAIM, CaseMove.DISMISS, CaseMove.REMOVE, CaseMove.REMIND, CaseMove.NOTE),
    CaseState.CLAIMED: (CaseMove.RELEASE, CaseMove.DISMISS, CaseMove.REMOVE, CaseMove.REMIND, CaseMove.NOTE),
    CaseState.DECIDED: (CaseMove.NOTE,),
    CaseState.WITHDRAWN: (),
}
STYLES: Final = {CaseMove.CLAIM: discord.ButtonStyle.primary, CaseMove.REMOVE: discord.ButtonStyle.danger}
TIMEOUT_MINUTES: Final = (10, 60, 1440)
OPEN_STATES: Final = frozenset({CaseState.NEW, CaseState.CLAIMED})
GONE: Final = frozenset({TextState.WITHDRAWN, TextState.EXPIRED})

Press = discord.Interaction[Any]


class Presses(Protocol):
    """Who answers the buttons: the queue's cog."""

    async def press(self, interaction: Press, move: CaseMove, case: CaseId, minutes: int | None = None) -> None:
        """Somebody wants to do ``move`` to ``case``."""
        ...

    async def seen(self, interaction: Press, channel: ChannelId) -> None:
        """A worker had a look at what no classifier read in ``channel``."""
        ...


def _queue(interaction: Press) -> Presses:
    return cast("Presses", interaction.client.get_cog("Queue"))


class CaseButton(DynamicItem[Button[View]], template=r"case:(?P<move>claim|release|dismiss|remove|remind|note):(?P<case>\d+)"):
    """One verb on one case."""

    def __init__(self, move: CaseMove, case: CaseId, label: str = "") -> None:
        style = STYLES.get(move, discord.ButtonStyle.secondary)
        super().__init__(Button(style=style, label=label or move.value, custom_id=f"case:{move}:{case}"))
        self.move = move
        self.case = case

    @classmethod
    async def from_custom_id(cls, interaction: Press, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button that was pressed, from its custom id alone."""
        del interaction, item
        return cls(CaseMove(match["move"]), CaseId(int(match["case"])))

    async def callback(self, interaction: Press) -> None:
        """Hands the press to the queue."""
        await _queue(interaction).press(interaction, self.move, self.case)


class TimeoutSelect(DynamicItem[Select[View]], template=r"case:timeout:(?P<case>\d+)"):
    """How long somebody may not write; choosing is deciding."""

    def __init__(self, case: CaseId, placeholder: str = "", labels: tuple[str, ...] = ()) -> None:
        options = [discord.SelectOption(label=label, value=str(m)) for m, label in zip(TIMEOUT_MINUTES, labels, strict=False)]
        super().__init__(Select(placeholder=placeholder or None, options=options, custom_id=f"case:timeout:{case}"))
        self.case = case

    @classmethod
    async def from_custom_id(cls, interaction: Press, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:
        """The select that was used, from its custom id alone."""
        del interaction, item
        return cls(CaseId(int(match["case"])))

    async def callback(self, interaction: Press) -> None:
        """Hands the chosen length to the queue."""
        minutes = next((m for m in TIMEOUT_MINUTES if str(m) in self.item.values), TIMEOUT_MINUTES[0])
        await _queue(interaction).press(interaction, CaseMove.TIMEOUT, self.case, minutes)


class SeenButton(DynamicItem[Button[View]], template=r"health:seen:(?P<channel>\d+)"):
    """A worker has had a look at what no classifier read."""

    def __init__(self, channel: ChannelId, label: str = "") -> None:
        custom_id = f"health:seen:{number_of(channel)}"
        super().__init__(Button(style=discord.ButtonStyle.primary, label=label or "Seen", custom_id=custom_id))
        self.channel = channel

    @classmethod
    async def from_custom_id(cls, interaction: Press, item: discord.ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button that was pressed, from its custom id alone."""
        del interaction, item
        return cls(ChannelId(platform_id("discord", match["channel"])))

    async def callback(self, interaction: Press) -> None:
        """Hands the press to the queue."""
        await _queue(interaction).seen(interaction, self.channel)


DYNAMIC_ITEMS: Final = (CaseButton, TimeoutSelect, SeenButton)


def case_buttons(case: Case, texts: Texts, locale: str, *, timeouts: bool) -> View:
    """What can be done to ``case`` now. Nothing once its words are gone: nobody should decide on what can't be read."""
    view = View(timeout=None)
    if case.text_state in GONE:
        return view
    for move in BUTTONS[case.state]:
        view.add_item(CaseButton(move, case.id, texts(locale, f"button-{move}")))
    if timeouts and case.state in OPEN_STATES:
        labels = tuple(texts(locale, "timeout-length", minutes=minutes) for minutes in TIMEOUT_MINUTES)
        view.add_item(TimeoutSelect(case.id, texts(locale, "button-timeout"), labels))
    return view


def seen_button(channel: ChannelId, texts: Texts, locale: str) -> View:
    """The one button under a health card."""
    view = View(timeout=None)
    view.add_item(SeenButton(channel, texts(locale, "button-health-seen")))
    return view
