"""Messages for classifiers: only text, kind and language matter to them."""

from datetime import UTC, datetime

from core.ids import ChannelId, MessageId, SpaceId, UserId
from moderation.model import ChannelKind, Message


def said(text: str, kind: ChannelKind = ChannelKind.DISCUSSION, language: str | None = None) -> Message:
    return Message(
        id=MessageId("discord:1"),
        space=SpaceId("discord:2"),
        channel=ChannelId("discord:3"),
        kind=kind,
        author=UserId("discord:4"),
        text=text,
        at=datetime(2026, 3, 1, 19, 0, tzinfo=UTC),
        language=language,
    )
