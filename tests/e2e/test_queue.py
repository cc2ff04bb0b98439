"""A message, its card, each button and what it does; in the real bot, over the wire."""

from tests.e2e.haven import Haven, buttons_of, number_of, words_of

CRUEL = "nobody wants you here, just disappear, you worthless idiot"
CRY = "ik wil niet meer leven, niemand zou me missen"


async def test_a_cry_reaches_the_workers_and_banter_does_not(haven: Haven) -> None:
    await haven.say("otter", "gg, bien joué !", "match-1")
    cry = await haven.say("fox", CRY)
    card = await haven.card_for(cry)
    assert f"||{CRY}||" in words_of(card)
    assert len(haven.cards()) == 1
    assert haven.person("fox").sees(haven.channel("haven-queue")) == []


async def test_claim_then_dismiss(haven: Haven) -> None:
    card = await haven.card_for(await haven.say("fox", CRY))
    reply = await haven.press("heron", card, "claim")
    assert reply.ephemeral
    card = await haven.becomes(card, lambda words: haven.person("heron").id in words)
    assert f"case:release:{number_of(card)}" in buttons_of(card)
    await haven.press("heron", card, "dismiss")
    card = await haven.becomes(card, lambda words: "decided" in words)
    assert buttons_of(card) == [f"case:note:{number_of(card)}"]
