"""The last turns of each channel: in memory only, few, and soon forgotten (R1)."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from core.ids import ChannelId, MessageId, SpaceId
from moderation.model import Context, Message


def in_history(message: Message) -> bool:
    """True for what stands in a channel's history under its id; a nickname, a title or a link's preview has a made-up one."""
    return "/" not in message.id


class ContextWindow:
    """At most ``turns`` messages in each of at most ``channels`` channels, none older than ``minutes``.

    The channel that was quiet longest goes first. Raises ValueError where a limit is below one.
    """

    def __init__(self, *, turns: int = 20, channels: int = 500, minutes: int = 30) -> None:
        if min(turns, channels, minutes) < 1:
            raise ValueError("a window holds at least one turn of one channel for one minute")
        self._turns = turns
        self._channels = channels
        self._age = timedelta(minutes=minutes)
        self._talk: OrderedDict[ChannelId, dict[MessageId, Message]] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(turns) for turns in self._talk.values())

    def add(self, message: Message) -> None:
        """Appends a turn; a message that is known already takes its own place again. Nicknames and the like are nobody's turn."""
        if not in_history(message):
            return
        turns = self._talk.setdefault(message.channel, {})
        self._talk.move_to_end(message.channel)
        turns[message.id] = message
        if len(turns) > self._turns:
            del turns[next(iter(turns))]
        if len(self._talk) > self._channels:
            self._talk.popitem(last=False)

    def edit(self, message: Message) -> None:
        """Puts a newer revision in the old one's place; nothing happens where the old one is no longer known."""
        if message.id in self._talk.get(message.channel, {}):
            self._talk[message.channel][message.id] = message

    def delete(self, channel: ChannelId, ids: Sequence[MessageId]) -> None:
        """Forgets turns that their authors took back."""
        turns = self._talk.get(channel, {})
        for message in ids:
            turns.pop(message, None)

    def context_before(self, message: Message) -> Context:
        """The turns before ``message``, oldest first, none older than the window allows at that moment."""
        known = self._talk.get(message.channel, {})
        turns: Iterable[Message] = known.values()
        if message.id in known:
            turns = takewhile(lambda turn: turn.id != message.id, turns)
        oldest = message.at - self._age
        return Context(tuple([turn for turn in turns if turn.at >= oldest]))

    def after(self, message: Message, count: int) -> tuple[Message, ...]:
        """The first ``count`` turns that came after ``message``, where it is still known: they arrived while it was being judged."""
        turns = list(self._talk.get(message.channel, {}).values())
        ids = [turn.id for turn in turns]
        return tuple(turns[ids.index(message.id) + 1 :][:count]) if message.id in ids else ()

    def expire(self, now: datetime) -> None:
        """Forgets what has grown too old, so that a channel that falls silent is forgotten too."""
        oldest = now - self._age
        for channel, turns in list(self._talk.items()):
            for stale in [turn.id for turn in turns.values() if turn.at < oldest]:
                del turns[stale]
            if not turns:
                del self._talk[channel]

    def forget(self, space: SpaceId) -> None:
        """Forgets a whole space: its analysis was switched off."""
        for channel, turns in list(self._talk.items()):
            for known in [turn.id for turn in turns.values() if turn.space == space]:
                del turns[known]
            if not turns:
                del self._talk[channel]
