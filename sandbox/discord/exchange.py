"""One REST request on its way through: what was asked, and what it came to."""

import json
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.discord.errors import Refused
from sandbox.discord.limits.messages import File
from sandbox.discord.routes.table import Route
from sandbox.discord.transcript import Entry

API = "/api/v10"


@dataclass(slots=True)
class Exchange:
    """``asked`` is the JSON sent, None for none; ``problem`` what was wrong with its form."""

    request: web.Request
    route: Route
    asked: Any = None
    files: list[File] = field(default_factory=list)
    problem: Refused | None = None
    status: int = 0
    answer: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path below the API's version."""
        return self.request.path.removeprefix(API)

    @property
    def major(self) -> str:
        """What a rate limit is counted by, beside the route."""
        names = self.request.match_info
        return names.get("channel_id") or names.get("guild_id") or names.get("webhook_token") or ""

    def settle(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:  # noqa: ANN401 - any JSON
        """What it came to."""
        self.status, self.answer, self.headers = status, answer, headers or {}

    async def read(self) -> None:
        """Reads the body: JSON, or a form with files and the JSON beside them."""
        try:
            if self.request.content_type.startswith("multipart/"):
                await self._read_form()
            elif raw := await self.request.read():
                self.asked = json.loads(raw)
        except ValueError:
            self.problem = Refused(400, 50109, "The request body contains invalid JSON.")

    async def _read_form(self) -> None:
        async for part in await self.request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "payload_json":
                self.asked = json.loads(await part.text())
            else:
                self.files.append((part.filename or part.name or "file", bytes(await part.read())))

    def entry(self, text: str, actor: str) -> Entry:
        """The line for the transcript."""
        reason = urllib.parse.unquote(self.request.headers.get("X-Audit-Log-Reason", ""))
        return Entry(
            self.route.method,
            self.route.template,
            self.path,
            dict(self.request.query),
            "" if self.asked is None else json.dumps(self.asked),
            self.status,
            text,
            actor,
            reason,
            tuple(name for name, _ in self.files),
        )
