"""Which message shows what, behind moderation.ports.Cards."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.tables import cards
from core.ids import ChannelId, MessageId


class SqlCards:
    """Cards in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def shown(self, key: str) -> tuple[ChannelId, MessageId] | None:
        """Where the card ``key`` ("case:12", "health:discord:5") stands, or None."""
        row = (await self._connection.execute(select(cards.c.channel, cards.c.message).where(cards.c.key == key))).one_or_none()
        return None if row is None else (ChannelId(row.channel), MessageId(row.message))

    async def remember(self, key: str, channel: ChannelId, message: MessageId) -> None:
        """The card was posted there."""
        where = {"channel": channel, "message": message}
        statement = insert(self._connection, cards).values(key=key, **where)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=where))

    async def forget(self, key: str) -> None:
        """The card is gone."""
        await self._connection.execute(delete(cards).where(cards.c.key == key))
