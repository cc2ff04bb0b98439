"""The pictures in docs/pictures, taken in the middle of an evening when HAVEN_PICTURES=1: so that they show what there is."""

import os
from base64 import b64encode
from pathlib import Path

from tests.browser.people import People

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
BESIDE = """<body style="margin:0;padding:24px;display:flex;gap:24px;background:#c5d4d0">{}</body>"""
WINDOW = """<img style="display:block;border-radius:14px;box-shadow:0 8px 28px rgb(22 42 44 / 22%)" src="data:image/png;base64,{}">"""


async def take(people: People) -> None:
    """Looks over the shoulders of a young person and of the team's lead, who both read English."""
    if os.environ.get("HAVEN_PICTURES") != "1":
        return
    FOLDER.mkdir(exist_ok=True)
    await _evening(people)
    await _demo(people)
    await _help(people)


async def _evening(people: People) -> None:
    """The same moment, as a young person and as the team sees it."""
    lynx, owl = await people.sit_down("lynx", width=470, height=740), await people.sit_down("owl", width=620, height=740)
    await lynx.go("match-1")
    await owl.go("haven-queue")
    await owl.page.locator(".embed").last.wait_for()
    for seat in (lynx, owl):
        await seat.page.mouse.move(0, 0)  # nothing is pointed at
    windows = [WINDOW.format(b64encode(await seat.page.screenshot()).decode()) for seat in (lynx, owl)]
    await lynx.page.set_viewport_size({"width": 470 + 620 + 3 * 24, "height": 740 + 2 * 24})
    await lynx.page.goto("about:blank")
    await lynx.page.set_content(BESIDE.format("".join(windows)))
    await lynx.page.screenshot(path=FOLDER / "evening.png")


async def _demo(people: People) -> None:
    """The whole page, in the dark."""
    owl = await people.sit_down("owl", theme="dark")
    await owl.go("haven-queue")
    await owl.page.locator(".embed").last.wait_for()
    await owl.page.mouse.move(0, 0)
    await owl.page.screenshot(path=FOLDER / "demo.png")


async def _help(people: People) -> None:
    """Help now, on a phone."""
    lynx = await people.sit_down("lynx", width=400, height=860)
    await lynx.go("welcome")
    await lynx.page.get_by_role("button", name="Help now").click()
    await lynx.whisper.evaluate("whisper => whisper.scrollIntoView({block: 'start'})")
    await lynx.page.mouse.move(0, 0)
    await lynx.page.screenshot(path=FOLDER / "help-now.png")
