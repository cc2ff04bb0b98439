"""Writes what judgements come to, one transaction each, and looks again first: the world moved on while the classifier read."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.clock import Clock
from core.ids import CaseId, MessageId
from moderation import acts, records
from moderation.case import Case, CaseState, Evidence, Origin, TextState
from moderation.following import Following, Freeze
from moderation.model import KEPT_LABELS, Context, Message, Route, Verdict
from moderation.ports import Store, Work
from moderation.progress import Revisions
from moderation.records import Judged
from moderation.retention import Retention
from moderation.retry import twice
from moderation.window import ContextWindow

_WORDLESS = frozenset({TextState.WITHDRAWN, TextState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Recorder:
    """The writing half of the pipeline."""

    store: Store
    clock: Clock
    retention: Retention
    window: ContextWindow
    revisions: Revisions
    following: Following
    freeze: Freeze

    async def new(self, message: Message, context: Context, verdict: Verdict, origin: Origin) -> None:
        """Lays a new message before the workers."""

        async def once() -> tuple[Case, Evidence] | None:
            async with self.store.work() as work:
                judged = Judged(verdict, origin, self._evidence(message, context), message)
                case = await self._open(work, judged)
                return (case, judged.evidence) if case is not None else None

        opened = await twice(once)
        if opened is not None:
            self.following.start(opened[0].id, message, opened[1].after)

    async def revised(self, message: Message, context: Context, verdict: Verdict, origin: Origin) -> None:
        """Lets R23 decide about the words that were frozen before this revision, or lays the new ones before the workers."""

        async def once() -> None:
            async with self.store.work() as work:
                judged = Judged(verdict, origin, self._evidence(message, context), message)
                case = await work.cases.by_message(message.id)
                if case is not None and self.revisions.current(message):
                    await records.revise(work, case, judged, self.clock.now(), self.retention)
                elif case is None and verdict.route is Route.QUEUE:
                    await self._open(work, judged)
                if message.edited_at is not None:  # a link preview that appears is nobody taking words back
                    await records.drop_turns(work, message.id)

        await twice(once)

    async def deleted(self, messages: Sequence[MessageId]) -> None:
        """Lets R23 decide about the frozen words of messages that are gone."""

        async def once() -> None:
            async with self.store.work() as work:
                for message in messages:
                    await records.delete(work, message, self.clock.now(), self.retention)

        await twice(once)

    async def follow(self, turn: Message) -> None:
        """Freezes ``turn`` with the cases that wait for what comes after them."""
        for case in self.following.waiting(turn):
            if not await self._add_after(case, turn):
                self.following.stop(case, turn.channel)

    async def _add_after(self, number: CaseId, turn: Message) -> bool:
        """False where the case needs no more turns."""
        async with self.store.work() as work:
            case = await work.cases.get(number)
            if case is None or case.state in {CaseState.DECIDED, CaseState.WITHDRAWN} or case.text_state in _WORDLESS:
                return False
            taken = self.revisions.current(turn)
            if taken:
                await work.cases.add_after(number, turn)
                await work.outbox.put(acts.card_edit(number))
        if taken:
            self.following.took(number, turn)
        return True

    async def _open(self, work: Work, judged: Judged) -> Case | None:
        """Opens the case, unless its author took the words back while they were judged and no danger keeps them."""
        message, at = judged.message, self.clock.now()
        current = self.revisions.current(message)
        if not current and judged.verdict.label not in KEPT_LABELS:
            return None
        case = await records.open_case(work, judged, at, self.retention)
        if case is None:  # known from before a restart, or opened by a worker in the meantime
            known = await work.cases.by_message(message.id)
            if known is not None and current:
                await records.revise(work, known, judged, at, self.retention)
        elif not current:
            gone = self.revisions.is_gone(message.id)
            await records.mark_taken_back(work, case, TextState.AUTHOR_DELETED if gone else TextState.AUTHOR_EDITED, at)
        return case

    def _evidence(self, message: Message, context: Context) -> Evidence:
        """The words to freeze, without the turns that were taken back since."""
        before = [turn for turn in context.turns if self.revisions.current(turn)]
        after = [turn for turn in self.window.after(message, self.freeze.after) if self.revisions.current(turn)]
        return Evidence(message, tuple(before[max(0, len(before) - self.freeze.before) :]), tuple(after))
