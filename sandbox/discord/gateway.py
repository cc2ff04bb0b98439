"""The gateway: greets, identifies, resumes, keeps time, and tells each session what its intents and permissions let it know."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable

from aiohttp import WSMsgType, web

from sandbox.discord import events, views
from sandbox.discord.ids import Json
from sandbox.discord.routes.identity import application_flags
from sandbox.discord.session import Connection, Session
from sandbox.discord.world import GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT, World

HEARTBEAT_MS = 41_250
SENDS_MOST, SENDS_WINDOW, PAYLOAD_MOST = 120, 60.0, 4096
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
ALL_INTENTS = (1 << 26) - 1
CHUNK = 1000
GONE_WELL = (1000, 1001)
_WORDS = ("MESSAGE_CREATE", "MESSAGE_UPDATE")


class Gateway:
    """All sessions of the one bot. ``url`` is set when the server listens."""

    def __init__(self, world: World, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.world = world
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.identifies = 0
        self._monotonic = monotonic
        self._connections: set[Connection] = set()
        self._no_resume = False
        self._zombie = False
        world.subscribe(self.tell)

    # -- faults

    async def drop(self, code: int | None = None) -> None:
        """Cuts every connection: without a word, or with a close ``code``."""
        for connection in tuple(self._connections):
            if code is None:
                connection.abort()
            else:
                await connection.ws.close(code=code)

    def zombie(self, on: bool) -> None:  # noqa: FBT001 - reads as a switch
        """Connections stay open and say nothing, not even to a heartbeat."""
        self._zombie = on
        for connection in self._connections:
            connection.silent = on

    def refuse_resume(self, on: bool) -> None:  # noqa: FBT001 - reads as a switch
        """Whether resumes are answered with "invalid session"."""
        self._no_resume = on

    async def stop(self) -> None:
        """Says goodbye to everyone."""
        await self.drop(1001)

    def reconnect(self) -> None:
        """Asks every client to come again, as before a deploy."""
        for connection in self._connections:
            connection.op(7)

    # -- one connection

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serves one client until it leaves."""
        ws = web.WebSocketResponse(compress=False, max_msg_size=0, timeout=1.0)
        await ws.prepare(request)
        try:
            connection = Connection(ws, request.query.get("compress"), request.transport)
        except ValueError:
            await ws.close(code=4002)
            return ws
        connection.silent = self._zombie
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.op(10, {"heartbeat_interval": HEARTBEAT_MS, "_trace": []})
        try:
            await self._read(connection)
        finally:
            self._connections.discard(connection)
            self._leave(connection)
            connection.close(1000)
            writer.cancel()
        return ws

    async def _read(self, connection: Connection) -> None:
        times: deque[float] = deque()
        async for frame in connection.ws:
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            now = self._monotonic()
            times.append(now)
            while times[0] <= now - SENDS_WINDOW:
                times.popleft()
            code = 4008 if len(times) > SENDS_MOST else self._receive(connection, frame.data)
            if code:
                connection.close(code)

    def _leave(self, connection: Connection) -> None:
        session = connection.session
        if session and session.connection is connection:
            session.connection = None
            if connection.ws.close_code in GONE_WELL:  # a client that says goodbye doesn't come back
                self.sessions.pop(session.id, None)

    def _receive(self, connection: Connection, data: str | bytes) -> int | None:
        """Handles one frame; returns the code to close with, if any."""
        if len(data) > PAYLOAD_MOST:
            return 4002
        try:
            frame = json.loads(data)
            op, body = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            return 4002
        if op == 1:
            connection.op(11)
            return None
        if op == 2:  # noqa: PLR2004 - the wire's own numbers, here and below
            return 4005 if connection.session else self._identify(connection, body)
        if op == 6:  # noqa: PLR2004
            return 4005 if connection.session else self._resume(connection, body)
        if connection.session is None:
            return 4003
        if op == 8:  # noqa: PLR2004
            return self._chunk(connection.session, body)
        return None if op in (3, 4, 31) else 4001

    def _identify(self, connection: Connection, body: Json) -> int | None:
        intents = int(body.get("intents") or 0)
        if body.get("token", "").removeprefix("Bot ") != self.world.token:
            return 4004
        if intents & ~ALL_INTENTS:
            return 4013
        if intents & PRIVILEGED & ~self.world.privileged:
            return 4014
        if (body.get("shard") or [0, 1])[0] >= (body.get("shard") or [0, 1])[1]:
            return 4010
        self.identifies += 1
        session = Session(self.world.secret(16), intents)
        self.sessions[session.id] = session
        self._attach(connection, session)
        world = self.world
        ready = {
            "v": 10,
            "user": {**world.users[world.application_id], "mfa_enabled": False, "verified": True, "email": None},
            "guilds": [{"id": world.guild_id, "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": body.get("shard") or [0, 1],
            "application": {"id": world.application_id, "flags": application_flags(world)},
            "user_settings": {},
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "_trace": [],
        }
        session.dispatch("READY", json.dumps(ready))
        session.dispatch("GUILD_CREATE", json.dumps(views.guild_create(world, everyone=bool(intents & GUILD_PRESENCES))))
        world.emit("SANDBOX_CONNECTED", {"session_id": session.id}, {world.application_id})
        return None

    def _attach(self, connection: Connection, session: Session) -> None:
        if session.connection:
            session.connection.close(4000)
        connection.session, session.connection = session, connection

    def _resume(self, connection: Connection, body: Json) -> int | None:
        if body.get("token", "").removeprefix("Bot ") != self.world.token:
            return 4004
        session = self.sessions.get(body.get("session_id", ""))
        since = int(body.get("seq") or 0)
        missed = session.missed(since) if session else None
        if session is None or missed is None or self._no_resume:
            self.sessions.pop(body.get("session_id", ""), None)
            connection.op(9, data=False)
            return None
        if since > session.sequence:
            return 4007
        for frame in missed:
            connection.send(frame)
        self._attach(connection, session)
        session.dispatch("RESUMED", '{"_trace":[]}')
        self.world.emit("SANDBOX_CONNECTED", {"session_id": session.id}, {self.world.application_id})
        return None

    def _chunk(self, session: Session, body: Json) -> int | None:
        world = self.world
        ids = body.get("user_ids")
        words = (body.get("query") or "").lower()
        if not ids and not words and not session.intents & GUILD_MEMBERS:
            return 4014
        if ids:
            wanted = {str(one) for one in ([ids] if isinstance(ids, str | int) else ids)}
            found = [world.members[one] for one in wanted if one in world.members]
            missing = sorted(wanted - set(world.members))
        else:
            found = [one for one in world.members.values() if one["user"]["username"].startswith(words)]
            found, missing = found[: body.get("limit") or None], []
        parts = [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)] or [[]]
        for index, part in enumerate(parts):
            chunk = {"guild_id": world.guild_id, "members": part, "chunk_index": index, "chunk_count": len(parts), "not_found": missing}
            session.dispatch("GUILD_MEMBERS_CHUNK", json.dumps(chunk | ({"nonce": body["nonce"]} if body.get("nonce") else {})))
        return None

    # -- events

    def tell(self, event: str, data: Json, audience: set[str] | None) -> None:
        """Sends a world's event to every session that may have it; each form of it is written out once."""
        world = self.world
        if not self.sessions:
            return
        place = events.place_of(event, data)
        intent = events.intent_of(event, private=place in world.dms)
        if intent is None or not events.bot_may_know(world, event, data, audience):
            return
        if events.about_bot(world, event, data):
            intent = 0
        full: str | None = None
        bare: str | None = None
        for session in self.sessions.values():
            if intent and not session.intents & intent:
                continue
            if event in _WORDS and not session.intents & MESSAGE_CONTENT:
                bare = bare or json.dumps(views.stripped(world, data))
                session.dispatch(event, bare)
            elif event == "THREAD_MEMBERS_UPDATE" and not session.intents & GUILD_MEMBERS:
                if own := events.members_update_for(world, data):
                    session.dispatch(event, json.dumps(own))
            else:
                full = full or json.dumps(data)
                session.dispatch(event, full)
