from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.clock import ManualClock, SystemClock


def test_the_machines_clock_is_aware_and_moves_on() -> None:
    clock = SystemClock()
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_a_manual_clock_moves_only_when_told() -> None:
    brussels = timezone(timedelta(hours=2))
    clock = ManualClock(datetime(2026, 7, 1, 20, tzinfo=brussels))
    assert clock.now() == datetime(2026, 7, 1, 18, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.advance(timedelta(minutes=5)) == clock.now() == datetime(2026, 7, 1, 18, 5, tzinfo=UTC)
    assert clock.advance(timedelta(minutes=-10)) == datetime(2026, 7, 1, 17, 55, tzinfo=UTC)


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        ManualClock(datetime(2026, 7, 1, 20))  # noqa: DTZ001  the naive time is the point
