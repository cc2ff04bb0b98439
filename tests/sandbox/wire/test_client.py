"""The real discord.py, unmodified, does everything that Haven will ask of it."""

import asyncio
import io
from datetime import timedelta

import discord

from sandbox.discord import Sandbox, World
from tests.sandbox.wire.asking import guild, member, text_channel
from tests.sandbox.wire.conftest import connected, intents


async def test_it_logs_in_and_knows_everyone(bot: discord.Client, world: World) -> None:
    assert guild(bot).name == world.guild["name"]
    assert {one.name for one in guild(bot).members} == {"owner", "haven", "fox", "otter", "heron"}
    assert not guild(bot).me.guild_permissions.administrator


async def test_a_message_with_everything_arrives_and_can_be_read_back(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    channel = text_channel(bot, lobby)
    sent = await channel.send(
        "look",
        embed=discord.Embed(title="t", description="d", colour=discord.Colour.teal())
        .set_image(url="attachment://a.png")
        .add_field(name="n", value="v"),
        file=discord.File(io.BytesIO(b"hello"), "a.png", description="a picture"),
        allowed_mentions=discord.AllowedMentions.none(),
    )
    seen = sandbox.person("fox").sees(lobby)[-1]
    assert seen["content"] == "look"
    assert seen["embeds"][0]["image"]["url"] == seen["attachments"][0]["url"]
    assert seen["attachments"][0]["description"] == "a picture"
    again = await channel.fetch_message(sent.id)
    assert await again.attachments[0].read() == b"hello"


async def test_it_edits_reacts_pins_and_deletes(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    channel, fox = text_channel(bot, lobby), sandbox.person("fox")
    message = await channel.send("one")
    await message.edit(content="two")
    await message.add_reaction("👍")
    await fox.react(fox.sees(lobby)[0], "👍")
    assert fox.sees(lobby)[0]["reactions"][0] | {"emoji": None} == {
        "emoji": None,
        "count": 2,
        "count_details": {"burst": 0, "normal": 2},
        "me": True,
        "me_burst": False,
        "burst_colors": [],
    }
    await message.remove_reaction("👍", guild(bot).me)
    await message.pin()
    assert [one.id async for one in channel.pins()] == [message.id]
    await message.unpin()
    assert [one async for one in channel.pins()] == []
    await message.delete()
    assert [one["type"] for one in fox.sees(lobby)] == [6]


async def test_threads_of_every_kind(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    channel, fox = text_channel(bot, lobby), sandbox.person("fox")
    public = await channel.create_thread(name="open", type=discord.ChannelType.public_thread)
    private = await channel.create_thread(name="closed", type=discord.ChannelType.private_thread, invitable=False)
    await public.send("hello")
    assert {one["name"] for one in fox.channels()} >= {"open", "lobby"}
    assert "closed" not in {one["name"] for one in fox.channels()}
    await private.add_user(member(bot, sandbox, "fox"))
    assert "closed" in {one["name"] for one in fox.channels()}
    assert {one.id for one in await private.fetch_members()} == {guild(bot).me.id, int(fox.id)}
    await private.edit(archived=True, locked=True)
    assert [one.id async for one in channel.archived_threads(private=True)] == [private.id]
    on_message = await (await channel.send("start")).create_thread(name="about this")
    assert {one.id for one in await guild(bot).active_threads()} == {public.id, on_message.id}
    await on_message.edit(name="renamed")
    await on_message.delete()
    assert "renamed" not in {one["name"] for one in fox.channels()}


async def test_private_conversations(bot: discord.Client, sandbox: Sandbox) -> None:
    fox = sandbox.person("fox")
    await member(bot, sandbox, "fox").send("only you")
    await bot.wait_for("message", timeout=5)
    dm = await fox.open_dm()
    assert [one["content"] for one in fox.sees(dm)] == ["only you"]
    heard = asyncio.create_task(bot.wait_for("message", timeout=5))
    await asyncio.sleep(0)
    await fox.say(dm, "thanks")
    assert (await heard).content == "thanks"


async def test_channels_roles_and_members(bot: discord.Client, sandbox: Sandbox, world: World) -> None:
    here, fox = guild(bot), sandbox.person("fox")
    worker = await here.create_role(name="Worker", reason="setup")
    hidden = discord.PermissionOverwrite(view_channel=False)
    shown = discord.PermissionOverwrite(view_channel=True)
    category = await here.create_category("Workers", overwrites={here.default_role: hidden, worker: shown, here.me: shown})
    queue = await here.create_text_channel("The Queue", category=category, topic="cases", overwrites=category.overwrites)
    assert queue.name == "the-queue"
    assert not world.can_see(fox.id, str(queue.id))
    await member(bot, sandbox, "fox").add_roles(worker, reason="on duty")
    assert world.can_see(fox.id, str(queue.id))
    assert {one.reason for one in sandbox.transcript if "/roles/" in one.path} == {"on duty"}
    await queue.set_permissions(member(bot, sandbox, "fox"), view_channel=False)
    assert not world.can_see(fox.id, str(queue.id))
    await queue.edit(name="queue", slowmode_delay=5)
    await queue.delete()
    assert str(queue.id) not in world.channels
    await member(bot, sandbox, "fox").timeout(timedelta(minutes=5), reason="spam")
    await sandbox.until(lambda: member(bot, sandbox, "fox").is_timed_out())
    await member(bot, sandbox, "fox").timeout(None)
    await member(bot, sandbox, "fox").remove_roles(worker)
    assert worker.id in {one.id for one in await here.fetch_roles()}


async def test_polls_are_answered_by_people_and_closed_by_the_bot(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    poll = discord.Poll(question="Which map?", duration=timedelta(hours=1))
    poll.add_answer(text="Harbour")
    poll.add_answer(text="Forest")
    sent = await text_channel(bot, lobby).send(poll=poll)
    fox = sandbox.person("fox")
    await fox.vote(fox.sees(lobby)[0], "Forest")
    assert fox.sees(lobby)[0]["poll"]["results"]["answer_counts"] == [{"id": 2, "count": 1, "me_voted": True}]
    assert sent.poll
    answer = (await text_channel(bot, lobby).fetch_message(sent.id)).poll
    assert answer
    assert [one.name async for one in answer.answers[1].voters()] == ["fox"]
    await sent.end_poll()
    assert fox.sees(lobby)[0]["poll"]["results"]["is_finalized"]


async def test_history_pages_both_ways(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    fox = sandbox.person("fox")
    said = [await fox.say(lobby, str(number)) for number in range(120)]
    channel = text_channel(bot, lobby)
    after = discord.Object(int(said[9]["id"]))
    assert [one.content async for one in channel.history(limit=None, after=after)] == [str(n) for n in range(10, 120)]
    around = [one.content async for one in channel.history(limit=5, around=discord.Object(int(said[50]["id"])))]
    assert sorted(around, key=int) == ["48", "49", "50", "51", "52"]
    await channel.delete_messages([discord.Object(int(one["id"])) for one in said[:100]])
    assert len(fox.sees(lobby)) == 20


async def test_what_people_do_reaches_the_bot(sandbox: Sandbox, lobby: str) -> None:
    heard: list[str] = []

    class Listener(discord.Client):
        async def on_message(self, message: discord.Message) -> None:
            snapshots = [one.content for one in message.message_snapshots]
            heard.append(
                f"{message.author.display_name}: {message.content}{snapshots or ''}{message.poll.question if message.poll else ''}"
            )

        async def on_message_edit(self, before: discord.Message, after: discord.Message) -> None:
            heard.append(f"edited: {before.content} > {after.content}")

        async def on_message_delete(self, message: discord.Message) -> None:
            heard.append(f"deleted: {message.content}")

        async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
            heard.append(f"renamed: {before.nick} > {after.nick}")

        async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
            heard.append(f"thread: {before.name} > {after.name}")

        async def on_member_join(self, member: discord.Member) -> None:
            heard.append(f"joined: {member.name}")

        async def on_member_remove(self, member: discord.Member) -> None:
            heard.append(f"left: {member.name}")

    async with connected(sandbox, Listener(intents=intents(), guild_ready_timeout=0.05)):
        fox, otter = sandbox.person("fox"), sandbox.person("otter")

        async def hears(line: str) -> None:
            await sandbox.until(lambda: heard == [line])
            heard.clear()

        said = await fox.say(lobby, "hi")
        await hears("Fox: hi")
        await otter.say(lobby, "hey", reply_to=said)
        await hears("Otter: hey")
        await otter.say(lobby, forward=said)
        await hears("Otter: ['hi']")
        await otter.say(lobby, poll={"question": "pizza?", "answers": ["yes", "no"]})
        await hears("Otter: pizza?")
        await fox.edit(said, "hi all")
        await hears("edited: hi > hi all")
        await fox.rename("Foxy")
        await hears("renamed: None > Foxy")
        thread = await fox.thread(lobby, "plans")
        await hears("Foxy: plans")
        await fox.retitle(thread, "better plans")
        await hears("thread: plans > better plans")
        await fox.delete(said)
        await hears("deleted: hi all")
        await otter.leave()
        await hears("left: otter")
        await otter.join()
        await hears("joined: otter")
