"""One server as `./run bot check` sees it: permissions, roles, who can see the queue, and whether the notice stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import discord

from bot.findings import Finding, Weight, missing, needed
from cogs.discord.setup_parts import NOTICE, QUEUE, READ, TALK, WELCOME

IN_QUEUE: Final = discord.Permissions(TALK)
IN_WELCOME: Final = discord.Permissions(TALK | discord.Permissions(pin_messages=True).value)
IN_WATCHED: Final = discord.Permissions(READ | discord.Permissions(manage_messages=True, manage_threads=True).value)
TEAM: Final = ("role:worker", "role:lead")


@dataclass(frozen=True, slots=True)
class Server:
    """What was asked of Discord, and Haven's own marks."""

    guild: discord.Guild
    me: discord.Member
    channels: Mapping[int, discord.abc.GuildChannel]
    places: Mapping[str, int]

    def channel(self, key: str) -> discord.abc.GuildChannel | None:
        """The channel under ``key``, or None where it isn't known or is gone."""
        return self.channels.get(self.places.get(key, 0))

    def role(self, key: str) -> discord.Role | None:
        """The role under ``key``, or None."""
        return self.guild.get_role(self.places.get(key, 0))


async def check_server(client: discord.Client, guild_id: int, places: Mapping[str, int], *, timeouts: bool) -> list[Finding]:
    """Everything about one server. Raises discord.HTTPException where Discord can't be asked."""
    assert client.user is not None  # noqa: S101 - it has logged in; only mypy needs to hear it
    guild = await client.fetch_guild(guild_id, with_counts=False)
    channels = {channel.id: channel for channel in await guild.fetch_channels()}
    server = Server(guild, await guild.fetch_member(client.user.id), channels, places)
    findings = list(_permissions(server, timeouts=timeouts))
    if QUEUE not in places:
        return [*findings, Finding("check-not-set-up", args={"server": guild.name})]
    findings += [*_roles(server), *_channels(server), *_onlookers(server), *await _notice(server)]
    if all(finding.weight is Weight.FINE for finding in findings):
        findings.append(Finding("check-server-fine", Weight.FINE, {"server": guild.name}))
    return findings


def _permissions(server: Server, *, timeouts: bool) -> Iterator[Finding]:
    lacking = missing(server.me.guild_permissions, needed(timeouts=timeouts))
    if lacking:
        yield Finding("check-permissions", args={"server": server.guild.name}, permissions=lacking)


def _roles(server: Server) -> Iterator[Finding]:
    for key in (*TEAM, "role:organiser"):
        role = server.role(key)
        if role is None:
            yield Finding("check-role-gone", args={"server": server.guild.name, "part": key.removeprefix("role:")})
        elif role >= server.me.top_role:
            yield Finding("check-hierarchy", args={"server": server.guild.name, "role": role.name})


def _channels(server: Server) -> Iterator[Finding]:
    wanted = {key: IN_WATCHED for key in server.places if key.startswith("watched:")}
    for key, permissions in {WELCOME: IN_WELCOME, QUEUE: IN_QUEUE, **wanted}.items():
        channel = server.channel(key)
        if channel is None:
            yield Finding("check-channel-gone", args={"server": server.guild.name, "part": key.partition(":")[2]})
            continue
        lacking = missing(channel.permissions_for(server.me), permissions)
        if lacking:
            yield Finding("check-channel", args={"channel": f"#{channel.name}"}, permissions=lacking)


def _onlookers(server: Server) -> Iterator[Finding]:
    queue = server.channel(QUEUE)
    if queue is None:
        return
    team = {server.places.get(key) for key in TEAM}
    for role in server.guild.roles:
        if role.id in team or role in server.me.roles[1:] or not queue.permissions_for(role).read_messages:
            continue
        args = {"channel": f"#{queue.name}", "role": role.name}
        # An administrator sees every channel of Discord: no overwrite closes one, so people must know who they are.
        yield (
            Finding("check-administrator", Weight.WARNING, args)
            if role.permissions.administrator
            else Finding("check-queue-open", args=args)
        )


async def _notice(server: Server) -> list[Finding]:
    welcome, number = server.channel(WELCOME), server.places.get(NOTICE)
    if not isinstance(welcome, discord.TextChannel):
        return []  # said already
    args = {"channel": f"#{welcome.name}"}
    try:
        message = None if number is None else await welcome.fetch_message(number)
    except (discord.NotFound, discord.Forbidden):
        message = None
    return [] if message and message.pinned else [Finding("check-notice", args=args)]
