"""What goes wrong on purpose, by rule."""

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    """Spoils requests whose "METHOD /path" (without /api/v10) matches ``match`` whole, ``times`` times.

    ``delay`` (seconds) comes first. Then ``drop`` cuts the connection, or ``status`` is answered instead; without both it goes on.
    ``after`` lets the request take effect first, so that only its answer is lost. ``retry_after`` (seconds) is for 429.
    """

    match: str
    status: int | None = None
    retry_after: float = 1.0
    times: int = 1
    delay: float = 0.0
    drop: bool = False
    after: bool = False
    body: dict[str, object] | None = None

    @property
    def instead(self) -> bool:
        """Whether the request never takes effect."""
        return not self.after and (self.drop or self.status is not None)

    def answer(self) -> dict[str, object]:
        """The JSON that stands for the answer."""
        if self.body is not None:
            return self.body
        if self.status == 429:  # noqa: PLR2004 - the one status with a body of its own
            return {"message": "You are being rate limited.", "retry_after": self.retry_after, "global": False}
        return {"message": f"{self.status}: spoiled on purpose", "code": 0}


@dataclass(slots=True)
class Faults:
    """The rules in force, first match first."""

    rules: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        """Adds a rule and returns it, so that its ``times`` can be watched."""
        re.compile(fault.match)
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.rules.clear()

    def take(self, request: str) -> Fault | None:
        """The rule that spoils this request, counted down; None for none."""
        for fault in self.rules:
            if fault.times > 0 and re.fullmatch(fault.match, request):
                fault.times -= 1
                return fault
        return None
