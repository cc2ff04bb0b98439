"""The loopback server: REST, gateway and CDN of one world on one port."""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from sandbox.discord import snapshot
from sandbox.discord.faults import Faults
from sandbox.discord.gateway import Gateway
from sandbox.discord.people import Person
from sandbox.discord.rates import Mode, Rates
from sandbox.discord.rest import Rest
from sandbox.discord.transcript import Entry
from sandbox.discord.waiting import until
from sandbox.discord.world import World

T = TypeVar("T")
_BIGGEST = 128 * 1024 * 1024  # over it aiohttp answers 413 by itself; the platform's own limits are checked per file


class Sandbox:
    """``async with Sandbox(world) as sandbox: …``. ``port`` 0 takes a free one; ``record`` False keeps no transcript, for load.

    ``extra(app, sandbox)`` mounts more routes before the server listens. ``limits`` "generous" sends rate-limit headers without limits.
    """

    def __init__(
        self,
        world: World,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        limits: Mode = "discord",
        record: bool = True,
        extra: Callable[[web.Application, "Sandbox"], None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.world = world
        self.url = ""
        self.app = web.Application(client_max_size=_BIGGEST)
        self.gateway = Gateway(world, monotonic)
        self._rest = Rest(world, Rates(limits, monotonic), record=record)
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None
        self._rest.mount(self.app)
        self.app.router.add_get("/gateway", self.gateway.handle)
        self.app.router.add_get("/gateway/", self.gateway.handle)
        if extra:
            extra(self.app, self)

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""
        return self._rest.faults

    @property
    def transcript(self) -> list[Entry]:
        """Every request so far, with its answer."""
        return self._rest.transcript

    @property
    def unknown(self) -> list[str]:
        """Requests that met no route and got 501."""
        return self._rest.unknown

    def assert_known(self) -> None:
        """Raises AssertionError where the bot asked for something that isn't here, or the sandbox itself stumbled."""
        if self.unknown or self._rest.crashes:
            raise AssertionError("\n".join(["the sandbox has no answer to:", *self.unknown, *self._rest.crashes]))

    def person(self, who: str) -> Person:
        """A scripted person by name or id. Raises KeyError for a stranger."""
        for user_id, user in self.world.users.items():
            if who in (user_id, user["username"]):
                return Person(self.world, user_id)
        raise KeyError(who)

    async def until(self, check: Callable[[], T], timeout: float = 10) -> T:
        """The first true value of ``check()``, asked again whenever the world changes. Raises NotSeen after ``timeout`` seconds."""
        return await until(self.world, check, timeout, self.transcript)

    def snapshot(self, path: Path | str) -> None:
        """Writes the whole world to a file; ``World`` is brought back by ``restore(path)``."""
        snapshot.save(self.world, Path(path))

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://{self._host}:{port}"
        self.gateway.protocol.url = self._rest.gateway_url = f"ws://{self._host}:{port}/gateway"
        self.world.move_cdn(f"{self.url}/cdn")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.gateway.drop(1001)
        if self._runner:
            await self._runner.cleanup()
