"""What Discord's errors mean for an act: no for good, or not now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from core.outbox import ActLater, ActRefused

_KEYS: Final = {
    50001: "missing-permission",  # missing access
    50007: "dm-closed",  # cannot send messages to this user
    50013: "missing-permission",
    50278: "dm-closed",  # no server in common any more
}
_UNAUTHORISED: Final = 401
_TOO_MANY: Final = 429
_SERVER_ERRORS: Final = 500


@contextmanager
def as_outcomes() -> Iterator[None]:
    """Turns what discord.py raises into ActRefused ("gone", "dm-closed", "missing-permission", "rejected") or ActLater."""
    try:
        yield
    except discord.RateLimited as limited:
        raise ActLater("rate-limited", limited.retry_after) from None
    except discord.NotFound:
        raise ActRefused("gone") from None
    except discord.HTTPException as answer:
        if answer.status >= _SERVER_ERRORS or answer.status in {_UNAUTHORISED, _TOO_MANY}:
            raise ActLater("discord-unwell") from None
        raise ActRefused(_KEYS.get(answer.code, "rejected")) from None
    except (aiohttp.ClientError, OSError, TimeoutError, discord.ConnectionClosed):
        raise ActLater("unreachable") from None
