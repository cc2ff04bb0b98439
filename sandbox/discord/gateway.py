"""The gateway: holds the connections, spoils them on purpose, and tells each session what it may know."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable

from aiohttp import WSMsgType, web

from sandbox.discord import events, views
from sandbox.discord.ids import Json
from sandbox.discord.intents import GUILD_MEMBERS, MESSAGE_CONTENT
from sandbox.discord.protocol import HELLO, PAYLOAD_MOST, RECONNECT, UNREADABLE, Protocol
from sandbox.discord.session import Connection, Session
from sandbox.discord.world import World

HEARTBEAT_MS = 41_250
SENDS_MOST, SENDS_WINDOW, TOO_FAST = 120, 60.0, 4008
GONE_WELL = (1000, 1001)  # a client that says goodbye like this doesn't resume
_WORDS = ("MESSAGE_CREATE", "MESSAGE_UPDATE")


class Gateway:
    """All connections of the one bot."""

    def __init__(self, world: World, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.world = world
        self.protocol = Protocol(world, monotonic)
        self._monotonic = monotonic
        self._connections: set[Connection] = set()
        self._zombie = False
        world.subscribe(self.tell)

    @property
    def sessions(self) -> dict[str, Session]:
        """Every session that lives or may still be resumed."""
        return self.protocol.sessions

    @property
    def identifies(self) -> int:
        """How often a client started anew."""
        return self.protocol.identifies

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
        self.protocol.no_resume = on

    def reconnect(self) -> None:
        """Asks every client to come again, as before a deploy."""
        for connection in self._connections:
            connection.op(RECONNECT)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serves one client until it leaves."""
        ws = web.WebSocketResponse(compress=False, max_msg_size=0, timeout=1.0)
        await ws.prepare(request)
        try:
            connection = Connection(ws, request.query.get("compress"), request.transport)
        except ValueError:
            await ws.close(code=UNREADABLE)
            return ws
        connection.silent = self._zombie
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.op(HELLO, {"heartbeat_interval": HEARTBEAT_MS})
        try:
            await self._read(connection)
        finally:
            self._connections.discard(connection)
            self.protocol.leave(connection, for_good=ws.close_code in GONE_WELL)
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
            if code := self._judge(connection, frame.data, len(times)):
                connection.close(code)

    def _judge(self, connection: Connection, data: str | bytes, lately: int) -> int | None:
        if lately > SENDS_MOST:
            return TOO_FAST
        return UNREADABLE if len(data) > PAYLOAD_MOST else self.protocol.receive(connection, data)

    def tell(self, event: str, data: Json, audience: set[str] | None) -> None:
        """Sends a world's event to every session that may have it; each form of it is written out once."""
        if not self.sessions:
            return
        intent = events.intent_of(event, private=events.place_of(event, data) in self.world.dms)
        if intent is None or not events.bot_may_know(self.world, event, data, audience):
            return
        if events.about_bot(self.world, event, data):
            intent = 0
        written: dict[bool, str] = {}
        for session in self.sessions.values():
            if intent and not session.intents & intent:
                continue
            whole = self._gets_all(session, event)
            if whole not in written:
                shown = data if whole else self._without(event, data)
                written[whole] = json.dumps(shown) if shown else ""
            if written[whole]:
                session.dispatch(event, written[whole])

    def _gets_all(self, session: Session, event: str) -> bool:
        if event in _WORDS:
            return bool(session.intents & MESSAGE_CONTENT)
        return event != "THREAD_MEMBERS_UPDATE" or bool(session.intents & GUILD_MEMBERS)

    def _without(self, event: str, data: Json) -> Json | None:
        """The event as a session without the privileged intent gets it; None where nothing is left."""
        return views.stripped(self.world, data) if event in _WORDS else events.members_update_for(self.world, data)
