"""Looks at a server and follows the plan of /setup on Discord, one step at a time, finishing what it can."""

from typing import Final

import discord
from discord import Permissions

from cogs.discord.house import House, watched_key
from cogs.discord.setup_look import Line, about, bits_of, lacking, overwrite_of, seen_in
from cogs.discord.setup_parts import (
    ACCESS,
    CATEGORY,
    EVERYONE,
    ME,
    QUEUE,
    AllowRole,
    Forget,
    Globs,
    Keep,
    MakeChannel,
    MakeRole,
    Names,
    SetAccess,
    Step,
    Watch,
)
from cogs.discord.setup_plan import plan
from core.ids import platform_id
from core.places import Place

REASON: Final = "Haven: /setup"
"""What Discord's own audit log shows beside each change."""


class Builder:
    """Builds one server's house."""

    def __init__(self, guild: discord.Guild, house: House) -> None:
        self._guild = guild
        self._house = house
        self._roles: dict[int, discord.Role] = {}
        self._channels: dict[int, discord.abc.GuildChannel] = {}

    async def build(self, names: Names, globs: Globs) -> list[Line]:
        """Follows the plan and says what was done and what was not. Raises discord.HTTPException where nothing can even be looked at."""
        # Asked anew: what an earlier run made may not have reached the cache yet.
        self._roles = {role.id: role for role in await self._guild.fetch_roles()}
        self._channels = {channel.id: channel for channel in await self._guild.fetch_channels()}
        places = self._house.places(self._guild.id)
        seen = seen_in(self._guild, self._channels.values(), self._roles.values(), places)
        lines: list[Line] = []
        broken: set[str] = set()
        for step in plan(seen, names, globs):
            if isinstance(step, Keep) and step.key == QUEUE in broken:
                continue
            line = await self._try(step)
            lines.append(line)
            if line.trouble and isinstance(step, SetAccess):
                broken.add(step.key)
        if QUEUE in broken:
            await self._house.put(self._guild.id, (), forget=[QUEUE])
            lines.append(Line("setup-queue-open", trouble=True))
        return lines

    async def _try(self, step: Step) -> Line:
        missing = lacking(step, self._guild.me.guild_permissions)
        if missing:
            return Line("setup-missing", {"permissions": ",".join(missing), **about(step)}, trouble=True)
        try:
            return await self._do(step)
        except discord.NotFound:
            return Line("setup-gone", about(step), trouble=True)
        except discord.Forbidden:
            return Line("setup-hierarchy" if isinstance(step, AllowRole) else "setup-refused", about(step), trouble=True)
        except discord.HTTPException:
            return Line("setup-failed", about(step), trouble=True)

    async def _do(self, step: Step) -> Line:
        match step:
            case MakeRole():
                line = await self._make_role(step)
            case AllowRole():
                line = await self._allow_role(step)
            case MakeChannel():
                line = await self._make_channel(step)
            case SetAccess():
                line = await self._set_access(step)
            case Watch():
                line = await self._watch(step)
            case Keep(key, target):
                await self._keep(key, target)
                line = Line("setup-kept", {"what": self._name(target)})
            case Forget(key):
                await self._house.put(self._guild.id, (), forget=[key])
                line = Line("setup-forgot")
        return line

    async def _make_role(self, step: MakeRole) -> Line:
        role = await self._guild.create_role(name=step.name, permissions=Permissions(step.permissions), mentionable=True, reason=REASON)
        self._roles[role.id] = role
        await self._keep(step.key, role.id)
        return Line("setup-made-role", {"what": role.name})

    async def _allow_role(self, step: AllowRole) -> Line:
        role = self._roles[step.role]
        await role.edit(permissions=Permissions(role.permissions.value | step.permissions), reason=REASON)
        return Line("setup-allowed-role", {"what": role.name})

    async def _make_channel(self, step: MakeChannel) -> Line:
        made: discord.abc.GuildChannel
        if step.key == CATEGORY:
            made = await self._guild.create_category(step.name, reason=REASON)
        else:
            made = await self._guild.create_text_channel(
                step.name, overwrites=await self._overwrites(step.key), category=self._category(), reason=REASON
            )
        self._channels[made.id] = made
        await self._keep(step.key, made.id)
        return Line("setup-made", {"what": self._name(made.id)})

    async def _overwrites(self, key: str) -> dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]:
        wanted = {await self._target(who): bits for who, bits in ACCESS.get(key, {}).items()}
        return {target: overwrite_of(*bits) for target, bits in wanted.items() if target}

    def _category(self) -> discord.CategoryChannel | None:
        found = self._channels.get(self._house.place(self._guild.id, CATEGORY) or 0)
        return found if isinstance(found, discord.CategoryChannel) else None

    async def _set_access(self, step: SetAccess) -> Line:
        channel = self._channels[step.channel]
        target = await self._target(step.who)
        if target is not None:
            allow, deny = bits_of(channel.overwrites_for(target))
            changed = overwrite_of(allow & ~step.deny | step.allow, deny & ~step.allow | step.deny)
            await channel.set_permissions(target, overwrite=changed, reason=REASON)
        return Line("setup-access", {"what": self._name(step.channel)})

    async def _watch(self, step: Watch) -> Line:
        number = step.channel if isinstance(step.channel, int) else self._house.place(self._guild.id, step.channel)
        if number is None:  # it could not be made; the report has said so
            return Line("setup-gone", {"what": str(step.channel)}, trouble=True)
        place = Place(watched_key(number), platform_id("discord", number), step.kind)
        await self._house.put(self._guild.id, [place])
        return Line("setup-watching", {"what": self._name(number), "kind": step.kind})

    async def _target(self, who: str | int) -> discord.Role | discord.Member | None:
        if who == EVERYONE:
            return self._guild.default_role
        if who == ME:
            return self._guild.me
        number = who if isinstance(who, int) else self._house.place(self._guild.id, who)
        if number is None or number in self._roles:
            return None if number is None else self._roles[number]
        try:
            return await self._guild.fetch_member(number)
        except discord.NotFound:
            return None  # somebody who has left: nothing to open or close

    async def _keep(self, key: str, target: int) -> None:
        await self._house.put(self._guild.id, [Place(key, platform_id("discord", target))])

    def _name(self, number: int) -> str:
        if number in self._roles:
            return self._roles[number].name
        channel = self._channels.get(number)
        # Discord draws a mention of a category like one of a channel, and pressing it leads nowhere.
        return channel.name if isinstance(channel, discord.CategoryChannel) else f"<#{number}>"
