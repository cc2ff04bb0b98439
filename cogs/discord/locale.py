"""Which language to speak to whom: their own choice by /language, else Discord's, else the team's."""

import asyncio
from contextlib import suppress

import discord
from discord import app_commands

from config.texts import Texts
from core.ids import UserId, platform_id
from moderation.ports import Store

PATIENCE_S = 0.4
"""How long an answer waits for the stored choice before it speaks Discord's language; Discord allows three seconds in all."""


def user_of(user: discord.abc.Snowflake) -> UserId:
    """A Discord user as Haven's id."""
    return UserId(platform_id("discord", user.id))


class Languages:
    """Each person's language, remembered in memory once it was asked."""

    def __init__(self, store: Store, texts: Texts) -> None:
        self._store = store
        self._texts = texts
        self._chosen: dict[UserId, str | None] = {}
        self._asking: dict[UserId, asyncio.Task[str | None]] = {}

    async def of(self, interaction: discord.Interaction) -> str:
        """The language for whoever clicked or typed. Never fails and never waits long, also while the store is locked."""
        return await self.of_user(user_of(interaction.user), str(interaction.locale))

    async def of_user(self, user: UserId, locale: str | None = None) -> str:
        """The language for ``user``; ``locale`` is what their client says, where that is known."""
        if user in self._chosen:
            return self._chosen[user] or self._texts.closest(locale)
        task = self._asking.get(user)
        if task is None:
            task = self._asking[user] = asyncio.create_task(self._ask(user))
            task.add_done_callback(lambda _: self._asking.pop(user, None))
        await asyncio.wait({task}, timeout=PATIENCE_S)
        chosen = task.result() if task.done() else None
        return chosen or self._texts.closest(locale)

    async def choose(self, user: UserId, language: str | None) -> None:
        """Keeps a person's choice; None forgets it."""
        async with self._store.work() as work:
            await work.preferences.set_language(user, language)
        self._chosen[user] = language

    async def _ask(self, user: UserId) -> str | None:
        # Whatever is wrong with the store, people still get an answer, in Discord's language.
        with suppress(Exception):
            async with self._store.work() as work:
                chosen = await work.preferences.language(user)
            self._chosen[user] = chosen
            return chosen
        return None


class FluentTranslator(app_commands.Translator):
    """Names and descriptions of commands for Discord's own menus: ``locale_str("…", key="command-setup-name")``."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The text in Discord's locale, or None where Haven doesn't speak it."""
        del context  # the key says it all
        language = str(locale).partition("-")[0]
        key = string.extras.get("key")
        if key is None or language not in self._texts.locales:
            return None
        return self._texts(language, key)
