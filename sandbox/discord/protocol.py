"""What a client may send over the gateway, and the sessions that come of it."""

import json
import time
from collections.abc import Callable
from typing import Any

from sandbox.discord import views
from sandbox.discord.ids import Json
from sandbox.discord.intents import GUILD_MEMBERS, GUILD_PRESENCES, KNOWN, PRIVILEGED
from sandbox.discord.routes.identity import application_flags
from sandbox.discord.session import Connection, Session
from sandbox.discord.world import World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, REQUEST_MEMBERS, REQUEST_SOUNDS = 1, 2, 3, 4, 6, 8, 31
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11
UNKNOWN_OP, UNREADABLE, NOT_IDENTIFIED, WRONG_TOKEN, IDENTIFIED_ALREADY = 4001, 4002, 4003, 4004, 4005
WRONG_SEQUENCE, WRONG_SHARD, WRONG_INTENTS, INTENTS_NOT_GRANTED = 4007, 4010, 4013, 4014

PAYLOAD_MOST = 4096  # bytes
CHUNK = 1000  # members a frame
RESUME_WITHIN = 180.0  # seconds that a session outlives its connection


class Protocol:
    """Answers frames. ``url`` is where a client is told to resume; ``no_resume`` refuses every resume."""

    def __init__(self, world: World, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.world = world
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.identifies = 0
        self.no_resume = False
        self._monotonic = monotonic

    def receive(self, connection: Connection, data: str | bytes) -> int | None:
        """Handles one frame; returns the code to close with, if any."""
        try:
            frame = json.loads(data)
            op, body = frame["op"], frame.get("d")
        except (ValueError, KeyError, TypeError):
            return UNREADABLE
        if op == HEARTBEAT:
            connection.op(HEARTBEAT_ACK)
        elif op in (IDENTIFY, RESUME):
            return IDENTIFIED_ALREADY if connection.session else self._greet(connection, op, body)
        elif connection.session is None:
            return NOT_IDENTIFIED
        elif op == REQUEST_MEMBERS:
            return self._members(connection.session, body)
        elif op not in (PRESENCE, VOICE, REQUEST_SOUNDS):
            return UNKNOWN_OP
        return None

    def leave(self, connection: Connection, *, for_good: bool) -> None:
        """The connection ended; its session waits for a resume, unless the client said goodbye."""
        session = connection.session
        if session and session.connection is connection:
            session.connection, session.left_at = None, self._monotonic()
            if for_good:
                self.sessions.pop(session.id, None)

    def _greet(self, connection: Connection, op: int, body: Json) -> int | None:
        if str(body.get("token", "")).removeprefix("Bot ") != self.world.token:
            return WRONG_TOKEN
        return self._identify(connection, body) if op == IDENTIFY else self._resume(connection, body)

    def _identify(self, connection: Connection, body: Json) -> int | None:
        intents = int(body.get("intents") or 0)
        if intents & ~KNOWN:
            return WRONG_INTENTS
        if intents & PRIVILEGED & ~self.world.privileged:
            return INTENTS_NOT_GRANTED
        shard = body.get("shard") or [0, 1]
        if not 0 <= shard[0] < shard[1]:
            return WRONG_SHARD
        self.identifies += 1
        self._forget_old()
        session = Session(self.world.secret(16), intents)
        self.sessions[session.id] = session
        self._attach(connection, session)
        session.dispatch("READY", json.dumps(self._ready(session, shard)))
        session.dispatch("GUILD_CREATE", json.dumps(views.guild_create(self.world, everyone=bool(intents & GUILD_PRESENCES))))
        self._connected(session)
        return None

    def _forget_old(self) -> None:
        now = self._monotonic()
        for session in list(self.sessions.values()):
            if session.connection is None and now - session.left_at > RESUME_WITHIN:
                del self.sessions[session.id]

    def _ready(self, session: Session, shard: list[int]) -> dict[str, Any]:
        world = self.world
        return {
            "v": 10,
            "user": {**world.users[world.application_id], "mfa_enabled": False, "verified": True, "email": None},
            "guilds": [{"id": world.guild_id, "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": shard,
            "application": {"id": world.application_id, "flags": application_flags(world)},
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "user_settings": {},
        }

    def _attach(self, connection: Connection, session: Session) -> None:
        if session.connection:
            session.connection.close(4000)
        connection.session, session.connection = session, connection

    def _connected(self, session: Session) -> None:
        """For those who wait until the bot is there; it never goes over the gateway."""
        self.world.emit("SANDBOX_CONNECTED", {"session_id": session.id}, {self.world.application_id})

    def _resume(self, connection: Connection, body: Json) -> int | None:
        session = self.sessions.get(str(body.get("session_id")))
        since = int(body.get("seq") or 0)
        missed = session.missed(since) if session else None
        if session is None or missed is None or self.no_resume:
            self.sessions.pop(str(body.get("session_id")), None)
            connection.op(INVALID_SESSION, data=False)
            return None
        if since > session.sequence:
            return WRONG_SEQUENCE
        for frame in missed:
            connection.send(frame)
        self._attach(connection, session)
        session.dispatch("RESUMED", "{}")
        self._connected(session)
        return None

    def _members(self, session: Session, body: Json) -> int | None:
        world, ids, words = self.world, body.get("user_ids"), str(body.get("query") or "").lower()
        if not ids and not words and not session.intents & GUILD_MEMBERS:
            return INTENTS_NOT_GRANTED
        if ids:
            wanted = {str(one) for one in ([ids] if isinstance(ids, str | int) else ids)}
            found = [world.members[one] for one in wanted if one in world.members]
        else:
            wanted = set()
            found = [one for one in world.members.values() if one["user"]["username"].startswith(words)][: body.get("limit") or None]
        parts = [found[start : start + CHUNK] for start in range(0, len(found), CHUNK)] or [[]]
        for index, part in enumerate(parts):
            chunk: Json = {"guild_id": world.guild_id, "members": part, "chunk_index": index, "chunk_count": len(parts)}
            chunk |= {"not_found": sorted(wanted - set(world.members))} | ({"nonce": body["nonce"]} if body.get("nonce") else {})
            session.dispatch("GUILD_MEMBERS_CHUNK", json.dumps(chunk))
        return None
