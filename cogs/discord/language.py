"""/language: in which language Haven speaks to somebody."""

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from cogs.discord.locale import Languages, user_of
from config.texts import Texts

CHOICES = [
    app_commands.Choice(name="Nederlands", value="nl"),
    app_commands.Choice(name="Français", value="fr"),
    app_commands.Choice(name="English", value="en"),
    app_commands.Choice(name=locale_str("the same as my Discord", key="language-auto"), value="auto"),
]


class Language(commands.Cog):
    """The command."""

    def __init__(self, *, texts: Texts, languages: Languages) -> None:
        self._texts = texts
        self._languages = languages

    @app_commands.command(
        name=locale_str("language", key="command-language-name"),
        description=locale_str("Choose the language in which Haven speaks to you", key="command-language-description"),
    )
    @app_commands.rename(language=locale_str("language", key="option-language-name"))
    @app_commands.describe(language=locale_str("Your language", key="option-language-description"))
    @app_commands.choices(language=CHOICES)
    async def language(self, interaction: discord.Interaction, language: app_commands.Choice[str]) -> None:
        """Keeps the choice and answers in it."""
        chosen = None if language.value == "auto" else language.value
        await self._languages.choose(user_of(interaction.user), chosen)
        text = self._texts(await self._languages.of(interaction), "language-set" if chosen else "language-set-auto")
        await interaction.response.send_message(text, ephemeral=True)
