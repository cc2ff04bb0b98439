"""Messages, cases and a classifier that says what the test wrote into the text."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from core.clock import ManualClock
from core.ids import CaseId, ChannelId, MessageId, SpaceId, UserId
from moderation.case import Case, Origin
from moderation.following import Freeze
from moderation.model import ChannelKind, Context, Label, Message, Reason, Scores, Surface, Urgency
from moderation.pipeline import Pipeline
from moderation.policy import PolicyConfig
from moderation.ports import ScorerUnavailable
from moderation.retention import Retention, text_until
from moderation.rules import RULES
from moderation.rules.base import Rule
from moderation.window import ContextWindow
from tests.moderation.fakes import MemoryStore

START = datetime(2026, 3, 6, 19, 0, tzinfo=UTC)
HOUSE = SpaceId("discord:1")
ROOM = ChannelId("discord:10")
FOX, OTTER, HARE, HERON, OWL = (UserId(f"discord:{name}") for name in ("fox", "otter", "hare", "heron", "owl"))

MARKS = {
    "#threat": ("threat", Label.THREAT),
    "#distress": ("distress", Label.DISTRESS),
    "#hate": ("identity_attack", Label.HATE),
    "#mean": ("severe_toxicity", Label.HARASSMENT),
}


def said(
    number: int,
    text: str = "hello",
    *,
    by: UserId = FOX,
    after: float = 0,
    edited: float | None = None,
    channel: ChannelId = ROOM,
    kind: ChannelKind = ChannelKind.DISCUSSION,
    to: UserId | None = None,
    mentions: Sequence[UserId] = (),
    surface: Surface = Surface.MESSAGE,
    language: str | None = None,
) -> Message:
    """Message ``number``, written ``after`` seconds and edited ``edited`` seconds after the start."""
    return Message(
        id=MessageId(f"discord:{number}"),
        space=HOUSE,
        channel=channel,
        kind=kind,
        author=by,
        text=text,
        at=START + timedelta(seconds=after),
        edited_at=None if edited is None else START + timedelta(seconds=edited),
        surface=surface,
        reply_to=to,
        mentions=tuple(mentions),
        language=language,
    )


def talk(*turns: Message) -> Context:
    return Context(turns)


def a_case(**changes: object) -> Case:
    """A new case about Fox's message 5."""
    fields: dict[str, object] = {
        "id": CaseId(12),
        "version": 1,
        "space": HOUSE,
        "channel": ROOM,
        "kind": ChannelKind.MATCH,
        "message": MessageId("discord:5"),
        "author": FOX,
        "surface": Surface.MESSAGE,
        "origin": Origin.MODEL,
        "label": Label.HATE,
        "urgency": Urgency.SOON,
        "reasons": (Reason("reads-as-hate"),),
        "language": "nl",
        "opened_at": START,
        "text_until": text_until(START, Retention()),
    }
    return Case(**(fields | changes))  # type: ignore[arg-type]  # a builder: the tests give the right types by name


class WrittenScorer:
    """Scores what MARKS finds in the text, and fails where it says "#down". ``gate`` holds every answer back until it is set."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.read: list[str] = []
        self.gate: asyncio.Event | None = None
        self.down = ""
        self._store = store
        self._asked = asyncio.Condition()

    async def asked(self, times: int) -> None:
        """Returns once it was asked ``times`` times in all."""
        async with self._asked:
            await self._asked.wait_for(lambda: len(self.read) >= times)

    async def score(self, message: Message, context: Context) -> Scores:
        assert self._store is None or not self._store.open_now, "a classifier was asked inside a transaction"
        assert message.id not in {turn.id for turn in context.turns}
        async with self._asked:
            self.read.append(message.text)
            self._asked.notify_all()
        if self.gate is not None:
            await self.gate.wait()
        if self.down or "#down" in message.text:
            raise ScorerUnavailable(self.down or "failed")
        values = {name: 0.9 for mark, (name, _) in MARKS.items() if mark in message.text}
        return Scores({"toxicity": 0.0} | values, "written", (Reason("written"),) if values else (), language="en")


class House:
    """A pipeline with everything around it."""

    def __init__(self, *, rules: Sequence[Rule] = RULES, policy: PolicyConfig | None = None, freeze: Freeze | None = None) -> None:
        self.clock = ManualClock(START)
        self.store = MemoryStore()
        self.scorer = WrittenScorer(self.store)
        self._rules = rules
        self._policy = policy or PolicyConfig()
        self._freeze = freeze
        self.restart()

    def restart(self) -> None:
        """Everything in memory is lost; the store stays."""
        self.window = ContextWindow()
        self.pipeline = Pipeline(
            store=self.store,
            scorer=self.scorer,
            rules=self._rules,
            window=self.window,
            policy=self._policy,
            clock=self.clock,
            retention=Retention(),
            freeze=self._freeze,
        )
