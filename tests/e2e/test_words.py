"""Whatever people type, on whichever surface: it is judged where Haven reads, and its card can be read."""

import pytest

from sandbox.discord.verbs import messages
from tests.e2e.haven import Haven, buttons_of, number_of, text_of, words_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("e2e-words")]

CRY = "ik wil niet meer leven, niemand zou me missen"
ZALGO = "".join(letter + "\u0337\u0322\u035c" for letter in "ge zijt een kwezel")
PICTURE = ("foto.png", b"not really a picture")

ODD = {
    "2,000 characters": "woord " * 333 + "ei",
    "one word of 2,000": "a" * 2000,
    "2,000 emoji": "😭" * 2000,
    "joined emoji": "👩‍👩‍👧‍👦🏳️‍🌈🧑🏿‍🚒 " * 60,
    "zalgo": ZALGO,
    "right to left": "مرحبا بالجميع \u202e enzo \u202c שלום",
    "marks": "|| uit de spoiler || ``` code ``` ** vet ** > citaat",
    "half marks": "|| ``` ** __ ~~ [x](",
    "bars": "|" * 1999,
    "lines": "x" + "\n" * 1500 + "y",
    "nothing to see": "\u200b\u2060\ufeff\u200b",
    "mentions": "@everyone @here <@1> <@&2> <#3>",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
async def test_any_words_fit_on_a_card_and_ring_nobody(shared: Haven, text: str) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    said = await youth.say(place, text)
    await (await shared.person("heron").context(said, "Open a case")).settled()
    card = await shared.card_for(said)
    assert (card["mentions"], card["mention_roles"], card["mention_everyone"]) == ([], [], False)
    assert f"case:remove:{number_of(card)}" in buttons_of(card)


DISGUISED = {
    "after much else": "gewoon wat woorden vooraf " * 70 + CRY,
    "under marks": "".join(letter + "\u0337" for letter in CRY),
    "among emoji": f"😭😭 {CRY} 🥀🥀",
    "turned round": f"\u202d{CRY}\u202c مرحبا",
    "in a spoiler": f"||{CRY}||",
    "in code": f"```\n{CRY}\n```",
}


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED)
async def test_a_cry_is_heard_in_any_dress(shared: Haven, text: str) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    await shared.card_for(await youth.say(place, text))


async def test_a_file_without_words_is_let_be_and_named_where_a_worker_asks(shared: Haven) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    picture = await youth.say(place, files=[PICTURE])
    captioned = await youth.say(place, CRY, files=[PICTURE, PICTURE])
    assert "2" in words_of(await shared.card_for(captioned, lambda words: text_of("card-attachments", count="2") in words))
    assert not [card for card in shared.cards() if f"/{picture['id']})" in words_of(card)]
    await (await shared.person("heron").context(picture, "Open a case")).settled()
    words = words_of(await shared.card_for(picture))
    assert text_of("card-no-text") in words
    assert "foto.png" not in words
    assert "/cdn/" not in words


async def test_a_link_preview_is_read_when_it_appears(shared: Haven) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    said = await youth.say(place, "https://example.org/artikel")
    stored = shared.world.message(place, said["id"])
    messages.change(shared.world, stored, {"embeds": [{"title": "Artikel", "description": CRY}]}, quietly=True)
    assert CRY in words_of(await shared.card_for(said))


async def test_programs_are_not_read(shared: Haven) -> None:
    place = await shared.watch()
    program = shared.person(shared.world.add_user(f"program{place}", bot=True))
    said = await program.say(place, CRY)
    await shared.card_for(await shared.newcomer().say(place, CRY))
    assert not [card for card in shared.cards() if f"/{said['id']})" in words_of(card)]
    reply = await (await shared.person("heron").context(said, "Open a case")).settled()
    assert reply.text == text_of("answer-open-impossible")


async def test_an_answer_in_a_watched_channel_names_whom_it_answers_only_on_the_card(shared: Haven) -> None:
    place, youth, other = await shared.watch(), shared.newcomer(), shared.newcomer()
    first = await other.say(place, "alles goed?")
    card = await shared.card_for(await youth.say(place, CRY, reply_to=first))
    assert f"<@{other.id}>: alles goed?" in words_of(card)


async def test_a_bad_nickname_is_taken_off(shared: Haven) -> None:
    await shared.watch()
    youth = shared.newcomer()
    await youth.rename("ik wil dood vaarwel")
    card = await shared.card(lambda words: text_of("surface-nickname") in words and youth.id in words)
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("act-message-delete-done") in words)
    assert shared.world.member(youth.id)["nick"] is None


async def test_a_title_is_replaced(shared: Haven) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    thread = await youth.thread(place, "ik wil dood, vaarwel")
    card = await shared.card(lambda words: f"/{thread['id']})" in words)
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("act-message-delete-done") in words)
    assert shared.world.channels[thread["id"]]["name"] == text_of("queue-title-removed")
    other = await youth.thread(place, "ronde drie")
    await youth.retitle(other, "ik wil dood, vaarwel nu")
    await shared.card(lambda words: f"/{other['id']})" in words)


async def test_a_case_is_opened_once_on_any_surface(shared: Haven) -> None:
    place, youth, heron = await shared.watch(), shared.newcomer(), shared.person("heron")
    poll = await youth.say(place, poll={"question": "pizza of friet?", "answers": ["pizza", "friet"]})
    forward = await youth.say(place, forward=await youth.say(place, "een gewone zin"))
    for said, start in ((poll, "||pizza"), (forward, "||een gewone zin")):
        for _ in range(2):
            assert (await (await heron.context(said, "Open a case")).settled()).ephemeral
        assert start in words_of(await shared.card_for(said))
        assert len([card for card in shared.cards() if f"/{said['id']})" in words_of(card)]) == 1


async def test_private_messages_are_neither_read_nor_opened(shared: Haven) -> None:
    youth = shared.newcomer()
    talk = await youth.open_dm()
    before = await shared.counted("haven_judged_total")
    said = await youth.say(talk, CRY)
    await youth.edit(said, f"{CRY}!")
    await youth.delete(said)
    await shared.card_for(await youth.say(await shared.watch(), CRY))
    assert await shared.counted("haven_judged_total") == before + 1
