"""/analysis: the kill switch (R24). Tournaments and talks go on without it."""

from typing import Protocol

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from cogs.discord.guard import Guard
from cogs.discord.house import space_of
from cogs.discord.locale import Languages, user_of
from config.texts import Texts
from core.ids import SpaceId, UserId
from moderation.ports import Store


class Switch(Protocol):
    """What turns the reading on and off, at once, written and audited; moderation.pipeline.Pipeline does."""

    async def switch(self, space: SpaceId, *, on: bool, by: UserId | None = None) -> None:
        """Sets it for one space."""
        ...


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class Analysis(
    commands.GroupCog,
    group_name=locale_str("analysis", key="command-analysis-name"),
    group_description=locale_str("Whether Haven reads along", key="command-analysis-description"),
):
    """The commands. ``configured`` is what the settings say: where it is False, nothing is read, whatever a lead switches."""

    def __init__(self, *, store: Store, switch: Switch, guard: Guard, texts: Texts, languages: Languages, configured: bool) -> None:
        self._store = store
        self._switch = switch
        self._guard = guard
        self._texts = texts
        self._languages = languages
        self._configured = configured

    @app_commands.command(
        name=locale_str("on", key="command-analysis-on-name"),
        description=locale_str("Let Haven read along again", key="command-analysis-on-description"),
    )
    async def on(self, interaction: discord.Interaction) -> None:
        """Switches it on."""
        await self._set(interaction, on=True)

    @app_commands.command(
        name=locale_str("off", key="command-analysis-off-name"),
        description=locale_str("Stop Haven from reading along, at once", key="command-analysis-off-description"),
    )
    async def off(self, interaction: discord.Interaction) -> None:
        """Switches it off."""
        await self._set(interaction, on=False)

    @app_commands.command(
        name=locale_str("status", key="command-analysis-status-name"),
        description=locale_str("Whether Haven reads along now", key="command-analysis-status-description"),
    )
    async def status(self, interaction: discord.Interaction) -> None:
        """Says how it stands."""
        if not await self._guard.worker(interaction) or interaction.guild_id is None:
            return
        async with self._store.work() as work:
            on = await work.switches.analysis_on(space_of(interaction.guild_id))
        await self._say(interaction, self._state(on=on))

    async def _set(self, interaction: discord.Interaction, *, on: bool) -> None:
        if not await self._guard.lead(interaction) or interaction.guild_id is None:
            return
        await self._switch.switch(space_of(interaction.guild_id), on=on, by=user_of(interaction.user))
        await self._say(interaction, self._state(on=on))

    def _state(self, *, on: bool) -> str:
        if not self._configured:
            return "analysis-configured-off"
        return "analysis-on" if on else "analysis-off"

    async def _say(self, interaction: discord.Interaction, key: str) -> None:
        await interaction.response.send_message(self._texts(await self._languages.of(interaction), key), ephemeral=True)
