"""Killed at the worst moments: what happened in the world is neither forgotten nor done again."""

import asyncio
import re
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from sandbox.discord.ids import Json
from tests.e2e.haven import QUEUE, Haven, number_of, text_of, words_of

CRY = "ik wil niet meer leven, niemand zou me missen"
REMOVED, REMINDED = "act-message-delete-done", "act-member-remind-done"

Moment = Callable[[str, Json], bool]


def of_bot(haven: Haven, event: str, channel: str) -> Moment:
    """The bot's own message appears, or changes, in a channel."""
    return lambda name, data: (name, data.get("channel_id")) == (event, channel) and data["author"]["id"] == haven.world.application_id


async def killed(haven: Haven) -> None:
    """Waits for the end that ``kill_when`` brings, and starts anew."""
    assert await asyncio.wait_for(haven.ended(), 20) == -signal.SIGKILL
    await haven.start()


async def test_between_a_card_and_its_record(haven: Haven) -> None:
    haven.kill_when(of_bot(haven, "MESSAGE_CREATE", haven.channel(QUEUE)))
    cry = await haven.say("fox", CRY)
    await killed(haven)
    card = await haven.card_for(cry)
    await haven.press("heron", card, "claim")
    await haven.becomes(card, lambda words: haven.person("heron").id in words)
    assert len(haven.cards()) == 1


async def test_between_a_card_and_its_record_and_away_for_longer_than_a_nonce_counts(haven: Haven) -> None:
    haven.kill_when(of_bot(haven, "MESSAGE_CREATE", haven.channel(QUEUE)))
    cry = await haven.say("fox", CRY)
    assert await asyncio.wait_for(haven.ended(), 20) == -signal.SIGKILL
    haven.world.nonces.clear()  # Discord has forgotten them
    with closing(sqlite3.connect(haven.data / "haven.sqlite3")) as database:  # the act was queued ten minutes ago
        database.execute("UPDATE outbox SET queued_at = datetime(queued_at, '-10 minutes') || '.000000'")
        database.commit()
    await haven.start()
    card = await haven.card_for(cry)
    await haven.press("heron", card, "claim")
    await haven.becomes(card, lambda words: haven.person("heron").id in words)
    assert len(haven.cards()) == 1
    read = [
        entry for entry in haven.sandbox.transcript if (entry.method, entry.path) == ("GET", f"/channels/{haven.channel(QUEUE)}/messages")
    ]
    assert read


async def test_while_a_card_is_edited(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    haven.kill_when(of_bot(haven, "MESSAGE_UPDATE", haven.channel(QUEUE)))
    await haven.press("heron", card, "claim")
    await killed(haven)
    await haven.press("heron", card, "dismiss")
    await haven.becomes(card, lambda words: text_of("decision-dismiss") in words)


async def test_between_a_press_and_its_answer(haven: Haven) -> None:
    cry = await haven.say("fox", CRY)
    card = await haven.card_for(cry)
    haven.kill_when(lambda event, _data: event == "SANDBOX_OUTCOME")
    await haven.press("heron", card, "remind")
    await killed(haven)
    await haven.becomes(card, lambda words: text_of(REMINDED) in words)
    talk = await haven.person("fox").open_dm()
    assert len(haven.of_bot(talk["id"])) == 1


async def test_a_press_that_was_never_heard_can_be_made_again(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    haven.kill_when(lambda event, _data: event == "INTERACTION_CREATE")
    assert (await haven.press("heron", card, "claim")).kind == "none"
    await killed(haven)
    assert (await haven.press("heron", card, "claim")).text == text_of("answer-claim", case=number_of(card))


async def test_between_a_removal_and_its_record(haven: Haven) -> None:
    cry = await haven.say("fox", CRY)
    card = await haven.card_for(cry)
    haven.kill_when(lambda event, data: event == "MESSAGE_DELETE" and data["id"] == cry["id"])
    await haven.press("heron", card, "remove")
    await killed(haven)
    await haven.becomes(card, lambda words: text_of(REMOVED) in words)
    assert cry["id"] not in {message["id"] for message in haven.person("fox").sees(cry["channel_id"])}


async def test_between_a_reminder_and_its_record(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    talk = await haven.person("fox").open_dm()
    haven.kill_when(of_bot(haven, "MESSAGE_CREATE", talk["id"]))
    await haven.press("heron", card, "remind")
    await killed(haven)
    await haven.becomes(card, lambda words: text_of(REMINDED) in words)
    assert len(haven.of_bot(talk["id"])) == 1


async def test_between_a_timeout_and_its_record(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    fox = haven.person("fox")
    ends: list[str] = []
    haven.kill_when(lambda event, data: event == "GUILD_MEMBER_UPDATE" and data["user"]["id"] == fox.id)
    haven.world.subscribe(
        lambda event, data, _: ends.append(data["communication_disabled_until"]) if event == "GUILD_MEMBER_UPDATE" else None
    )
    await haven.person("heron").select(card, f"case:timeout:{number_of(card)}", ["10 minutes"])
    await killed(haven)
    await haven.becomes(card, lambda words: text_of("act-member-timeout-done") in words)
    assert len(set(ends)) == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_in_the_middle_of_a_busy_hour(haven: Haven, how: signal.Signals) -> None:
    """Three hundred messages over two channels, ten of them cries; stopped and started twice while they are written."""
    cries = []
    for number in range(300):
        said = await haven.say(
            "fox", f"{CRY} {number}" if number % 30 == 15 else f"goed gespeeld in ronde {number}", ("lobby", "match-1")[number % 2]
        )
        if number % 30 == 15:
            cries.append(said)
        if number in {60, 200}:
            await haven.stop(how)
        elif number in {130, 240}:
            await haven.start()
        await asyncio.sleep(0)  # the sandbox gets to send what was said
    for cry in cries:
        await haven.card_for(cry)
    links = [re.findall(r"/(\d+)\)", words_of(card))[0] for card in haven.cards()]
    assert sorted(links) == sorted(cry["id"] for cry in cries)
    assert haven.troubles() == []
