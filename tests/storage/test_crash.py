"""Killed at any moment, and two at once: no case lost, no act lost, none ended twice."""

import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bot.adapters.crypto import KeyRing
from bot.adapters.storage.store import Storage, open_storage
from core.clock import SystemClock
from core.outbox import Act
from tests.storage.builders import ROOM

ROOT = Path(__file__).parents[2]


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.storage.crashing", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def live(path: Path, minutes: int, dies_at: int) -> list[int]:
    """Runs a bot until it is killed at a moment, or is done; the cases that it said were committed."""
    out, err = (process := start("live", path, minutes, dies_at)).communicate(timeout=60)
    assert process.returncode == (-signal.SIGKILL if dies_at else 0), err
    return [int(line) for line in out.split()]


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(2, 22))])
async def test_killed_at_any_moment_it_loses_nothing_and_ends_nothing_twice(path: Path, keys: KeyRing, seed: int) -> None:
    moments = Random(seed)
    reported = [case for life in range(1, 4) for case in live(path, life, moments.randint(5, 60))]
    live(path, 4, 0)

    cases = [case for (case,) in rows(path, "SELECT id FROM cases")]
    assert set(reported) <= set(cases)
    assert rows(path, "SELECT case_id FROM evidence GROUP BY case_id HAVING count(*) <> 2") == []
    assert len(rows(path, "SELECT DISTINCT case_id FROM evidence")) == len(cases)
    assert len(rows(path, "SELECT 1 FROM audit")) == len(cases)

    # Each act that was asked for has ended exactly once, and nothing is left to do.
    assert rows(path, "SELECT DISTINCT state FROM outbox") == [("done",)]
    ended = Counter(str(key) for (key,) in rows(path, "SELECT key FROM outbox WHERE kind IN ('card.post', 'message.delete')"))
    assert ended == Counter(f"{kind}:{case}" for kind in ("card.post", "message.delete") for case in cases)

    # The world has seen each of them; where it saw one twice, the nonce told it so; and it saw nothing that was not on record.
    seen = [line.split() for line in path.with_name("world").read_text().splitlines()]
    asked = {(str(nonce), str(key)) for nonce, key in rows(path, "SELECT nonce, key FROM outbox")}
    assert {(nonce, key) for nonce, key in seen} == asked
    async with open_storage(path, keys, SystemClock()) as storage, storage.work() as work:
        assert await work.audit.first_broken() is None


async def test_two_processes_never_claim_the_same_act(storage: Storage, path: Path) -> None:
    keys = [f"health:{number}" for number in range(80)]
    async with storage.work() as work:
        for key in keys:
            await work.outbox.put(Act("health.post", key, channel=ROOM))
    both = [start("claim", path), start("claim", path)]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    claims = [out.split() for out, _ in said]
    assert all(claims)
    assert sorted(claims[0] + claims[1]) == sorted(keys)
