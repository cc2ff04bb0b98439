"""What authors took back while Haven was away is taken back when it returns (R23)."""

import signal
from functools import partial

import pytest

from sandbox.discord import Permission
from sandbox.discord.ids import Json
from tests.e2e.haven import Haven, text_of, words_of

CRY = "ik wil niet meer leven, niemand zou me missen"
REMARK = "une remarque"


def contains(part: str, words: str) -> bool:
    return part in words


async def opened(haven: Haven, who: str = "otter", channel: str = "off-topic") -> tuple[Json, Json]:
    """A message that a worker laid in the queue, and its card."""
    said = await haven.say(who, REMARK, channel)
    await (await haven.person("heron").context(said, "Open a case")).settled()
    return said, await haven.card_for(said)


async def returned(haven: Haven) -> None:
    """Starts Haven and waits until it has looked at every open case."""
    seen = len(haven.log)
    await haven.start()
    await haven.logged("absence.looked", after=seen)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("channel", ["lobby", "off-topic"])
async def test_a_message_deleted_meanwhile_is_withdrawn(haven: Haven, how: signal.Signals, channel: str) -> None:
    said, card = await opened(haven, channel=channel)
    await haven.stop(how)
    await haven.person("otter").delete(said)
    await returned(haven)
    card = await haven.becomes(card, lambda words: text_of("card-text-withdrawn") in words)
    assert REMARK not in words_of(card)


async def test_a_message_edited_into_something_innocent_is_withdrawn(haven: Haven) -> None:
    said, card = await opened(haven, channel="lobby")
    _, unread = await opened(haven)
    await haven.stop()
    await haven.person("otter").edit(said, "bonjour tout le monde")
    await returned(haven)
    card = await haven.becomes(card, lambda words: text_of("card-text-withdrawn") in words)
    assert REMARK not in words_of(card)
    assert REMARK in words_of(await haven.becomes(unread, bool))


async def test_an_edit_where_nothing_is_read_takes_the_old_words_back_unread(haven: Haven) -> None:
    said, card = await opened(haven)
    await haven.stop()
    await haven.person("otter").edit(said, CRY)
    await returned(haven)
    card = await haven.becomes(card, lambda words: text_of("card-text-withdrawn") in words)
    assert CRY not in words_of(card)


async def test_danger_is_kept_and_the_card_says_what_its_author_did(haven: Haven) -> None:
    gone, changed = await haven.say("fox", CRY), await haven.say("lynx", CRY, "discussion")
    cards = [await haven.card_for(message) for message in (gone, changed)]
    await haven.stop()
    await haven.person("fox").delete(gone)
    await haven.person("lynx").edit(changed, "ça va mieux")
    await returned(haven)
    for card, key in zip(cards, ("card-text-author-deleted", "card-text-author-edited"), strict=True):
        assert f"||{CRY}||" in words_of(await haven.becomes(card, partial(contains, text_of(key))))


async def test_a_turn_deleted_meanwhile_leaves_the_conversation_around_a_message(haven: Haven) -> None:
    turn = await haven.say("fox", "personne ne t'a demandé")
    danger = await haven.card_for(await haven.say("lynx", CRY))
    _, card = await opened(haven, channel="lobby")
    assert "personne" in words_of(card)
    await haven.stop()
    await haven.person("fox").delete(turn)
    await returned(haven)
    card = await haven.becomes(card, lambda words: "personne" not in words)
    assert CRY in words_of(card)
    assert REMARK in words_of(card)
    assert "personne" in words_of(await haven.becomes(danger, bool))


async def test_a_refused_resume_looks_too(haven: Haven) -> None:
    said, card = await opened(haven)
    haven.sandbox.gateway.refuse_resume(True)
    await haven.sandbox.gateway.drop()
    await haven.person("otter").delete(said)
    await haven.becomes(card, lambda words: text_of("card-text-withdrawn") in words)


async def test_a_channel_that_is_closed_to_haven_takes_nothing_back(haven: Haven) -> None:
    said, card = await opened(haven)
    await haven.stop()
    closed = {"id": haven.world.guild_id, "type": 0, "allow": "0", "deny": str(int(Permission.READ_MESSAGE_HISTORY))}
    haven.world.channels[said["channel_id"]]["permission_overwrites"] = [closed]
    await returned(haven)
    assert REMARK in words_of(await haven.becomes(card, bool))


async def test_where_settings_switch_the_reading_off_history_stays_shut_for_good(haven: Haven) -> None:
    await haven.stop()
    await haven.say("fox", CRY)
    await haven.start(HAVEN_ANALYSIS="false")
    await haven.say("otter", CRY)
    await haven.stop()
    await haven.start(HAVEN_ANALYSIS="true")
    await haven.card_for(await haven.say("lynx", CRY))
    assert len(haven.cards()) == 1
