"""The rest of the surface, route by route, asked by the real client and held to the document."""

from datetime import timedelta
from typing import Any

import discord
import pytest
from discord import app_commands

from sandbox.discord import Refused, Sandbox, World
from sandbox.discord.intents import GUILD_MEMBERS, MESSAGE_CONTENT
from sandbox.discord.permissions import INVITED, Permission
from tests.sandbox.wire.asking import guild, member, refused, text_channel


async def test_the_server_as_rest_tells_it(bot: discord.Client, sandbox: Sandbox, world: World, lobby: str) -> None:
    here = await bot.fetch_guild(int(world.guild_id))
    assert (here.name, here.approximate_member_count) == ("Sandbox", 5)
    assert {one.name for one in await here.fetch_roles()} == {"@everyone", "haven"}
    assert (await here.fetch_role(int(world.bot_role))).managed
    assert [one.id for one in await here.fetch_channels()] == [int(lobby)]
    assert {one.name async for one in here.fetch_members(limit=None)} == {"owner", "haven", "fox", "otter", "heron"}
    fox = await here.fetch_member(int(sandbox.person("fox").id))
    assert (await bot.fetch_user(fox.id)).name == "fox"
    route = discord.http.Route("GET", "/guilds/{guild_id}/members/search", guild_id=world.guild_id)
    assert [one["user"]["username"] for one in await bot.http.request(route, params={"query": "ot"})] == ["otter"]
    assert [one.name async for one in bot.fetch_guilds()] == ["Sandbox"]
    assert await refused(bot.fetch_guild(1)) == (404, 10004)
    assert await refused(bot.fetch_user(1)) == (404, 10013)
    assert await refused(bot.fetch_channel(1)) == (404, 10003)
    assert await refused(here.fetch_member(1)) == (404, 10007)
    assert await refused(here.fetch_role(1)) == (404, 10011)
    world.privileged &= ~GUILD_MEMBERS
    assert await refused(anext(here.fetch_members())) == (403, 50001)


async def test_words_need_the_portals_consent_over_rest_too(bot: discord.Client, sandbox: Sandbox, world: World, lobby: str) -> None:
    await sandbox.person("fox").say(lobby, "words")
    world.privileged &= ~MESSAGE_CONTENT
    assert [one.content async for one in text_channel(bot, lobby).history()] == [""]


async def test_commands_one_by_one(bot: discord.Client, world: World) -> None:
    app = int(world.application_id)
    hi: Any = {"name": "hi", "description": "Says hi", "type": 1}
    made = await bot.http.upsert_global_command(app, hi)
    hi["description"] = "Says hello"
    again = await bot.http.upsert_global_command(app, hi)
    here = await bot.http.upsert_guild_command(app, int(world.guild_id), {"name": "here", "description": "Here", "type": 1})
    assert again["id"] != made["id"]
    assert [one["description"] for one in await bot.http.get_global_commands(app)] == ["Says hello"]
    assert (await bot.http.get_guild_command(app, int(world.guild_id), int(here["id"])))["name"] == "here"
    await bot.http.delete_global_command(app, int(again["id"]))
    assert await bot.http.get_global_commands(app) == []
    assert await refused(bot.http.get_global_command(app, 1)) == (404, 10063)
    assert await refused(bot.http.get_global_commands(1)) == (403, 50001)


async def test_a_command_keeps_its_id_and_its_translations(bot: discord.Client, world: World) -> None:
    tree = app_commands.CommandTree(bot)
    tree.add_command(app_commands.Command(name="hi", description="Says hi", callback=greet))
    first = await tree.sync()
    second = await tree.sync()
    assert [one.id for one in first] == [one.id for one in second]
    route = discord.http.Route("PUT", "/applications/{application_id}/commands", application_id=world.application_id)
    translated = {"nl": "Zegt hoi", "fr": "Dit bonjour"}
    body = [{"name": "hi", "description": "Says hi", "description_localizations": translated}]
    await bot.http.request(route, json=body)
    asked = discord.http.Route("GET", "/applications/{application_id}/commands", application_id=world.application_id)
    assert (await bot.http.request(asked, params={"with_localizations": 1}))[0]["description_localizations"] == translated
    assert "description_localizations" not in (await bot.http.request(asked))[0]


