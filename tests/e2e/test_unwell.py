"""Discord is unwell while a decision is carried out: the act still happens once, and the card says what became of it."""

from collections.abc import Callable

import pytest

from sandbox.discord import Fault
from sandbox.discord.ids import Json
from tests.e2e.haven import QUEUE, Haven, number_of, text_of, words_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("e2e-unwell")]

CRY = "ik wil niet meer leven, niemand zou me missen"

FAULTS: dict[str, Callable[[str], Fault]] = {
    "refused for a while": lambda match: Fault(match, status=429, retry_after=0.05, times=2),
    "refused for longer than the client waits": lambda match: Fault(match, status=429, retry_after=0.01, times=7),
    "failed before": lambda match: Fault(match, status=500, times=1),
    "failed after": lambda match: Fault(match, status=503, times=1, after=True),
    "cut before": lambda match: Fault(match, drop=True, times=1),
    "cut after": lambda match: Fault(match, drop=True, times=1, after=True),
}
fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)


def asked(haven: Haven, method: str, path: str) -> list[Json]:
    """What the bot sent to a path and was not spoiled."""
    return [entry.request for entry in haven.sandbox.transcript if (entry.method, entry.path) == (method, path) and entry.actor == "bot"]


def cards_about(haven: Haven, message: Json) -> list[Json]:
    """The cards about a message."""
    return [card for card in haven.cards() if f"/{message['channel_id']}/{message['id']})" in words_of(card)]


@fault
async def test_a_card_is_posted_once(shared: Haven, fault: Callable[[str], Fault]) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    rule = shared.sandbox.faults.add(fault(rf"POST /channels/{shared.channel(QUEUE)}/messages"))
    cry = await youth.say(place, CRY)
    card = await shared.card_for(cry)
    await shared.press("heron", card, "claim")
    await shared.becomes(card, lambda words: shared.person("heron").id in words)
    assert rule.times == 0
    assert len(cards_about(shared, cry)) == 1


@fault
async def test_a_message_is_removed(shared: Haven, fault: Callable[[str], Fault]) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    cry = await youth.say(place, CRY)
    card = await shared.card_for(cry)
    rule = shared.sandbox.faults.add(fault(rf"DELETE /channels/{place}/messages/{cry['id']}"))
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("act-message-delete-done") in words)
    assert rule.times == 0
    assert youth.sees(place) == []


@fault
async def test_a_reminder_comes_once(shared: Haven, fault: Callable[[str], Fault]) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    card = await shared.card_for(await youth.say(place, CRY))
    talk = (await youth.open_dm())["id"]
    rule = shared.sandbox.faults.add(fault(rf"POST /channels/{talk}/messages"))
    await shared.press("heron", card, "remind")
    await shared.becomes(card, lambda words: text_of("act-member-remind-done") in words)
    assert rule.times == 0
    assert len(shared.of_bot(talk)) == 1


@fault
async def test_a_timeout_ends_when_it_was_going_to(shared: Haven, fault: Callable[[str], Fault]) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    card = await shared.card_for(await youth.say(place, CRY))
    path = f"/guilds/{shared.world.guild_id}/members/{youth.id}"
    rule = shared.sandbox.faults.add(fault(f"PATCH {path}"))
    await shared.person("heron").select(card, f"case:timeout:{number_of(card)}", ["10 minutes"])
    await shared.becomes(card, lambda words: text_of("act-member-timeout-done") in words)
    assert rule.times == 0
    assert len({sent["communication_disabled_until"] for sent in asked(shared, "PATCH", path)}) == 1


@fault
async def test_a_card_ends_up_saying_what_is_true(shared: Haven, fault: Callable[[str], Fault]) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    card = await shared.card_for(await youth.say(place, CRY))
    rule = shared.sandbox.faults.add(fault(rf"PATCH /channels/{card['channel_id']}/messages/{card['id']}"))
    await shared.press("heron", card, "claim")
    await shared.press("heron", card, "dismiss")
    await shared.becomes(card, lambda words: f"<@{shared.person('heron').id}> decided" in words)
    assert rule.times == 0


async def test_a_member_who_left_is_said_on_the_card(shared: Haven) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    first, second = await youth.say(place, CRY), await youth.say(place, "ik wil dood, vaarwel")
    remind, time_out = await shared.card_for(first), await shared.card_for(second)
    await youth.leave()
    await shared.press("heron", remind, "remind")
    await shared.becomes(remind, lambda words: text_of("act-member-remind-failed", problem=text_of("problem-dm-closed")) in words)
    await shared.person("heron").select(time_out, f"case:timeout:{number_of(time_out)}", ["10 minutes"])
    await shared.becomes(time_out, lambda words: text_of("act-member-timeout-failed", problem=text_of("problem-gone")) in words)


async def test_somebody_above_haven_is_not_timed_out_and_the_card_says_so(shared: Haven) -> None:
    card = await shared.card_for(await shared.person("owner").say(await shared.watch(), CRY))
    await shared.person("heron").select(card, f"case:timeout:{number_of(card)}", ["1 hour"])
    await shared.becomes(card, lambda words: text_of("act-member-timeout-failed", problem=text_of("problem-hierarchy")) in words)


async def test_a_message_that_its_author_deletes_first_counts_as_removed(shared: Haven) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    cry = await youth.say(place, CRY)
    card = await shared.card_for(cry)
    await youth.delete(cry)
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("act-message-delete-done") in words)


async def test_a_storm_of_refusals_holds_up_cards_and_never_an_answer(shared: Haven) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    first = await shared.card_for(await youth.say(place, CRY))
    storm = shared.sandbox.faults.add(Fault(r"(POST|PATCH) /channels/\d+/messages.*", status=429, retry_after=0.02, times=40))
    cries = [await youth.say(place, f"ik wil dood, vaarwel {number}") for number in range(6)]
    reply = await shared.press("heron", first, "claim")
    assert reply.text == text_of("answer-claim", case=number_of(first))
    for cry in cries:
        await shared.card_for(cry)
    await shared.becomes(first, lambda words: shared.person("heron").id in words)
    await shared.sandbox.until(lambda: storm.times == 0)
    assert [len(cards_about(shared, cry)) for cry in cries] == [1] * len(cries)
