"""/setup as the city's IT colleague meets it."""

import pytest

from cogs.discord.setup import together
from cogs.discord.setup_look import Line
from sandbox.discord import Permission, Refused
from tests.cogs.house.conftest import Scene, bot_in


async def test_a_bare_server_becomes_a_house_and_a_second_run_changes_nothing(scene: Scene) -> None:
    said = await scene.setup()
    assert "New roles: Haven worker, Haven lead, Haven organiser." in said
    names = {channel["name"] for channel in scene.world.channels.values() if "name" in channel}
    assert {"Haven", "welcome", "haven-queue", "lobby", "match-1", "discussion"} <= names
    assert len([name for name in names if name == "lobby"]) == 1
    before = (len(scene.world.channels), len(scene.world.roles), len(scene.notices()))
    again = await scene.setup()
    assert "Nothing was changed" in again
    assert (len(scene.world.channels), len(scene.world.roles), len(scene.notices())) == before
    assert scene.audit().count("setup.run") == 2


def test_the_report_tells_what_is_alike_in_one_line() -> None:
    reads = [Line("setup-watching", {"what": what, "kind": kind}) for what, kind in (("#a", "match"), ("#b", "lobby"), ("#c", "match"))]
    assert together([*reads, Line("notice-pinned", {"what": "#d"})]) == [
        Line("setup-watching", {"what": "#a, #c", "kind": "match"}),
        Line("setup-watching", {"what": "#b", "kind": "lobby"}),
        Line("notice-pinned", {"what": "#d"}),
    ]


async def test_only_the_team_sees_the_queue(scene: Scene) -> None:
    await scene.setup()
    scene.hire("heron", "Haven worker")
    scene.hire("owl", "Haven lead")
    scene.hire("badger", "Haven organiser")
    queue = scene.channel("haven-queue")["id"]
    seeing = {name for name in ("fox", "otter", "heron", "owl", "badger") if scene.world.can_see(scene.person(name).id, queue)}
    assert seeing == {"heron", "owl"}


async def test_nobody_writes_in_the_welcome_channel(scene: Scene) -> None:
    await scene.setup()
    with pytest.raises(Refused):
        await scene.person("fox").say(scene.channel("welcome"), "hallo")


async def test_an_open_queue_that_was_there_already_is_closed_when_it_is_adopted(scene: Scene) -> None:
    badger = scene.person("badger").id
    shown = {"id": badger, "type": 1, "allow": str(int(Permission.VIEW_CHANNEL)), "deny": "0"}
    queue = scene.world.add_channel("haven-queue", overwrites=[shown])
    await scene.setup()
    assert scene.channel("haven-queue")["id"] == queue
    assert not scene.world.can_see(badger, queue)
    assert not scene.world.can_see(scene.person("fox").id, queue)
    assert scene.world.can_see(scene.world.application_id, queue)


async def test_the_command_is_not_even_offered_to_somebody_without_the_right(scene: Scene) -> None:
    with pytest.raises(Refused):
        await scene.person("fox").slash(scene.lobby, "setup")
    assert "welcome" not in {channel.get("name") for channel in scene.world.channels.values()}


async def test_a_missing_permission_is_named_with_its_mend_and_the_rest_is_finished(scene: Scene) -> None:
    everything = int(scene.world.roles[scene.world.bot_role]["permissions"])
    scene.world.set_bot_permissions(everything & ~int(Permission.MANAGE_ROLES))
    said = await scene.setup()
    assert "Manage Roles" in said
    assert "Server Settings → Roles" in said
    assert "match-1" in {channel.get("name") for channel in scene.world.channels.values()}
    scene.world.set_bot_permissions(everything)
    mended = await scene.setup()
    assert "Manage Roles" not in mended
    assert scene.role("Haven worker")
    assert scene.notices()


async def test_a_queue_that_cannot_be_closed_is_never_used(scene: Scene) -> None:
    queue = scene.world.add_channel("haven-queue")
    everything = int(scene.world.roles[scene.world.bot_role]["permissions"])
    scene.world.set_bot_permissions(everything & ~int(Permission.MANAGE_ROLES))
    said = await scene.setup()
    assert "not safe yet" in said
    assert scene.bot.house.queue_channel(int(scene.world.guild_id)) is None
    scene.world.set_bot_permissions(everything)
    await scene.setup()
    assert scene.bot.house.queue_channel(int(scene.world.guild_id)) == int(queue)


async def test_two_people_at_once_build_one_house(scene: Scene) -> None:
    owner = scene.person("owner")
    first = await owner.slash(scene.lobby, "setup")
    second = await owner.slash(scene.lobby, "setup")
    said = [(await first.settled()).text, (await second.settled()).text]
    assert [channel.get("name") for channel in scene.world.channels.values()].count("haven-queue") == 1
    assert "Nothing was changed" in said[1]


async def test_a_deleted_channel_comes_back_and_the_notice_with_it(scene: Scene) -> None:
    await scene.setup()
    await scene.person("owner").delete(scene.notices()[0])
    await scene.setup()
    assert [message["pinned"] for message in scene.notices()] == [True]


async def test_the_house_is_known_again_after_a_restart(scene: Scene) -> None:
    await scene.setup()
    await scene.bot.close()
    async with bot_in(scene.sandbox, scene.folder) as again:
        guild = int(scene.world.guild_id)
        assert again.house.queue_channel(guild) == int(scene.channel("haven-queue")["id"])
        kinds = {str(kind) for kind in again.house.watched(guild).values()}
        assert kinds == {"lobby", "match", "discussion"}


async def test_a_worker_is_known_by_the_role_and_an_organiser_is_none(scene: Scene) -> None:
    await scene.setup()
    scene.hire("heron", "Haven worker")
    scene.hire("badger", "Haven organiser")
    guild = scene.bot.get_guild(int(scene.world.guild_id))
    assert guild is not None
    heron, badger = [await guild.fetch_member(int(scene.person(name).id)) for name in ("heron", "badger")]
    house = scene.bot.house
    assert [house.is_worker(heron), house.is_lead(heron), house.is_organiser(heron)] == [True, False, False]
    assert [house.is_worker(badger), house.is_lead(badger), house.is_organiser(badger)] == [False, False, True]
