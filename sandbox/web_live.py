"""What happens, told to each open page at once: only to those who may know, and as they see it."""

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from sandbox.discord import views
from sandbox.discord.ids import Json
from sandbox.discord.world import World
from sandbox.web_view import Marks

SETTLE = 0.05  # seconds that unread counts wait for more to happen
WAITING_MOST = 2000  # a page that lags further behind than this is cut off and reads everything anew
_SILENT = {"TYPING_START", "CHANNEL_PINS_UPDATE", "INTERACTION_CREATE", "SANDBOX_OUTCOME", "PRESENCE_UPDATE"}


def told(world: World, viewer: str, event: str, data: Json, audience: set[str] | None) -> Json | None:
    """What a page that plays ``viewer`` hears of an event: a message, ids that are gone, that it should look again, or nothing."""
    if event in _SILENT or (audience is not None and viewer not in audience):
        return None
    if not event.startswith("MESSAGE_"):
        return {"t": "stale"}
    channel = data["channel_id"]
    if not world.can_see(viewer, channel):
        return None
    if event in {"MESSAGE_DELETE", "MESSAGE_DELETE_BULK"}:
        return {"t": "gone", "d": {"channel": channel, "ids": data.get("ids") or [data["id"]]}}
    message_id = data.get("message_id") or data["id"]
    stored = world.ephemerals[viewer].get(message_id) or world.messages[channel].get(message_id)
    return stored and {"t": "message", "d": {"message": views.message(world, stored, viewer), "fresh": event == "MESSAGE_CREATE"}}


class Hub:
    """The open pages. Listens to the world from when it is made until ``close``."""

    def __init__(self, world: World) -> None:
        self.marks = Marks(world)
        self.opened = asyncio.Event()  # set as soon as somebody has a page open
        self._world = world
        self._pages: dict[asyncio.Queue[Json | None], str] = {}
        self._counting: asyncio.TimerHandle | None = None
        self._end: Callable[[], None] = world.subscribe(self._heard)

    async def serve(self, socket: web.WebSocketResponse, viewer: str) -> None:
        """Sends one page what its person may know, until either side hangs up."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(WAITING_MOST)
        self._pages[queue] = viewer
        self.opened.set()
        sending = asyncio.create_task(self._send(socket, queue))
        try:
            async for _ in socket:
                pass  # a page has nothing to say here: it acts by POST
        finally:
            del self._pages[queue]
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    async def _send(self, socket: web.WebSocketResponse, queue: asyncio.Queue[Json | None]) -> None:
        while (event := await queue.get()) is not None:
            await socket.send_json(event)
        await socket.close(code=1001)

    def show(self, person: str, channel: str, words: Mapping[str, str]) -> None:
        """Takes every open page to a channel, as somebody, with a sentence by language about what is to be seen there."""
        for queue in self._pages:
            self._put(queue, {"t": "scene", "d": {"person": person, "channel": channel, "words": dict(words)}})

    def read(self, viewer: str, channel: str) -> None:
        """The person has read a channel to its end."""
        if self._world.can_see(viewer, channel):
            self.marks.read(viewer, channel)
            self._count_soon()

    def _heard(self, event: str, data: Json, audience: set[str] | None) -> None:
        for queue, viewer in self._pages.items():
            if news := told(self._world, viewer, event, data, audience):
                self._put(queue, news)
        if event == "MESSAGE_CREATE":
            self.marks.read(data["author"]["id"], data["channel_id"])  # who answers has read
        if event in {"MESSAGE_CREATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"}:
            self._count_soon()

    def _put(self, queue: asyncio.Queue[Json | None], news: Json | None) -> None:
        if queue.full():
            while not queue.empty():
                queue.get_nowait()
            news = None  # the page connects again and reads everything anew
        queue.put_nowait(news)

    def _count_soon(self) -> None:
        if self._pages and self._counting is None:
            self._counting = asyncio.get_running_loop().call_later(SETTLE, self._count)

    def _count(self) -> None:
        self._counting = None
        everyone = self.marks.everyone()
        for queue, viewer in self._pages.items():
            self._put(queue, {"t": "unread", "d": {"people": everyone, "channels": self.marks.channels(viewer)}})

    async def close(self) -> None:
        """Says goodbye to every page and stops listening."""
        self._end()
        if self._counting:
            self._counting.cancel()
        for queue in self._pages:
            self._put(queue, None)
