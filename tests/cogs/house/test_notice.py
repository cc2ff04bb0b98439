"""The notice and the button under it, as young people meet them."""

import sqlite3

from sandbox.discord import Fault
from tests.cogs.house.conftest import Scene, bot_in


def fields(scene: Scene) -> str:
    embed = scene.notices()[0]["embeds"][0]
    return "\n".join([embed["description"], *(f"{field['name']}\n{field['value']}" for field in embed["fields"])])


async def test_it_stands_pinned_in_the_teams_language_and_says_what_it_must(scene: Scene) -> None:
    await scene.setup()
    assert [message["pinned"] for message in scene.notices()] == [True]
    said = fields(scene)
    for must in ("artificiële intelligentie", "nooit", "Mensen beslissen", "14 dagen", "30 minuten", "rechten", "Hulp nu", "bedreiging"):
        assert must in said
    assert f"<#{scene.lobby}>" in said
    assert f"<@&{scene.role('Haven worker')['id']}>" in said


async def test_anybody_reads_it_in_a_language_of_their_choice(scene: Scene) -> None:
    await scene.setup()
    for label, must in (("Français", "intelligence artificielle"), ("English", "artificial intelligence")):
        reply = await scene.person("otter").click(scene.notices()[0], label)
        assert reply.ephemeral
        assert must in reply.text


async def test_help_now_answers_in_the_pressers_language_and_only_to_them(scene: Scene) -> None:
    await scene.setup()
    heard = {name: await scene.person(name).click(scene.notices()[0], "help:now") for name in ("fox", "otter", "lynx")}
    assert all(reply.ephemeral for reply in heard.values())
    assert "Écoute-Enfants" in heard["fox"].text.split("Dans une autre langue")[0]
    assert "Awel" in heard["otter"].text.split("In een andere taal")[0]
    assert heard["lynx"].text.index("112") < heard["lynx"].text.index("102")
    assert len(scene.notices()) == 1


async def test_help_now_works_while_the_database_is_locked(scene: Scene) -> None:
    await scene.setup()
    lock = sqlite3.connect(scene.folder / "haven.sqlite3", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        reply = await scene.person("fox").click(scene.notices()[0], "help:now")
        assert "112" in reply.text
    finally:
        lock.execute("ROLLBACK")
        lock.close()


async def test_help_now_works_after_a_restart_and_leaves_no_trace(scene: Scene) -> None:
    await scene.setup()
    before = scene.audit()
    await scene.bot.close()
    async with bot_in(scene.sandbox, scene.folder):
        reply = await scene.person("otter").click(scene.notices()[0], "help:now")
        assert "112" in reply.text
    assert scene.audit() == before


async def test_a_notice_that_was_unpinned_or_deleted_is_put_back_at_the_next_start(scene: Scene) -> None:
    await scene.setup()
    await scene.bot.close()
    await scene.person("owner").delete(scene.notices()[0])
    async with bot_in(scene.sandbox, scene.folder):
        await scene.sandbox.until(lambda: [message["pinned"] for message in scene.notices()] == [True])


async def test_a_start_with_a_standing_notice_writes_nothing(scene: Scene) -> None:
    await scene.setup()
    await scene.bot.close()
    before = fields(scene), scene.notices()[0]["edited_timestamp"]
    async with bot_in(scene.sandbox, scene.folder):
        asked = f"/messages/{scene.notices()[0]['id']}"
        await scene.sandbox.until(lambda: scene.sandbox.transcript[-1].path.endswith(asked))
        assert (fields(scene), scene.notices()[0]["edited_timestamp"]) == before


async def test_a_failing_discord_is_told_and_mended_by_another_run(scene: Scene) -> None:
    scene.sandbox.faults.add(Fault(match=r"PUT /channels/\d+/messages/pins/.*", status=403, times=1))
    said = await scene.setup()
    assert "Pin Messages" in said
    await scene.setup()
    assert [message["pinned"] for message in scene.notices()] == [True]
