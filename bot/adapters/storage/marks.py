"""How far each channel has been judged, behind moderation.ports.Marks."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.tables import marks
from core.ids import ChannelId, MessageId


class SqlMarks:
    """Marks in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def set_judged(self, judged: Sequence[tuple[ChannelId, MessageId]]) -> None:
        """Moves each channel's last-judged mark; the last word on a channel counts."""
        rows = [{"channel": channel, "message": message} for channel, message in dict(judged).items()]
        if rows:
            statement = insert(self._connection, marks)
            moved = statement.on_conflict_do_update(index_elements=["channel"], set_={"message": statement.excluded.message})
            await self._connection.execute(moved, rows)

    async def judged(self) -> Sequence[tuple[ChannelId, MessageId]]:
        """Every mark."""
        rows = await self._connection.execute(select(marks.c.channel, marks.c.message).order_by(marks.c.channel))
        return [(ChannelId(channel), MessageId(message)) for channel, message in rows]

    async def forget(self) -> None:
        """Drops every mark: what was written until the next one is never read."""
        await self._connection.execute(delete(marks))
