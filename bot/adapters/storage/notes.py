"""Workers' notes: short, encrypted, and gone on their day (R6)."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.sealing import Sealer, note_place
from bot.adapters.storage.tables import notes
from core.ids import CaseId, UserId
from moderation.case import Note


class Notes:
    """What the store of cases keeps notes with."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    async def add(self, case: CaseId, note: Note) -> None:
        """Keeps a note."""
        ref = secrets.token_hex(8)
        sealed = await self._sealer.seal(note.text, note_place(case, ref))
        row = {"case_id": case, "ref": ref, "by": note.by, "at": note.at, "expires_at": note.expires_at, "sealed": sealed}
        await self._connection.execute(insert(notes).values(row))

    async def read(self, case: CaseId) -> tuple[Note, ...]:
        """The notes on a case, oldest first."""
        rows = await self._connection.execute(select(notes).where(notes.c.case_id == case).order_by(notes.c.id))
        return tuple(Note(UserId(row.by), self._sealer.open(row.sealed, note_place(case, row.ref)), row.at, row.expires_at) for row in rows)

    async def drop_due(self, now: datetime) -> Sequence[CaseId]:
        """Deletes what has expired; the cases that it stood on, each once."""
        gone = await self._connection.execute(delete(notes).where(notes.c.expires_at <= now).returning(notes.c.case_id))
        return [CaseId(case) for case in sorted(set(gone.scalars()))]
