"""The cases, behind moderation.ports.Cases."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy import case as when
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.evidence import HELD, FrozenWords
from bot.adapters.storage.notes import Notes
from bot.adapters.storage.sealing import Sealer
from bot.adapters.storage.tables import cases, outbox
from core.ids import CaseId, ChannelId, MessageId, SpaceId, UserId
from moderation.case import ActView, Case, CaseFile, CaseMove, CaseState, Evidence, NewCase, Note, Origin, TextState
from moderation.model import ChannelKind, Label, Message, Reason, Surface, Urgency
from moderation.ports import StaleCase

_WAITING = (CaseState.NEW.value, CaseState.CLAIMED.value)
_GONE = (TextState.WITHDRAWN.value, TextState.EXPIRED.value)
_FIXED = frozenset({"id", "version", "space", "channel", "kind", "message", "author", "surface", "origin", "opened_at"})


class SqlCases:
    """Cases in one transaction."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._frozen = FrozenWords(connection, sealer)
        self._notes = Notes(connection, sealer)

    async def open(self, new: NewCase, evidence: Evidence) -> Case | None:
        """Stores a case with its evidence; None where this message already has one (nothing is changed then)."""
        statement = insert(self._connection, cases).values(_new_row(new)).on_conflict_do_nothing(index_elements=["message"])
        row = (await self._connection.execute(statement.returning(*cases.c))).one_or_none()
        if row is None:
            return None
        opened = _case(row)
        await self._frozen.keep(opened.id, evidence)
        return opened

    async def get(self, case: CaseId) -> Case | None:
        """The case, or None."""
        return next(iter(await self._where(cases.c.id == case)), None)

    async def by_message(self, message: MessageId) -> Case | None:
        """The case about this message, or None."""
        return next(iter(await self._where(cases.c.message == message)), None)

    async def undecided(self, limit: int) -> Sequence[Case]:
        """At most ``limit`` cases, the newest first, that wait for a decision and still hold words."""
        waiting = cases.c.state.in_(_WAITING) & cases.c.text_state.not_in(_GONE)
        return await self._where(waiting, limit, order=cases.c.id.desc())

    async def holding(self, message: MessageId) -> Sequence[Case]:
        """Cases whose frozen turns (not the message itself) hold this message."""
        return await self._where(cases.c.id.in_(await self._frozen.cases_with_turn(message)))

    async def save(self, case: Case) -> Case:
        """Writes a changed case by one version-checked UPDATE and returns it with its new version. Raises StaleCase."""
        row = {name: value for name, value in _row(case).items() if name not in _FIXED} | {"version": case.version + 1}
        row["text_state"] = _unless_gone(row["text_state"])
        same = (cases.c.id == case.id) & (cases.c.version == case.version)
        written = (await self._connection.execute(update(cases).where(same).values(row).returning(*cases.c))).one_or_none()
        if written is None:
            raise StaleCase
        return _case(written)

    async def file(self, case: CaseId) -> CaseFile | None:
        """Everything a card shows, words decrypted."""
        found = await self.get(case)
        if found is None:
            return None
        return CaseFile(found, await self._frozen.read(case), await self._notes.read(case), await self._acts(case))

    async def replace_text(self, case: CaseId, message: Message) -> None:
        """Puts a newer revision in place of the frozen message."""
        await self._frozen.replace(case, message)

    async def drop_text(self, case: CaseId, state: TextState) -> None:
        """Deletes the frozen message and all turns, and the case's ``text_state`` becomes ``state``."""
        await self._frozen.drop(case)
        await self._connection.execute(update(cases).where(cases.c.id == case).values(text_state=state))

    async def drop_turn(self, case: CaseId, message: MessageId) -> None:
        """Deletes one frozen turn that its author took back."""
        await self._frozen.drop_turn(case, message)

    async def add_after(self, case: CaseId, turn: Message) -> None:
        """Freezes one more turn after the message; nothing happens where the case's words are gone."""
        if await self._where((cases.c.id == case) & cases.c.text_state.not_in(_GONE)):
            await self._frozen.add_after(case, turn)

    async def freeze(self, case: CaseId, evidence: Evidence) -> None:
        """Puts ``evidence`` in place of whatever is left of the case's frozen words: a withdrawn case was reopened."""
        await self._frozen.drop(case)
        await self._frozen.keep(case, evidence)
        await self._connection.execute(update(cases).where(cases.c.id == case).values(text_state=TextState.KEPT))

    async def due(self, now: datetime, limit: int) -> Sequence[Case]:
        """At most ``limit`` cases that still hold words and whose ``text_until`` is not after ``now``."""
        return await self._where((cases.c.text_until <= now) & HELD, limit)

    async def add_note(self, case: CaseId, note: Note) -> None:
        """Adds a worker's note."""
        await self._notes.add(case, note)

    async def drop_notes(self, now: datetime) -> Sequence[CaseId]:
        """Deletes the notes whose ``expires_at`` is not after ``now``; the cases that they stood on, each once."""
        return await self._notes.drop_due(now)

    async def _where(self, condition: ColumnElement[bool], limit: int | None = None, order: ColumnElement[Any] = cases.c.id) -> list[Case]:
        rows = await self._connection.execute(select(cases).where(condition).order_by(order).limit(limit))
        return [_case(row) for row in rows]

    async def _acts(self, case: CaseId) -> tuple[ActView, ...]:
        asked = select(outbox.c.kind, outbox.c.state, outbox.c.problem).where(outbox.c.case_id == case, ~outbox.c.kind.startswith("card."))
        return tuple(ActView(*row) for row in await self._connection.execute(asked.order_by(outbox.c.id)))


def _unless_gone(state: str) -> ColumnElement[str]:
    # Words that are gone don't come back with a save of a case that was read before they went; only freeze() brings new ones.
    return when((cases.c.text_state.in_(_GONE), cases.c.text_state), else_=state)


def _new_row(new: NewCase) -> dict[str, Any]:
    written = new.message
    return {
        "version": 1,
        "space": written.space,
        "channel": written.channel,
        "kind": written.kind,
        "message": written.id,
        "author": written.author,
        "surface": written.surface,
        "origin": new.origin,
        "label": new.label,
        "urgency": new.urgency,
        "reasons": _reasons(new.reasons),
        "language": new.language,
        "opened_at": new.opened_at,
        "text_until": new.text_until,
        "state": CaseState.NEW,
        "text_state": TextState.KEPT,
    }


def _row(case: Case) -> dict[str, Any]:
    fields = {field.name: getattr(case, field.name) for field in dataclasses.fields(case)}
    return fields | {"reasons": _reasons(case.reasons)}


def _reasons(reasons: Sequence[Reason]) -> list[list[str]]:
    return [[reason.key, reason.detail] for reason in reasons]


def _case(row: Row[Any]) -> Case:
    values = row._asdict()
    return Case(
        **values
        | {
            "id": CaseId(row.id),
            "space": SpaceId(row.space),
            "channel": ChannelId(row.channel),
            "kind": ChannelKind(row.kind),
            "message": MessageId(row.message),
            "author": UserId(row.author),
            "surface": Surface(row.surface),
            "origin": Origin(row.origin),
            "label": Label(row.label),
            "urgency": Urgency(row.urgency),
            "reasons": tuple(Reason(key, detail) for key, detail in row.reasons),
            "state": CaseState(row.state),
            "text_state": TextState(row.text_state),
            "decision": CaseMove(row.decision) if row.decision else None,
        }
    )
