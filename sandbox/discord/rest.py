"""REST v10 and the CDN: parses, authorises, limits, spoils on purpose, answers, and writes down what was asked."""

import asyncio
import json
import mimetypes
import traceback
import urllib.parse
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.discord.errors import Refused
from sandbox.discord.faults import Fault, Faults
from sandbox.discord.limits.messages import File
from sandbox.discord.rates import Rates
from sandbox.discord.routes import channels, commands, identity, interactions, members, messages, reactions, threads
from sandbox.discord.routes.table import Call, Route
from sandbox.discord.transcript import Entry
from sandbox.discord.world import World

API = "/api/v10"
AREAS = (identity, commands, messages, reactions, channels, threads, members, interactions)
ROUTES: tuple[Route, ...] = tuple(route for area in AREAS for route in area.routes)
# Without Via a client takes a 429 for its network's ban; a charset behind the type confuses one of them.
_HEADERS = {"Content-Type": "application/json", "Via": "1.1 loopback"}
_MINDED = (401, 403, 429)


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
        return web.Response(
            status=501, body=json.dumps({"message": f"no such route here: {request.method} {request.path}", "code": 0}), headers=_HEADERS
        )

    async def _file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        data = self.world.cdn.get(path)
        if data is None:
            return web.Response(status=404)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return web.Response(body=data, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})

    def _serve(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        name = f"{route.method} {route.template}"

        async def serve(request: web.Request) -> web.StreamResponse:
            fault = self.faults.take(f"{request.method} {request.path.removeprefix(API)}") if self.faults.rules else None
            if fault and (spoiled := await self._spoil(request, fault)) is not None:
                return spoiled
            asked, files, problem = await _parse(request)
            status, answer, headers = self._answer(route, name, request, asked, files, problem)
            if status in _MINDED:
                self.rates.invalid()
            text = "" if answer is None else json.dumps(answer)
            if self.record:
                self._write_down(route, request, asked, files, status, text)
            if fault and fault.after:
                return _fault_response(request, fault)
            return (
                web.Response(status=status, body=text.encode(), headers=_HEADERS | headers)
                if text
                else web.Response(status=status, headers=headers)
            )

        return serve

    async def _spoil(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.after or (not fault.drop and fault.status is None):
            return None
        if self.record:
            text = json.dumps(fault.answer()) if fault.status else ""
            route = str(request.match_info.route.resource.canonical if request.match_info.route.resource else "").removeprefix(API)
            self.transcript.append(Entry(request.method, route, request.path.removeprefix(API), {}, "", fault.status or 0, text, "fault"))
        return _fault_response(request, fault)

    def _answer(
        self,
        route: Route,
        name: str,
        request: web.Request,
        asked: Any,
        files: list[File],
        problem: Refused | None,
    ) -> tuple[int, Any, dict[str, str]]:
        path = dict(request.match_info)
        if self.rates.banned():
            return 429, {"message": "You are being blocked from accessing our API temporarily.", "code": 0}, {}
        if not route.public and request.headers.get("Authorization") != f"Bot {self.world.token}":
            return 401, {"message": "401: Unauthorized", "code": 0}, {}
        major = path.get("channel_id") or path.get("guild_id") or path.get("webhook_token") or ""
        ruling = self.rates.judge(name, major)
        if ruling.refusal:
            return 429, ruling.refusal, ruling.headers
        try:
            if problem:
                raise problem
            call = Call(self.world, path, dict(request.query), {} if asked is None else asked, files, self.gateway_url)
            answer = route.handler(call)
        except Refused as refused:
            return refused.status, refused.body(), ruling.headers
        except Exception:  # noqa: BLE001 - whatever a handler didn't foresee must show up in the test that met it
            self.crashes.append(f"{request.method} {request.path} with {asked!r}\n{traceback.format_exc()}")
            return 500, {"message": "500: Internal Server Error", "code": 0}, ruling.headers
        return (204 if answer is None else route.status), answer, ruling.headers

    def _write_down(self, route: Route, request: web.Request, asked: Any, files: list[File], status: int, text: str) -> None:  # noqa: ANN401 - any JSON
        actor = "token" if route.public else "bot" if request.headers.get("Authorization") == f"Bot {self.world.token}" else "nobody"
        reason = urllib.parse.unquote(request.headers.get("X-Audit-Log-Reason", ""))
        sent = "" if asked is None else json.dumps(asked)
        names = tuple(name for name, _ in files)
        path = request.path.removeprefix(API)
        self.transcript.append(Entry(route.method, route.template, path, dict(request.query), sent, status, text, actor, reason, names))


def _fault_response(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.drop and request.transport:
        request.transport.abort()
        return web.Response()
    status = fault.status or 500
    headers = _HEADERS | ({"Retry-After": str(fault.retry_after), "X-RateLimit-Scope": "user"} if status in _MINDED[2:] else {})
    return web.Response(status=status, body=json.dumps(fault.answer()), headers=headers)


async def _parse(request: web.Request) -> tuple[Any, list[File], Refused | None]:
    """The JSON, the files, and what was wrong with them."""
    try:
        if request.content_type.startswith("multipart/"):
            return await _multipart(request)
        raw = await request.read()
        return (json.loads(raw) if raw else None), [], None
    except ValueError:
        return None, [], Refused(400, 50109, "The request body contains invalid JSON.")


async def _multipart(request: web.Request) -> tuple[Any, list[File], Refused | None]:
    asked: Any = None
    files: list[File] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.name == "payload_json":
            asked = json.loads(await part.text())
        else:
            files.append((part.filename or part.name or "file", bytes(await part.read())))
    return asked, files, None
