"""A server in the plan's words, and what a step asks of Haven's own permissions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import discord
from discord import Permissions

from cogs.discord.setup_parts import ACCESS, AllowRole, Channel, Forget, Keep, MakeChannel, MakeRole, Role, Seen, SetAccess, Step, Watch

TEXTS: Final = frozenset({discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum})
"""Where people write, or open threads. Voice is never read (R25), nor the chat beside it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the report, as a key of config.texts with its arguments. ``trouble`` asks somebody to do something."""

    key: str
    args: Mapping[str, str] = field(default_factory=dict)
    trouble: bool = False


def seen_in(
    guild: discord.Guild, channels: Iterable[discord.abc.GuildChannel], roles: Iterable[discord.Role], places: Mapping[str, int]
) -> Seen:
    """A server in the plan's words."""
    return Seen(
        everyone=guild.default_role.id,
        me=guild.me.id,
        roles=tuple(Role(role.id, role.name, role.permissions.value, managed=role.managed) for role in roles),
        channels=tuple(
            Channel(
                channel.id,
                channel.name,
                category=channel.type is discord.ChannelType.category,
                texts=channel.type in TEXTS,
                overwrites={target.id: bits_of(overwrite) for target, overwrite in channel.overwrites.items()},
            )
            for channel in channels
        ),
        places=places,
    )


def lacking(step: Step, mine: Permissions) -> list[str]:
    """The permissions, by discord.py's names, that a step asks for and ``mine`` lacks. One can't give or take what one doesn't have."""
    needed = 0
    match step:
        case MakeRole(_, _, bits) | AllowRole(_, _, bits):
            needed = Permissions(manage_roles=True).value | bits
        case SetAccess(_, _, _, allow, deny):
            needed = Permissions(manage_roles=True).value | allow | deny
        case MakeChannel(key, _):
            needed = Permissions(manage_channels=True, manage_roles=key in ACCESS).value
            for allow, deny in ACCESS.get(key, {}).values():
                needed |= allow | deny
    return [] if mine.administrator else [name for name, is_on in Permissions(needed & ~mine.value) if is_on]


def about(step: Step) -> dict[str, str]:
    """What a step is about, for the report."""
    match step:
        case MakeRole(_, name, _) | MakeChannel(_, name):
            return {"what": name}
        case AllowRole(_, role, _):
            return {"what": f"<@&{role}>"}
        case SetAccess(_, channel, _, _, _):
            return {"what": f"<#{channel}>"}
        case Watch(channel, _):
            return {"what": f"<#{channel}>" if isinstance(channel, int) else channel}
        case Keep(key, _) | Forget(key):
            return {"what": key}


def bits_of(overwrite: discord.PermissionOverwrite) -> tuple[int, int]:
    """An overwrite as (allow, deny)."""
    allow, deny = overwrite.pair()
    return allow.value, deny.value


def overwrite_of(allow: int, deny: int) -> discord.PermissionOverwrite:
    """(allow, deny) as an overwrite."""
    return discord.PermissionOverwrite.from_pair(Permissions(allow), Permissions(deny))
