"""The frozen words of a case, one row a message, encrypted, in a table of their own (R2)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.sealing import Sealer, evidence_place, message_from_json, message_to_json
from bot.adapters.storage.tables import cases, evidence
from core.ids import CaseId, MessageId
from moderation.case import Evidence
from moderation.model import Message

HELD = exists().where(evidence.c.case_id == cases.c.id)
"""The case still holds words."""


class FrozenWords:
    """What the store of cases keeps words with."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    async def keep(self, case: CaseId, words: Evidence) -> None:
        """Freezes a message and its turns. A message that stands there twice is kept once."""
        placed = [("message", words.message)] if words.message else []
        placed += [("before", turn) for turn in words.before] + [("after", turn) for turn in words.after]
        rows = [await self._row(case, place, message) for place, message in placed]
        if rows:
            await self._connection.execute(insert(self._connection, evidence).on_conflict_do_nothing(), rows)

    async def add_after(self, case: CaseId, turn: Message) -> None:
        """Freezes one more turn; nothing happens where the case holds it already."""
        row = await self._row(case, "after", turn)
        await self._connection.execute(insert(self._connection, evidence).on_conflict_do_nothing(), row)

    async def replace(self, case: CaseId, message: Message) -> None:
        """Puts a newer revision in place of the frozen message; nothing happens where its words are gone."""
        sealed = await self._sealer.seal(message_to_json(message), evidence_place(case, message.id))
        held = (evidence.c.case_id == case) & (evidence.c.place == "message") & (evidence.c.message == message.id)
        await self._connection.execute(update(evidence).where(held).values(sealed=sealed))

    async def read(self, case: CaseId) -> Evidence:
        """The words, decrypted, turns in the order in which they were frozen."""
        query = select(evidence.c.place, evidence.c.message, evidence.c.sealed).where(evidence.c.case_id == case).order_by(evidence.c.id)
        kept: dict[str, list[Message]] = {"message": [], "before": [], "after": []}
        for place, message, sealed in await self._connection.execute(query):
            kept[place].append(message_from_json(self._sealer.open(sealed, evidence_place(case, message))))
        return Evidence(next(iter(kept["message"]), None), tuple(kept["before"]), tuple(kept["after"]))

    async def drop(self, case: CaseId) -> None:
        """Deletes every word."""
        await self._connection.execute(delete(evidence).where(evidence.c.case_id == case))

    async def drop_turn(self, case: CaseId, message: MessageId) -> None:
        """Deletes one turn; the message itself stays."""
        turn = (evidence.c.case_id == case) & (evidence.c.message == message) & (evidence.c.place != "message")
        await self._connection.execute(delete(evidence).where(turn))

    async def cases_with_turn(self, message: MessageId) -> Sequence[CaseId]:
        """The cases that froze this message as a turn."""
        query = select(evidence.c.case_id).where(evidence.c.message == message, evidence.c.place != "message")
        return [CaseId(case) for case in (await self._connection.execute(query)).scalars()]

    async def _row(self, case: CaseId, place: str, message: Message) -> dict[str, Any]:
        sealed = await self._sealer.seal(message_to_json(message), evidence_place(case, message.id))
        return {"case_id": case, "place": place, "message": message.id, "sealed": sealed}
