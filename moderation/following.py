"""The turns after a flagged message: a few, for a short while, so that a worker sees how the talk went on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.ids import CaseId, ChannelId, MessageId
from moderation.model import Message


@dataclass(frozen=True, slots=True)
class Freeze:
    """What is frozen with a flagged message: so many turns before it, and so many after it within so many minutes."""

    before: int = 8
    after: int = 3
    minutes: int = 2


@dataclass(slots=True)
class _Follow:
    case: CaseId
    until: datetime
    left: int
    held: set[MessageId] = field(default_factory=set)


class Following:
    """Which cases still wait for turns, by channel; in memory, so that a restart ends the wait."""

    def __init__(self, freeze: Freeze) -> None:
        self._freeze = freeze
        self._follows: dict[ChannelId, list[_Follow]] = {}

    def start(self, case: CaseId, message: Message, after: Sequence[Message]) -> None:
        """Waits for turns after ``message``; those in ``after`` are frozen already."""
        left = self._freeze.after - len(after)
        if left > 0:
            follow = _Follow(case, message.at + timedelta(minutes=self._freeze.minutes), left, {message.id, *(turn.id for turn in after)})
            self._follows.setdefault(message.channel, []).append(follow)

    def waiting(self, turn: Message) -> Sequence[CaseId]:
        """The cases that ``turn`` belongs to."""
        if turn.channel not in self._follows:
            return ()
        alive = [follow for follow in self._follows.pop(turn.channel) if follow.until >= turn.at]
        if alive:
            self._follows[turn.channel] = alive
        return [follow.case for follow in alive if turn.id not in follow.held]

    def took(self, case: CaseId, turn: Message) -> None:
        """``turn`` was frozen with the case."""
        for follow in self._follows[turn.channel]:
            if follow.case == case:
                follow.held.add(turn.id)
                follow.left -= 1
                if follow.left == 0:
                    self.stop(case, turn.channel)
                return

    def stop(self, case: CaseId, channel: ChannelId) -> None:
        """The case is over, or full."""
        self._follows[channel] = [follow for follow in self._follows[channel] if follow.case != case]
