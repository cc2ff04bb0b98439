"""How long words are kept (R2, R6): pure arithmetic over times; whoever deletes asks here when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Retention:
    """The windows. Raises ValueError where one is not positive or words would be kept longer than 30 days."""

    undo: timedelta = timedelta(minutes=30)  # after a decision
    keep: timedelta = timedelta(days=14)  # without one
    notes: timedelta = timedelta(days=14)

    def __post_init__(self) -> None:
        for window in (self.undo, self.keep, self.notes):
            if not timedelta(0) < window <= LONGEST:
                raise ValueError("a retention window lies above zero and is at most 30 days")


def text_until(frozen_at: datetime, retention: Retention) -> datetime:
    """When words that were frozen at ``frozen_at`` go, where nobody decides."""
    return frozen_at + retention.keep


def text_until_decided(until: datetime, decided_at: datetime, retention: Retention) -> datetime:
    """When they go after a decision: with the undo window, and never later than they would have gone anyway (``until``)."""
    return min(until, decided_at + retention.undo)


def note_until(written_at: datetime, retention: Retention) -> datetime:
    """When a worker's note goes."""
    return written_at + retention.notes
