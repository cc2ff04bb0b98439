"""Under Discord's own rate limits: a rush of cases has its cards, presses are answered meanwhile, and nobody is banned."""

from pathlib import Path

from tests.e2e.conftest import a_haven
from tests.e2e.haven import number_of, text_of, words_of

CRY = "ik wil niet meer leven, niemand zou me missen"
RUSH = 9  # cards; Discord takes five messages in five seconds
TOO_MANY = 429


async def test_a_rush_of_cases(tmp_path: Path) -> None:
    async with a_haven(tmp_path, limits="discord") as haven:
        await haven.start()
        await haven.set_up()
        first = await haven.card_for(await haven.say("fox", CRY))
        cries = [await haven.say("otter", f"{CRY} {number}", ("lobby", "match-1", "discussion")[number % 3]) for number in range(RUSH)]
        assert (await haven.press("heron", first, "claim")).text == text_of("answer-claim", case=number_of(first))
        for cry in cries:
            await haven.card_for(cry)
        links = [words_of(card).count(f"/{cry['id']})") for card in haven.cards() for cry in cries]
        assert sum(links) == RUSH
        assert len([entry for entry in haven.sandbox.transcript if entry.status == TOO_MANY]) < RUSH
