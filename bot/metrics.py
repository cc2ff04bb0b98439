"""What Haven counts about itself, never about people."""

import asyncio
import time
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from moderation.model import Context, Message, Route, Scores, Verdict
from moderation.ports import Scorer, ScorerUnavailable

LAG_EVERY_S: Final = 0.25


class Metrics:
    """Counters and gauges in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.judged = Counter("haven_judged", "Things written that were judged", registry=self.registry)
        self.queued = Counter("haven_queued", "Of these, laid before a human", registry=self.registry)
        self.unjudged = Counter("haven_unjudged", "Messages that no classifier judged", ["reason"], registry=self.registry)
        self.outbox = Gauge("haven_outbox_depth", "Acts still to be done", registry=self.registry)
        self.lag = Histogram(
            "haven_loop_lag_seconds",
            "How late the event loop was",
            buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1),
            registry=self.registry,
        )

    def count(self, verdict: Verdict) -> None:
        """One more verdict."""
        self.judged.inc()
        if verdict.route is Route.QUEUE:
            self.queued.inc()

    async def watch_lag(self) -> None:
        """Measures the loop until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(LAG_EVERY_S)
            self.lag.observe(max(0.0, time.perf_counter() - before - LAG_EVERY_S))


class CountedScorer:
    """A scorer whose failures are counted."""

    def __init__(self, scorer: Scorer, metrics: Metrics) -> None:
        self._scorer = scorer
        self._metrics = metrics

    async def score(self, message: Message, context: Context) -> Scores:
        """What the scorer says. Raises ScorerUnavailable."""
        try:
            return await self._scorer.score(message, context)
        except ScorerUnavailable as unavailable:
            self._metrics.unjudged.labels(unavailable.reason).inc()
            raise
