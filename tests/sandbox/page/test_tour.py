"""The tour with the real bot: what the evening shows is what happens."""

import asyncio
import signal
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.tour import SCENES
from tests.sandbox.page.test_demo import address, demo

BOT: tuple[str, ...] = ("--env", "HAVEN_DISCORD__TOKEN={token}", "--env", "HAVEN_DATA_DIR={data}", "--env", "HAVEN_DEFAULT_LANGUAGE=fr")
BOT += ("--env", "HAVEN_HTTP__PORT=0", "--open-with", "owner:/setup", "--", "bot", "run")


async def test_the_tour_ends_with_one_card_decided_and_one_left_for_who_watches(tmp_path: Path) -> None:
    async with demo(tmp_path, "--tour", "--fast", *BOT) as child, aiohttp.ClientSession(await address(child)) as http:
        people = (await (await http.get("/sandbox/people")).json())["people"]
        heron, fox = (next(one["id"] for one in people if one["username"] == name) for name in ("heron", "fox"))
        async with asyncio.timeout(60), http.ws_connect(f"/sandbox/live?as={heron}") as live:
            while not over(await view(http, heron)):
                await live.receive()
        match, cards = said(await view(http, heron), "match-1"), said(await view(http, heron), "haven-queue")
        youth = await view(http, fox)
        child.send_signal(signal.SIGTERM)
        await asyncio.wait_for(child.wait(), 20)
    assert [one["content"] for one in match if "vermin" in one["content"]] == []
    assert any("oma" in one["content"] for one in match)  # banter stays, and no card was laid for it
    assert [pressable(card) for card in cards if card["components"]] == [False, True]
    assert "haven-queue" not in str(youth)


async def test_the_tour_waits_for_somebody_to_watch_and_takes_them_along(tmp_path: Path) -> None:
    async with demo(tmp_path, "--tour", *BOT) as child, aiohttp.ClientSession(await address(child)) as http:
        assert child.stdout is not None
        assert b"as soon as the page is open" in await asyncio.wait_for(child.stdout.readline(), 10)
        people = (await (await http.get("/sandbox/people")).json())["people"]
        fox, lynx = (next(one["id"] for one in people if one["username"] == name) for name in ("fox", "lynx"))
        assert [one["author"]["username"] for one in said(await view(http, fox), "lobby")] == ["badger"]
        async with asyncio.timeout(20), http.ws_connect(f"/sandbox/live?as={fox}") as live:
            while (event := await live.receive_json())["t"] != "scene":
                pass
        child.send_signal(signal.SIGTERM)
        await asyncio.wait_for(child.wait(), 20)
    assert event["d"]["person"] == lynx
    assert set(event["d"]["words"]) == {"en", "fr", "nl"}


def test_every_scene_is_told_in_every_language() -> None:
    assert all(set(words) == {"en", "fr", "nl"} for words in SCENES.values())


async def view(http: aiohttp.ClientSession, person: str) -> dict[str, Any]:
    seen: dict[str, Any] = await (await http.get("/sandbox/view", params={"as": person})).json()
    return seen


def said(seen: dict[str, Any], name: str) -> list[dict[str, Any]]:
    place = next(channel["id"] for channel in seen["channels"] if channel["name"] == name)
    messages: list[dict[str, Any]] = seen["messages"][place]
    return messages


def pressable(card: dict[str, Any]) -> bool:
    """Whether the card can still be claimed."""
    return any(
        button.get("label") == "Je m'en occupe" and not button.get("disabled") for row in card["components"] for button in row["components"]
    )


def over(seen: dict[str, Any]) -> bool:
    """Two cards, the first decided, and the message that it was about gone."""
    cards = [card for card in said(seen, "haven-queue") if card["components"]]
    return len(cards) > 1 and not pressable(cards[0]) and "vermin" not in str(said(seen, "match-1"))
