"""While the database takes nothing, whoever presses or types is told so, nothing is half done, and afterwards all works again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from config.texts import Texts
from sandbox.discord import Permission
from tests.e2e.haven import QUEUE, Haven, number_of, text_of, words_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("e2e-unwritten")]

CRY = "ik wil niet meer leven, niemand zou me missen"
NOTE = "called the *family*, again on Monday"
TEXTS = Texts.load()


@contextmanager
def without(haven: Haven, table: str) -> Iterator[None]:
    """A transaction that comes to this table fails there, after all that it wrote before."""
    with closing(sqlite3.connect(haven.data / "haven.sqlite3", timeout=10, isolation_level=None)) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        try:
            yield
        finally:
            database.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


@pytest.mark.parametrize("verb", ["claim", "dismiss", "remove", "remind"])
async def test_a_press_is_answered_and_nothing_is_half_done(running: Haven, verb: str) -> None:
    place, youth = await running.watch(), running.newcomer()
    cry = await youth.say(place, CRY)
    card = await running.card_for(cry)
    with without(running, "audit"):  # written last: the case and the act were written before
        reply = await running.press("heron", card, verb)
    assert reply.ephemeral
    assert reply.text == text_of("error-store")
    await running.press("crane", card, "claim")  # nobody has it, and nobody decided
    card = await running.becomes(card, lambda words: f"<@{running.person('crane').id}>" in words)
    assert running.person("heron").id not in words_of(card)
    assert [message["id"] for message in youth.sees(place)] == [cry["id"]]
    assert running.of_bot((await youth.open_dm())["id"]) == []


async def test_a_menu_command_is_answered_and_can_be_given_again(running: Haven) -> None:
    said = await running.newcomer().say(await running.watch(), "une remarque")
    heron = running.person("heron")
    with without(running, "audit"):
        reply = await (await heron.context(said, "Open a case")).settled()
    assert reply.text == text_of("error-store")
    await (await heron.context(said, "Open a case")).settled()
    await running.card_for(said)


async def test_a_typed_command_is_answered_in_the_person_s_own_language(running: Haven) -> None:
    lead, place = running.person("owl"), running.channel("off-topic")
    word = {"list": "severe", "word": "zaterdagskind"}
    await (await lead.slash(place, "language", {"language": "fr"})).settled()
    with without(running, "audit"):
        reply = await (await lead.slash(place, "words add", word)).settled()
    assert reply.ephemeral
    assert reply.text == TEXTS("fr", "error-store")
    reply = await (await lead.slash(place, "words add", word)).settled()
    assert "zaterdagskind" in reply.text
    assert reply.text == TEXTS("fr", "words-added", word="zaterdagskind")


async def test_a_channel_is_not_watched_without_its_line_in_the_audit(running: Haven) -> None:
    owner, place = running.person("owner"), running.world.add_channel("corner")
    with without(running, "audit"):
        reply = await (await owner.slash(place, "watch add", {"channel": place, "kind": "lobby"})).settled()
    assert reply.text == text_of("error-store")
    reply = await (await owner.slash(place, "watch list")).settled()
    assert f"<#{place}>" not in reply.text


async def test_a_note_survives_and_is_sent_again_by_a_press(running: Haven) -> None:
    heron, youth = running.person("heron"), running.newcomer()
    card = await running.card_for(await youth.say(await running.watch(), CRY))
    form = await running.press("heron", card, "note")
    with without(running, "notes"):
        reply = await (await heron.submit(form.modal, {"text": NOTE})).settled()
    assert reply.ephemeral
    assert reply.text.startswith(text_of("queue-note-failed"))
    assert "family" in reply.text
    assert reply.message is not None
    again = await heron.click(reply.message, text_of("queue-note-again"))
    assert again.modal is not None
    assert NOTE in str(again.modal)  # what was typed stands in the form again
    await (await heron.submit(again.modal, {"text": NOTE})).settled()
    await running.becomes(card, lambda words: "again on Monday" in words)


async def test_a_case_whose_card_was_given_up_gets_one_at_the_next_start(running: Haven) -> None:
    youth, place = running.newcomer(), await running.watch()
    queue = running.world.channels[running.channel(QUEUE)]
    closed = {"id": running.world.guild_id, "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES))}
    overwrites, queue["permission_overwrites"] = queue["permission_overwrites"], [closed]
    cry = await youth.say(place, CRY)
    await running.logged("act.attempted", kind="card.post", problem="missing-permission")
    await running.stop()
    with closing(sqlite3.connect(running.data / "haven.sqlite3")) as database:
        database.execute("UPDATE outbox SET state = 'failed', problem = 'gave-up', ended_at = queued_at WHERE state = 'pending'")
        database.commit()
    queue["permission_overwrites"] = overwrites
    await running.start()
    card = await running.card_for(cry)
    await running.press("heron", card, "claim")
    assert len([one for one in running.cards() if number_of(one) == number_of(card)]) == 1
