"""The workers' word lists, behind moderation.ports.WordLists."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.tables import words
from core.ids import SpaceId


class SqlWordLists:
    """Word lists in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def words(self, space: SpaceId) -> Sequence[tuple[str, str]]:
        """(list name, word or phrase), sorted."""
        rows = await self._connection.execute(select(words.c.list, words.c.word).where(words.c.space == space))
        return sorted((name, word) for name, word in rows)

    async def add(self, space: SpaceId, name: str, word: str) -> bool:
        """False where it stood there already."""
        statement = insert(self._connection, words).values(space=space, list=name, word=word).on_conflict_do_nothing()
        return (await self._connection.execute(statement.returning(words.c.word))).one_or_none() is not None

    async def remove(self, space: SpaceId, name: str, word: str) -> bool:
        """False where it was not there."""
        there = (words.c.space == space) & (words.c.list == name) & (words.c.word == word)
        return (await self._connection.execute(delete(words).where(there).returning(words.c.word))).one_or_none() is not None
