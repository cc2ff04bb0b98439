"""A message, its card, each button and what it does: the real bot, over the wire."""

import asyncio
import signal

import pytest

from sandbox.discord import Refused
from tests.e2e.haven import QUEUE, Haven, buttons_of, number_of, words_of

CRY = "ik wil niet meer leven, niemand zou me missen"


async def test_a_cry_reaches_the_workers_and_banter_does_not(haven: Haven) -> None:
    await haven.say("otter", "gg, bien joué !", "match-1")
    card = await haven.card_for(await haven.say("fox", CRY))
    assert f"||{CRY}||" in words_of(card)
    assert len(haven.cards()) == 1
    assert haven.person("fox").sees(haven.channel(QUEUE)) == []
    assert haven.person("badger").sees(haven.channel(QUEUE)) == []


async def test_the_card_freezes_the_conversation_around_it(haven: Haven) -> None:
    await haven.say("otter", "on commence quand ?")
    cry = await haven.say("fox", CRY)
    await haven.say("otter", "eh, ça va ?")
    card = await haven.card_for(cry, lambda words: "ça va" in words)
    assert words_of(card).index("on commence quand") < words_of(card).index("ça va")


async def test_claim_release_dismiss(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    reply = await haven.press("heron", card, "claim")
    assert reply.ephemeral
    card = await haven.becomes(card, lambda words: haven.person("heron").id in words)
    await haven.press("heron", card, "release")
    card = await haven.becomes(card, lambda words: haven.person("heron").id not in words)
    await haven.press("crane", card, "dismiss")
    card = await haven.becomes(card, lambda words: f"<@{haven.person('crane').id}> decided" in words)
    assert buttons_of(card) == [f"case:note:{number_of(card)}"]


async def test_remove_takes_the_message_away(haven: Haven) -> None:
    cry = await haven.say("fox", CRY)
    card = await haven.card_for(cry)
    await haven.press("heron", card, "remove")
    await haven.becomes(card, lambda words: "The message was removed." in words)
    assert cry["id"] not in {message["id"] for message in haven.person("fox").sees(cry["channel_id"])}


async def test_a_reminder_comes_in_the_youth_s_own_language_from_a_human(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    await haven.press("heron", card, "remind")
    await haven.becomes(card, lambda words: "The reminder was sent." in words)
    talk = await haven.person("fox").open_dm()
    (reminder,) = haven.of_bot(talk["id"])
    assert "geen computer" in words_of(reminder)


async def test_closed_direct_messages_are_said_on_the_card(haven: Haven) -> None:
    haven.world.close_dms(haven.person("fox").id)
    card = await haven.card_for(await haven.say("fox", CRY))
    await haven.press("heron", card, "remind")
    await haven.becomes(card, lambda words: "direct messages are closed" in words)


async def test_a_timeout_stops_somebody_from_writing(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    reply = await haven.person("heron").select(card, f"case:timeout:{number_of(card)}", ["10 minutes"])
    assert reply.ephemeral
    await haven.becomes(card, lambda words: "The time-out was set." in words and "10 minutes" in words)
    with pytest.raises(Refused):
        await haven.say("fox", "hallo?")


async def test_a_note_is_written_in_a_form_and_stands_on_the_card(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    form = await haven.press("heron", card, "note")
    assert form.kind == "modal"
    await haven.person("heron").submit(form.modal, {"text": "called the *family*"})
    await haven.becomes(card, lambda words: "called the \\*family\\*" in words)


async def test_a_second_worker_is_told_who_has_it(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    await haven.press("heron", card, "claim")
    reply = await haven.press("crane", card, "remove")
    assert reply.ephemeral
    assert haven.person("heron").id in reply.text


async def test_two_workers_at_once_make_one_decision(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    replies = await asyncio.gather(haven.press("heron", card, "remind"), haven.press("crane", card, "remind"))
    await haven.becomes(card, lambda words: "The reminder was sent." in words)
    talk = await haven.person("fox").open_dm()
    assert len(haven.of_bot(talk["id"])) == 1
    told = [reply.text for reply in replies if "already" in reply.text]
    assert len(told) == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_a_card_works_after_a_restart(haven: Haven, how: signal.Signals) -> None:
    cry = await haven.say("fox", CRY)
    card = await haven.card_for(cry)
    await haven.restart(how)
    await haven.press("heron", card, "remove")
    await haven.becomes(card, lambda words: "The message was removed." in words)
    assert len(haven.cards()) == 1


async def test_a_form_opened_before_a_restart_still_counts(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    form = await haven.press("heron", card, "note")
    await haven.restart()
    reply = await haven.person("heron").submit(form.modal, {"text": "written while you were away"})
    assert (await reply.settled()).ephemeral
    await haven.becomes(card, lambda words: "written while you were away" in words)


async def test_a_worker_opens_a_case_on_any_message(haven: Haven) -> None:
    said = await haven.say("otter", "une remarque", "off-topic")
    reply = await (await haven.person("heron").context(said, "Open a case")).settled()
    assert reply.ephemeral
    assert "||une remarque||" in words_of(await haven.card_for(said))
    assert "Open a case" not in {command["name"] for command in haven.person("fox").commands(said["channel_id"])}


async def test_a_card_that_somebody_deleted_comes_back_with_the_next_change(haven: Haven) -> None:
    cry = await haven.say("fox", CRY)
    card = await haven.card_for(cry)
    await haven.press("heron", card, "claim")
    await haven.becomes(card, lambda words: haven.person("heron").id in words)
    await haven.person("owner").delete(card)
    await haven.say("otter", "ça va ?")
    again = await haven.card_for(cry)
    assert again["id"] != card["id"]
    assert haven.person("heron").id in words_of(again)


async def test_in_dry_run_nothing_is_done_and_the_card_says_so(bare_haven: Haven) -> None:
    await bare_haven.start(HAVEN_CONSEQUENCES="dry-run")
    await bare_haven.set_up()
    cry = await bare_haven.say("fox", CRY)
    card = await bare_haven.card_for(cry)
    await bare_haven.press("heron", card, "remove")
    await bare_haven.becomes(card, lambda words: "would have been removed" in words)
    assert cry["id"] in {message["id"] for message in bare_haven.person("fox").sees(cry["channel_id"])}
