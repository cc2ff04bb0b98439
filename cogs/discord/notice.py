"""The pinned notice (R7): that a computer reads along, what, why, who decides, how long, which rights; with "Help now" under it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
import structlog
from discord.ext import commands

from cogs.discord.help_now import HelpNow
from cogs.discord.house import House
from cogs.discord.setup_look import Line
from cogs.discord.setup_parts import NOTICE
from config.texts import Texts
from core.ids import platform_id
from core.places import Place

GREEN: Final = 0x2E8B6F
ROOM: Final = 30
"""Channels named in the notice; Discord's fields hold no more than 1,024 characters."""

PARTS: Final = ("reads", "why", "who", "never", "keep", "rights", "help")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the notice says of this server: watched channels and the workers' role, as numbers, and how long text is kept."""

    channels: Sequence[int]
    workers: int | None
    days: int
    minutes: int


def notice_embed(texts: Texts, locale: str, facts: NoticeFacts) -> discord.Embed:
    """The notice in ``locale``. Its footer holds a version that changes with every word."""
    named = [f"<#{channel}>" for channel in facts.channels[:ROOM]]
    more = len(facts.channels) - len(named)
    args: dict[str, str | int] = {
        "channels": ", ".join(named) + (f" (+{more})" if more else ""),
        "workers": f"<@&{facts.workers}>" if facts.workers else "…",
        "days": facts.days,
        "minutes": facts.minutes,
    }
    embed = discord.Embed(title=texts(locale, "notice-title"), description=texts(locale, "notice-intro"), colour=GREEN)
    for part in PARTS:
        key = "notice-reads-nowhere" if part == "reads" and not named else f"notice-{part}"
        words = texts(locale, key, **args)
        if part == "keep":
            words += "\n" + texts(locale, "notice-taken-back")
        embed.add_field(name=texts(locale, f"notice-{part}-title"), value=words, inline=False)
    words = "\n".join([f"{embed.title}\n{embed.description}", *(f"{field.name}\n{field.value}" for field in embed.fields)])
    version = hashlib.sha256(words.encode()).hexdigest()[:8]
    return embed.set_footer(text=texts(locale, "notice-footer", version=version))


class Notice(commands.Cog):
    """Posts the notice, pins it, keeps its words true, and looks at every start whether it still stands."""

    def __init__(self, bot: commands.Bot, *, house: House, texts: Texts, help_now: HelpNow, days: int, minutes: int) -> None:
        self._bot = bot
        self._house = house
        self._texts = texts
        self._help_now = help_now
        self._days = days
        self._minutes = minutes

    async def cog_load(self) -> None:
        """Makes the buttons of notices work that an earlier run posted."""
        self._bot.add_view(self._view())

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Puts the notice back where somebody took it away while Haven wasn't there."""
        for guild in self._bot.guilds:
            async with self._house.building(guild.id):
                await self._house.load(guild.id)
                lines = await self.stand(guild) if self._house.is_set_up(guild.id) else []
            for line in lines:
                log.warning("notice.mended", guild=guild.id, what=line.key, trouble=line.trouble)

    def facts(self, guild_id: int) -> NoticeFacts:
        """What there is to say about a server."""
        return NoticeFacts(sorted(self._house.watched(guild_id)), self._house.place(guild_id, "role:worker"), self._days, self._minutes)

    async def stand(self, guild: discord.Guild) -> list[Line]:
        """Posts, rewrites or pins the notice where needed; says what it did. An empty list: all was well."""
        number = self._house.welcome_channel(guild.id)
        if number is None:
            return [Line("notice-no-channel", trouble=True)]
        about = {"what": f"<#{number}>"}
        try:
            # A channel that /setup made just now may not be in the cache yet.
            channel = guild.get_channel(number) or await guild.fetch_channel(number)
            if not isinstance(channel, discord.TextChannel):
                return [Line("notice-no-channel", trouble=True)]
            return await self._stand(channel)
        except discord.NotFound:
            return [Line("notice-no-channel", trouble=True)]
        except discord.Forbidden:
            return [Line("notice-refused", about, trouble=True)]
        except discord.HTTPException:
            return [Line("setup-failed", about, trouble=True)]

    async def show(self, interaction: discord.Interaction[Any], locale: str) -> None:
        """The notice in a language of the reader's choice, seen only by them."""
        guild = interaction.guild_id or 0
        await interaction.response.send_message(embed=notice_embed(self._texts, locale, self.facts(guild)), ephemeral=True)

    async def _stand(self, channel: discord.TextChannel) -> list[Line]:
        embed = notice_embed(self._texts, self._texts.default, self.facts(channel.guild.id))
        message = await self._posted(channel)
        lines = []
        if message is None:
            message = await channel.send(embed=embed, view=self._view())
            await self._house.put(channel.guild.id, [Place(NOTICE, platform_id("discord", message.id))])
            lines.append(Line("notice-posted", {"what": channel.mention}))
        elif not message.embeds or message.embeds[0].footer.text != embed.footer.text:
            await message.edit(embed=embed, view=self._view())
            lines.append(Line("notice-rewritten", {"what": channel.mention}))
        if not message.pinned:
            await message.pin(reason="Haven: the notice")
            lines.append(Line("notice-pinned", {"what": channel.mention}))
        return lines

    async def _posted(self, channel: discord.TextChannel) -> discord.Message | None:
        number = self._house.place(channel.guild.id, NOTICE)
        if number is None:
            return None
        try:
            return await channel.fetch_message(number)
        except discord.NotFound:
            return None

    def _view(self) -> discord.ui.View:
        view = _View(self._help_now)
        view.add_item(self._help_now.button())
        for locale in dict.fromkeys((self._texts.default, *self._texts.locales)):
            view.add_item(NoticeButton(self, locale, self._texts(locale, "button-notice")))
        return view


class _View(discord.ui.View):
    def __init__(self, help_now: HelpNow) -> None:
        super().__init__(timeout=None)
        self._help_now = help_now

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, item: discord.ui.Item[Any]) -> None:
        del item
        await self._help_now.errors.answer(interaction, error)


class NoticeButton(discord.ui.Button[Any]):
    """Shows the notice in one language."""

    def __init__(self, notice: Notice, locale: str, label: str) -> None:
        super().__init__(label=label, style=discord.ButtonStyle.secondary, custom_id=f"notice:{locale}")
        self._notice = notice
        self._locale = locale

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody wants to read it in this language."""
        await self._notice.show(interaction, self._locale)
