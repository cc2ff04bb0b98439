"""Made-up case files."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.ids import CaseId, ChannelId, MessageId, SpaceId, UserId
from moderation.case import Case, CaseFile, CaseMove, CaseState, Evidence, Origin
from moderation.model import ChannelKind, Label, Message, Reason, Surface, Urgency

AT = datetime(2026, 3, 4, 20, 15, tzinfo=UTC)
FOX, OTTER, HERON = UserId("discord:11"), UserId("discord:12"), UserId("discord:13")

SAID = Message(
    id=MessageId("discord:1001"),
    space=SpaceId("discord:1"),
    channel=ChannelId("discord:2"),
    kind=ChannelKind.MATCH,
    author=FOX,
    text="nobody wants you here",
    at=AT,
)


def turn(number: int, author: UserId, text: str) -> Message:
    return replace(SAID, id=MessageId(f"discord:{number}"), author=author, text=text)


def case_of(message: Message = SAID, **changes: Any) -> Case:  # noqa: ANN401 - a test names the fields that matter to it
    case = Case(
        id=CaseId(12),
        version=1,
        space=message.space,
        channel=message.channel,
        kind=message.kind,
        message=message.id,
        author=message.author,
        surface=message.surface,
        origin=Origin.MODEL,
        label=Label.HARASSMENT,
        urgency=Urgency.SOON,
        reasons=(Reason("asked-to-stop"),),
        language="en",
        opened_at=AT,
        text_until=AT,
    )
    return replace(case, **changes)


def file_of(
    message: Message = SAID,
    before: tuple[Message, ...] = (),
    after: tuple[Message, ...] = (),
    **changes: Any,  # noqa: ANN401 - the same
) -> CaseFile:
    return CaseFile(case_of(message, **changes), Evidence(message, before, after))


def decided(move: CaseMove = CaseMove.REMOVE) -> dict[str, Any]:
    return {"state": CaseState.DECIDED, "decision": move, "decided_by": HERON, "decided_at": AT, "claimed_by": HERON, "claimed_at": AT}


NICKNAME = replace(
    SAID, id=MessageId("discord:nickname/11/1772655300"), channel=ChannelId("discord:1"), surface=Surface.NICKNAME, text="BigMeanFox"
)
