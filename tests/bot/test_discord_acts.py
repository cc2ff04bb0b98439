"""Acts on Discord happen once, and Discord's errors mean no or later."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.adapters.discord.performer import DryRun
from bot.adapters.discord.refusals import as_outcomes
from bot.adapters.discord.sending import NONCE_WINDOW, send_once
from core.clock import ManualClock
from core.ids import ActId
from core.outbox import Act, ActLater, ActRefused, ActState, QueuedAct
from tests.cogs.queue.files import AT

ME = 99


class Target:
    """A channel as Discord keeps it: a nonce counts for a while, history counts always."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.sent: list[SimpleNamespace] = []
        self.reads = 0

    async def send(self, *, embed: discord.Embed, view: object, nonce: str) -> SimpleNamespace:
        del view
        for message in self.sent:
            if message.nonce == nonce and self.clock.now() - message.at < NONCE_WINDOW + timedelta(minutes=1):
                return message
        self.sent.append(SimpleNamespace(embeds=[embed], nonce=nonce, at=self.clock.now(), author=SimpleNamespace(id=ME)))
        return self.sent[-1]

    async def history(self, *, limit: int, after: datetime, oldest_first: bool) -> AsyncIterator[SimpleNamespace]:
        assert oldest_first
        self.reads += 1
        for message in [one for one in self.sent if one.at > after][:limit]:
            yield message


def queued(attempts: int) -> QueuedAct:
    return QueuedAct(ActId(1), Act("card.post", "card.post:12"), ActState.PENDING, attempts, AT, "nonce")


async def attempt(target: Target, attempts: int, footer: str = "Haven · #12") -> SimpleNamespace:
    embed = discord.Embed(title="Case 12").set_footer(text=footer)
    place: Any = target
    return cast("SimpleNamespace", await send_once(place, queued(attempts), target.clock, me=ME, embed=embed))


@pytest.mark.parametrize("later", [timedelta(0), timedelta(seconds=90), timedelta(minutes=10), timedelta(hours=20)])
async def test_a_second_attempt_sends_nothing_new_whenever_it_comes(later: timedelta) -> None:
    target = Target(ManualClock(AT))
    first = await attempt(target, 1)
    target.clock.advance(later)
    assert await attempt(target, 2) is first
    assert len(target.sent) == 1


async def test_a_first_attempt_reads_no_history_however_long_it_waited() -> None:
    target = Target(ManualClock(AT))
    target.clock.advance(timedelta(hours=1))
    await attempt(target, 1)
    assert target.reads == 0


async def test_other_cards_and_other_people_are_not_taken_for_it() -> None:
    target = Target(ManualClock(AT))
    await attempt(target, 1, "Haven · #11")
    target.sent.append(
        SimpleNamespace(embeds=[discord.Embed().set_footer(text="Haven · #12")], nonce="", at=AT, author=SimpleNamespace(id=5))
    )
    target.clock.advance(timedelta(hours=1))
    await attempt(target, 2)
    assert len(target.sent) == 3


def answer(kind: type[discord.HTTPException], status: int, code: int = 0) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="")
    return kind(response, {"code": code, "message": "words"})


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (answer(discord.NotFound, 404, 10008), "gone"),
        (answer(discord.Forbidden, 403, 50007), "dm-closed"),
        (answer(discord.Forbidden, 403, 50278), "dm-closed"),
        (answer(discord.Forbidden, 403, 50013), "missing-permission"),
        (answer(discord.Forbidden, 403, 50001), "missing-permission"),
        (answer(discord.HTTPException, 400, 50035), "rejected"),
    ],
)
def test_a_no_is_final_and_has_a_key(error: Exception, problem: str) -> None:
    with pytest.raises(ActRefused) as refused, as_outcomes():
        raise error
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    "error",
    [
        answer(discord.DiscordServerError, 503),
        answer(discord.HTTPException, 429),
        answer(discord.HTTPException, 401),
        aiohttp.ClientConnectionError(),
        TimeoutError(),
        ConnectionResetError(),
    ],
)
def test_trouble_is_tried_again(error: Exception) -> None:
    with pytest.raises(ActLater), as_outcomes():
        raise error


def test_a_rate_limit_says_how_long() -> None:
    with pytest.raises(ActLater) as later, as_outcomes():
        raise discord.RateLimited(7.5)
    assert later.value.seconds == 7.5


class Live:
    """What the live performer was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def perform(self, queued: QueuedAct) -> ActState:
        self.asked.append(queued.act.kind)
        return ActState.DONE


@pytest.mark.parametrize(
    "kind", ["card.post", "card.edit", "health.post", "message.delete", "member.remind", "member.timeout", "new.thing"]
)
async def test_dry_run_shows_cards_and_touches_nobody(kind: str) -> None:
    live = Live()
    state = await DryRun(live).perform(QueuedAct(ActId(1), Act(kind, f"{kind}:1"), ActState.PENDING, 1, AT, "nonce"))
    shown = kind.startswith(("card", "health"))
    assert state is (ActState.DONE if shown else ActState.SIMULATED)
    assert live.asked == ([kind] if shown else [])
