"""What the domain asks the outbox to do. Ids, enums and numbers only; whoever acts reads the words again."""

from core.ids import CaseId, ChannelId
from core.outbox import Act
from moderation.case import Case, CaseMove


def card_post(case: CaseId) -> Act:
    """Lay the case before the workers."""
    return Act("card.post", f"card.post:{case}", case)


def card_edit(case: CaseId) -> Act:
    """Bring the card up to date; many changes make one edit."""
    return Act("card.edit", f"card.edit:{case}", case)


def health_post(channel: ChannelId) -> Act:
    """Say what was not judged in ``channel``: one card a channel."""
    return Act("health.post", f"health:{channel}", channel=channel)


def of_decision(case: Case) -> Act | None:
    """What a decided case asks for in the world; None where it is dismissed.

    ``params`` name the surface (a nickname isn't deleted the way a message is) and, for a timeout, its ``minutes``.
    """
    surface: dict[str, str | int] = {"surface": str(case.surface)}
    if case.decision is CaseMove.REMOVE:
        return Act("message.delete", f"message.delete:{case.id}", case.id, case.channel, case.message, case.author, surface)
    if case.decision is CaseMove.REMIND:
        return Act("member.remind", f"member.remind:{case.id}", case.id, case.channel, case.message, case.author, surface)
    if case.decision is CaseMove.TIMEOUT and case.timeout_minutes is not None:
        params = surface | {"minutes": case.timeout_minutes}
        return Act("member.timeout", f"member.timeout:{case.id}", case.id, case.channel, case.message, case.author, params)
    return None
