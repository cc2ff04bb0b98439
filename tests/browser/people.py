"""People at the page: who sits where, what they do, and what they see."""

from typing import Literal

from playwright.async_api import Browser, Locator, Page, expect

SLOW = 15_000  # milliseconds within which something must be seen; the machine may be busy with other tests


class People:
    """Everybody has a window of their own, as at an evening."""

    def __init__(self, address: str, browser: Browser) -> None:
        self.problems: list[str] = []
        self.asked_for: list[str] = []
        self._address = address
        self._browser = browser
        self._seats: list[Page] = []

    async def sit_down(self, name: str, *, width: int = 1280, height: int = 860, theme: Literal["light", "dark"] = "light") -> "Seat":
        """Somebody opens the page."""
        page = await self._browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce")
        page.set_default_timeout(SLOW)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.asked_for.append(request.url))
        self._seats.append(page)
        await page.goto(f"{self._address}/?as={name}")
        await page.locator(f"[data-persona={name}][aria-checked=true]").wait_for()
        return Seat(page)

    async def leave(self) -> None:
        """Everybody closes their window."""
        for page in self._seats:
            await page.close()


class Seat:
    """One person's window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def go(self, channel: str) -> None:
        """Opens a channel, by the list of channels, which a narrow page keeps behind a button."""
        row = self.page.locator(f"[data-channel={channel}]")
        await row.wait_for(state="attached")  # a page that was just opened still reads
        if not await row.is_visible():
            await self.page.locator("[data-key=burger]").click()
        await row.click()
        await expect(self.page.locator(".heading h1")).to_have_text(channel)

    async def say(self, channel: str, text: str) -> None:
        """Types something and sends it."""
        await self.go(channel)
        await self.page.locator("#composer-text").fill(text)
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".message").last).to_contain_text(text)

    async def command(self, words: str) -> None:
        """Types a command that needs nothing filled in, and runs it."""
        await self.page.locator("#composer-text").fill(f"/{words}")
        await self.page.get_by_role("option", name=f"/{words}").click()
        await self.page.locator(".command .button.primary").click()

    def card(self, words: str) -> Locator:
        """The cards on which these words stand, covered or not."""
        return self.page.locator(".message:not(.whisper)").filter(has=self.page.locator(".embed"), has_text=words)

    @property
    def whisper(self) -> Locator:
        """The last thing that only this person sees."""
        return self.page.locator(".message.whisper").last
