"""The database can't be written for a while: nobody is left without an answer, and nothing that was said is lost."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.e2e.haven import Haven, number_of, text_of

CRY = "ik wil niet meer leven, niemand zou me missen"


@contextmanager
def full_disk(haven: Haven) -> Iterator[None]:
    """No file of the process may grow beyond what it is, as on a disk without room."""
    _, hard = resource.prlimit(haven.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(haven.pid, resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        if haven.running:
            resource.prlimit(haven.pid, resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def locked(haven: Haven) -> Iterator[None]:
    """Another program holds the database, as a backup does."""
    with closing(sqlite3.connect(haven.data / "haven.sqlite3", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")


async def test_a_press_waits_for_a_locked_database_and_is_answered_in_time(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    with locked(haven):
        reply = await haven.person("heron").click(card, f"case:claim:{number_of(card)}")
        assert reply.kind == "deferred"
        assert (await haven.asks("/readyz"))[0] == 503
    assert (await reply.settled()).text == text_of("answer-claim", case=number_of(card))
    await haven.becomes(card, lambda words: haven.person("heron").id in words)
    assert (await haven.asks("/readyz"))[0] == 200


async def test_a_cry_while_the_database_is_locked_has_its_card_afterwards(haven: Haven) -> None:
    with locked(haven):
        cry = await haven.say("fox", CRY)
        missed = await haven.say("otter", CRY, "match-1")
        await haven.say("otter", "ça va ?", "discussion")
    await haven.card_for(cry)
    await haven.card_for(missed)


async def test_with_a_full_disk_a_press_is_told_so_and_counts_when_made_again(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    with full_disk(haven):
        assert (await haven.asks("/readyz"))[0] == 503
        assert (await haven.press("heron", card, "claim")).text == text_of("error-store")
    assert (await haven.press("heron", card, "claim")).text == text_of("answer-claim", case=number_of(card))


@pytest.mark.parametrize("restarted", [False, True], ids=["it goes on", "it is restarted"])
async def test_a_cry_with_a_full_disk_has_its_card_once_there_is_room(haven: Haven, *, restarted: bool) -> None:
    with full_disk(haven):
        cry = await haven.say("fox", CRY)
        await haven.logged("line.waits")
        await haven.say("otter", CRY)
        if restarted:
            await haven.stop()
    if restarted:
        await haven.start()
    later = await haven.say("lynx", CRY)
    for said in (cry, later):
        await haven.card_for(said)
    assert len(haven.cards()) == 3
