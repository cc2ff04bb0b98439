"""The gateway in all its moods: everything is judged once, and what can't be read is said."""

import random
import re
import signal

from cogs.discord.gap import MOST
from sandbox.discord import Fault
from tests.e2e.haven import QUEUE, Haven, text_of, words_of

CRY = "ik wil niet meer leven, niemand zou me missen"


async def test_asked_to_come_again_it_resumes(haven: Haven) -> None:
    haven.sandbox.gateway.reconnect()
    await haven.card_for(await haven.say("fox", CRY))
    assert haven.sandbox.gateway.identifies == 1


async def test_a_stormy_hour_loses_nothing_and_judges_nothing_twice(haven: Haven) -> None:
    weather, gateway = random.Random(7), haven.sandbox.gateway
    cries = []
    for number in range(240):
        loud = number % 40 == 39
        said = await haven.say(
            "fox", f"{CRY} {number}" if loud else f"goed gespeeld in ronde {number}", weather.choice(("lobby", "match-1"))
        )
        cries += [said] if loud else []
        if number % 30 == 15:
            gateway.refuse_resume(weather.random() < 0.5)
            await (gateway.drop() if weather.random() < 0.7 else gateway.drop(4000))
        if loud and weather.random() < 0.5:
            await haven.card_for(said)  # the line is calm for a while
    for cry in cries:
        await haven.card_for(cry)
    links = [re.findall(r"/(\d+)\)", words_of(card))[0] for card in haven.cards()]
    assert sorted(links) == sorted(cry["id"] for cry in cries)
    for channel in ("lobby", "match-1"):
        await haven.card_for(await haven.say("otter", CRY, channel))
    assert await haven.counted("haven_judged_total") == 242


async def test_of_a_gap_that_is_too_long_the_newest_is_read_and_workers_are_told(haven: Haven) -> None:
    await haven.stop(signal.SIGKILL)
    unread = await haven.say("fox", f"{CRY} heel vroeg")
    for number in range(MOST):
        await haven.say("otter", f"goed gespeeld in ronde {number}")
    read = await haven.say("fox", f"{CRY} op het einde")
    await haven.start()
    await haven.card_for(read)
    card = await haven.card(lambda words: text_of("health-reason-gap") in words)
    assert f"<#{haven.channel('lobby')}>" in words_of(card)
    assert not [one for one in haven.cards() if f"/{unread['id']})" in words_of(one)]


async def test_a_history_that_breaks_off_is_said(haven: Haven) -> None:
    await haven.card_for(await haven.say("fox", CRY))
    await haven.stop()
    missed = await haven.say("otter", CRY)
    haven.sandbox.faults.add(Fault(rf"GET /channels/{haven.channel('lobby')}/messages", drop=True, times=50))
    await haven.start()
    card = await haven.card(lambda words: text_of("health-reason-gap") in words)
    assert card["channel_id"] == haven.channel(QUEUE)
    haven.sandbox.faults.clear()
    await haven.card_for(await haven.say("lynx", CRY))
    assert not [one for one in haven.cards() if f"/{missed['id']})" in words_of(one)]
