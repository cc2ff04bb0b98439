"""Too many requests, requests spoiled on purpose, and requests that nobody may make."""

import aiohttp
import discord
import pytest

from sandbox.discord import Fault, Refused, Sandbox, World
from tests.sandbox.wire.asking import text_channel


async def test_fifty_requests_a_second_then_429(world: World) -> None:
    async with Sandbox(world, limits="discord", monotonic=lambda: 100.0) as sandbox, aiohttp.ClientSession() as http:
        answers_: list[tuple[int, str | None]] = []
        for _ in range(51):
            async with http.get(f"{sandbox.url}/api/v10/users/@me", headers={"Authorization": f"Bot {world.token}"}) as answer:
                answers_.append((answer.status, answer.headers.get("X-RateLimit-Global")))
                assert answer.headers["Via"]
    assert answers_ == [(200, None)] * 50 + [(429, "true")]


async def test_each_channel_has_its_own_bucket(world: World, lobby: str) -> None:
    seconds = [100.0]
    other = world.add_channel("other")
    async with Sandbox(world, limits="discord", monotonic=lambda: seconds[0]) as sandbox, aiohttp.ClientSession() as http:

        async def send(channel: str) -> tuple[int, str | None]:
            url = f"{sandbox.url}/api/v10/channels/{channel}/messages"
            async with http.post(url, json={"content": "x"}, headers={"Authorization": f"Bot {world.token}"}) as answer:
                return answer.status, answer.headers.get("X-RateLimit-Remaining")

        assert [await send(lobby) for _ in range(6)] == [(200, "4"), (200, "3"), (200, "2"), (200, "1"), (200, "0"), (429, "0")]
        assert await send(other) == (200, "4")
        seconds[0] += 5
        assert await send(lobby) == (200, "4")


async def test_ten_thousand_refusals_shut_the_door(world: World) -> None:
    async with Sandbox(world, limits="discord") as sandbox, aiohttp.ClientSession() as http:
        for _ in range(10_000):
            sandbox._rest.rates.invalid()
        async with http.get(f"{sandbox.url}/api/v10/users/@me", headers={"Authorization": f"Bot {world.token}"}) as answer:
            assert answer.status == 429


async def test_faults_spoil_what_they_match_and_the_client_tries_again(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    sandbox.faults.add(Fault(rf"POST /channels/{lobby}/messages", status=500))
    sandbox.faults.add(Fault(rf"POST /channels/{lobby}/messages", status=429, retry_after=0.05))
    await text_channel(bot, lobby).send("through")
    posts = [(one.status, one.actor) for one in sandbox.transcript if one.method == "POST"]
    assert posts == [(500, "fault"), (429, "fault"), (200, "bot")]


async def test_a_fault_can_lose_only_the_answer(sandbox: Sandbox, lobby: str, world: World) -> None:
    sandbox.faults.add(Fault(r"POST /channels/\d+/messages", drop=True, after=True))
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientError):
            await http.post(
                f"{sandbox.url}/api/v10/channels/{lobby}/messages", json={"content": "x"}, headers={"Authorization": f"Bot {world.token}"}
            )
    assert [one["content"] for one in sandbox.person("fox").sees(lobby)] == ["x"]


async def test_strangers_and_unknown_routes(world: World, lobby: str) -> None:
    async with Sandbox(world) as sandbox, aiohttp.ClientSession() as http:
        async with http.get(f"{sandbox.url}/api/v10/channels/{lobby}") as answer:
            assert (answer.status, answer.headers["Content-Type"]) == (401, "application/json")
        async with http.get(f"{sandbox.url}/api/v10/guilds/1/soundboard-sounds") as answer:
            assert answer.status == 501
        with pytest.raises(AssertionError, match="soundboard"):
            sandbox.assert_known()


def test_refusals_read_well() -> None:
    assert str(Refused(403, 50013, "Missing Permissions")) == "403/50013: Missing Permissions"
