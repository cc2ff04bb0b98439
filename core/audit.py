"""The port to the audit: who did what to which case, never with text (R18)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.ids import CaseId, UserId


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit.

    ``action`` is a dotted key ("case.claim", "analysis.off"); ``detail`` holds ids, enums and numbers, never words of a person.
    ``actor`` is None where Haven itself acted.
    """

    at: datetime
    action: str
    actor: UserId | None = None
    case: CaseId | None = None
    detail: str = ""


class Audit(Protocol):
    """Append-only; part of the same transaction as what it records."""

    async def record(self, entry: AuditEntry) -> None:
        """Appends one entry."""
        ...
