"""The page in the browser and its HTTP door: people are played with the same verbs that scripted people have in Python.

GET / is the page; /sandbox/people, /sandbox/view?as=ID and /sandbox/history?as=ID&channel=ID&before=ID are what it reads;
/sandbox/live?as=ID is a web socket of what happens. POST /sandbox/as/ID/VERB does one verb of ``web_verbs.VERBS`` (or "read", which
marks a channel as read) with a JSON body, or a form whose part "body" is that JSON and whose other parts are files. POST /sandbox/faults
adds a fault.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, web

from sandbox.discord import Fault, Sandbox
from sandbox.discord.errors import Refused, missing_access
from sandbox.discord.ids import Json
from sandbox.web_live import Hub
from sandbox.web_verbs import VERBS, Upload
from sandbox.web_view import history, people, view

PAGE = Path(__file__).parent / "page"
BODY_MOST = 32 * 1024 * 1024
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_HUB = web.AppKey("hub", Hub)
_SANDBOX = web.AppKey("sandbox", Sandbox)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def mount(app: web.Application, sandbox: Sandbox) -> None:
    """Adds the page and its doors to the sandbox's application, before it starts."""
    app[_SANDBOX] = sandbox
    app[_HUB] = Hub(sandbox.world)
    app.middlewares.append(_guard)
    app.on_shutdown.append(_close)
    app.router.add_get("/", _index)
    app.router.add_static("/page", PAGE)
    app.router.add_get("/sandbox/people", _people)
    app.router.add_get("/sandbox/view", _view)
    app.router.add_get("/sandbox/history", _history)
    app.router.add_get("/sandbox/live", _live)
    app.router.add_post("/sandbox/as/{person}/{verb}", _act)
    app.router.add_post("/sandbox/faults", _fault)


def hub(sandbox: Sandbox) -> Hub:
    """The open pages of a sandbox that this is mounted on."""
    return sandbox.app[_HUB]


def foreign(host: str, origin: str | None) -> bool:
    """Whether a request comes from another site: only a loopback name may be asked, and only by a page that it served itself.

    A name that resolves to this machine today may have been anyone's yesterday (DNS rebinding), so the name itself is judged.
    """
    if urlsplit(f"//{host}").hostname not in _LOOPBACK:
        return True
    return origin is not None and origin != f"http://{host}"


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    if not (request.path == "/" or request.path.startswith(("/page/", "/sandbox/"))):
        return await handler(request)
    if foreign(request.headers.get("Host", ""), request.headers.get("Origin")):
        return _refusal(Refused(403, 0, "Only this machine may ask this."))
    try:
        response = await handler(request)
    except Refused as refused:
        return _refusal(refused)
    if not response.prepared:
        response.headers.update(_HEADERS)
    return response


def _refusal(refused: Refused) -> web.Response:
    return web.json_response({**refused.body(), "message": spelled(refused)}, status=refused.status, headers=_HEADERS)


def spelled(refused: Refused) -> str:
    """The sentence of a refusal with what it says about single fields."""
    found: list[str] = []

    def walk(tree: object) -> None:
        for key, value in tree.items() if isinstance(tree, dict) else ():
            if key == "_errors":
                found.extend(str(error["message"]) for error in value)
            else:
                walk(value)

    walk(refused.errors)
    return ": ".join([refused.message, *found])


def _viewer(request: web.Request, person: str) -> str:
    user = request.app[_SANDBOX].world.users.get(person)
    if user is None or user["bot"]:
        raise Refused(404, 10013, "Unknown User")
    return person


async def _index(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html")


async def _people(request: web.Request) -> web.StreamResponse:
    return web.json_response({"people": people(request.app[_SANDBOX].world, request.app[_HUB].marks)})


async def _view(request: web.Request) -> web.StreamResponse:
    viewer = _viewer(request, request.query.get("as", ""))
    return web.json_response(view(request.app[_SANDBOX].world, viewer, request.app[_HUB].marks))


async def _history(request: web.Request) -> web.StreamResponse:
    viewer = _viewer(request, request.query.get("as", ""))
    before = request.query.get("before", "")
    if not before.isdecimal():
        raise Refused(400, 50035, "before: a message's id")
    return web.json_response(history(request.app[_SANDBOX].world, viewer, request.query.get("channel", ""), before))


async def _live(request: web.Request) -> web.StreamResponse:
    viewer = _viewer(request, request.query.get("as", ""))
    socket = web.WebSocketResponse(heartbeat=30)
    await socket.prepare(request)
    await request.app[_HUB].serve(socket, viewer)
    return socket


async def _act(request: web.Request) -> web.StreamResponse:
    viewer = _viewer(request, request.match_info["person"])
    name = request.match_info["verb"]
    body, files = await _read(request)
    if "channel" in body and not request.app[_SANDBOX].world.can_see(viewer, str(body["channel"])):
        raise missing_access()  # before anything looks inside
    if name == "read":
        request.app[_HUB].read(viewer, str(body.get("channel")))
        return web.json_response({})
    if name not in VERBS:
        raise Refused(404, 0, f"Unknown verb: {name}. Known are {', '.join(sorted(VERBS))}.")
    try:
        answer = await VERBS[name](request.app[_SANDBOX].person(viewer), body, files)
    except KeyError as missing:
        raise Refused(400, 50035, f"Missing: {missing.args[0]}") from missing
    return web.json_response(answer)


async def _read(request: web.Request) -> tuple[Json, list[Upload]]:
    """The body as JSON; as a form with files it lies in the part named "body", and each other part is a file."""
    if request.content_length and request.content_length > BODY_MOST:
        raise Refused(413, 40005, "Request entity too large")
    files: list[Upload] = []
    text = b"{}"
    if request.content_type == "multipart/form-data":
        reader = await request.multipart()
        while isinstance(part := await reader.next(), BodyPartReader):
            content = bytes(await part.read(decode=True))
            if part.name == "body":
                text = content
            else:
                files.append((part.name or "", part.filename or "file", content))
    elif request.content_type == "application/json":
        text = await request.read() or b"{}"
    else:
        raise Refused(415, 0, "Send JSON, or a form with files.")
    try:
        body = json.loads(text)
    except ValueError as broken:
        raise Refused(400, 50109, "The request body contains invalid JSON.") from broken
    if not isinstance(body, dict):
        raise Refused(400, 50035, "Send an object.")
    return body, files


async def _fault(request: web.Request) -> web.StreamResponse:
    body, _ = await _read(request)
    known = {field.name for field in fields(Fault)}
    if strangers := set(body) - known:
        raise Refused(400, 50035, f"A fault has no {sorted(strangers)}; it has {sorted(known)}.")
    request.app[_SANDBOX].faults.add(Fault(**body))
    return web.json_response({})


async def _close(app: web.Application) -> None:
    await app[_HUB].close()
