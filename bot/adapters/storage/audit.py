"""The audit: append-only, each line carrying the hash of the one before, people under a random reference (R18)."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.tables import audit, person_refs
from core.audit import AuditEntry
from core.ids import UserId

START = "0" * 64
"""What the first line carries as the hash of the one before."""


class SqlAudit:
    """The audit in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, entry: AuditEntry) -> None:
        """Appends one entry."""
        last = await self._connection.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1))
        row = {
            "at": entry.at,
            "action": entry.action,
            "actor": None if entry.actor is None else await self._reference(entry.actor),
            "case_id": entry.case,
            "detail": entry.detail,
            "prev_hash": last.scalar_one_or_none() or START,
        }
        await self._connection.execute(insert(audit).values(row | {"hash": line_hash(row)}))

    async def first_broken(self) -> int | None:
        """The number of the first line that was changed, moved or whose predecessor is missing; None where the chain holds."""
        before = START
        async for row in await self._connection.stream(select(audit).order_by(audit.c.id)):
            if row.prev_hash != before or row.hash != line_hash(_hashed(row)):
                return int(row.id)
            before = row.hash
        return None

    async def _reference(self, user: UserId) -> str:
        known = await self._connection.execute(select(person_refs.c.ref).where(person_refs.c.user == user))
        found: str | None = known.scalar_one_or_none()
        if found is None:
            found = secrets.token_hex(8)
            await self._connection.execute(insert(person_refs).values(user=user, ref=found))
        return found


def line_hash(line: dict[str, Any]) -> str:
    """SHA-256, in hex, over a line's canonical JSON: sorted names, no blanks, times in UTC with microseconds."""
    at: datetime = line["at"]
    plain = line | {"at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _hashed(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name not in {"id", "hash"}}
