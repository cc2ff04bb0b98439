"""/words: the lists that workers keep themselves. The audit says that a list changed and by whom, never the word."""

from typing import Protocol

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from cogs.discord.guard import Guard
from cogs.discord.house import House, space_of
from cogs.discord.locale import Languages, user_of
from config.texts import Texts
from core.audit import AuditEntry
from core.clock import Clock
from core.ids import SpaceId
from moderation.ports import Store
from moderation.words import ALLOWED, SEVERE, WATCH

MOST = 500
"""Words in all lists of a server: more would be a censor, not a help, and every message is held against them."""

ROOM = 980
"""Characters of one list when shown; Discord's fields hold 1,024."""

LISTS = [
    app_commands.Choice(name=locale_str("severe: show it to the team", key="words-list-severe"), value=SEVERE),
    app_commands.Choice(name=locale_str("watch: ask for a look", key="words-list-watch"), value=WATCH),
    app_commands.Choice(name=locale_str("allowed: nothing to see", key="words-list-allowed"), value=ALLOWED),
]
Word = app_commands.Range[str, 2, 60]


class Reader(Protocol):
    """Who reads the lists; moderation.pipeline.Pipeline does."""

    async def reload(self, space: SpaceId) -> None:
        """Reads a space's lists again."""
        ...


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class Words(
    commands.GroupCog,
    group_name=locale_str("words", key="command-words-name"),
    group_description=locale_str("Your own word lists", key="command-words-description"),
):
    """The commands."""

    def __init__(
        self, *, store: Store, clock: Clock, reader: Reader, house: House, guard: Guard, texts: Texts, languages: Languages
    ) -> None:
        self._store = store
        self._clock = clock
        self._reader = reader
        self._house = house
        self._guard = guard
        self._texts = texts
        self._languages = languages

    @app_commands.command(
        name=locale_str("add", key="command-words-add-name"),
        description=locale_str("Put a word or phrase on a list", key="command-words-add-description"),
    )
    @app_commands.rename(name=locale_str("list", key="option-list-name"), word=locale_str("word", key="option-word-name"))
    @app_commands.describe(
        name=locale_str("Which list", key="option-list-description"),
        word=locale_str("A word or a short phrase", key="option-word-description"),
    )
    @app_commands.choices(name=LISTS)
    async def add(self, interaction: discord.Interaction, name: app_commands.Choice[str], word: Word) -> None:
        """Adds a word."""
        if not await self._guard.worker(interaction) or interaction.guild_id is None:
            return
        space, tidy = space_of(interaction.guild_id), tidied(word)
        async with self._store.work() as work:
            full = len(await work.words.words(space)) >= MOST
            added = not full and await work.words.add(space, name.value, tidy)
            if added:
                await work.audit.record(self._entry(interaction, "words.add", name.value))
        await self._reader.reload(space)
        await self._say(interaction, "words-added" if added else "words-full" if full else "words-known", word=tidy)

    @app_commands.command(
        name=locale_str("remove", key="command-words-remove-name"),
        description=locale_str("Take a word or phrase off a list", key="command-words-remove-description"),
    )
    @app_commands.rename(name=locale_str("list", key="option-list-name"), word=locale_str("word", key="option-word-name"))
    @app_commands.describe(
        name=locale_str("Which list", key="option-list-description"),
        word=locale_str("A word or a short phrase", key="option-word-description"),
    )
    @app_commands.choices(name=LISTS)
    async def remove(self, interaction: discord.Interaction, name: app_commands.Choice[str], word: Word) -> None:
        """Takes a word away."""
        if not await self._guard.worker(interaction) or interaction.guild_id is None:
            return
        space, tidy = space_of(interaction.guild_id), tidied(word)
        async with self._store.work() as work:
            gone = await work.words.remove(space, name.value, tidy)
            if gone:
                await work.audit.record(self._entry(interaction, "words.remove", name.value))
        await self._reader.reload(space)
        await self._say(interaction, "words-removed" if gone else "words-unknown", word=tidy)

    @remove.autocomplete("word")
    async def suggest(self, interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        """The words that are there; workers only see them, and only workers."""
        if interaction.guild_id is None or not self._house.is_worker(interaction.user):
            return []
        async with self._store.work() as work:
            words = await work.words.words(space_of(interaction.guild_id))
        chosen = getattr(interaction.namespace, "list", None)
        fitting = sorted({word for name, word in words if current.lower() in word.lower() and chosen in (None, name)})
        return [app_commands.Choice(name=word, value=word) for word in fitting[:25]]

    @app_commands.command(
        name=locale_str("list", key="command-words-list-name"),
        description=locale_str("Show the lists", key="command-words-list-description"),
    )
    async def list(self, interaction: discord.Interaction) -> None:
        """Shows the words, each under a spoiler, to the worker alone."""
        if not await self._guard.worker(interaction) or interaction.guild_id is None:
            return
        async with self._store.work() as work:
            words = await work.words.words(space_of(interaction.guild_id))
        locale = await self._languages.of(interaction)
        embed = discord.Embed()
        for name in (SEVERE, WATCH, ALLOWED):
            shown = [f"||{discord.utils.escape_markdown(word)}||" for kept, word in words if kept == name]
            embed.add_field(name=self._texts(locale, f"words-list-{name}"), value=_fitting(shown), inline=False)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    def _entry(self, interaction: discord.Interaction, action: str, name: str) -> AuditEntry:
        detail = f"guild={interaction.guild_id} list={name}"
        return AuditEntry(self._clock.now(), action, actor=user_of(interaction.user), detail=detail)

    async def _say(self, interaction: discord.Interaction, key: str, *, word: str) -> None:
        text = self._texts(await self._languages.of(interaction), key, word=discord.utils.escape_markdown(word))
        await interaction.response.send_message(text, ephemeral=True)


def tidied(word: str) -> str:
    """A word as the lists keep it: one space between words, none around, in small letters."""
    return " ".join(word.split()).casefold()


def _fitting(words: list[str]) -> str:
    shown: list[str] = []
    size = 0
    for word in words:
        size += len(word) + 2
        if size > ROOM:
            return f"{', '.join(shown)} … (+{len(words) - len(shown)})"
        shown.append(word)
    return ", ".join(shown) or "…"
