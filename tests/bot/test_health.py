"""Health and metrics over HTTP."""

import asyncio

import aiohttp
import pytest

from bot.health import Check, health_app, served
from bot.metrics import CountedScorer, Metrics
from moderation.model import Context, Label, Message, Route, Scores, Urgency, Verdict
from moderation.ports import ScorerUnavailable
from tests.cogs.queue.files import SAID


async def fine() -> bool:
    return True


async def broken() -> bool:
    raise OSError


async def stuck() -> bool:
    await asyncio.Event().wait()
    return True


async def five() -> int:
    return 5


class Tired:
    """A scorer that is never there."""

    async def score(self, message: Message, context: Context) -> Scores:
        del message, context
        raise ScorerUnavailable("late")


async def get(checks: dict[str, Check], path: str, metrics: Metrics | None = None) -> tuple[int, str]:
    app = health_app(checks, metrics or Metrics(), five)
    async with (
        served(app, "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_alive_whatever_is_broken() -> None:
    assert await get({"storage": broken}, "/healthz") == (200, '{"alive": true}')


@pytest.mark.parametrize(("check", "status"), [(fine, 200), (broken, 503), (stuck, 503)])
async def test_ready_only_where_every_check_passes_in_time(check: Check, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.health.PATIENCE_S", 0.05)
    got, body = await get({"gateway": fine, "storage": check}, "/readyz")
    assert got == status
    assert '"gateway": true' in body


async def test_metrics_count_verdicts_failures_and_what_waits() -> None:
    metrics = Metrics()
    metrics.count(Verdict(Label.CLEAN, Route.NONE, Urgency.LATER, hate=0.0))
    metrics.count(Verdict(Label.THREAT, Route.QUEUE, Urgency.NOW, hate=0.0))
    with pytest.raises(ScorerUnavailable):
        await CountedScorer(Tired(), metrics).score(SAID, Context())
    _, body = await get({}, "/metrics", metrics)
    for line in ("haven_judged_total 2.0", "haven_queued_total 1.0", 'haven_unjudged_total{reason="late"} 1.0', "haven_outbox_depth 5.0"):
        assert line in body


async def test_a_taken_port_is_an_error_of_its_own() -> None:
    app = health_app({}, Metrics(), five)
    async with served(app, "127.0.0.1", 0) as port:
        with pytest.raises(OSError, match="in use"):
            async with served(health_app({}, Metrics(), five), "127.0.0.1", port):
                pass
