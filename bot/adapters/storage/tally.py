"""What no classifier judged, per channel, behind moderation.ports.Tally."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.tables import tally
from core.ids import ChannelId, MessageId, SpaceId
from moderation.model import Message
from moderation.ports import Unjudged


class SqlTally:
    """The tally in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_unjudged(self, message: Message, reason: str, at: datetime) -> None:
        """Counts one more message that no classifier judged."""
        before = await self.unjudged(message.channel)
        reasons = sorted({reason, *(before.reasons if before else ())})
        row = {
            "channel": message.channel,
            "space": message.space,
            "count": 1,
            "first": message.id,
            "last": message.id,
            "since": at,
            "reasons": reasons,
        }
        one_more = {"count": tally.c.count + 1, "last": message.id, "reasons": reasons}
        statement = insert(self._connection, tally).values(row)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["channel"], set_=one_more))

    async def unjudged(self, channel: ChannelId) -> Unjudged | None:
        """The channel's open tally, or None where everything was judged."""
        query = select(tally.c.space, tally.c.count, tally.c.first, tally.c.last, tally.c.since, tally.c.reasons)
        row = (await self._connection.execute(query.where(tally.c.channel == channel))).one_or_none()
        if row is None:
            return None
        space, count, first, last, since, reasons = row
        return Unjudged(SpaceId(space), channel, count, MessageId(first), MessageId(last), since, tuple(reasons))

    async def settle(self, channel: ChannelId) -> None:
        """Closes the tally: a worker has seen it; the next failure starts a new one."""
        await self._connection.execute(delete(tally).where(tally.c.channel == channel))
