"""Words on their way into and out of the database: as JSON, encrypted, bound to the row that they stand in."""

import dataclasses
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.crypto import FieldKey, KeyRing
from bot.adapters.storage.tables import state
from core.ids import UserId
from moderation.model import ChannelKind, Message, Surface

_MESSAGE_FIELDS = frozenset(field.name for field in dataclasses.fields(Message))


class Sealer:
    """Seals with the key that the database names as current, read inside the same transaction.

    So a rotation beside a running bot is safe: once it has named a new key, no later transaction can write with the old one.
    """

    def __init__(self, connection: AsyncConnection, keys: KeyRing) -> None:
        self._connection = connection
        self._keys = keys
        self._current: FieldKey | None = None

    async def seal(self, words: str, place: str) -> bytes:
        """Encrypts ``words`` for one place."""
        if self._current is None:
            self._current = self._keys.key((await self._connection.execute(select(state.c.key_id))).scalar_one())
        return self._current.seal(words.encode("utf-8", "surrogatepass"), place)

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypts what stood in that place. Raises KeyProblem."""
        return self._keys.open(sealed, place).decode("utf-8", "surrogatepass")


def evidence_place(case: int, message: str) -> str:
    """What a frozen message's words are bound to."""
    return f"evidence/{case}/{message}"


def note_place(case: int, ref: str) -> str:
    """What a note's words are bound to."""
    return f"notes/{case}/{ref}"


def message_to_json(message: Message) -> str:
    """A message as JSON; ASCII, so that any text survives, lone surrogates included."""
    return json.dumps(dataclasses.asdict(message), default=datetime.isoformat, separators=(",", ":"))


def message_from_json(text: str) -> Message:
    """The message again. Fields that a later version dropped are ignored, and new ones take their default."""
    known: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in _MESSAGE_FIELDS}
    known["kind"] = ChannelKind(known["kind"])
    known["surface"] = Surface(known["surface"])
    known["at"] = datetime.fromisoformat(known["at"])
    known["edited_at"] = datetime.fromisoformat(known["edited_at"]) if known["edited_at"] else None
    known["mentions"] = tuple(UserId(user) for user in known["mentions"])
    return Message(**known)
