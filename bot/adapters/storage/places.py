"""Where the house's channels and roles are, behind core.places.Places."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.tables import places
from core.ids import SpaceId
from core.places import Place


class SqlPlaces:
    """Places in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self, space: SpaceId) -> Mapping[str, Place]:
        """Every place of a space, by key."""
        rows = await self._connection.execute(select(places.c.key, places.c.target, places.c.value).where(places.c.space == space))
        return {key: Place(key, target, value) for key, target, value in rows}

    async def put(self, space: SpaceId, place: Place) -> None:
        """Sets a place, replacing what stood under its key."""
        there = {"target": place.target, "value": place.value}
        statement = insert(self._connection, places).values(space=space, key=place.key, **there)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["space", "key"], set_=there))

    async def remove(self, space: SpaceId, key: str) -> None:
        """Forgets a place; nothing happens where it isn't known."""
        await self._connection.execute(delete(places).where(places.c.space == space, places.c.key == key))
