"""From a message to a case: judge in memory, record in one transaction, and let the outbox act. What is not flagged is never written."""

from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import datetime

from core.clock import Clock
from core.ids import ChannelId, MessageId, SpaceId, UserId
from moderation import acts
from moderation.case import Origin
from moderation.features import NO_FEATURES, features_of
from moderation.following import Following, Freeze
from moderation.model import Context, Label, Message, Route, Scores, Urgency, Verdict
from moderation.policy import PolicyConfig, decide, quiet
from moderation.ports import Scorer, ScorerUnavailable, Store
from moderation.progress import Progress, Revisions
from moderation.recorder import Recorder
from moderation.retention import Retention
from moderation.rules.base import Rule
from moderation.standing import Standing, Standings
from moderation.window import ContextWindow, in_history

_UNJUDGED_AT_MOST = 1_000  # held in memory between two flushes; more are written at once
_SWITCHED_OFF = Verdict(Label.CLEAN, Route.NONE, Urgency.LATER, hate=0.5)


class Pipeline:
    """Judges each revision of each message once. Safe for concurrent calls; a conversation is read in the order of the calls.

    ``flush`` is to be called about once a second and at the end: it writes how far each channel was judged and what no classifier read.
    """

    def __init__(
        self,
        *,
        store: Store,
        scorer: Scorer,
        rules: Sequence[Rule],
        window: ContextWindow,
        policy: PolicyConfig,
        clock: Clock,
        retention: Retention,
        freeze: Freeze | None = None,
    ) -> None:
        freeze = freeze or Freeze()
        self._store = store
        self._scorer = scorer
        self._rules = rules
        self._window = window
        self._policy = policy
        self._clock = clock
        self._standings = Standings(store, clock)
        self._revisions = Revisions()
        self._progress = Progress()
        self._recorder = Recorder(store, clock, retention, window, self._revisions, Following(freeze), freeze)
        self._unjudged: list[tuple[Message, str, datetime]] = []  # without their texts

    async def receive(self, message: Message) -> Verdict | None:
        """Judges a new message, or one that a gap's history tells of; None where it was judged before or the analysis is off.

        Raises what the store raises; the message then counts as not judged and may be handed in again.
        """
        known = self._revisions.known(message.id)
        if not self._revisions.see(message):
            return None
        if known:
            return await self._guarded(message, self._revised(message))
        if in_history(message):
            self._progress.begin(message)
        return await self._guarded(message, self._new(message))

    async def edited(self, message: Message) -> Verdict | None:
        """Judges a newer revision, and lets R23 decide about the words that were frozen; None and raises as in ``receive``."""
        return await self._guarded(message, self._revised(message)) if self._revisions.see(message) else None

    async def deleted(self, channel: ChannelId, ids: Sequence[MessageId]) -> None:
        """Forgets messages that are gone from the channel, and withdraws their frozen words where R23 says so."""
        self._window.delete(channel, ids)
        self._revisions.gone(ids)
        await self._recorder.deleted(ids)
        for message in ids:
            self._progress.done(channel, message)

    async def flush(self) -> None:
        """Writes the last-judged marks and the tally of what no classifier read, in one transaction; nothing where nothing changed."""
        self._window.expire(self._clock.now())
        marks, unjudged = self._progress.unwritten(), self._unjudged
        if not marks and not unjudged:
            return
        self._unjudged = []
        try:
            async with self._store.work() as work:
                await work.marks.set_judged(marks)
                for message, reason, at in unjudged:
                    await work.tally.add_unjudged(message, reason, at)
                for channel in dict.fromkeys(message.channel for message, _, _ in unjudged):
                    await work.outbox.put(acts.health_post(channel))
        except BaseException:
            self._unjudged = unjudged + self._unjudged
            raise
        self._progress.written(marks)

    async def switch(self, space: SpaceId, *, on: bool, by: UserId | None = None) -> None:
        """The kill switch (R24): off is obeyed at once, even where it can't be written, and the space's talk is forgotten. Audited."""
        if on:
            await self.flush()  # what was said while it was off lies behind the marks, also for a restart after a crash right now
        try:
            await self._standings.switch(space, on=on, by=by)
        finally:
            if not on:
                self._window.forget(space)

    async def reload(self, space: SpaceId) -> None:
        """Reads the space's switch and word lists again: somebody changed them."""
        await self._standings.reload(space)

    async def _guarded(self, message: Message, judgement: Awaitable[Verdict | None]) -> Verdict | None:
        """A judgement that fails leaves the message as if never seen, with the channel's mark before it."""
        try:
            verdict = await judgement
        except BaseException:
            self._revisions.forget(message)
            raise
        self._progress.done(message.channel, message.id)
        if len(self._unjudged) > _UNJUDGED_AT_MOST:
            await self.flush()
        return verdict

    async def _new(self, message: Message) -> Verdict | None:
        standing = await self._standings.of(message.space)
        if not standing.on:
            return None
        context = self._window.context_before(message)
        self._window.add(message)
        verdict, origin = await self._judge(message, context, standing)
        if not self._standings.on(message.space):
            return None
        if verdict.route is Route.QUEUE:
            await self._recorder.new(message, context, verdict, origin)
        if in_history(message):
            await self._recorder.follow(message)
        return verdict

    async def _revised(self, message: Message) -> Verdict | None:
        standing = await self._standings.of(message.space)
        self._window.edit(message)
        context = self._window.context_before(message)
        verdict, origin = _SWITCHED_OFF, Origin.MODEL
        if standing.on:
            verdict, origin = await self._judge(message, context, standing)
        on = self._standings.on(message.space)
        await self._recorder.revised(message, context, verdict if on else _SWITCHED_OFF, origin)
        return verdict if on else None

    async def _judge(self, message: Message, context: Context, standing: Standing) -> tuple[Verdict, Origin]:
        scores = await self._score(message, context, standing)
        hits = [hit for rule in self._rules if (hit := rule.check(message, context, standing.words)) is not None]
        features = NO_FEATURES
        if not quiet(scores, hits, self._policy):
            features = features_of(message, context, scores.language if scores is not None else None)
        verdict = decide(scores, features, hits, message.kind, self._policy)
        origin = Origin.MODEL
        if hits and decide(scores, features, (), message.kind, self._policy).route is Route.NONE:
            origin = Origin.RULE
        if message.language and not verdict.language:
            verdict = replace(verdict, language=message.language)
        return verdict, origin

    async def _score(self, message: Message, context: Context, standing: Standing) -> Scores | None:
        """The classifier's scores; None where it could not be had, which goes into the tally."""
        readable = standing.words.without_allowed(message.text)
        try:
            scores = await self._scorer.score(message if readable == message.text else replace(message, text=readable), context)
        except ScorerUnavailable as gone:
            reason = gone.reason
        else:
            if all(0.0 <= value <= 1.0 for value in scores.values.values()):
                return scores
            reason = "failed"
        self._unjudged.append((replace(message, text=""), reason, self._clock.now()))
        return None
