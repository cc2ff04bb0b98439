"""Where things are in a space: the channels and roles that /setup created or adopted, and which channels are watched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core.ids import SpaceId


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that Haven must find again.

    ``key`` is its part in the house ("channel:queue", "channel:welcome", "role:worker", "message:notice", "watched:discord:123"),
    ``target`` a platform id. For a watched channel ``value`` is its ChannelKind.
    """

    key: str
    target: str
    value: str = ""


class Places(Protocol):
    """Per space, one place a key."""

    async def all(self, space: SpaceId) -> Mapping[str, Place]:
        """Every place of a space, by key."""
        ...

    async def put(self, space: SpaceId, place: Place) -> None:
        """Sets a place, replacing what stood under its key."""
        ...

    async def remove(self, space: SpaceId, key: str) -> None:
        """Forgets a place; nothing happens where it isn't known."""
        ...
