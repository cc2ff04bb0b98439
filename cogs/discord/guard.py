"""Who may do what. A guard answers kindly, seen only by the person, and in their language."""

import discord

from cogs.discord.house import House
from cogs.discord.locale import Languages
from config.texts import Texts


class Guard:
    """Asked first by every command and button: ``if not await guard.worker(interaction): return``."""

    def __init__(self, house: House, texts: Texts, languages: Languages) -> None:
        self._house = house
        self._texts = texts
        self._languages = languages

    async def worker(self, interaction: discord.Interaction) -> bool:
        """Workers and leads."""
        return await self._allow(interaction, "guard-worker", allowed=self._house.is_worker(interaction.user))

    async def lead(self, interaction: discord.Interaction) -> bool:
        """Leads only."""
        return await self._allow(interaction, "guard-lead", allowed=self._house.is_lead(interaction.user))

    async def manager(self, interaction: discord.Interaction) -> bool:
        """Those whom Discord lets manage the server."""
        return await self._allow(interaction, "guard-manager", allowed=interaction.permissions.manage_guild)

    async def _allow(self, interaction: discord.Interaction, key: str, *, allowed: bool) -> bool:
        if interaction.guild is None:
            await self._say(interaction, "guard-server")
            return False
        if not allowed:
            await self._say(interaction, key)
        return allowed

    async def _say(self, interaction: discord.Interaction, key: str) -> None:
        text = self._texts(await self._languages.of(interaction), key)
        await interaction.response.send_message(text, ephemeral=True)
