"""When a command breaks: the person gets one kind sentence, the log gets what broke and where, without anybody's words."""

from contextlib import suppress
from typing import Any

import discord
import structlog
from discord import app_commands

from cogs.discord.locale import Languages
from config.texts import Texts
from moderation.ports import StoreFailed

log = structlog.get_logger()


class Errors:
    """``bot.tree.error(errors.answer)``; buttons call ``answer`` from their own ``on_error``."""

    def __init__(self, texts: Texts, languages: Languages) -> None:
        self._texts = texts
        self._languages = languages

    async def answer(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Logs ``error`` and tells the person that it was not them."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        name = interaction.command.qualified_name if interaction.command else None
        log.error("command.failed", command=name, error=type(cause).__name__, exc_info=cause)
        text = self._texts(await self._languages.of(interaction), "error-store" if isinstance(cause, StoreFailed) else "error-unknown")
        with suppress(discord.HTTPException):  # the interaction may be too old to answer
            if interaction.response.is_done():
                await interaction.followup.send(text, ephemeral=True)
            else:
                await interaction.response.send_message(text, ephemeral=True)
