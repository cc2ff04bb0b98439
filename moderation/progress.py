"""What is being judged and how far each channel has come: revisions that were seen, and the last-judged marks. Ids only, in memory."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime

from core.ids import ChannelId, MessageId
from moderation.model import Message
from moderation.takeback import revised_at


class Revisions:
    """The newest revision seen of each message, for the last ``capacity`` messages. Texts are remembered by their hash alone."""

    def __init__(self, capacity: int = 20_000) -> None:
        self._capacity = capacity
        self._newest: OrderedDict[MessageId, tuple[datetime, int] | None] = OrderedDict()  # None: deleted by its author

    def known(self, message: MessageId) -> bool:
        """True where some revision was seen."""
        return message in self._newest

    def see(self, message: Message) -> bool:
        """Remembers the revision. False where it was seen before, is older than one that was, or the message is gone."""
        this = _key(message)
        if message.id in self._newest:
            newest = self._newest[message.id]
            if newest is None or this == newest or this[0] < newest[0]:
                return False
        self._newest[message.id] = this
        self._trim()
        return True

    def gone(self, messages: Iterable[MessageId]) -> None:
        """Remembers that these were deleted, also for one that is being judged right now."""
        for message in messages:
            self._newest[message] = None
        self._trim()

    def forget(self, message: Message) -> None:
        """The judgement failed: the same revision may come again."""
        if self.current(message):
            self._newest.pop(message.id, None)

    def current(self, message: Message) -> bool:
        """False where a newer revision, or the deletion, was seen in the meantime."""
        return self._newest.get(message.id, _key(message)) == _key(message)

    def is_gone(self, message: MessageId) -> bool:
        """True where the message was deleted."""
        return self.known(message) and self._newest[message] is None

    def _trim(self) -> None:
        while len(self._newest) > self._capacity:
            self._newest.popitem(last=False)


def _key(message: Message) -> tuple[datetime, int]:
    return revised_at(message), hash(message.text)


class Progress:
    """Each channel's last-judged mark: the newest message up to which, in order of arrival, everything was judged."""

    def __init__(self) -> None:
        self._last: dict[ChannelId, MessageId] = {}
        self._open: dict[ChannelId, dict[MessageId, MessageId | None]] = {}  # being judged or failed → its predecessor
        self._written: dict[ChannelId, MessageId] = {}

    def begin(self, message: Message) -> None:
        """``message`` arrived. One that failed before keeps its place."""
        waiting = self._open.setdefault(message.channel, {})
        if message.id not in waiting:
            waiting[message.id] = self._last.get(message.channel)
            self._last[message.channel] = message.id

    def done(self, channel: ChannelId, message: MessageId) -> None:
        """``message`` was judged and recorded, or is gone. Until this is said, the mark stays before it, and a restart reads it again."""
        self._open.get(channel, {}).pop(message, None)

    def unwritten(self) -> Sequence[tuple[ChannelId, MessageId]]:
        """The marks that moved since they were last written."""
        marks = [(channel, self._mark(channel)) for channel in self._last]
        return [(channel, mark) for channel, mark in marks if mark is not None and self._written.get(channel) != mark]

    def written(self, marks: Sequence[tuple[ChannelId, MessageId]]) -> None:
        """These marks are safe."""
        self._written.update(marks)

    def _mark(self, channel: ChannelId) -> MessageId | None:
        waiting = self._open[channel]
        return next(iter(waiting.values())) if waiting else self._last[channel]
