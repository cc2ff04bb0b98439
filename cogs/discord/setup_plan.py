"""What /setup has to do, decided without Discord: from what is seen to a list of steps. Once they are done, nothing is left to do."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from cogs.discord.setup_parts import (
    ACCESS,
    CATEGORY,
    CHANNELS,
    EVERYONE,
    KINDS,
    ME,
    QUEUE,
    ROLES,
    VIEW,
    WELCOME,
    AllowRole,
    Channel,
    Forget,
    Globs,
    Keep,
    MakeChannel,
    MakeRole,
    Names,
    Role,
    Seen,
    SetAccess,
    Step,
    Watch,
)
from moderation.model import ChannelKind


def plan(seen: Seen, names: Names, globs: Globs) -> list[Step]:
    """Every step from ``seen`` to a house that stands, in order."""
    roles = _find_roles(seen, names)
    channels = _find_channels(seen, names)
    steps = [*_gone(seen), *_roles(seen, roles, names), *_category(seen, channels, names)]
    for key, channel in channels.items():
        if channel is None:
            steps.append(MakeChannel(key, names[key]))
            continue
        steps += _repairs(seen, key, channel, roles)
        # After its repairs: a channel that everyone may read must never become the queue (R19).
        steps += _keep(seen, key, channel.id)
    return [*steps, *_watches(seen, channels, globs)]


def kind_by_name(name: str, globs: Globs) -> ChannelKind | None:
    """What a channel of this name is for, as configuration has it; None: not to be watched."""
    return next((kind for kind, patterns in globs.items() if any(fnmatchcase(name.lower(), p.lower()) for p in patterns)), None)


def _find_roles(seen: Seen, names: Names) -> dict[str, Role | None]:
    found: dict[str, Role | None] = {}
    free = {role.id: role for role in sorted(seen.roles, key=lambda role: role.id) if not role.managed and role.id != seen.everyone}
    known = {key: free.pop(seen.places[key]) for key in ROLES if seen.places.get(key) in free}
    for key in ROLES:
        found[key] = known.get(key) or next((role for role in free.values() if _same(role.name, names[key])), None)
        free.pop(role.id if (role := found[key]) else 0, None)
    return found


def _find_channels(seen: Seen, names: Names) -> dict[str, Channel | None]:
    found: dict[str, Channel | None] = {}
    free = {channel.id: channel for channel in sorted(seen.channels, key=lambda channel: channel.id) if channel.texts}
    known = {key: free.pop(seen.places[key]) for key in CHANNELS if seen.places.get(key) in free}
    for key in CHANNELS:
        found[key] = known.get(key) or next((channel for channel in free.values() if _same(channel.name, names[key])), None)
        free.pop(channel.id if (channel := found[key]) else 0, None)
    return found


def _gone(seen: Seen) -> Iterator[Step]:
    there = {role.id for role in seen.roles} | {channel.id for channel in seen.channels}
    for key, target in seen.places.items():
        if not key.startswith("message:") and target not in there:
            yield Forget(key)


def _keep(seen: Seen, key: str, target: int) -> Iterator[Step]:
    if seen.places.get(key) != target:
        yield Keep(key, target)


def _roles(seen: Seen, roles: Mapping[str, Role | None], names: Names) -> Iterator[Step]:
    for key, role in roles.items():
        if role is None:
            yield MakeRole(key, names[key], ROLES[key])
            continue
        yield from _keep(seen, key, role.id)
        if ROLES[key] & ~role.permissions:
            yield AllowRole(key, role.id, ROLES[key])


def _category(seen: Seen, channels: Mapping[str, Channel | None], names: Names) -> Iterator[Step]:
    categories = {channel.id: channel for channel in seen.channels if channel.category}
    if all(channels.values()) or seen.places.get(CATEGORY) in categories:
        return
    named = min((channel.id for channel in categories.values() if _same(channel.name, names[CATEGORY])), default=None)
    yield MakeChannel(CATEGORY, names[CATEGORY]) if named is None else Keep(CATEGORY, named)


def _repairs(seen: Seen, key: str, channel: Channel, roles: Mapping[str, Role | None]) -> Iterator[Step]:
    numbers = {EVERYONE: seen.everyone, ME: seen.me} | {part: role.id for part, role in roles.items() if role}
    wanted = ACCESS.get(key, {})
    for who, (allow, deny) in wanted.items():
        allowed, denied = channel.overwrites.get(numbers.get(who, 0), (0, 0))
        if allow & ~allowed or deny & ~denied:
            yield SetAccess(key, channel.id, who, allow, deny)
    if key == QUEUE:
        for stranger in sorted(channel.overwrites.keys() - {numbers.get(who, 0) for who in wanted}):
            if channel.overwrites[stranger][0] & VIEW:
                yield SetAccess(key, channel.id, stranger, 0, VIEW)


def _watches(seen: Seen, channels: Mapping[str, Channel | None], globs: Globs) -> Iterator[Step]:
    private = {channel.id for key in (WELCOME, QUEUE) if (channel := channels[key])}
    # Also those that somebody took off the list by hand: /setup doesn't put them back.
    decided = {target for key, target in seen.places.items() if key.startswith(("watched:", "unwatched:"))}
    wanted: dict[int | str, ChannelKind] = {}
    for channel in seen.channels:
        if channel.texts and (by_name := kind_by_name(channel.name, globs)):
            wanted[channel.id] = by_name
    for key, kind in KINDS.items():
        wanted[part.id if (part := channels[key]) else key] = kind
    for target, kind in wanted.items():
        if target not in decided and target not in private:
            yield Watch(target, kind)


def _same(name: str, other: str) -> bool:
    # Discord writes a text channel's name in small letters, with hyphens.
    return name.casefold().replace(" ", "-") == other.casefold().replace(" ", "-")
