"""/watch, /language, /analysis and /words as people meet them."""

import sqlite3
from contextlib import closing

from core.ids import SpaceId
from moderation.model import ChannelKind
from tests.cogs.house.conftest import Scene


async def watch(scene: Scene, verb: str, channel: str, **more: str) -> str:
    return (await scene.person("owner").slash(scene.lobby, f"watch {verb}", {"channel": channel, **more})).text


async def test_a_channel_is_watched_and_the_notice_says_so_at_once(scene: Scene) -> None:
    await scene.setup()
    general = scene.world.add_channel("general")
    assert f"<#{general}>" in await watch(scene, "add", general, kind="discussion")
    assert scene.bot.house.kind_by_id(int(general)) is ChannelKind.DISCUSSION
    assert f"<#{general}>" in scene.notices()[0]["embeds"][0]["fields"][0]["value"]
    assert "watch.add" in scene.audit()


async def test_a_thread_is_read_like_its_channel(scene: Scene) -> None:
    await scene.setup()
    assert scene.bot.house.kind_by_id(1, int(scene.lobby)) is ChannelKind.LOBBY
    assert scene.bot.house.kind_by_id(1, 2) is None


async def test_an_unwatched_channel_stays_unwatched_when_setup_runs_again(scene: Scene) -> None:
    await scene.setup()
    assert f"<#{scene.lobby}>" in await watch(scene, "remove", scene.lobby)
    await scene.setup()
    assert scene.bot.house.kind_by_id(int(scene.lobby)) is None
    assert f"<#{scene.lobby}>" not in scene.notices()[0]["embeds"][0]["fields"][0]["value"]
    await watch(scene, "add", scene.lobby, kind="lobby")
    assert scene.bot.house.kind_by_id(int(scene.lobby)) is ChannelKind.LOBBY


async def test_the_queue_is_never_read(scene: Scene) -> None:
    await scene.setup()
    queue = scene.channel("haven-queue")["id"]
    assert "never read" in await watch(scene, "add", queue, kind="match")
    assert scene.bot.house.kind_by_id(int(queue)) is None


async def test_a_new_channel_with_a_watched_name_is_read_and_another_is_not(scene: Scene) -> None:
    await scene.setup()
    quiet, match = scene.world.add_channel("general"), scene.world.add_channel("match-7")
    await scene.sandbox.until(lambda: scene.bot.house.kind_by_id(int(match)) is ChannelKind.MATCH)
    await scene.sandbox.until(lambda: f"<#{match}>" in scene.notices()[0]["embeds"][0]["fields"][0]["value"])
    assert scene.bot.house.kind_by_id(int(quiet)) is None


async def test_the_list_names_what_is_read(scene: Scene) -> None:
    await scene.setup()
    reply = await scene.person("owner").slash(scene.lobby, "watch list")
    assert f"<#{scene.lobby}>: the lobby" in reply.text


async def test_language_is_chosen_kept_and_forgotten(scene: Scene) -> None:
    await scene.setup()
    fox = scene.person("fox")
    assert "Nederlands" in (await fox.slash(scene.lobby, "language", {"language": "nl"})).text
    assert "Hulp" in (await fox.click(scene.notices()[0], "help:now")).text
    scene.bot.languages._chosen.clear()  # as after a restart
    assert "Hulp" in (await fox.click(scene.notices()[0], "help:now")).text
    assert "Discord" in (await fox.slash(scene.lobby, "language", {"language": "auto"})).text
    assert "aide" in (await fox.click(scene.notices()[0], "help:now")).text


async def test_only_a_lead_switches_the_analysis(scene: Scene) -> None:
    await scene.setup()
    scene.hire("heron", "Haven worker")
    scene.hire("owl", "Haven lead")
    heron, owl = scene.person("heron"), scene.person("owl")
    assert "teamverantwoordelijke" in (await heron.slash(scene.lobby, "analysis off")).text
    assert "Haven leest mee." in (await heron.slash(scene.lobby, "analysis status")).text
    assert "ne lit plus rien" in (await owl.slash(scene.lobby, "analysis off")).text
    assert "leest nu niets" in (await heron.slash(scene.lobby, "analysis status")).text
    assert "Haven lit les messages." in (await owl.slash(scene.lobby, "analysis on")).text


async def test_workers_keep_their_own_lists_and_the_audit_never_holds_the_word(scene: Scene) -> None:
    await scene.setup()
    scene.hire("heron", "Haven worker")
    heron = scene.person("heron")
    added = await heron.slash(scene.lobby, "words add", {"list": "severe", "word": "  Zwarte   Kraai "})
    assert added.ephemeral
    assert "zwarte kraai" in added.text
    assert "al op de lijst" in (await heron.slash(scene.lobby, "words add", {"list": "severe", "word": "zwarte kraai"})).text
    assert "||zwarte kraai||" in (await heron.slash(scene.lobby, "words list")).text
    suggested = await heron.autocomplete(scene.lobby, "words remove", {"list": "severe", "word": "kra"}, focused="word")
    assert [choice["value"] for choice in suggested] == ["zwarte kraai"]
    assert "niet meer op de lijst" in (await heron.slash(scene.lobby, "words remove", {"list": "severe", "word": "zwarte kraai"})).text
    assert "niet op die lijst" in (await heron.slash(scene.lobby, "words remove", {"list": "severe", "word": "zwarte kraai"})).text
    assert [action for action in scene.audit() if action.startswith("words")] == ["words.add", "words.remove"]
    with closing(sqlite3.connect(scene.folder / "haven.sqlite3")) as database:
        rows = database.execute("SELECT * FROM audit").fetchall()
    assert rows
    assert "kraai" not in str(rows)
    assert scene.bot.pipeline.reloaded == [SpaceId(f"discord:{scene.world.guild_id}")] * 4


async def test_a_youth_neither_sees_nor_changes_the_lists(scene: Scene) -> None:
    await scene.setup()
    scene.hire("heron", "Haven worker")
    await scene.person("heron").slash(scene.lobby, "words add", {"list": "watch", "word": "kraai"})
    moderator = scene.world.add_role("Other moderators", permissions=1 << 13)
    scene.world.give_role(scene.person("fox").id, moderator)
    fox = scene.person("fox")
    assert "équipe de prévention" in (await fox.slash(scene.lobby, "words list")).text
    assert "équipe de prévention" in (await fox.slash(scene.lobby, "words add", {"list": "allowed", "word": "kraai"})).text
    assert await fox.autocomplete(scene.lobby, "words remove", {"list": "watch", "word": "kr"}, focused="word") == []


async def test_a_command_that_breaks_answers_kindly_and_without_details(scene: Scene) -> None:
    await scene.setup()
    scene.hire("owl", "Haven lead")

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    scene.bot.pipeline.switch = broken  # type: ignore[method-assign] # the fault to see
    reply = await scene.person("owl").slash(scene.lobby, "analysis off")
    assert reply.ephemeral
    assert "secret" not in reply.text
    assert "de notre côté" in reply.text
