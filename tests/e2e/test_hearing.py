"""What is heard: every surface of watched channels, nothing else, and what was written while Haven was away."""

import signal

import pytest

from tests.e2e.haven import Haven, words_of

CRY = "ik wil niet meer leven, niemand zou me missen"


async def said_last(haven: Haven) -> None:
    """Waits until all that was said so far is judged: a cry at the end has its card."""
    await haven.card_for(await haven.say("lynx", CRY, "discussion"))


async def test_unwatched_channels_and_direct_messages_are_never_read(haven: Haven) -> None:
    await haven.say("fox", CRY, "off-topic")
    talk = await haven.person("fox").open_dm()
    await haven.person("fox").say(talk, CRY)
    await said_last(haven)
    assert len(haven.cards()) == 1


async def test_an_edit_is_judged_anew(haven: Haven) -> None:
    said = await haven.say("fox", "hallo")
    await haven.person("fox").edit(said, CRY)
    assert f"||{CRY}||" in words_of(await haven.card_for(said))


async def test_polls_threads_nicknames_and_forwards_are_read(haven: Haven) -> None:
    fox = haven.person("fox")
    poll = await haven.say("fox", "", poll={"question": CRY, "answers": ["ja", "nee"]})
    assert "(a poll)" in words_of(await haven.card_for(poll))
    hidden = await haven.say("otter", "ik wil dood, vaarwel", "off-topic")
    forward = await haven.say("otter", "", forward=hidden)
    assert "(a forwarded message)" in words_of(await haven.card_for(forward))
    thread = await fox.thread(haven.channel("lobby"), "ik wil dood, vaarwel")
    await haven.card(lambda words: f"/{thread['id']})" in words and "title" in words)
    await fox.rename("ik wil dood vaarwel")
    await haven.card(lambda words: "a nickname" in words)


async def test_words_in_a_thread_of_a_watched_channel_are_read(haven: Haven) -> None:
    thread = await haven.person("otter").thread(haven.channel("match-1"), "ronde 2")
    said = await haven.person("fox").say(thread, CRY)
    await haven.card_for(said)


async def test_taking_a_message_back_withdraws_what_was_no_danger(haven: Haven) -> None:
    said = await haven.say("otter", "une remarque")
    await (await haven.person("heron").context(said, "Open a case")).settled()
    card = await haven.card_for(said)
    await haven.person("otter").delete(said)
    card = await haven.becomes(card, lambda words: "Taken back by its author" in words)
    assert "une remarque" not in words_of(card)
    assert haven.person("otter").id not in words_of(card)


async def test_danger_stays_on_the_card_and_says_that_its_author_took_it_back(haven: Haven) -> None:
    said = await haven.say("fox", CRY)
    card = await haven.card_for(said)
    await haven.person("fox").delete(said)
    card = await haven.becomes(card, lambda words: "has since deleted" in words)
    assert f"||{CRY}||" in words_of(card)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_what_was_written_while_away_is_read_from_history_once(haven: Haven, how: signal.Signals) -> None:
    before = await haven.card_for(await haven.say("fox", CRY))
    await haven.stop(how)
    missed = await haven.say("otter", "ik wil dood, vaarwel")
    await haven.start()
    await haven.card_for(missed)
    await said_last(haven)
    assert len(haven.cards()) == 3
    assert before["id"] in {card["id"] for card in haven.cards()}


@pytest.mark.parametrize("refused", [False, True], ids=["resumed", "resume refused"])
async def test_a_dropped_gateway_loses_nothing_and_judges_nothing_twice(haven: Haven, *, refused: bool) -> None:
    await haven.card_for(await haven.say("fox", CRY))
    haven.sandbox.gateway.refuse_resume(refused)
    await haven.sandbox.gateway.drop()
    missed = await haven.say("otter", "ik wil dood, vaarwel")
    await haven.card_for(missed)
    await said_last(haven)
    assert len(haven.cards()) == 3
