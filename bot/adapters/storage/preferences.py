"""What people chose for themselves, behind moderation.ports.Preferences."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import insert
from bot.adapters.storage.tables import preferences
from core.ids import UserId


class SqlPreferences:
    """Preferences in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def language(self, user: UserId) -> str | None:
        """The language set by /language, or None."""
        found = await self._connection.execute(select(preferences.c.language).where(preferences.c.user == user))
        return found.scalar_one_or_none()

    async def set_language(self, user: UserId, language: str | None) -> None:
        """None forgets the choice."""
        if language is None:
            await self._connection.execute(delete(preferences).where(preferences.c.user == user))
            return
        statement = insert(self._connection, preferences).values(user=user, language=language)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["user"], set_={"language": language}))
