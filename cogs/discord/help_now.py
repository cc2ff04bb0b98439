"""The button "Help now": whom to call right now, seen only by whoever presses it. It needs no worker and no database."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

import discord

from cogs.discord.errors import Errors
from cogs.discord.locale import Languages
from config.texts import Texts

CUSTOM_ID: Final = "help:now"
RED: Final = 0xC0392B


class CrisisLine(Protocol):
    """One line to call; config.crisis_lines has them."""

    @property
    def number(self) -> str:
        """As dialled."""
        ...

    @property
    def name(self) -> str:
        """Its own name."""
        ...

    @property
    def what(self) -> Mapping[Any, str]:
        """What it is for, by language."""
        ...

    @property
    def speaks(self) -> Sequence[str]:
        """The languages of those who answer."""
        ...

    @property
    def hours(self) -> str:
        """The word always, nothing where they change, or words."""
        ...

    @property
    def site(self) -> str:
        """A site, or empty."""
        ...

    @property
    def danger(self) -> bool:
        """Whether it is for danger right now."""
        ...


def help_embed(texts: Texts, locale: str, lines: Iterable[CrisisLine]) -> discord.Embed:
    """The answer in ``locale``: danger first, then who speaks the language, then the others."""
    danger: list[str] = []
    own: list[str] = []
    others: list[str] = []
    first = ""
    for line in lines:
        (danger if line.danger else own if locale in line.speaks else others).append(_words(texts, locale, line))
        first = first or (line.number if line.danger else "")
    embed = discord.Embed(title=texts(locale, "help-title"), description=texts(locale, "help-intro"), colour=RED)
    for heading, block in (
        (texts(locale, "help-danger", number=first), danger),
        (texts(locale, "help-listen"), own),
        (texts(locale, "help-others"), others),
    ):
        if block:
            embed.add_field(name=heading, value="\n".join(block)[:1024], inline=False)
    return embed.set_footer(text=texts(locale, "help-outro"))


def _words(texts: Texts, locale: str, line: CrisisLine) -> str:
    spoken = ", ".join(texts(locale, f"language-{language}") for language in line.speaks)
    what = line.what.get(locale) or line.what["en"]
    if locale not in line.speaks:
        what += f" ({spoken})"
    name = "" if line.name == line.number else f" {line.name}"
    hours = texts(locale, "help-always") if line.hours == "always" else line.hours
    return " · ".join(part for part in (f"**{line.number}**{name}", hours, what, line.site) if part)


class HelpNow:
    """Answers the button."""

    def __init__(self, texts: Texts, languages: Languages, errors: Errors, lines: Sequence[CrisisLine]) -> None:
        self.texts = texts
        self.errors = errors
        self._languages = languages
        self._lines = lines

    def button(self) -> "HelpButton":
        """The button, speaking every language at once, since nobody knows who will need it."""
        own = self.texts.default
        labels = [self.texts(locale, "button-help") for locale in dict.fromkeys((own, *self.texts.locales))]
        return HelpButton(self, " · ".join(labels))

    async def answer(self, interaction: discord.Interaction[Any]) -> None:
        """Says whom to call. That somebody pressed is written nowhere."""
        locale = await self._languages.of(interaction)
        await interaction.response.send_message(embed=help_embed(self.texts, locale, self._lines), ephemeral=True)


class HelpButton(discord.ui.Button[Any]):
    """Lives on after a restart, by its custom id."""

    def __init__(self, help_now: HelpNow, label: str) -> None:
        super().__init__(label=label, emoji="🆘", style=discord.ButtonStyle.danger, custom_id=CUSTOM_ID)
        self._help_now = help_now

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody pressed."""
        await self._help_now.answer(interaction)
