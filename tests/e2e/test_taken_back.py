"""R23 over the wire: whoever edits or deletes a message takes its pending words back, but for danger."""

import pytest
import pytest_asyncio

from sandbox.discord.ids import Json
from sandbox.discord.verbs import messages
from tests.e2e.haven import Haven, buttons_of, number_of, text_of, words_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("e2e-taken-back")]

CRY = "ik wil niet meer leven, niemand zou me missen"
RUDE, RUDER = "zeg kwezelkop", "domme kwezelkop"


@pytest_asyncio.fixture(loop_scope="module")
async def rude(shared: Haven) -> str:
    """A channel of its own, and a word that the workers watch for: harassment, whatever a classifier thinks of it."""
    reply = await shared.person("heron").slash(shared.channel("off-topic"), "words add", {"list": "severe", "word": "kwezelkop"})
    assert (await reply.settled()).kind == "message"
    return await shared.watch()


async def becomes_withdrawn(haven: Haven, card: Json) -> None:
    card = await haven.becomes(card, lambda words: text_of("card-text-withdrawn") in words)
    assert "kwezelkop" not in words_of(card)
    assert buttons_of(card) == []


async def test_a_deleted_remark_is_withdrawn(shared: Haven, rude: str) -> None:
    youth = shared.newcomer()
    said = await youth.say(rude, RUDE)
    card = await shared.card_for(said)
    await youth.delete(said)
    await becomes_withdrawn(shared, card)
    assert youth.id not in words_of(await shared.becomes(card, bool))


async def test_a_remark_that_was_softened_is_withdrawn(shared: Haven, rude: str) -> None:
    youth = shared.newcomer()
    said = await youth.say(rude, RUDE)
    card = await shared.card_for(said)
    await youth.edit(said, "zeg, sorry")
    await becomes_withdrawn(shared, card)


async def test_a_remark_that_stays_rude_shows_its_new_words_alone(shared: Haven, rude: str) -> None:
    youth = shared.newcomer()
    said = await youth.say(rude, RUDE)
    card = await shared.card_for(said)
    await youth.edit(said, RUDER)
    card = await shared.becomes(card, lambda words: RUDER in words)
    assert RUDE not in words_of(card)
    assert f"case:remove:{number_of(card)}" in buttons_of(card)


async def test_a_withdrawn_remark_that_turns_rude_again_is_laid_before_a_human_again(shared: Haven, rude: str) -> None:
    youth = shared.newcomer()
    said = await youth.say(rude, RUDE)
    card = await shared.card_for(said)
    await youth.edit(said, "zeg, sorry")
    await becomes_withdrawn(shared, card)
    await youth.edit(said, RUDER)
    card = await shared.becomes(card, lambda words: RUDER in words)
    assert f"case:claim:{number_of(card)}" in buttons_of(card)


async def test_many_removed_at_once_are_all_withdrawn(shared: Haven, rude: str) -> None:
    youth = shared.newcomer()
    said = [await youth.say(rude, f"{RUDE} {number}") for number in range(3)]
    cards = [await shared.card_for(one) for one in said]
    messages.bulk_delete(shared.world, shared.world.owner_id, rude, [one["id"] for one in said])
    for card in cards:
        await becomes_withdrawn(shared, card)


async def test_danger_stays_when_it_is_edited_or_deleted(shared: Haven, rude: str) -> None:
    youth = shared.newcomer()
    edited, deleted = await youth.say(rude, f"{CRY} 1"), await youth.say(rude, f"{CRY} 2")
    first, second = await shared.card_for(edited), await shared.card_for(deleted)
    await youth.edit(edited, "laat maar")
    await youth.delete(deleted)
    card = await shared.becomes(first, lambda words: text_of("card-text-author-edited") in words)
    assert f"||{CRY} 1||" in words_of(card)
    card = await shared.becomes(second, lambda words: text_of("card-text-author-deleted") in words)
    assert f"||{CRY} 2||" in words_of(card)
    await shared.press("heron", card, "remind")
    await shared.becomes(card, lambda words: text_of("act-member-remind-done") in words)


async def test_a_worker_who_was_looking_is_told_that_it_is_gone(shared: Haven, rude: str) -> None:
    youth = shared.newcomer()
    said = await youth.say(rude, RUDE)
    card = await shared.card_for(said)
    await shared.press("heron", card, "claim")
    card = await shared.becomes(card, lambda words: shared.person("heron").id in words)
    await youth.delete(said)
    await becomes_withdrawn(shared, card)
    again = await (await shared.person("crane").context(await youth.say(rude, "hoi"), "Open a case")).settled()
    assert again.ephemeral


async def test_a_turn_of_the_talk_around_it_goes_when_it_is_taken_back(shared: Haven, rude: str) -> None:
    youth, other = shared.newcomer(), shared.newcomer()
    turn = await other.say(rude, "mijn geheim is blauw")
    card = await shared.card_for(await youth.say(rude, RUDE), lambda words: "blauw" in words)
    await other.delete(turn)
    await shared.becomes(card, lambda words: "blauw" not in words)


async def test_after_the_decision_a_deletion_changes_nothing(shared: Haven, rude: str) -> None:
    youth = shared.newcomer()
    said = await youth.say(rude, RUDE)
    card = await shared.card_for(said)
    await shared.press("heron", card, "dismiss")
    await shared.becomes(card, lambda words: text_of("decision-dismiss") in words)
    await youth.delete(said)
    await shared.card_for(await youth.say(rude, CRY))  # the deletion was heard before it
    (settled,) = [one for one in shared.cards() if one["id"] == card["id"]]
    assert text_of("decision-dismiss") in words_of(settled)
    assert text_of("card-text-withdrawn") not in words_of(settled)


@pytest.mark.parametrize("how", ["resumed", "refused"])
async def test_what_was_taken_back_while_the_gateway_was_gone_is_withdrawn(shared: Haven, rude: str, how: str) -> None:
    youth = shared.newcomer()
    said, edited = await youth.say(rude, RUDE), await youth.say(rude, RUDER)
    cards = [await shared.card_for(said), await shared.card_for(edited)]
    shared.sandbox.gateway.refuse_resume(how == "refused")
    await shared.sandbox.gateway.drop()
    await youth.delete(said)
    await youth.edit(edited, "sorry")
    try:
        for card in cards:
            await becomes_withdrawn(shared, card)
    finally:
        shared.sandbox.gateway.refuse_resume(False)
