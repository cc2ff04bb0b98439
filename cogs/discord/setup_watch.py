"""/watch: which channels Haven reads. What changes here is changed in the pinned notice too."""

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from cogs.discord.guard import Guard
from cogs.discord.house import House, watched_key
from cogs.discord.locale import Languages, user_of
from cogs.discord.notice import Notice
from cogs.discord.setup_look import TEXTS
from cogs.discord.setup_parts import QUEUE, WELCOME, Globs
from cogs.discord.setup_plan import kind_by_name
from config.texts import Texts
from core.audit import AuditEntry
from core.clock import Clock
from core.ids import UserId, platform_id
from core.places import Place
from moderation.model import ChannelKind

Found = discord.TextChannel | discord.ForumChannel


class ReadableOnly(app_commands.Transformer):
    """Offers channels in which people write. discord.py's own choice would offer media channels too, which hold pictures (R25)."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds that Discord's menu lists."""
        return sorted(TEXTS, key=lambda kind: kind.value)

    async def transform(self, interaction: discord.Interaction, value: app_commands.AppCommandChannel, /) -> Found:
        """The channel itself. Raises TransformerError for one that is no longer there."""
        del interaction
        channel = value.resolve() or await value.fetch()
        if not isinstance(channel, Found):
            raise app_commands.TransformerError(value, self.type, self)
        return channel


Readable = app_commands.Transform[Found, ReadableOnly]
KINDS = [
    app_commands.Choice(name=locale_str("a match", key="kind-match"), value="match"),
    app_commands.Choice(name=locale_str("the lobby", key="kind-lobby"), value="lobby"),
    app_commands.Choice(name=locale_str("a discussion", key="kind-discussion"), value="discussion"),
]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Watch(
    commands.GroupCog,
    group_name=locale_str("watch", key="command-watch-name"),
    group_description=locale_str("Which channels Haven reads", key="command-watch-description"),
):
    """The command, and the ear for new channels with a name that configuration watches."""

    def __init__(
        self,
        *,
        clock: Clock,
        house: House,
        guard: Guard,
        texts: Texts,
        languages: Languages,
        notice: Notice,
        globs: Globs,
    ) -> None:
        self._clock = clock
        self._house = house
        self._guard = guard
        self._texts = texts
        self._languages = languages
        self._notice = notice
        self._globs = globs

    @app_commands.command(
        name=locale_str("add", key="command-watch-add-name"),
        description=locale_str("Let Haven read a channel", key="command-watch-add-description"),
    )
    @app_commands.rename(
        channel=locale_str("channel", key="option-channel-name"),
        kind=locale_str("kind", key="option-kind-name"),
    )
    @app_commands.describe(
        channel=locale_str("Which channel", key="option-channel-description"),
        kind=locale_str("What the channel is for", key="option-kind-description"),
    )
    @app_commands.choices(kind=KINDS)
    async def add(self, interaction: discord.Interaction, channel: Readable, kind: app_commands.Choice[str]) -> None:
        """Begins to watch a channel."""
        if not await self._guard.manager(interaction):
            return
        if channel.id in (self._house.place(channel.guild.id, QUEUE), self._house.place(channel.guild.id, WELCOME)):
            await self._say(interaction, "watch-own", what=channel.mention)
            return
        if not channel.permissions_for(channel.guild.me).read_message_history:
            await self._say(interaction, "watch-blind", what=channel.mention)
            return
        await self._put(channel, ChannelKind(kind.value), user_of(interaction.user))
        locale = await self._languages.of(interaction)
        await self._say(interaction, "setup-watching", what=channel.mention, kind=self._texts(locale, f"kind-{kind.value}"))

    @app_commands.command(
        name=locale_str("remove", key="command-watch-remove-name"),
        description=locale_str("Let Haven stop reading a channel", key="command-watch-remove-description"),
    )
    @app_commands.rename(channel=locale_str("channel", key="option-channel-name"))
    @app_commands.describe(channel=locale_str("Which channel", key="option-channel-description"))
    async def remove(self, interaction: discord.Interaction, channel: Readable) -> None:
        """Stops watching a channel, also when /setup is run again."""
        if not await self._guard.manager(interaction):
            return
        if self._house.kind_by_id(channel.id) is None:
            await self._say(interaction, "watch-not", what=channel.mention)
            return
        await self._put(channel, None, user_of(interaction.user))
        await self._say(interaction, "watch-removed", what=channel.mention)

    @app_commands.command(
        name=locale_str("list", key="command-watch-list-name"),
        description=locale_str("Which channels Haven reads now", key="command-watch-list-description"),
    )
    async def list(self, interaction: discord.Interaction) -> None:
        """Names the watched channels."""
        if not await self._guard.manager(interaction) or interaction.guild_id is None:
            return
        locale = await self._languages.of(interaction)
        watched = self._house.watched(interaction.guild_id)
        lines = [f"<#{channel}>: {self._texts(locale, f'kind-{kind}')}" for channel, kind in sorted(watched.items())]
        text = "\n".join(lines[:80]) or self._texts(locale, "watch-none")
        await interaction.response.send_message(embed=discord.Embed(description=text), ephemeral=True)

    @commands.Cog.listener()
    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Watches a new channel whose name configuration watches, and says so in the notice."""
        kind = kind_by_name(channel.name, self._globs) if channel.type in TEXTS else None
        if kind is None or not self._house.is_set_up(channel.guild.id):
            return
        async with self._house.building(channel.guild.id):  # /setup's own new channels are settled by /setup
            if channel.id not in self._house.places(channel.guild.id).values():
                await self._put(channel, kind, None)

    async def _put(self, channel: discord.abc.GuildChannel, kind: ChannelKind | None, by: UserId | None) -> None:
        target = platform_id("discord", channel.id)
        watched, unwatched = watched_key(channel.id), f"unwatched:{target}"
        place = Place(watched, target, kind) if kind else Place(unwatched, target)
        entry = AuditEntry(self._clock.now(), "watch.add" if kind else "watch.remove", actor=by, detail=f"channel={target}")
        await self._house.put(channel.guild.id, [place], forget=[unwatched if kind else watched], entry=entry)
        await self._notice.stand(channel.guild)

    async def _say(self, interaction: discord.Interaction, key: str, **args: str) -> None:
        text = self._texts(await self._languages.of(interaction), key, **args)
        await interaction.response.send_message(text, ephemeral=True)
