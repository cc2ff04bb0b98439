"""From discord.py's objects to the words of the domain. Nothing here asks Discord or keeps anything."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import discord

from cogs.discord.house import space_of
from core.ids import ChannelId, MessageId, SpaceId, UserId, number_of, platform_id
from moderation.model import ChannelKind, Message, Surface

READ_TYPES: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""Messages in which a person wrote words; joins, pins, boosts and thread starters are Discord's own lines."""

NICKNAME: Final = "discord:nickname/"
TITLE: Final = "discord:title/"


def is_read(message: discord.Message) -> bool:
    """Whether a message is one to read: a member's own words in a server.

    Left out are DMs (R25), bots (Haven among them: their words are a program's) and webhooks: behind these stands whoever runs the
    server, not a member to whom a worker could speak.
    """
    if message.guild is None or message.author.bot or message.webhook_id is not None:
        return False
    return message.type in READ_TYPES


def message_of(message: discord.Message, kind: ChannelKind) -> Message:
    """A Discord message as the domain sees it: all that can be read of it, and how many files came along.

    Call it only where ``is_read`` holds. A link's preview arrives later, in an update without an edit: the same message with more text.
    """
    assert message.guild is not None  # noqa: S101 - is_read has asked; only mypy needs to hear it
    surface, text = _text_of(message)
    return Message(
        id=message_id(message.id),
        space=space_of(message.guild.id),
        channel=channel_id(message.channel.id),
        kind=kind,
        author=user_id(message.author.id),
        text=text,
        at=message.created_at,
        edited_at=message.edited_at,
        surface=surface,
        reply_to=_replied_to(message),
        mentions=tuple(user_id(user.id) for user in message.mentions),
        attachments=len(message.attachments) + sum(len(snapshot.attachments) for snapshot in message.message_snapshots),
    )


def nickname_of(member: discord.Member, at: datetime) -> Message:
    """A new nickname. It stands in no channel: its channel is the server's own id, so that no conversation gets it as a turn."""
    return Message(
        id=MessageId(f"{NICKNAME}{member.id}/{int(at.timestamp())}"),
        space=space_of(member.guild.id),
        channel=channel_id(member.guild.id),
        kind=ChannelKind.LOBBY,
        author=user_id(member.id),
        text=member.nick or "",
        at=at,
        surface=Surface.NICKNAME,
    )


def title_of(thread: discord.Thread, kind: ChannelKind, at: datetime) -> Message:
    """A thread's title, as new or as renamed. Discord doesn't say who renamed it: the author is the thread's owner."""
    return Message(
        id=MessageId(f"{TITLE}{thread.id}/{int(at.timestamp())}"),
        space=space_of(thread.guild.id),
        channel=channel_id(thread.id),
        kind=kind,
        author=user_id(thread.owner_id),
        text=thread.name,
        at=at,
        surface=Surface.THREAD_TITLE,
    )


def jump_link(space: SpaceId, channel: ChannelId, message: MessageId) -> str:
    """The address of a message, or of the thread where it is a title; empty for a nickname."""
    if message.startswith(NICKNAME):
        return ""
    link = f"https://discord.com/channels/{number_of(space)}/{number_of(channel)}"
    number = message_number(message)
    return link if number is None else f"{link}/{number}"


def message_number(message: MessageId) -> int | None:
    """Discord's number of the message that holds these words; None for a nickname or a title, which stand in none."""
    return None if message.startswith((NICKNAME, TITLE)) else number_of(message)


def message_id(number: int) -> MessageId:
    """A Discord message's number as Haven's id."""
    return MessageId(platform_id("discord", number))


def channel_id(number: int) -> ChannelId:
    """A Discord channel's number as Haven's id."""
    return ChannelId(platform_id("discord", number))


def user_id(number: int) -> UserId:
    """A Discord user's number as Haven's id."""
    return UserId(platform_id("discord", number))


def _text_of(message: discord.Message) -> tuple[Surface, str]:
    if not (message.embeds or message.message_snapshots or message.poll):  # nearly all messages, so the shortest way
        return Surface.MESSAGE, message.content
    parts = [(Surface.MESSAGE, message.content)]
    for snapshot in message.message_snapshots:
        parts.append((Surface.FORWARDED, snapshot.content))
        parts += [(Surface.FORWARDED, line) for embed in snapshot.embeds for line in _embed_lines(embed)]
    if message.poll is not None:
        parts.append((Surface.POLL, message.poll.question))
        parts += [(Surface.POLL, answer.text) for answer in message.poll.answers]
    parts += [(Surface.EMBED, line) for embed in message.embeds for line in _embed_lines(embed)]
    worded = [(surface, text) for surface, text in parts if text]
    surface = worded[0][0] if worded else Surface.MESSAGE
    return surface, "\n".join(text for _, text in worded)


def _embed_lines(embed: discord.Embed) -> Iterator[str]:
    lines = [embed.author.name, embed.title, embed.description, embed.footer.text]
    for field in embed.fields:
        lines += [field.name, field.value]
    return (line for line in lines if line)


def _replied_to(message: discord.Message) -> UserId | None:
    reference = message.reference
    if reference is None or not isinstance(reference.resolved, discord.Message):
        return None
    if reference.type is not discord.MessageReferenceType.default:  # a forward speaks to nobody
        return None
    return user_id(reference.resolved.author.id)
