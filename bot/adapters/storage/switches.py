"""What a lead turns on and off, behind moderation.ports.Switches."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.tables import switches
from core.ids import SpaceId


class SqlSwitches:
    """Switches in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def analysis_on(self, space: SpaceId) -> bool:
        """False once the kill switch was used (R24). True where nothing was said."""
        found = await self._connection.execute(select(switches.c.analysis).where(switches.c.space == space))
        return found.scalar_one_or_none() is not False

    async def set_analysis(self, space: SpaceId, *, on: bool) -> None:
        """The kill switch."""
        statement = insert(self._connection, switches).values(space=space, analysis=on)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["space"], set_={"analysis": on}))
