"""Snowflakes from an injected clock: sortable by time, never the same twice, even where the clock stands still or runs back."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.clock import Clock

Json = dict[str, Any]

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_TIME_SHIFT = 22  # the low 22 bits number what happens within one millisecond


class Snowflakes:
    """Gives ids as text, as the wire carries them."""

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self._clock = clock
        self.last = last

    def next(self) -> str:
        """The next id; always greater than every one before it."""
        self.last = max(self.last + 1, _milliseconds(self._clock.now()) << _TIME_SHIFT)
        return str(self.last)


def moment_of(snowflake: str) -> datetime:
    """When an id was made, in UTC, to the millisecond."""
    return EPOCH + timedelta(milliseconds=int(snowflake) >> _TIME_SHIFT)


def snowflake_at(moment: datetime) -> str:
    """The lowest id that a thing made at ``moment`` can have."""
    return str(_milliseconds(moment) << _TIME_SHIFT)


def _milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)
