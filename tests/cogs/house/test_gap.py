"""Of a gap that is too long to be read whole the newest part is judged, and the rest is counted before the workers."""

from dataclasses import dataclass, field
from typing import Any

import pytest

import cogs.discord.gap
from cogs.discord.gap import History
from cogs.discord.mapping import channel_id, message_id
from core.clock import SystemClock
from core.ids import ChannelId, MessageId
from moderation.model import Message
from tests.cogs.house.conftest import Scene

SAID, READ = 8, 5


@dataclass
class Heard:
    """Keeps what was handed in, as a judge and as a pipeline that has nothing left to write."""

    messages: list[MessageId] = field(default_factory=list)

    async def new(self, message: Message) -> None:
        self.messages.append(message.id)

    async def flush(self) -> None:
        """Nothing is held back."""


def history_of(scene: Scene, heard: Heard) -> History:
    double: Any = heard
    return History(scene.bot, pipeline=double, judge=double, store=scene.bot.storage, house=scene.bot.house, clock=SystemClock())


async def marked(scene: Scene) -> dict[ChannelId, MessageId]:
    async with scene.bot.storage.work() as work:
        return dict(await work.marks.judged())


async def test_the_newest_are_judged_in_order_and_the_rest_is_counted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cogs.discord.gap, "MOST", READ)
    await scene.setup()
    heard = Heard()
    said = [message_id(int((await scene.person("fox").say(scene.lobby, f"hi {number}"))["id"])) for number in range(SAID)]
    await history_of(scene, heard).catch_up(int(scene.lobby))
    assert heard.messages == said[-READ:]
    room = channel_id(int(scene.lobby))
    async with scene.bot.storage.work() as work:
        tally = await work.tally.unjudged(room)
    assert tally is not None
    assert tally.reasons == ("gap",)
    act = await scene.bot.storage.claim_act()
    assert act is not None
    assert (act.act.kind, act.act.channel) == ("health.post", room)


async def test_a_gap_that_can_be_read_whole_is_no_news(scene: Scene) -> None:
    await scene.setup()
    heard = Heard()
    said = [message_id(int((await scene.person("fox").say(scene.lobby, f"hi {number}"))["id"])) for number in range(READ)]
    await history_of(scene, heard).catch_up(int(scene.lobby))
    assert heard.messages == said
    assert await scene.bot.storage.claim_act() is None


async def test_where_nothing_is_known_of_the_past_reading_begins_now(scene: Scene) -> None:
    await scene.setup()
    async with scene.bot.storage.work() as work:
        await work.marks.forget()
    heard, room = Heard(), channel_id(int(scene.lobby))
    unread = await scene.person("fox").say(scene.lobby, "hi")
    await history_of(scene, heard).catch_up(int(scene.lobby))
    assert heard.messages == []
    assert int((await marked(scene))[room].rpartition(":")[2]) >> 22 >= int(unread["id"]) >> 22
