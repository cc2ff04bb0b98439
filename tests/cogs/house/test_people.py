"""Who is spoken to how, and who is let through: the parts that Discord's own menus hide from most people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import discord
import pytest

from bot.layout import globs_of, names_of
from cogs.discord.guard import Guard
from cogs.discord.help_now import help_embed
from cogs.discord.house import House
from cogs.discord.locale import FluentTranslator, Languages
from cogs.discord.notice import NoticeFacts, notice_embed
from config.crisis_lines import load_lines
from config.settings import HouseNames, WatchSettings
from core.ids import UserId
from moderation.ports import Store, Work
from tests.cogs.house.conftest import TEXTS
from tests.cogs.test_setup_plan import NAMES


class BrokenStore:
    """A disk that is gone."""

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        raise OSError
        yield  # what makes it a generator


@dataclass
class Answers:
    """What somebody was told, seen only by them."""

    said: list[str] = field(default_factory=list)

    async def send_message(self, text: str, *, ephemeral: bool) -> None:
        assert ephemeral
        self.said.append(text)


@dataclass
class Press:
    """As much of an interaction as a guard asks for."""

    locale: str = "fr"
    guild: object | None = None
    permissions: discord.Permissions = field(default_factory=discord.Permissions.none)
    user: discord.Object = field(default_factory=lambda: discord.Object(5))
    response: Answers = field(default_factory=Answers)


def press(asked: Press) -> discord.Interaction:
    return cast("discord.Interaction", asked)


def guard() -> Guard:
    store = cast("Store", BrokenStore())
    return Guard(House(store), TEXTS, Languages(store, TEXTS))


def told(interaction: discord.Interaction) -> list[str]:
    return cast("Press", interaction).response.said


async def test_a_guard_answers_in_the_persons_language_also_without_a_store() -> None:
    asked = press(Press(guild=discord.Object(1)))
    assert not await guard().manager(asked)
    assert told(asked) == [TEXTS("fr", "guard-manager")]


async def test_a_manager_passes_without_a_word() -> None:
    asked = press(Press(guild=discord.Object(1), permissions=discord.Permissions(manage_guild=True)))
    assert await guard().manager(asked)
    assert told(asked) == []


async def test_nobody_is_a_worker_or_a_lead_in_a_direct_message() -> None:
    for ask in (guard().worker, guard().lead, guard().manager):
        asked = press(Press(locale="nl", permissions=discord.Permissions.all()))
        assert not await ask(asked)
        assert told(asked) == [TEXTS("nl", "guard-server")]


async def test_a_broken_store_speaks_the_clients_language_and_is_asked_again_later() -> None:
    languages = Languages(cast("Store", BrokenStore()), TEXTS)
    assert await languages.of_user(UserId("discord:5"), "en-GB") == "en"
    assert await languages.of_user(UserId("discord:5"), "fr") == "fr"
    assert await languages.of_user(UserId("discord:5")) == "nl"


async def test_discords_menus_are_worded_where_haven_speaks_the_language() -> None:
    translator = FluentTranslator(TEXTS)
    context = cast("Any", None)
    name = discord.app_commands.locale_str("language", key="command-language-name")
    assert await translator.translate(name, discord.Locale.dutch, context) == "taal"
    assert await translator.translate(name, discord.Locale.british_english, context) == "language"
    assert await translator.translate(name, discord.Locale.german, context) is None
    assert await translator.translate(discord.app_commands.locale_str("x"), discord.Locale.dutch, context) is None


@pytest.mark.parametrize("locale", TEXTS.locales)
def test_help_now_fits_an_answer_and_names_every_line(locale: str) -> None:
    lines = load_lines("be").line
    embed = help_embed(TEXTS, locale, lines)
    assert len(embed) <= 6000
    said = "\n".join(str(field.value) for field in embed.fields)
    assert all(f"**{line.number}**" in said for line in lines)
    assert said.count("\n") == len(lines) - 1
    assert said.startswith("**112**")


@pytest.mark.parametrize("locale", TEXTS.locales)
@pytest.mark.parametrize("channels", [0, 1, 400])
def test_the_notice_fits_one_message_however_many_channels_are_read(locale: str, channels: int) -> None:
    facts = NoticeFacts([10**18 + number for number in range(channels)], workers=10**18, days=30, minutes=1440)
    embed = notice_embed(TEXTS, locale, facts)
    assert len(embed) <= 6000
    assert max(len(str(field.value)) for field in embed.fields) <= 1024
    assert ("+370" in str(embed.fields[0].value)) == (channels == 400)


def test_the_notices_version_changes_with_its_words_only() -> None:
    one, same, other = (notice_embed(TEXTS, "nl", NoticeFacts([1], workers=2, days=days, minutes=30)).footer.text for days in (14, 14, 15))
    assert one == same != other


def test_the_settings_name_every_part_of_the_house() -> None:
    assert names_of(HouseNames()) == NAMES
    assert {str(kind): patterns for kind, patterns in globs_of(WatchSettings()).items()} == {
        "lobby": ("lobby*",),
        "match": ("match*",),
        "discussion": ("discussion*",),
    }
