"""REST v10 and the CDN: authorises, limits, spoils on purpose, answers, and writes down what was asked."""

import asyncio
import json
import mimetypes
import traceback
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.discord.errors import Refused
from sandbox.discord.exchange import API, Exchange
from sandbox.discord.faults import Fault, Faults
from sandbox.discord.rates import Rates
from sandbox.discord.routes import channels, commands, identity, interactions, members, messages, reactions, threads
from sandbox.discord.routes.table import Call, Route
from sandbox.discord.transcript import Entry
from sandbox.discord.world import World

AREAS = (identity, commands, messages, reactions, channels, threads, members, interactions)
ROUTES: tuple[Route, ...] = tuple(route for area in AREAS for route in area.routes)
# Without Via a client takes a 429 for its network's ban; a charset behind the type confuses one of them.
HEADERS = {"Content-Type": "application/json", "Via": "1.1 loopback"}
TOO_MANY = 429
_MINDED = (401, 403, TOO_MANY)  # too many of these shut the door


class Rest:
    """All documented routes over one world. ``unknown`` holds requests without a route, ``crashes`` the sandbox's own errors."""

    def __init__(self, world: World, rates: Rates, *, record: bool) -> None:
        self.world = world
        self.rates = rates
        self.faults = Faults()
        self.record = record
        self.transcript: list[Entry] = []
        self.unknown: list[str] = []
        self.crashes: list[str] = []
        self.gateway_url = ""

    def mount(self, app: web.Application) -> None:
        """Adds every route; literal segments win over names, so that ".../messages/pins" is not a message."""
        for route in sorted(ROUTES, key=lambda one: [part.startswith("{") for part in one.template.split("/")]):
            app.router.add_route(route.method, API + route.template, self._serve(route))
        app.router.add_route("*", "/api/{tail:.*}", self._missing)
        app.router.add_get("/cdn/{path:.*}", self._file)

    async def _missing(self, request: web.Request) -> web.Response:
        self.unknown.append(f"{request.method} {request.path}")
        answer = {"message": f"no such route here: {request.method} {request.path}", "code": 0}
        return web.Response(status=501, body=json.dumps(answer), headers=HEADERS)

    async def _file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        data = self.world.cdn.get(path)
        if data is None:
            return web.Response(status=404)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return web.Response(body=data, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})

    def _serve(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            exchange = Exchange(request, route)
            fault = self.faults.take(f"{request.method} {exchange.path}")
            if fault and fault.delay:
                await asyncio.sleep(fault.delay)
            if fault and fault.instead:
                return self._spoil(exchange, fault)
            await exchange.read()
            self._answer(exchange)
            text = "" if exchange.answer is None else json.dumps(exchange.answer)
            if self.record:
                self.transcript.append(exchange.entry(text, self._actor(exchange)))
            if fault and fault.after:
                return self._spoil(exchange, fault)
            if not text:
                return web.Response(status=exchange.status, headers=exchange.headers)
            return web.Response(status=exchange.status, body=text.encode(), headers=HEADERS | exchange.headers)

        return serve

    def _spoil(self, exchange: Exchange, fault: Fault) -> web.StreamResponse:
        """The fault's answer in place of the right one, which the transcript shows too."""
        if fault.drop and exchange.request.transport:
            exchange.request.transport.abort()
            return web.Response()
        text = json.dumps(fault.answer())
        exchange.settle(fault.status or 500, fault.answer())
        if self.record:
            self.transcript.append(exchange.entry(text, "fault"))
        limited = {"Retry-After": str(fault.retry_after), "X-RateLimit-Scope": "user"} if fault.status == TOO_MANY else {}
        return web.Response(status=exchange.status, body=text, headers=HEADERS | limited)

    def _actor(self, exchange: Exchange) -> str:
        if exchange.route.public:
            return "token"
        return "bot" if self._is_bot(exchange.request) else "nobody"

    def _is_bot(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bot {self.world.token}"

    def _answer(self, exchange: Exchange) -> None:
        """Settles the exchange: the door, the limits, then the route's handler."""
        route = exchange.route
        if self.rates.banned():
            return exchange.settle(TOO_MANY, {"message": "You are being blocked from accessing our API temporarily.", "code": 0})
        if not route.public and not self._is_bot(exchange.request):
            self.rates.invalid()
            return exchange.settle(401, {"message": "401: Unauthorized", "code": 0})
        ruling = self.rates.judge(f"{route.method} {route.template}", exchange.major)
        if ruling.refusal:
            self.rates.invalid()
            return exchange.settle(TOO_MANY, ruling.refusal, ruling.headers)
        try:
            self._handle(exchange, ruling.headers)
        except Refused as refused:
            exchange.settle(refused.status, refused.body(), ruling.headers)
        except Exception:  # noqa: BLE001 - whatever a handler didn't foresee must show up in the test that met it
            self.crashes.append(f"{route.method} {exchange.path} with {exchange.asked!r}\n{traceback.format_exc()}")
            exchange.settle(500, {"message": "500: Internal Server Error", "code": 0}, ruling.headers)
        if exchange.status in _MINDED:
            self.rates.invalid()
        return None

    def _handle(self, exchange: Exchange, headers: dict[str, str]) -> None:
        if exchange.problem:
            raise exchange.problem
        request = exchange.request
        body = {} if exchange.asked is None else exchange.asked
        answer = exchange.route.handler(
            Call(self.world, dict(request.match_info), dict(request.query), body, exchange.files, self.gateway_url)
        )
        exchange.settle(204 if answer is None else exchange.route.status, answer, headers)
