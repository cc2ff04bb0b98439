"""The page in a real browser, used as people use it: by what they read, and by keys."""

import asyncio
import re
from base64 import b64decode

import pytest
from playwright.async_api import Locator, Page, Route, expect

from sandbox import web
from sandbox.discord import Sandbox
from sandbox.discord.verbs import messages
from sandbox.evening import channel
from tests.sandbox.page.conftest import localhost
from tests.sandbox.page.parrot import SECRET, Parrot

DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
pytestmark = pytest.mark.browser


def writing(page: Page) -> Locator:
    return page.locator("#composer-text")


def last(page: Page) -> Locator:
    return page.locator(".message").last


async def put_up_the_board(page: Page) -> None:
    await writing(page).fill("/board")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Run command").click()
    await page.locator(".embed").wait_for()


async def test_what_one_person_says_another_reads_and_has_unread(page: Page) -> None:
    await writing(page).fill("hello **all**")
    await page.keyboard.press("Enter")
    await expect(last(page).locator("strong")).to_have_text("all")
    await page.get_by_role("radio", name="Owl").click()
    await page.locator("[data-channel=match-1]").click()
    await page.get_by_role("radio", name="Lynx").click()
    await writing(page).fill("more")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("radio", name="Owl").locator(".badge")).to_have_text("1")
    await page.get_by_role("radio", name="Owl").click()
    await expect(page.locator("[data-channel=lobby]")).to_have_attribute("aria-label", "lobby, 1 new message")


async def test_the_private_channel_is_only_where_it_may_be(page: Page) -> None:
    await expect(page.locator("[data-channel=lobby]")).to_be_visible()
    await expect(page.locator("[data-channel=backstage]")).to_have_count(0)
    await page.get_by_role("radio", name="Heron").click()
    await expect(page.locator("[data-channel=backstage]")).to_have_attribute("aria-label", "backstage, privékanaal")


async def test_what_people_write_never_becomes_markup(page: Page) -> None:
    nasty = '<img src=x onerror="document.title=1"> [x](javascript:alert(1)) <script>1</script>'
    await writing(page).fill(nasty)
    await page.keyboard.press("Enter")
    await expect(last(page).locator(".text")).to_have_text(nasty)
    assert await last(page).locator("script, a").count() == 0


async def test_a_reply_an_edit_a_reaction_and_a_deletion(page: Page, sandbox: Sandbox) -> None:
    await page.locator(".message").first.click(button="right")
    await page.get_by_role("menuitem", name="Reply").click()
    await writing(page).fill("I am in")
    await page.keyboard.press("Enter")
    await expect(last(page).locator(".quoted")).to_contain_text("Badger")
    await page.keyboard.press("ArrowUp")
    await writing(page).fill("I am in too")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("I am in too (edited)")
    await last(page).hover()
    await last(page).get_by_role("button", name="Add a reaction").click()
    await page.get_by_role("menuitem", name="🎉").click()
    await expect(last(page).get_by_role("button", name="🎉, 1")).to_have_attribute("aria-pressed", "true")
    await last(page).click(button="right")
    await page.get_by_role("menuitem", name="Delete message").click()
    await expect(page.get_by_text("I am in too")).to_have_count(0)
    assert len(sandbox.person("lynx").sees(channel(sandbox.world, "lobby"))) == 1


