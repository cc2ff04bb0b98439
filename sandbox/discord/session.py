"""One gateway session: its numbered events, kept for a resume, and the connection that carries them at the moment."""

import asyncio
import importlib
import json
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from aiohttp import web

REPLAY_MOST = 20_000  # events kept for a resume
_ZSTD_MODULES = ("compression.zstd", "backports.zstd", "zstandard")


class Session:
    """``sequence`` is the number of the last event; events go on being numbered and kept while nobody is connected."""

    def __init__(self, session_id: str, intents: int) -> None:
        self.id = session_id
        self.intents = intents
        self.sequence = 0
        self.left_at = 0.0  # when its connection ended, in seconds of the monotonic clock
        self.connection: Connection | None = None
        self._kept: deque[tuple[int, str]] = deque(maxlen=REPLAY_MOST)

    def dispatch(self, event: str, data: str) -> None:
        """Sends an event whose data is already JSON."""
        self.sequence += 1
        frame = f'{{"op":0,"t":"{event}","s":{self.sequence},"d":{data}}}'
        self._kept.append((self.sequence, frame))
        if self.connection:
            self.connection.send(frame)

    def missed(self, since: int) -> list[str] | None:
        """Exactly the frames after number ``since``; None where they are no longer all kept."""
        if self._kept and self._kept[0][0] > since + 1:
            return None
        return [frame for number, frame in self._kept if number > since]


class Connection:
    """A websocket with its outgoing queue; everything is sent by one task, so frames stay in order."""

    def __init__(self, ws: web.WebSocketResponse, compression: str | None, transport: asyncio.Transport | None) -> None:
        self.ws = ws
        self._transport = transport
        self.silent = False  # a zombie: alive, says nothing
        self.session: Session | None = None
        self._squeeze = _compressor(compression)
        self._queue: asyncio.Queue[str | int] = asyncio.Queue()

    def send(self, frame: str) -> None:
        """Queues a frame."""
        self._queue.put_nowait(frame)

    def op(self, op: int, data: Any = None) -> None:  # noqa: ANN401 - any JSON
        """Queues a frame that is no event."""
        self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def close(self, code: int) -> None:
        """Closes, after what is queued."""
        self._queue.put_nowait(code)

    def abort(self) -> None:
        """Cuts the line without a word."""
        if self._transport:
            self._transport.abort()

    async def write(self) -> None:
        """Sends what is queued until the connection ends."""
        while True:
            frame = await self._queue.get()
            if isinstance(frame, int):
                await self.ws.close(code=frame)
                return
            if self.silent:
                continue
            try:
                await (self.ws.send_bytes(self._squeeze(frame.encode())) if self._squeeze else self.ws.send_str(frame))
            except (ConnectionError, RuntimeError):  # the other side went away in between
                return


class _Zstd(Protocol):
    def compress(self, data: bytes) -> bytes: ...
    def flush(self, mode: int) -> bytes: ...


def _compressor(kind: str | None) -> Callable[[bytes], bytes] | None:
    """A stream compressor that ends each frame; None for plain text. Raises ValueError for what isn't supported here."""
    if kind is None:
        return None
    if kind == "zlib-stream":
        stream = zlib.compressobj(level=1)
        return lambda data: stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        zstd, flush_block = _zstd()
        return lambda data: zstd.compress(data) + zstd.flush(flush_block)
    raise ValueError(kind)


def _zstd() -> tuple[_Zstd, int]:
    """Whichever zstd is installed: a client that asks for it brings one."""
    for name in _ZSTD_MODULES:
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        if name == "zstandard":
            return module.ZstdCompressor(level=1).compressobj(), module.COMPRESSOBJ_FLUSH_BLOCK
        return module.ZstdCompressor(level=1), module.ZstdCompressor.FLUSH_BLOCK
    raise ValueError("zstd-stream")
