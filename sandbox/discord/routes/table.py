"""How a route is written down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.discord.ids import Json
from sandbox.discord.limits.messages import File
from sandbox.discord.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One request, parsed. ``body`` is {} where none was sent; ``actor`` is who asks: always the bot."""

    world: World
    path: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: Any = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    gateway_url: str = ""

    @property
    def actor(self) -> str:
        """The bot."""
        return self.world.application_id

    @property
    def channel(self) -> str:
        """The channel that the path names."""
        return self.path["channel_id"]

    @property
    def message(self) -> str:
        """The message that the path names."""
        return self.path["message_id"]

    def asks(self, name: str) -> bool:
        """Whether the query says yes to ``name``."""
        return self.query.get(name, "").lower() in ("1", "true")


Handler = Callable[[Call], Json | list[Json] | None]


@dataclass(frozen=True, slots=True)
class Route:
    """A documented route; None as an answer is 204."""

    method: str
    template: str
    handler: Handler
    status: int = 200
    public: bool = False  # needs no bot token: the path's own token speaks


class Routes(list[Route]):
    """An area's routes, filled by decorators."""

    def on(self, *routes: str, status: int = 200, public: bool = False) -> Callable[[Handler], Handler]:
        """``@routes.on("GET /users/@me")``."""

        def register(handler: Handler) -> Handler:
            for route in routes:
                method, template = route.split(" ")
                self.append(Route(method, template, handler, status, public))
            return handler

        return register
