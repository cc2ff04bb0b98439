"""The audit of a busy evening names nobody: people stand in it under references, and its details hold no id of a person (R18)."""

import re
import sqlite3
from contextlib import closing

from sandbox.discord.ids import Json
from tests.e2e.haven import Haven, number_of, text_of

CRY = "ik wil dood, vaarwel"
EXPECTED = {
    "analysis.off",
    "analysis.on",
    "case.author-deleted",
    "case.claim",
    "case.dismiss",
    "case.note",
    "case.open",
    "case.release",
    "case.remind",
    "case.remove",
    "case.timeout",
    "case.withdraw",
    "setup.run",
    "watch.add",
    "watch.remove",
    "words.add",
    "words.remove",
}


async def evening(haven: Haven) -> None:
    """Everything that leaves a line."""
    first, second, third = [await haven.card_for(await haven.say(who, CRY)) for who in ("fox", "otter", "lynx")]
    heron, crane, fox = (haven.person(name) for name in ("heron", "crane", "fox"))
    await haven.press("heron", first, "claim")
    await haven.becomes(first, lambda words: heron.id in words)
    await haven.press("heron", first, "release")
    await haven.press("heron", first, "remind")
    await haven.press("crane", second, "remove")
    form = await haven.press("crane", second, "note")
    await (await crane.submit(form.modal, {"text": f"call <@{haven.person('otter').id}>"})).settled()
    await (await heron.select(third, f"case:timeout:{number_of(third)}", ["10 minutes"])).settled()
    await fox.rename(CRY)
    await haven.press("heron", await haven.card(lambda words: text_of("surface-nickname") in words), "dismiss")
    danger = await haven.say("fox", CRY)
    card = await haven.card_for(danger)
    await fox.delete(danger)
    await haven.becomes(card, lambda words: text_of("card-text-author-deleted") in words)
    await withdrawn(haven)
    await commands(haven)


async def withdrawn(haven: Haven) -> None:
    """A message that a worker laid in the queue, and that its author takes back."""
    said: Json = await haven.say("otter", "une remarque")
    await (await haven.person("heron").context(said, "Open a case")).settled()
    card = await haven.card_for(said)
    await haven.person("otter").delete(said)
    await haven.becomes(card, lambda words: "une remarque" not in words)


async def commands(haven: Haven) -> None:
    """What is typed."""
    place, owner, lead = haven.channel("off-topic"), haven.person("owner"), haven.person("owl")
    word = {"list": "severe", "word": "zaterdagskind"}
    channel = {"channel": place}
    for person, command, options in (
        (owner, "watch add", {**channel, "kind": "lobby"}),
        (owner, "watch remove", channel),
        (lead, "words add", word),
        (lead, "words remove", word),
        (lead, "analysis off", {}),
        (lead, "analysis on", {}),
    ):
        await (await person.slash(place, command, options)).settled()


async def test_no_line_of_a_busy_evening_holds_the_id_of_a_person(haven: Haven) -> None:
    await evening(haven)
    await haven.stop()
    with closing(sqlite3.connect(haven.data / "haven.sqlite3")) as database:
        lines = database.execute("SELECT action, actor, detail FROM audit").fetchall()
    assert {action for action, _, _ in lines} >= EXPECTED
    people = "|".join([*haven.world.users, "zaterdagskind", "remarque", "vaarwel"])  # nor a word of anybody
    told = [line for line in lines if re.search(people, " ".join(str(part) for part in line))]
    assert told == []
    assert {len(actor) for _, actor, _ in lines if actor is not None} == {16}
