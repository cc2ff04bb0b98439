"""An evening at the page, with the real bot: what young people, workers and a lead do, and what each of them sees."""

import pytest
from playwright.async_api import expect

from tests.browser import pictures
from tests.browser.people import SLOW, People

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
expect.set_options(timeout=SLOW)

BANTER = "lynx ge zijt zo slecht, mijn oma scoort beter 😂"
HATEFUL = "girls don't belong in this game, kick them all out"


async def test_from_what_is_said_to_a_decision(people: People) -> None:
    fox, lynx, otter = [await people.sit_down(name) for name in ("fox", "lynx", "otter")]
    await fox.say("match-1", BANTER)
    await lynx.say("match-1", "your grandma would still lose to me lol")
    await fox.say("match-1", HATEFUL)
    await otter.say("match-1", "euh non, ça ne va pas du tout")

    heron, crane = [await people.sit_down(name) for name in ("heron", "crane")]
    for worker in (heron, crane):
        await worker.go("haven-queue")
    card = heron.card(HATEFUL)
    await expect(card).to_have_count(1)
    await expect(heron.card(BANTER)).to_have_count(1)  # in the conversation around it; a card of its own would be a second
    await expect(card).to_contain_text("It reads like an attack on a group of people.")
    words = card.get_by_text(HATEFUL)
    await expect(words).to_be_hidden()
    await card.locator(".spoiler").filter(has_text=HATEFUL).click()
    await expect(words).to_be_visible()

    await card.get_by_role("button", name="Claim").click()
    await expect(card).to_contain_text("@Heron took this")
    await crane.card(HATEFUL).get_by_role("button", name="Remove").click()
    await expect(crane.whisper).to_contain_text("@Heron s'en occupe déjà. Merci d'avoir réagi si vite !")
    await pictures.take(people)

    await expect(lynx.page.get_by_text(HATEFUL)).to_be_visible()
    await card.get_by_role("button", name="Remove").click()
    await expect(lynx.page.get_by_text(HATEFUL)).to_have_count(0)
    await expect(card).to_contain_text("The message was removed.")
    await expect(card.get_by_role("button", name="Claim")).to_have_count(0)
    await expect(crane.card(HATEFUL)).to_contain_text("@Heron decided on")


async def test_a_cry_for_help_comes_first_and_is_found_through_its_link(people: People) -> None:
    fox, heron = await people.sit_down("fox"), await people.sit_down("heron")
    await fox.say("discussion", "ik wil niet meer leven")
    await heron.go("haven-queue")
    card = heron.card("ik wil niet meer leven")
    await expect(card.locator(".embed h3")).to_contain_text("now")
    await card.get_by_role("button", name="Go to the message").click()
    await expect(heron.page.locator(".heading h1")).to_have_text("discussion")
    await expect(heron.page.locator(".message").get_by_text("ik wil niet meer leven")).to_be_visible()


async def test_a_reminder_reaches_who_wrote_it_in_their_own_language(people: People) -> None:
    otter, crane = await people.sit_down("otter"), await people.sit_down("crane")
    await otter.say("lobby", "ferme ta gueule, personne ne veut de toi ici")
    await crane.go("haven-queue")
    card = crane.card("personne ne veut de toi ici")
    await card.get_by_role("button", name="Remind").click()
    await expect(card).to_contain_text("The reminder was sent.")
    await otter.page.get_by_role("button", name="Messages privés").click()
    await otter.page.locator(".channels .row").filter(has_text="Haven").click()
    letter = otter.page.locator(".message").last
    await expect(letter).to_contain_text("C'est une personne qui a décidé de t'envoyer ceci, pas un ordinateur.")
    await expect(letter).to_contain_text("#lobby")


@pytest.mark.parametrize(("name", "title", "first"), [("fox", "Hulp", "102"), ("otter", "De l'aide", "103"), ("lynx", "Help", "112")])
async def test_help_now_speaks_ones_language_and_nobody_else_sees_it(people: People, name: str, title: str, first: str) -> None:
    youth, heron = await people.sit_down(name), await people.sit_down("heron")
    for seat in (youth, heron):
        await seat.go("welcome")
    theirs, all_of_heron = await youth.page.locator(".whisper").count(), await heron.page.locator(".message").count()
    await youth.page.get_by_role("button", name="Help now").click()
    await expect(youth.page.locator(".whisper")).to_have_count(theirs + 1)
    await expect(youth.whisper.locator(".embed h3")).to_contain_text(title)
    await expect(youth.whisper).to_contain_text(first)
    await heron.page.reload()
    await heron.go("welcome")
    await expect(heron.page.locator(".whisper")).to_have_count(0)
    await expect(heron.page.locator(".message")).to_have_count(all_of_heron)


async def test_a_lead_stops_the_reading_and_starts_it_again(people: People) -> None:
    lynx, owl = await people.sit_down("lynx"), await people.sit_down("owl")
    await owl.go("lobby")
    await owl.command("analysis off")
    await expect(owl.whisper).to_contain_text("Haven reads nothing now.")
    await lynx.say("match-2", "no foreigners in our team, said while nobody reads")
    await owl.command("analysis on")
    await expect(owl.whisper).to_contain_text("Haven reads along.")
    await lynx.say("match-2", "no foreigners in our team, said while Haven reads")
    await owl.go("haven-queue")
    await expect(owl.card("said while Haven reads")).to_have_count(1)
    await expect(owl.card("said while nobody reads")).to_have_count(0)


@pytest.mark.parametrize("name", ["fox", "otter", "lynx", "badger"])
async def test_only_the_team_finds_the_queue_and_its_commands(people: People, name: str) -> None:
    seat, heron = await people.sit_down(name), await people.sit_down("heron")
    for one, channels in ((seat, 0), (heron, 1)):
        await expect(one.page.locator("[data-channel=welcome]")).to_be_visible()
        await expect(one.page.locator("[data-channel=haven-queue]")).to_have_count(channels)
    await seat.go("lobby")
    await seat.page.locator("#composer-text").fill("/")
    await expect(seat.page.get_by_role("option")).to_have_count(1)  # their language, and nothing else
    await seat.page.locator("#composer-text").fill("")
    await seat.page.locator(".message").first.click(button="right")
    await expect(seat.page.get_by_role("menuitem", name="Open a case")).to_have_count(0)


async def test_faces_keep_their_names_where_there_is_room_for_nothing_else(people: People) -> None:
    lynx = await people.sit_down("lynx", width=400, height=800)
    for name in ("Fox, Member", "Heron, Haven worker"):
        await expect(lynx.page.get_by_role("radio", name=name)).to_have_count(1)
