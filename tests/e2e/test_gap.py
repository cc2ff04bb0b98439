"""When what was missed can't be read back, workers are told; and a server that was away is read like any other absence."""

import pytest

from sandbox.discord import Fault, Permission, views
from tests.e2e.haven import Haven, text_of, words_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("e2e-gap")]

CRY = "ik wil niet meer leven, niemand zou me missen"


async def test_a_history_that_can_not_be_read_is_told_on_a_health_card(shared: Haven) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    await shared.card_for(await youth.say(place, CRY))
    await shared.stop()
    missed = await youth.say(place, CRY)
    shared.sandbox.faults.add(Fault(match=rf"GET /channels/{place}/messages", status=403))
    await shared.start()
    card = await shared.card(lambda words: f"<#{place}>" in words and text_of("health-reason-gap") in words)
    assert "niemand" not in words_of(card)
    await shared.card_for(await youth.say(place, CRY))  # and what is said from now on is read
    assert not [one for one in shared.cards() if f"/{missed['id']})" in words_of(one)]


async def test_a_server_that_comes_back_from_an_outage_is_read_from_history(shared: Haven) -> None:
    place, youth = await shared.watch(), shared.newcomer()
    taken_back = await youth.say(place, "une remarque")
    await (await shared.person("heron").context(taken_back, "Open a case")).settled()
    card = await shared.card_for(taken_back)
    world, seen = shared.world, len(shared.log)
    world.emit("GUILD_DELETE", {"id": world.guild_id, "unavailable": True})
    unheard = {"id": world.bot_role, "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}  # no event of it reaches Haven
    world.channels[place]["permission_overwrites"].append(unheard)
    missed = await youth.say(place, CRY)
    await youth.delete(taken_back)
    world.channels[place]["permission_overwrites"].remove(unheard)
    world.emit("GUILD_CREATE", views.guild_create(world, everyone=False))
    await shared.card_for(missed)
    await shared.becomes(card, lambda words: text_of("card-text-withdrawn") in words)
    assert "gap.ready" not in {line.get("event") for line in shared.log[seen:]}  # it was the server alone that came back
