"""Once more where somebody else was faster."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from moderation.ports import StaleCase

T = TypeVar("T")


async def twice(once: Callable[[], Awaitable[T]]) -> T:
    """Runs a whole transaction, and a second time where its case had changed under it. Raises StaleCase where that happens again."""
    try:
        return await once()
    except StaleCase:
        return await once()
