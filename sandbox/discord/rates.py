"""Rate limits as the platform has them, or generous ones that still carry the headers."""

import hashlib
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["discord", "generous"]
GLOBAL_PER_SECOND = 50
INVALID_MOST, INVALID_WINDOW = 10_000, 600.0

# Calls and seconds for the routes where they are known; the rest have a wide bucket.
KNOWN: Mapping[str, tuple[int, float]] = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": (1, 0.25),
    "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": (1, 0.25),
    "PATCH /guilds/{guild_id}/members/{user_id}": (10, 10.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": (5, 5.0),
}
WIDE = (50, 1.0)


@dataclass(slots=True)
class _Bucket:
    left: int
    resets: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """The headers of an answer, and the body of a 429 where the request is one too many."""

    headers: dict[str, str]
    refusal: dict[str, Any] | None = None


class Rates:
    """Counts requests. ``monotonic`` tells seconds; windows are the platform's in mode "discord"."""

    def __init__(self, mode: Mode = "discord", monotonic: Callable[[], float] = time.monotonic) -> None:
        self.mode = mode
        self._monotonic = monotonic
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._recent: deque[float] = deque()
        self._invalid: deque[float] = deque()

    def judge(self, route: str, major: str) -> Ruling:
        """Counts one request on ``route`` for its major parameter (channel, server or token)."""
        if route.startswith("POST /interactions"):
            return Ruling({})  # answers to interactions have no bucket, and a strict client minds if one is shown
        name = hashlib.blake2s(route.encode(), digest_size=16).hexdigest()
        if self.mode == "generous":
            return Ruling(_headers(name, 9999, 9998, 1.0))
        now = self._monotonic()
        if not route.split(" ")[1].startswith("/webhooks") and (wait := self._over_global(now)):
            headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global", "Retry-After": str(math.ceil(wait))}
            return Ruling(headers, _refusal(wait, everywhere=True))
        calls, seconds = KNOWN.get(route, WIDE)
        bucket = self._buckets.get((name, major))
        if bucket is None or now >= bucket.resets:
            bucket = self._buckets[name, major] = _Bucket(calls, now + seconds)
        wait = max(bucket.resets - now, 0.001)
        if bucket.left <= 0:
            headers = _headers(name, calls, 0, wait) | {"X-RateLimit-Scope": "user", "Retry-After": str(math.ceil(wait))}
            return Ruling(headers, _refusal(wait, everywhere=False))
        bucket.left -= 1
        return Ruling(_headers(name, calls, bucket.left, wait))

    def _over_global(self, now: float) -> float:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= GLOBAL_PER_SECOND:
            return self._recent[0] + 1 - now
        self._recent.append(now)
        return 0.0

    def invalid(self) -> None:
        """Counts an answer of 401, 403 or 429: ten thousand in ten minutes and the platform shuts the door."""
        self._invalid.append(self._monotonic())

    def banned(self) -> bool:
        """Whether the door is shut: a 429 without the platform's own headers."""
        while self._invalid and self._invalid[0] <= self._monotonic() - INVALID_WINDOW:
            self._invalid.popleft()
        return self.mode == "discord" and len(self._invalid) >= INVALID_MOST


def _headers(name: str, calls: int, left: int, wait: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(calls),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": f"{time.time() + wait:.3f}",  # clients compare it with the machine's own clock
        "X-RateLimit-Reset-After": f"{wait:.3f}",
        "X-RateLimit-Bucket": name,
    }


def _refusal(wait: float, *, everywhere: bool) -> dict[str, Any]:
    return {"message": "You are being rate limited.", "retry_after": round(wait, 3), "global": everywhere, "code": 0}
