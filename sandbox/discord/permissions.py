"""Who may do what where, as pure functions over role bits and channel overwrites."""

from collections.abc import Collection, Iterable, Mapping
from enum import IntEnum
from typing import Any


class Permission(IntEnum):
    """The platform's permission bits, by the names that its documentation gives them."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    CREATE_EVENTS = 1 << 44
    SEND_POLLS = 1 << 49
    PIN_MESSAGES = 1 << 51


P = Permission
ALL = (1 << 53) - 1
WHILE_TIMED_OUT = int(P.VIEW_CHANNEL | P.READ_MESSAGE_HISTORY)
NEEDS_SEND = int(P.MENTION_EVERYONE | P.SEND_TTS_MESSAGES | P.ATTACH_FILES | P.EMBED_LINKS | P.SEND_POLLS)

_CHAT = P.VIEW_CHANNEL | P.SEND_MESSAGES | P.SEND_MESSAGES_IN_THREADS | P.EMBED_LINKS | P.ATTACH_FILES | P.READ_MESSAGE_HISTORY
_CHAT |= P.ADD_REACTIONS | P.CREATE_PUBLIC_THREADS | P.CREATE_PRIVATE_THREADS | P.USE_EXTERNAL_EMOJIS | P.SEND_POLLS
EVERYONE = int(_CHAT | P.USE_APPLICATION_COMMANDS | P.CHANGE_NICKNAME | P.CONNECT | P.SPEAK)
IN_DM = int(_CHAT | P.USE_APPLICATION_COMMANDS | P.PIN_MESSAGES)

# What a bot's invite with named permissions gives: no ADMINISTRATOR, so that a missing permission shows.
INVITED = int(_CHAT | P.MANAGE_CHANNELS | P.MANAGE_ROLES | P.MANAGE_MESSAGES | P.MANAGE_THREADS | P.MANAGE_NICKNAMES)
INVITED |= int(P.MODERATE_MEMBERS | P.PIN_MESSAGES)


def base_permissions(everyone: int, roles: Iterable[int]) -> int:
    """Server-wide bits: everyone's and those of each role; an administrator has all."""
    bits = everyone
    for role in roles:
        bits |= role
    return ALL if bits & P.ADMINISTRATOR else bits


def with_overwrites(base: int, overwrites: Iterable[Mapping[str, Any]], *, guild: str, roles: Collection[str], user: str) -> int:
    """Bits in a channel: everyone's overwrite first, then all roles' denials before all roles' grants, then the member's own."""
    if base & P.ADMINISTRATOR:
        return ALL
    by_id = {str(entry["id"]): (int(entry["allow"]), int(entry["deny"])) for entry in overwrites}
    allow, deny = by_id.get(guild, (0, 0))
    bits = base & ~deny | allow
    matching = [by_id[role] for role in roles if role in by_id and role != guild]
    for _, denied in matching:
        bits &= ~denied
    for allowed, _ in matching:
        bits |= allowed
    allow, deny = by_id.get(user, (0, 0))
    return bits & ~deny | allow


def settled(bits: int, *, thread: bool = False, timed_out: bool = False) -> int:
    """Bits after what follows by itself: no view means nothing, no sending means no files or embeds, a time-out leaves reading.

    An administrator is exempt from all of it, as on the platform.
    """
    if bits & P.ADMINISTRATOR:
        return ALL
    if timed_out:
        bits &= WHILE_TIMED_OUT
    if not bits & P.VIEW_CHANNEL:
        return 0
    sending = P.SEND_MESSAGES_IN_THREADS if thread else P.SEND_MESSAGES
    return bits if bits & sending else bits & ~NEEDS_SEND
