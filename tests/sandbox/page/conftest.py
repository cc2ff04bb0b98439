"""The evening's server with its page, a private channel, a small program, and a browser."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from playwright.async_api import Page, async_playwright

from core.clock import SystemClock
from sandbox import web
from sandbox.discord import Permission, Sandbox, World
from sandbox.discord.ids import Json
from sandbox.evening import channel, evening
from sandbox.launch import redirect
from tests.sandbox.page.parrot import Parrot

VIEW = int(Permission.VIEW_CHANNEL)
BROWSER = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


@pytest.fixture
def world() -> World:
    """The evening, and a channel that only workers see."""
    world = evening(SystemClock(), seed=11)
    worker = next(role["id"] for role in world.roles.values() if role["name"] == "Haven worker")
    closed = [{"id": world.guild_id, "type": 0, "deny": VIEW}, {"id": worker, "type": 0, "allow": VIEW}]
    world.add_channel("backstage", overwrites=[*closed, {"id": world.application_id, "type": 1, "allow": VIEW}])
    return world


@pytest.fixture
async def sandbox(world: World) -> AsyncIterator[Sandbox]:
    async with Sandbox(world, limits="generous", extra=web.mount) as sandbox:
        yield sandbox
    sandbox.assert_known()


@pytest.fixture
async def parrot(sandbox: Sandbox) -> AsyncIterator[Parrot]:
    redirect(sandbox.url)
    parrot = Parrot()
    async with parrot:
        running = asyncio.create_task(parrot.start(sandbox.world.token))
        await sandbox.until(lambda: parrot.is_ready() and sandbox.world.commands["global"])
        yield parrot
        await parrot.close()
        await running


@dataclass(frozen=True)
class Door:
    """The HTTP door, as one who is played uses it."""

    http: aiohttp.ClientSession
    sandbox: Sandbox

    def id(self, name: str) -> str:
        return self.sandbox.person(name).id

    def channel(self, name: str) -> str:
        return channel(self.sandbox.world, name)

    async def act(self, name: str, verb: str, **body: object) -> tuple[int, Json]:
        async with self.http.post(f"/sandbox/as/{self.id(name)}/{verb}", json=body) as response:
            return response.status, await response.json()

    async def view(self, name: str) -> Json:
        async with self.http.get("/sandbox/view", params={"as": self.id(name)}) as response:
            assert response.status == 200
            seen: Json = await response.json()
            return seen


@pytest.fixture
async def door(sandbox: Sandbox) -> AsyncIterator[Door]:
    async with aiohttp.ClientSession(sandbox.url) as http:
        yield Door(http, sandbox)


def localhost(sandbox: Sandbox) -> str:
    return sandbox.url.replace("127.0.0.1", "localhost")


@pytest.fixture
async def page(sandbox: Sandbox, chromium: str) -> AsyncIterator[Page]:
    """The page with Lynx, who reads English. Any error that it meets, and any request beyond the sandbox, fails the test."""
    problems: list[str] = []
    requested: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light", reduced_motion="reduce")
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: requested.append(request.url))
        await page.goto(f"{sandbox.url}/?as=lynx")
        await page.get_by_role("radio", name="Lynx", checked=True).wait_for()
        yield page
        await browser.close()
    assert problems == []
    assert [url for url in requested if not url.startswith((sandbox.url, localhost(sandbox), "data:"))] == []
