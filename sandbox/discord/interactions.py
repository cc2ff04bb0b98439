"""What the platform remembers of one interaction: who pressed what where, whether it was answered, and with which messages."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

ANSWER_WITHIN = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5


@dataclass(slots=True)
class Interaction:
    """One press, command or form. ``kind`` is the wire's type; ``outcomes`` are what the person was shown, in order."""

    id: str
    token: str
    kind: int
    user: str
    channel: str
    at: datetime
    name: str | None = None  # the command's
    command_type: int = 1
    target: str | None = None  # of a context-menu command: the message or person
    source: str | None = None  # the message whose component was pressed
    trigger: str | None = None  # of a form: the interaction that opened it
    acknowledged: int | None = None  # the type of the first answer
    original: str | None = None  # the message that "@original" means
    loading: bool = False  # deferred, and the promised message not yet sent
    messages: list[str] = field(default_factory=list)
    modal: dict[str, object] | None = None
    outcomes: list["Outcome"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that the person saw happen: "message", "update", "deferred", "modal", "choices" or "none"."""

    kind: str
    message: str | None = None
    choices: tuple[dict[str, object], ...] = ()
