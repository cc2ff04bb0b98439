"""Messages and cases for tests of storage, and what a thief would find in the files."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.adapters.storage.store import SqlWork, Storage
from core.ids import ChannelId, MessageId, SpaceId, UserId
from moderation.case import Case, Evidence, NewCase, Origin
from moderation.model import ChannelKind, Label, Message, Reason, Urgency

START = datetime(2026, 3, 6, 19, 0, tzinfo=UTC)
HOUSE = SpaceId("discord:1")
ROOM = ChannelId("discord:10")
FOX, OTTER, HERON, OWL = (UserId(f"discord:{name}") for name in ("101", "102", "201", "202"))
_numbers = count(1000)


def said(text: str = "hello", *, by: UserId = FOX, number: int | None = None) -> Message:
    """A message with a number of its own."""
    number = next(_numbers) if number is None else number
    return Message(MessageId(f"discord:{number}"), HOUSE, ROOM, ChannelKind.MATCH, by, text, START + timedelta(seconds=number))


def laid(message: Message) -> NewCase:
    """``message`` as it is laid before a worker."""
    reasons = (Reason("reads-as-hate"), Reason("list-severe", "severe"))
    until = START + timedelta(days=14)
    return NewCase(message, Origin.MODEL, Label.HATE, Urgency.SOON, reasons, "nl", START, until)


async def open_case(storage: Storage, message: Message | None = None, evidence: Evidence | None = None) -> Case:
    """A case in the storage."""
    message = message or said()
    async with storage.work() as work:
        case = await work.cases.open(laid(message), evidence or Evidence(message))
    assert case is not None
    return case


async def break_off(storage: Storage, begun: Callable[[SqlWork], Awaitable[object]]) -> None:
    """Begins something in a transaction that then fails."""
    async with storage.work() as work:
        await begun(work)
        raise ZeroDivisionError


def content(file: Path) -> bytes:
    """What a file holds; nothing where it isn't there."""
    return file.read_bytes() if file.exists() else b""


def bytes_on_disk(folder: Path) -> bytes:
    """Every byte of every file in a folder: the database, its log, its copies."""
    return b"\0".join(file.read_bytes() for file in sorted(folder.iterdir()))