async def greet(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("hi")


async def test_reactions_and_votes_of_others(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    said = await fox.say(lobby, "x")
    for person in (fox, otter):
        await person.react(said, "👍")
    await fox.react(said, "🎉")
    message = await text_channel(bot, lobby).fetch_message(int(said["id"]))
    assert {one.name async for one in message.reactions[0].users()} == {"fox", "otter"}
    await message.remove_reaction("👍", member(bot, sandbox, "fox"))
    await message.clear_reaction("👍")
    assert [one["emoji"]["name"] for one in fox.sees(lobby)[0]["reactions"]] == ["🎉"]
    await message.clear_reactions()
    assert "reactions" not in fox.sees(lobby)[0]
    route = "/channels/{channel_id}/polls/{message_id}/answers/{answer_id}"
    asked = discord.http.Route("GET", route, channel_id=lobby, message_id=said["id"], answer_id=1)
    assert await refused(bot.http.request(asked)) == (404, 10102)
    poll = await fox.say(lobby, poll={"question": "q", "answers": ["a"]})
    end = discord.http.Route("POST", "/channels/{channel_id}/polls/{message_id}/expire", channel_id=lobby, message_id=poll["id"])
    assert await refused(bot.http.request(end)) == (403, 50005)


async def test_who_is_in_a_thread(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    fox = sandbox.person("fox")
    opened = await fox.thread(lobby, "open")
    thread = await bot.fetch_channel(int(opened["id"]))
    assert isinstance(thread, discord.Thread)
    await thread.join()
    assert (await thread.fetch_member(int(fox.id))).id == int(fox.id)
    await thread.remove_user(member(bot, sandbox, "fox"))
    await thread.leave()
    assert await thread.fetch_members() == []
    assert await refused(thread.fetch_member(int(fox.id))) == (404, 10007)
    await thread.edit(archived=True)
    assert await refused(thread.add_user(member(bot, sandbox, "fox"))) == (400, 50083)
    assert await refused(thread.edit(name="other")) == (400, 50083)
    channel = text_channel(bot, lobby)
    assert [one.name async for one in channel.archived_threads()] == ["open"]
    own = await channel.create_thread(name="own", type=discord.ChannelType.private_thread)
    await own.edit(archived=True)
    assert [one.name async for one in channel.archived_threads(private=True, joined=True)] == ["own"]
    first = await channel.send("x")
    await first.create_thread(name="once")
    assert await refused(first.create_thread(name="twice")) == (400, 160004)
    assert await refused(channel.create_thread(name="")) == (400, 50035)


async def test_a_thread_belongs_to_its_starter_and_to_moderators(sandbox: Sandbox, lobby: str) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    thread = await fox.thread(lobby, "plans")
    assert (await fox.retitle(thread, "other plans"))["name"] == "other plans"
    with pytest.raises(Refused, match="50013"):
        await otter.retitle(thread, "my plans")


async def test_roles_from_birth_to_end(bot: discord.Client, sandbox: Sandbox, world: World) -> None:
    here = guild(bot)
    low = await here.create_role(name="Low", colour=discord.Colour.red(), hoist=True)
    high = await here.create_role(name="High")
    await low.edit(name="Lower", mentionable=True)
    assert world.roles[str(low.id)]["colors"]["primary_color"] == discord.Colour.red().value
    world.members[world.application_id]["roles"].append(world.add_role("Tall", position=5))
    await here.edit_role_positions({low: 2, high: 1})
    assert (world.roles[str(low.id)]["position"], world.roles[str(high.id)]["position"]) == (2, 1)
    fox = member(bot, sandbox, "fox")
    await fox.edit(roles=[low, high])
    assert set(world.members[str(fox.id)]["roles"]) == {str(low.id), str(high.id)}
    category = world.add_channel("c", overwrites=[{"id": low.id, "type": 0, "allow": 1 << 10}])
    await low.delete()
    assert str(low.id) not in world.roles
    assert world.members[str(fox.id)]["roles"] == [str(high.id)]
    assert world.channels[category]["permission_overwrites"] == []
    world.set_bot_permissions(INVITED & ~Permission.MANAGE_NICKNAMES)
    assert await refused(fox.edit(nick="Foxy")) == (403, 50013)
    await here.me.edit(nick="Haven")
    assert world.members[world.application_id]["nick"] == "Haven"
    managed = here.get_role(int(world.bot_role))
    assert managed
    assert await refused(fox.add_roles(managed)) == (403, 50013)


async def test_channels_move_and_lose_their_category(bot: discord.Client, world: World, lobby: str) -> None:
    here, channel = guild(bot), text_channel(bot, lobby)
    category = await here.create_category("Rooms")
    room = await here.create_text_channel("room", category=category)
    await channel.edit(category=category, topic="t", slowmode_delay=1)
    await channel.move(beginning=True, category=category)
    await room.set_permissions(here.default_role, send_messages=False)
    await room.set_permissions(here.default_role, overwrite=None)
    assert world.channels[str(room.id)]["permission_overwrites"] == []
    thread = await room.create_thread(name="x", type=discord.ChannelType.public_thread)
    await category.delete()
    assert world.channels[str(room.id)]["parent_id"] is None
    await room.delete()
    assert str(thread.id) not in world.channels
    assert await refused(channel.edit(topic="x" * 1025)) == (400, 50035)
    route = discord.http.Route("PATCH", "/channels/{channel_id}", channel_id=lobby)
    assert await refused(bot.http.request(route, json={"parent_id": "1"})) == (400, 50035)
    async with channel.typing():
        pass


async def test_messages_lose_and_gain_files(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    channel, fox = text_channel(bot, lobby), sandbox.person("fox")
    sent = await channel.send("x", files=[discord.File(__file__, "a.py"), discord.File(__file__, "b.py")], suppress_embeds=True)
    await sent.edit(attachments=[sent.attachments[0], discord.File(__file__, "c.py")])
    assert [one["filename"] for one in fox.sees(lobby)[0]["attachments"]] == ["a.py", "c.py"]
    await sent.edit(content=None, embed=discord.Embed(title="t"), suppress=False)
    assert (fox.sees(lobby)[0]["content"], fox.sees(lobby)[0]["flags"]) == ("", 0)
    theirs = await channel.fetch_message(int((await fox.say(lobby, "link"))["id"]))
    await theirs.edit(suppress=True)
    assert fox.sees(lobby)[1]["flags"] == 1 << 2
    pinned = await channel.send("pin")
    await pinned.pin()
    notice = await anext(channel.history(limit=1))
    assert notice.type is discord.MessageType.pins_add
    assert await refused(notice.edit(content="x")) == (403, 50021)


async def test_the_new_layout(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    layout = discord.ui.LayoutView()
    row = discord.ui.ActionRow[discord.ui.LayoutView](discord.ui.Button(label="Claim", custom_id="c"))
    layout.add_item(discord.ui.Container(discord.ui.TextDisplay("A case"), discord.ui.Separator(), row))
    await text_channel(bot, lobby).send(view=layout)
    fox = sandbox.person("fox")
    shown = fox.sees(lobby)[0]
    assert (shown["flags"], shown["components"][0]["components"][0]["content"]) == (1 << 15, "A case")
    with pytest.raises(KeyError, match="Claim"):
        await fox.click(shown, "Dismiss")


async def test_a_time_out_by_the_bot_silences_at_once(bot: discord.Client, sandbox: Sandbox, world: World, lobby: str) -> None:
    fox = sandbox.person("fox")
    await member(bot, sandbox, "fox").timeout(timedelta(minutes=1), reason="calm down")
    with pytest.raises(Refused, match="50013"):
        await fox.say(lobby, "no")
    assert sandbox.transcript[-1].reason == "calm down"
    await member(bot, sandbox, "fox").timeout(None)
    await fox.say(lobby, "yes")
    world.give_role(fox.id, world.add_role("Admin", permissions=1 << 3))
    await sandbox.until(lambda: member(bot, sandbox, "fox").guild_permissions.administrator)
    assert await refused(member(bot, sandbox, "fox").timeout(timedelta(minutes=1))) == (403, 50013)
