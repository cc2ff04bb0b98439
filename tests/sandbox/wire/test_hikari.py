"""A second, stricter client logs in, chats, and runs a command and a button on the same sandbox."""

import hikari
import pytest

from sandbox.discord import Sandbox, World

WANTED = hikari.Intents.ALL_UNPRIVILEGED | hikari.Intents.MESSAGE_CONTENT | hikari.Intents.GUILD_MEMBERS


@pytest.fixture
def program(sandbox: Sandbox, world: World) -> hikari.GatewayBot:
    bot = hikari.GatewayBot(
        world.token, rest_url=f"{sandbox.url}/api/v10", banner=None, logs=None, intents=WANTED, suppress_optimization_warning=True
    )

    @bot.listen()
    async def answer(event: hikari.GuildMessageCreateEvent) -> None:
        if event.is_human:
            await event.message.respond("pong", reply=True)
            await event.message.add_reaction("👍")

    @bot.listen()
    async def register(_: hikari.StartedEvent) -> None:
        me = await bot.rest.fetch_application()
        await bot.rest.set_application_commands(me.id, [bot.rest.slash_command_builder("hi", "Says hi")])

    @bot.listen()
    async def respond(event: hikari.InteractionCreateEvent) -> None:
        if isinstance(event.interaction, hikari.CommandInteraction):
            row = bot.rest.build_message_action_row()
            row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "press", label="Press")
            await event.interaction.create_initial_response(hikari.ResponseType.MESSAGE_CREATE, "hi there", component=row)
        elif isinstance(event.interaction, hikari.ComponentInteraction):
            await event.interaction.create_initial_response(hikari.ResponseType.MESSAGE_UPDATE, "pressed", component=None)

    return bot


async def test_it_chats_and_runs_a_command(sandbox: Sandbox, world: World, lobby: str, program: hikari.GatewayBot) -> None:
    await program.start(check_for_updates=False)
    try:
        fox = sandbox.person("fox")
        await sandbox.until(lambda: world.commands["global"])
        await fox.say(lobby, "ping")
        assert (await sandbox.until(lambda: fox.sees(lobby)[1]))["content"] == "pong"
        await sandbox.until(lambda: fox.sees(lobby)[0]["reactions"][0]["count"] == 1)
        greeted = await fox.slash(lobby, "hi")
        assert greeted.text == "hi there"
        assert (await fox.click(greeted.message or {}, "Press")).text == "pressed"
    finally:
        await program.close()
