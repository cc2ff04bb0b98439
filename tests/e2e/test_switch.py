"""R24: the analysis stops at once, for a restart too, and what waits for a human can still be decided and taken back."""

import signal

import pytest

from sandbox.discord import Refused
from tests.e2e.haven import Haven, text_of, words_of

CRY = "ik wil niet meer leven, niemand zou me missen"


async def analysis(haven: Haven, state: str, who: str = "owl") -> str:
    reply = await (await haven.person(who).slash(haven.channel("off-topic"), f"analysis {state}")).settled()
    assert reply.ephemeral
    return reply.text


async def test_a_lead_stops_it_at_once_and_others_cannot(haven: Haven) -> None:
    assert await analysis(haven, "off", "heron") == text_of("guard-lead")
    with pytest.raises(Refused):
        await analysis(haven, "off", "fox")
    await haven.card_for(await haven.say("fox", CRY))
    assert await analysis(haven, "off") == text_of("analysis-off")
    await haven.say("fox", f"{CRY} 2")
    edited = await haven.say("otter", "bonjour")
    await haven.person("otter").edit(edited, CRY)
    await haven.person("otter").rename("ik wil dood vaarwel")
    await haven.person("otter").thread(haven.channel("lobby"), "ik wil dood, vaarwel")
    assert await analysis(haven, "on") == text_of("analysis-on")
    await haven.card_for(await haven.say("fox", f"{CRY} 3"))
    assert len(haven.cards()) == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_off_stays_off_over_a_restart_and_what_was_said_meanwhile_is_never_read(haven: Haven, how: signal.Signals) -> None:
    await analysis(haven, "off")
    await haven.say("fox", CRY)
    await haven.stop(how)
    await haven.say("fox", f"{CRY} 2")
    seen = len(haven.log)
    await haven.start()
    await haven.logged("gap.read", after=seen, channel=int(haven.channel("lobby")))
    await haven.say("fox", f"{CRY} 3")
    await analysis(haven, "on")
    await haven.card_for(await haven.say("fox", f"{CRY} 4"))
    await haven.restart(how)
    await haven.card_for(await haven.say("fox", f"{CRY} 5"))
    assert len(haven.cards()) == 2


async def test_what_waits_can_be_decided_and_taken_back_while_it_is_off(haven: Haven) -> None:
    cry, remark = await haven.say("fox", CRY), await haven.say("otter", "une remarque")
    await (await haven.person("heron").context(remark, "Open a case")).settled()
    first, second = await haven.card_for(cry), await haven.card_for(remark)
    await analysis(haven, "off")
    await haven.press("heron", first, "remove")
    await haven.becomes(first, lambda words: text_of("act-message-delete-done") in words)
    await haven.person("otter").edit(remark, "autre chose")
    await haven.becomes(second, lambda words: text_of("card-text-withdrawn") in words)


async def test_where_settings_say_off_nothing_is_read_not_even_from_history(haven: Haven) -> None:
    remark = await haven.say("otter", "une remarque")
    await (await haven.person("heron").context(remark, "Open a case")).settled()
    card = await haven.card_for(remark)
    await haven.stop()
    await haven.say("fox", CRY)
    await haven.start(HAVEN_ANALYSIS="false")
    await haven.say("fox", f"{CRY} 2")
    await haven.person("otter").delete(remark)
    card = await haven.becomes(card, lambda words: text_of("card-text-withdrawn") in words)
    assert await haven.counted("haven_judged_total") == 0
    assert len(haven.cards()) == 1
    assert "remarque" not in words_of(card)
