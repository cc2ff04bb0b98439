"""The parts of a house, a server as /setup sees it, and the steps it can take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from discord import Permissions

from moderation.model import ChannelKind

VIEW: Final = Permissions(view_channel=True).value
READ: Final = Permissions(view_channel=True, read_message_history=True).value
WRITE: Final = Permissions(send_messages=True, create_public_threads=True, create_private_threads=True, send_messages_in_threads=True).value
TALK: Final = Permissions(view_channel=True, read_message_history=True, send_messages=True, embed_links=True).value
STAFF: Final = Permissions(manage_messages=True).value
"""What a worker's role allows everywhere: Discord then shows the workers' commands to them and to nobody else."""

EVERYONE: Final = "everyone"
ME: Final = "me"
CATEGORY: Final = "channel:category"
QUEUE: Final = "channel:queue"
WELCOME: Final = "channel:welcome"
NOTICE: Final = "message:notice"

ROLES: Final = {"role:worker": STAFF, "role:lead": STAFF, "role:organiser": 0}
"""Key → the permissions that the role must have."""

CHANNELS: Final = (WELCOME, QUEUE, "channel:lobby", "channel:match", "channel:discussion")
KINDS: Final = {"channel:lobby": ChannelKind.LOBBY, "channel:match": ChannelKind.MATCH, "channel:discussion": ChannelKind.DISCUSSION}

ACCESS: Final[Mapping[str, Mapping[str, tuple[int, int]]]] = {
    WELCOME: {ME: (TALK, 0), EVERYONE: (READ, WRITE)},
    QUEUE: {ME: (TALK, 0), EVERYONE: (0, VIEW), "role:worker": (TALK, 0), "role:lead": (TALK, 0)},
}
"""Per channel: who → (bits that must be allowed, bits that must be denied). Channels that aren't named keep what they have."""

Names = Mapping[str, str]
"""Place key → the name to look for and to give ("role:worker" → "Haven worker")."""

Globs = Mapping[ChannelKind, Sequence[str]]
"""Kind → names (with * and ?) of the channels to watch."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role as seen; ``managed`` ones belong to a bot or to Discord."""

    id: int
    name: str
    permissions: int = 0
    managed: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as seen. ``texts``: people write in it or in its threads. ``overwrites`` are (allow, deny) by a role's or member's id."""

    id: int
    name: str
    category: bool = False
    texts: bool = True
    overwrites: Mapping[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A server as seen. ``places`` are Haven's own marks: key → number."""

    everyone: int
    me: int
    roles: tuple[Role, ...] = ()
    channels: tuple[Channel, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MakeRole:
    """Creates a role and keeps it."""

    key: str
    name: str
    permissions: int


@dataclass(frozen=True, slots=True)
class AllowRole:
    """Adds permissions to a role."""

    key: str
    role: int
    permissions: int


@dataclass(frozen=True, slots=True)
class MakeChannel:
    """Creates a channel, with the access of its part, and keeps it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SetAccess:
    """Sets bits of one overwrite, leaving its other bits as they are. ``who`` is a role's key, EVERYONE, ME or a number."""

    key: str
    channel: int
    who: str | int
    allow: int
    deny: int


@dataclass(frozen=True, slots=True)
class Keep:
    """Remembers a thing that was there already."""

    key: str
    target: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Begins to watch a channel: a number, or the key of one that an earlier step makes."""

    channel: int | str
    kind: ChannelKind


@dataclass(frozen=True, slots=True)
class Forget:
    """Forgets a thing that is gone."""

    key: str


Step = MakeRole | AllowRole | MakeChannel | SetAccess | Keep | Watch | Forget
