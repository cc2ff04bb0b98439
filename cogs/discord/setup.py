"""/setup: builds the house in a server, or mends it. It can be run again without harm."""

from collections.abc import Iterable, Sequence

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from cogs.discord.guard import Guard
from cogs.discord.house import House
from cogs.discord.locale import Languages, user_of
from cogs.discord.notice import Notice
from cogs.discord.setup_build import Builder
from cogs.discord.setup_look import Line
from cogs.discord.setup_parts import Globs, Names
from config.texts import Texts
from core.audit import AuditEntry
from core.clock import Clock
from moderation.ports import Store

ROOM = 3900
"""Characters of a report; Discord's descriptions hold 4,096."""


class Setup(commands.Cog):
    """The command and its report."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        house: House,
        guard: Guard,
        texts: Texts,
        languages: Languages,
        notice: Notice,
        names: Names,
        globs: Globs,
    ) -> None:
        self._store = store
        self._clock = clock
        self._house = house
        self._guard = guard
        self._texts = texts
        self._languages = languages
        self._notice = notice
        self._names = names
        self._globs = globs

    @app_commands.command(
        name=locale_str("setup", key="command-setup-name"),
        description=locale_str("Make or mend Haven's channels and roles in this server", key="command-setup-description"),
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction) -> None:
        """Builds, then tells in words what was done and what somebody has to do."""
        if not await self._guard.manager(interaction) or interaction.guild is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        locale = await self._languages.of(interaction)
        lines = await self.build(interaction.guild, interaction.user)
        await interaction.followup.send(embed=report(self._texts, locale, lines, self._names), ephemeral=True)

    async def build(self, guild: discord.Guild, by: discord.abc.Snowflake) -> list[Line]:
        """Follows the plan, puts up the notice, and writes in the audit that it was done."""
        async with self._house.building(guild.id):
            await self._house.load(guild.id)
            lines = await Builder(guild, self._house).build(self._names, self._globs)
            lines += await self._notice.stand(guild)
        troubles = sum(line.trouble for line in lines)
        async with self._store.work() as work:
            detail = f"guild={guild.id} steps={len(lines) - troubles} troubles={troubles}"
            await work.audit.record(AuditEntry(self._clock.now(), "setup.run", actor=user_of(by), detail=detail))
        return lines


def report(texts: Texts, locale: str, lines: Sequence[Line], names: Names) -> discord.Embed:
    """What /setup did, in words: what somebody has to do comes first."""
    troubles = [f"⚠️ {words(texts, locale, line)}" for line in lines if line.trouble]
    done = [f"✅ {words(texts, locale, line)}" for line in together(line for line in lines if not line.trouble)]
    blocks = [*dict.fromkeys(troubles), *dict.fromkeys(done)]
    if not lines:
        blocks = [texts(locale, "setup-nothing")]
    if any(line.key == "setup-made-role" for line in lines):
        blocks.append(texts(locale, "setup-next", worker=names["role:worker"], lead=names["role:lead"]))
    title = texts(locale, "setup-title-trouble" if troubles else "setup-title")
    return discord.Embed(title=title, description=_fitting(blocks))


def together(lines: Iterable[Line]) -> list[Line]:
    """Lines that differ only in what they are about, as one: seventeen ticks are not read, six are."""
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for line in lines:
        rest = tuple(sorted((name, value) for name, value in line.args.items() if name != "what"))
        groups.setdefault((line.key, rest), []).append(line.args.get("what", ""))
    return [Line(key, {**dict(rest), "what": ", ".join(dict.fromkeys(what))}) for (key, rest), what in groups.items()]


def words(texts: Texts, locale: str, line: Line) -> str:
    """One line of a report in ``locale``."""
    args = dict(line.args)
    if "permissions" in args:
        wanted = args["permissions"].replace("_", "-").split(",")
        args["permissions"] = ", ".join(f"**{texts(locale, f'permission-{name}')}**" for name in wanted)
    if "kind" in args:
        args["kind"] = texts(locale, f"kind-{args['kind']}")
    return texts(locale, line.key, **args)


def _fitting(blocks: Sequence[str]) -> str:
    text = ""
    for block in blocks:
        if len(text) + len(block) > ROOM:
            return text + "\n…"
        text += f"\n{block}"
    return text.strip()
