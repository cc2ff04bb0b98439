"""What was asked and answered over REST, in order: the sandbox's own record, for tests."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One request. ``template`` is the route's ("/channels/{channel_id}/messages"); ``actor`` is "bot", "token" or "nobody"."""

    method: str
    template: str
    path: str
    query: dict[str, str]
    request_json: str
    status: int
    response_json: str
    actor: str
    reason: str = ""  # for the audit log
    files: tuple[str, ...] = ()

    @property
    def request(self) -> Any:  # noqa: ANN401 - any JSON
        """What was sent, None for nothing."""
        return json.loads(self.request_json) if self.request_json else None

    @property
    def response(self) -> Any:  # noqa: ANN401 - any JSON
        """What was answered, None for nothing."""
        return json.loads(self.response_json) if self.response_json else None

    def __str__(self) -> str:
        return f"{self.method} {self.path} → {self.status}"
