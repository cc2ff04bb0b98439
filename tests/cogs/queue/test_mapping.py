"""From discord.py's objects to the domain's words."""

from typing import Any

import discord
import pytest

from cogs.discord.mapping import is_read, jump_link, message_number, message_of, nickname_of
from core.ids import ChannelId, MessageId, SpaceId
from moderation.model import ChannelKind, Surface
from tests.cogs.queue.files import AT

GUILD, CHANNEL, FOX, OTTER = 1, 2, 11, 12
Json = dict[str, Any]


def user(number: int, *, bot: bool = False) -> Json:
    return {"id": str(number), "username": f"u{number}", "discriminator": "0", "avatar": None, "global_name": None, "bot": bot}


def payload(text: str = "hi", **more: Any) -> Json:  # noqa: ANN401 - any field of a message on the wire
    return {
        "id": "1001",
        "channel_id": str(CHANNEL),
        "guild_id": str(GUILD),
        "author": user(FOX),
        "content": text,
        "timestamp": "2026-03-04T20:15:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        **more,
    }


@pytest.fixture
def guild() -> discord.Guild:
    state = discord.Client(intents=discord.Intents.none())._connection
    return discord.Guild(data={"id": str(GUILD), "name": "g", "channels": [], "roles": []}, state=state)  # type: ignore[typeddict-item] # the fields that matter


def received(guild: discord.Guild, data: Json) -> discord.Message:
    place: Any = {"id": str(CHANNEL), "type": 0, "name": "lobby", "position": 0, "permission_overwrites": []}
    channel = discord.TextChannel(state=guild._state, guild=guild, data=place)
    wire: Any = data
    return discord.Message(state=guild._state, channel=channel, data=wire)


def text_of(guild: discord.Guild, **more: Any) -> tuple[Surface, str]:  # noqa: ANN401 - as payload takes it
    mapped = message_of(received(guild, payload(**more)), ChannelKind.LOBBY)
    return mapped.surface, mapped.text


def test_a_plain_message(guild: discord.Guild) -> None:
    mapped = message_of(received(guild, payload("hoi", mentions=[user(OTTER)], attachments=[attachment()])), ChannelKind.MATCH)
    assert (mapped.id, mapped.space, mapped.channel, mapped.author) == ("discord:1001", "discord:1", "discord:2", "discord:11")
    assert (mapped.text, mapped.kind, mapped.surface, mapped.attachments) == ("hoi", ChannelKind.MATCH, Surface.MESSAGE, 1)
    assert mapped.mentions == ("discord:12",)
    assert mapped.edited_at is None


def attachment() -> Json:
    return {"id": "5", "filename": "a.png", "size": 3, "url": "http://x/a", "proxy_url": "http://x/a"}


def test_forwards_polls_and_embeds_are_read_with_the_words_around_them(guild: discord.Guild) -> None:
    snapshot = {
        "message": {
            "content": "passed on",
            "embeds": [{"title": "inner"}],
            "attachments": [attachment()],
            "timestamp": AT.isoformat(),
            "edited_timestamp": None,
            "type": 0,
        }
    }
    assert text_of(guild, text="", message_snapshots=[snapshot]) == (Surface.FORWARDED, "passed on\ninner")
    question = {"text": "who?"}
    poll = {"question": question, "answers": [{"answer_id": 1, "poll_media": {"text": "you"}}], "expiry": AT.isoformat()}
    assert text_of(guild, text="", poll={**poll, "allow_multiselect": False, "layout_type": 1}) == (Surface.POLL, "who?\nyou")
    embed = {"title": "t", "description": "d", "fields": [{"name": "n", "value": "v"}], "footer": {"text": "f"}, "author": {"name": "a"}}
    assert text_of(guild, text="see", embeds=[embed]) == (Surface.MESSAGE, "see\na\nt\nd\nf\nn\nv")
    assert text_of(guild, text="", embeds=[embed])[0] is Surface.EMBED


def test_a_reply_knows_whom_it_answers_and_a_forward_answers_nobody(guild: discord.Guild) -> None:
    first = payload(id="1000", author=user(OTTER))
    reference = {"message_id": "1000", "channel_id": str(CHANNEL), "guild_id": str(GUILD)}
    reply = received(guild, payload(type=19, message_reference={**reference, "type": 0}, referenced_message=first))
    assert message_of(reply, ChannelKind.LOBBY).reply_to == "discord:12"
    gone = received(guild, payload(type=19, message_reference={**reference, "type": 0}, referenced_message=None))
    assert message_of(gone, ChannelKind.LOBBY).reply_to is None
    forward = received(guild, payload(message_reference={**reference, "type": 1}, referenced_message=first))
    assert message_of(forward, ChannelKind.LOBBY).reply_to is None


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, True),
        ({"type": 19}, True),
        ({"type": 7}, False),  # somebody joined
        ({"type": 6}, False),  # somebody pinned
        ({"author": user(FOX, bot=True)}, False),
        ({"webhook_id": "77"}, False),
    ],
)
def test_only_members_own_words_are_read(guild: discord.Guild, more: Json, *, expected: bool) -> None:
    assert is_read(received(guild, payload(**more))) is expected


def test_direct_messages_are_never_read(guild: discord.Guild) -> None:
    place: Any = {"id": "9", "type": 1, "recipients": [user(FOX)]}
    me: Any = user(99, bot=True)
    channel = discord.DMChannel(me=discord.ClientUser(state=guild._state, data=me), state=guild._state, data=place)
    wire: Any = {key: value for key, value in payload().items() if key != "guild_id"}
    assert not is_read(discord.Message(state=guild._state, channel=channel, data=wire))


def test_a_nickname_stands_in_no_channel(guild: discord.Guild) -> None:
    data: Any = {"user": user(FOX), "nick": "Foxy", "roles": [], "joined_at": AT.isoformat(), "flags": 0}
    mapped = nickname_of(discord.Member(data=data, guild=guild, state=guild._state), AT)
    assert (mapped.surface, mapped.text, mapped.channel) == (Surface.NICKNAME, "Foxy", "discord:1")
    assert message_number(mapped.id) is None
    assert jump_link(mapped.space, mapped.channel, mapped.id) == ""


def test_links_lead_to_the_message_or_the_thread() -> None:
    space, channel = SpaceId("discord:1"), ChannelId("discord:2")
    assert jump_link(space, channel, MessageId("discord:3")) == "https://discord.com/channels/1/2/3"
    assert jump_link(space, channel, MessageId("discord:title/2/1700000000")) == "https://discord.com/channels/1/2"
