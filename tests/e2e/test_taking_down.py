"""Remove on what stands in no history: a nickname is reset and a thread's title replaced, each with a permission of its own."""

import pytest

from sandbox.discord import Permission, Person
from sandbox.discord.ids import Json
from tests.e2e.haven import Haven, text_of, words_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("e2e-taking-down")]

CRY = "ik wil dood, vaarwel"


async def nicknamed(haven: Haven, youth: Person) -> Json:
    """Somebody takes a name that needs a look."""
    await youth.rename(CRY)
    return await haven.card(lambda words: f"<@{youth.id}>" in words and text_of("surface-nickname") in words)


async def titled(haven: Haven, youth: Person) -> tuple[str, Json]:
    """Somebody begins a thread with a title that needs a look."""
    thread = (await youth.thread(await haven.watch(), CRY))["id"]
    return thread, await haven.card(lambda words: f"/{thread})" in words and text_of("surface-thread-title") in words)


@pytest.fixture
def lacking(shared: Haven, request: pytest.FixtureRequest) -> None:
    """Haven's role without one permission, for one test."""
    everything = int(shared.world.roles[shared.world.bot_role]["permissions"])
    shared.world.set_bot_permissions(everything & ~int(request.param))
    request.addfinalizer(lambda: shared.world.set_bot_permissions(everything))  # noqa: PT021 - a plain function: the loop is the module's


async def test_a_nickname_is_reset(shared: Haven) -> None:
    youth = shared.newcomer()
    card = await nicknamed(shared, youth)
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("act-message-delete-done") in words)
    assert shared.world.members[youth.id]["nick"] is None


async def test_a_later_nickname_is_let_be(shared: Haven) -> None:
    youth = shared.newcomer()
    card = await nicknamed(shared, youth)
    await youth.rename("Otter the Second")
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("act-message-delete-done") in words)
    assert shared.world.members[youth.id]["nick"] == "Otter the Second"


@pytest.mark.parametrize("archived", [False, True])
async def test_a_title_is_replaced(shared: Haven, *, archived: bool) -> None:
    thread, card = await titled(shared, shared.newcomer())
    shared.world.channels[thread]["thread_metadata"]["archived"] = archived
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("act-message-delete-done") in words)
    assert shared.world.channels[thread]["name"] == text_of("queue-title-removed")


@pytest.mark.usefixtures("lacking")
@pytest.mark.parametrize("lacking", [Permission.MANAGE_NICKNAMES], indirect=True)
async def test_without_the_permission_a_nickname_stays_and_the_card_says_why(shared: Haven) -> None:
    youth = shared.newcomer()
    card = await nicknamed(shared, youth)
    await shared.press("heron", card, "remove")
    card = await shared.becomes(card, lambda words: text_of("problem-missing-permission") in words)
    assert text_of("act-message-delete-failed", problem="").strip() in words_of(card)
    assert shared.world.members[youth.id]["nick"] == CRY


@pytest.mark.usefixtures("lacking")
@pytest.mark.parametrize("lacking", [Permission.MANAGE_THREADS], indirect=True)
async def test_without_the_permission_a_title_stays_and_the_card_says_why(shared: Haven) -> None:
    thread, card = await titled(shared, shared.newcomer())
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("problem-missing-permission") in words)
    assert shared.world.channels[thread]["name"] == CRY


async def test_somebody_above_haven_keeps_their_nickname_and_the_card_says_why(shared: Haven) -> None:
    boss = shared.newcomer()
    shared.world.give_role(boss.id, shared.world.add_role("Mayor", position=99))
    card = await nicknamed(shared, boss)
    await shared.press("heron", card, "remove")
    await shared.becomes(card, lambda words: text_of("problem-hierarchy") in words)
    assert shared.world.members[boss.id]["nick"] == CRY