async def test_required_options_are_asked_for_and_run_when_given(page: Page, parrot: Parrot) -> None:
    assert parrot.is_ready()
    await writing(page).fill("/ra")
    await expect(page.get_by_role("option", name="/rank")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Run command").click()
    await expect(page.get_by_text("Fill this in, please")).to_have_count(2)
    await page.get_by_role("combobox", name="colour").select_option("green")
    await page.get_by_role("textbox", name="place").fill("12")
    await page.get_by_role("button", name="+ who").click()
    await page.get_by_role("combobox", name="who").select_option("Fox")
    await page.get_by_role("button", name="Run command").click()
    await expect(page.get_by_text("At most 9")).to_be_visible()
    await page.get_by_role("textbox", name="place").fill("3")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("green 3 for Fox")


async def test_suggestions_come_while_one_types(page: Page, parrot: Parrot) -> None:
    assert parrot.is_ready()
    await writing(page).fill("/find")
    await page.keyboard.press("Enter")
    await page.keyboard.type("re")
    await expect(page.get_by_role("option")).to_have_text(["The colour red", "The colour green"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("Found green")


async def test_a_button_a_menu_and_a_message_that_only_one_sees(page: Page, parrot: Parrot) -> None:
    assert parrot.is_ready()
    await put_up_the_board(page)
    await page.get_by_role("button", name="Say hello").click()
    await expect(last(page)).to_contain_text("Hello Lynx!")
    await expect(last(page)).to_contain_text("Only you can see this")
    await page.get_by_label("Pick a colour").select_option("blue")
    await expect(page.get_by_text("The colour is blue")).to_be_visible()
    await page.get_by_role("radio", name="Owl").click()
    await expect(page.get_by_text("The colour is blue")).to_be_visible()
    await expect(page.get_by_text("Hello Lynx!")).to_have_count(0)
    await page.get_by_role("radio", name="Lynx").click()
    await page.get_by_role("button", name="Dismiss").click()
    await expect(page.get_by_text("Hello Lynx!")).to_have_count(0)


async def test_a_form_keeps_what_was_typed_until_it_is_taken(page: Page, parrot: Parrot) -> None:
    assert parrot.is_ready()
    await put_up_the_board(page)
    await page.get_by_role("button", name="Write", exact=True).click()
    words = page.get_by_label("What did you think?")
    await expect(words).to_be_focused()
    await page.get_by_role("button", name="Submit").click()
    await expect(page.get_by_text("Fill this in, please")).to_be_visible()
    await words.fill("no")
    await page.get_by_role("button", name="Submit").click()
    await expect(page.get_by_text("At least 3 characters")).to_be_visible()
    await words.fill("refuse")
    await page.get_by_role("button", name="Submit").click()
    await expect(page.get_by_role("dialog").get_by_text("The application did not respond")).to_be_visible()
    await expect(words).to_have_value("refuse")


async def test_silence_is_said_where_it_was_met(page: Page, parrot: Parrot) -> None:
    assert parrot.is_ready()
    await put_up_the_board(page)
    await page.get_by_role("button", name="Ignore me").click()
    await expect(page.locator(".message .trouble")).to_have_text("The application did not respond")


async def test_a_spoiler_opens_by_click_and_by_enter_and_stays_open(page: Page, parrot: Parrot) -> None:
    assert parrot.is_ready()
    await put_up_the_board(page)
    cover = page.get_by_role("button", name=re.compile("Hidden text"))
    await expect(page.get_by_text(SECRET)).to_be_hidden()
    await cover.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(SECRET)).to_be_visible()
    await page.get_by_label("Pick a colour").select_option("red")
    await expect(page.get_by_text("The colour is red")).to_be_visible()
    await expect(page.get_by_text(SECRET)).to_be_visible()


async def test_an_evening_by_keys_alone(page: Page, parrot: Parrot) -> None:
    """Another person, another channel, a message, the way through the regions, a message's menu and an application's command."""
    assert parrot.is_ready()
    await page.keyboard.press("Alt+6")
    await expect(page.get_by_role("radio", name="Owl")).to_be_checked()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(page.locator("[data-channel=match-1]")).to_have_attribute("aria-current", "true")
    await page.keyboard.type("by keys")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("by keys")
    await page.keyboard.press("Shift+F6")
    await page.keyboard.press("ArrowUp")
    await expect(last(page)).to_be_focused()
    await page.keyboard.press("m")
    await page.keyboard.press("End")
    await expect(page.get_by_role("menuitem", name="Look closer")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("It has 7 letters")
    await page.keyboard.press("Escape")
    await expect(writing(page)).to_be_focused()


async def test_a_menu_closes_by_escape_and_gives_the_focus_back(page: Page) -> None:
    tool = page.get_by_role("button", name="More").last
    await tool.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menu")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(tool).to_be_focused()


async def test_who_is_timed_out_reads_why_and_keeps_their_words(page: Page, sandbox: Sandbox) -> None:
    await writing(page).fill("half a sentence")
    lynx = sandbox.person("lynx").id
    sandbox.world.members[lynx]["communication_disabled_until"] = "2999-01-01T00:00:00+00:00"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="Missing Permissions")).to_be_visible()
    await expect(writing(page)).to_have_value("half a sentence")
    sandbox.world.member_changed(lynx)
    await expect(writing(page)).to_contain_text("You are timed out until")
    await expect(writing(page)).to_contain_text("half a sentence")


async def test_a_picture_shows_by_either_name_of_this_machine_and_one_from_elsewhere_is_not_asked_for(page: Page, sandbox: Sandbox) -> None:
    lobby = channel(sandbox.world, "lobby")
    await sandbox.person("fox").say(lobby, "look", files=[("dot.png", DOT)])
    elsewhere = {"title": "Far", "image": {"url": "https://pictures.example/far.png"}}
    messages.send(sandbox.world, sandbox.world.application_id, lobby, {"embeds": [elsewhere]})
    for address in (sandbox.url, localhost(sandbox)):
        await page.goto(f"{address}/?as=lynx")
        await expect(page.locator(".picture img")).to_have_js_property("naturalWidth", 1)
        await expect(page.locator(".embed img")).to_have_count(0)


async def test_a_tour_takes_who_watches_along_until_it_is_closed(page: Page, sandbox: Sandbox) -> None:
    hub, backstage = web.hub(sandbox), channel(sandbox.world, "backstage")
    words = {"en": "The team looks.", "nl": "Het team kijkt.", "fr": "L'équipe regarde."}
    hub.show(sandbox.person("heron").id, backstage, words)
    await expect(page.get_by_role("status").filter(has_text="The team looks.")).to_be_visible()  # the browser's language, not Heron's
    await expect(page.get_by_role("radio", name="Heron")).to_be_checked()
    await expect(page.locator(".heading h1")).to_have_text("backstage")
    await page.locator("#tour").get_by_role("button").click()
    await expect(page.get_by_text("The team looks.")).to_be_hidden()
    hub.show(sandbox.person("owl").id, backstage, words)
    await writing(page).fill("mine now")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("mine now")
    await expect(page.get_by_role("radio", name="Heron")).to_be_checked()


async def test_an_answer_about_somebody_played_before_comes_too_late(page: Page, sandbox: Sandbox) -> None:
    owl, held = sandbox.person("owl").id, asyncio.Event()

    async def later(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.route(f"**/sandbox/view?as={owl}", later)
    await page.get_by_role("radio", name="Owl").click()
    await page.get_by_role("radio", name="Heron").click()
    await expect(page.get_by_role("radio", name="Heron")).to_be_checked()
    async with page.expect_response(f"**/sandbox/view?as={owl}"):
        held.set()
    await page.evaluate("fetch('/sandbox/people').then((answer) => answer.json())")  # by then the late answer was read too
    await writing(page).fill("it is me")
    await page.keyboard.press("Enter")
    await expect(last(page).locator(".name")).to_have_text("Heron")
    await expect(page.get_by_role("radio", name="Heron")).to_be_checked()


async def test_dark_and_light(page: Page) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(background)
    await page.get_by_role("button", name="Switch to dark").click()
    dark = await page.evaluate(background)
    await page.reload()
    await expect(page.get_by_role("button", name="Switch to light")).to_be_visible()
    assert (await page.evaluate(background), light != dark) == (dark, True)


async def test_the_page_speaks_the_language_of_who_is_played(page: Page) -> None:
    for name, language, words in (("Fox", "nl-BE", "Bericht in #lobby"), ("Otter", "fr-BE", "Écrire dans #lobby")):
        await page.get_by_role("radio", name=name).click()
        await expect(writing(page)).to_have_attribute("placeholder", words)
        assert await page.evaluate("document.documentElement.lang") == language


async def test_a_narrow_page_can_be_used(page: Page) -> None:
    await page.set_viewport_size({"width": 400, "height": 760})
    await expect(page.locator("[data-channel=discussion]")).to_be_hidden()
    await page.get_by_role("button", name="Show or hide channels").click()
    await page.locator("[data-channel=discussion]").click()
    await writing(page).fill("from a phone")
    await page.get_by_role("button", name="Send").click()
    await expect(last(page)).to_contain_text("from a phone")
    assert await page.evaluate("document.documentElement.scrollWidth") == 400


async def test_colours_can_be_told_apart_on_every_surface(page: Page) -> None:
    """WCAG AA: text 4.5 to 1 on each surface that it stands on, in both themes."""
    for theme in ("light", "dark"):
        poor = await page.evaluate(CONTRAST, theme)
        assert poor == []


CONTRAST = """(theme) => {
  document.documentElement.dataset.theme = theme;
  const style = getComputedStyle(document.documentElement);
  const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = (name) => {
    const hex = style.getPropertyValue(name).trim();
    const part = (at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255);
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  };
  const ratio = (one, two) => { const [a, b] = [light(one), light(two)].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
  const surfaces = ["--sea", "--shore", "--sand", "--raised", "--hover", "--pressed", "--accent-wash", "--warn-wash"];
  const pairs = [["--ink", surfaces], ["--soft", surfaces], ["--link", ["--sand", "--raised", "--hover", "--accent-wash"]],
    ["--danger", ["--sand", "--raised", "--shore", "--hover"]], ["--accent", ["--sand", "--raised", "--accent-wash"]],
    ["--warn", ["--warn-wash"]], ["--on-accent", ["--accent", "--accent-hover"]], ["--sand", ["--danger", "--good"]]];
  const all = pairs.flatMap(([text, list]) => list.map((surface) => [text, surface, ratio(text, surface)]));
  return all.filter(([, , found]) => found < 4.5).map(([text, surface, found]) => `${theme} ${text} on ${surface}: ${found.toFixed(2)}`);
}"""
