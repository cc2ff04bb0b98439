"""Sending a message once, whatever happens between asking and hearing back."""

from datetime import datetime, timedelta
from typing import Final

import discord

from core.clock import Clock
from core.outbox import QueuedAct

NONCE_WINDOW: Final = timedelta(minutes=2)
"""Discord refuses a second message with the same nonce for "a few minutes"; this counts on less."""
SKEW: Final = timedelta(minutes=2)  # how far this machine's clock may be ahead of Discord's
SEARCHED: Final = 1000  # messages of history; one of Haven's own channels or DMs rarely gets so many while Haven is away


async def send_once(
    target: discord.abc.Messageable, queued: QueuedAct, clock: Clock, *, me: int, embed: discord.Embed, view: discord.ui.View | None = None
) -> discord.Message:
    """Sends ``embed``, or returns the message that an earlier attempt at ``queued`` sent.

    Within Discord's nonce window the nonce does it. Past it, the target's history since the act was queued is read for Haven's own
    message (``me`` is its user) with the same footer. Raises what discord.py raises.
    """
    if _may_have_been_sent(queued, clock.now()):
        earlier = await _find(target, me, str(embed.footer.text), queued.queued_at - SKEW)
        if earlier is not None:
            return earlier
    return await target.send(embed=embed, view=view or discord.utils.MISSING, nonce=queued.nonce)


def _may_have_been_sent(queued: QueuedAct, now: datetime) -> bool:
    return queued.attempts > 1 and now - queued.queued_at > NONCE_WINDOW


async def _find(target: discord.abc.Messageable, me: int, footer: str, since: datetime) -> discord.Message | None:
    async for message in target.history(limit=SEARCHED, after=since, oldest_first=True):
        if message.author.id == me and any(embed.footer.text == footer for embed in message.embeds):
            return message
    return None
