"""What is still to be done in the world: put in the transaction that decided it, claimed under a lease, ended once."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, exists, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.tables import PENDING, outbox
from core.clock import Clock
from core.ids import ActId, CaseId, ChannelId, MessageId, UserId
from core.outbox import Act, ActState, QueuedAct

LEASE = timedelta(seconds=30)
"""How long one attempt has an act to itself. After a crash it is tried again when this has passed."""
LONGEST_WAIT = timedelta(hours=1)
"""No act is put off further at once."""
SKEW = timedelta(minutes=1)
"""How far clocks may be apart. A lease or a wait that is longer by more was written by a clock that ran ahead, and doesn't count."""

_PENDING = outbox.c.state == ActState.PENDING
_CARD_KINDS = "card."


class SqlOutbox:
    """The outbox in one transaction. ``touched`` tells whoever commits that there may be something to do."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self.touched = False

    async def put(self, act: Act) -> None:
        """Queues ``act``; nothing happens where a pending act has its key.

        Where that act is being performed just now it may have read what it shows already, so it is queued once more when it ends.
        """
        statement = insert(self._connection, outbox).values(_new_row(act, self._clock.now()))
        in_flight = {"again": outbox.c.leased_until.is_not(None)}
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["key"], index_where=PENDING, set_=in_flight))
        self.touched = True

    async def claim(self) -> QueuedAct | None:
        """Takes the act that is due the longest, for LEASE; one statement, so that two processes never take the same."""
        now = self._clock.now()  # read inside the transaction: waiting for it may have taken a while
        first = select(outbox.c.id).where(_ready(now)).order_by(outbox.c.due_at, outbox.c.id).limit(1)
        taken = {"leased_until": now + LEASE, "attempts": outbox.c.attempts + 1, "again": False}
        # SKIP LOCKED is PostgreSQL's; SQLite has one writer and leaves it out.
        chosen = first.with_for_update(skip_locked=True).correlate(None).scalar_subquery()
        statement = update(outbox).where(outbox.c.id == chosen).values(taken).returning(*outbox.c)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _queued(row)

    async def finish(self, queued: QueuedAct, state: ActState, problem: str) -> bool:
        """Ends an act for good. False where it ended before (a lease ran out and somebody else did it): nothing is changed then."""
        now = self._clock.now()
        ended = {"state": state, "problem": problem, "ended_at": now, "leased_until": None}
        before = select(outbox.c.again).where(outbox.c.id == queued.id, _PENDING)
        again = (await self._connection.execute(before)).scalar_one_or_none()
        if again is None:
            return False
        await self._connection.execute(update(outbox).where(outbox.c.id == queued.id).values(ended))
        if again:
            await self.put(queued.act)
        if queued.act.case is not None and not queued.act.kind.startswith(_CARD_KINDS):
            await self.put(Act("card.edit", f"card.edit:{queued.act.case}", queued.act.case))
        self.touched = True
        return True

    async def retry(self, queued: QueuedAct, due: datetime, problem: str) -> bool:
        """Gives an act back, to be tried at ``due``. False where the lease ran out and a later attempt has it: nothing is changed then."""
        mine = and_(outbox.c.id == queued.id, _PENDING, outbox.c.attempts == queued.attempts)
        later = {"leased_until": None, "due_at": due, "problem": problem}
        changed = await self._connection.execute(update(outbox).where(mine).values(later).returning(outbox.c.id))
        self.touched = True
        return changed.one_or_none() is not None

    async def free(self) -> None:
        """Ends every lease: whoever held one is no more."""
        await self._connection.execute(update(outbox).where(_PENDING, outbox.c.leased_until.is_not(None)).values(leased_until=None))
        self.touched = True

    async def pending(self) -> int:
        """How many acts wait or run."""
        return (await self._connection.execute(select(func.count()).where(_PENDING))).scalar_one()

    async def next_due(self) -> datetime | None:
        """When the next act may be claimed at the earliest, as far as the times tell; None where none waits."""
        earliest = func.min(func.coalesce(outbox.c.leased_until, outbox.c.due_at), type_=outbox.c.due_at.type)
        found: datetime | None = (await self._connection.execute(select(earliest).where(_PENDING, ~_waits()))).scalar_one()
        return found

    async def drop_ended(self, before: datetime) -> None:
        """Forgets acts that ended before then: nobody looks at their outcome any more."""
        await self._connection.execute(delete(outbox).where(outbox.c.ended_at < before))


def _ready(now: datetime) -> ColumnElement[bool]:
    # A clock that once ran ahead leaves times that lie too far off; they must not hold an act back for good.
    due = or_(outbox.c.due_at <= now, outbox.c.due_at > now + LONGEST_WAIT + SKEW)
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now, outbox.c.leased_until > now + LEASE + SKEW)
    return and_(_PENDING, due, free, ~_waits())


def _waits() -> ColumnElement[bool]:
    """An earlier act of the same case comes first.

    Only an act that was put off holds back no act of the other lane: a closed DM must not keep a card from telling the decision, nor
    a card that can't be shown keep a message from being removed.
    """
    earlier = outbox.alias("earlier")
    put_off = and_(earlier.c.attempts > 0, earlier.c.leased_until.is_(None))
    same_lane = earlier.c.kind.startswith(_CARD_KINDS) == outbox.c.kind.startswith(_CARD_KINDS)
    before = and_(earlier.c.case_id == outbox.c.case_id, earlier.c.state == ActState.PENDING, earlier.c.id < outbox.c.id)
    return exists().where(before, or_(same_lane, not_(put_off)))


def _new_row(act: Act, now: datetime) -> Mapping[str, Any]:
    return {
        "kind": act.kind,
        "key": act.key,
        "case_id": act.case,
        "channel": act.channel,
        "message": act.message,
        "user": act.user,
        "params": dict(act.params),
        "state": ActState.PENDING,
        "problem": "",
        "attempts": 0,
        "again": False,
        "nonce": secrets.token_hex(12),  # 24 characters: Discord takes 25
        "queued_at": now,
        "due_at": now,
    }


def _queued(row: Row[Any]) -> QueuedAct:
    act = Act(
        kind=row.kind,
        key=row.key,
        case=None if row.case_id is None else CaseId(row.case_id),
        channel=None if row.channel is None else ChannelId(row.channel),
        message=None if row.message is None else MessageId(row.message),
        user=None if row.user is None else UserId(row.user),
        params=row.params,
    )
    return QueuedAct(ActId(row.id), act, ActState(row.state), row.attempts, row.queued_at, row.nonce, row.problem)
