"""A second start on the same data folder is told so, and leaves the first one in peace."""

from tests.e2e.haven import Haven
from tests.e2e.test_life import bot

CRY = "ik wil niet meer leven, niemand zou me missen"


async def test_a_second_start_is_one_sentence_and_the_first_goes_on(haven: Haven) -> None:
    settings = {"HAVEN_DATA_DIR": str(haven.data), "HAVEN_DISCORD__TOKEN": haven.world.token, "HAVEN_HTTP__PORT": "0"}
    code, out = await bot("run", SANDBOX_URL=haven.sandbox.url, **settings)
    assert code == 2
    assert out.count("\n") == 1
    assert str(haven.data) in out
    await haven.card_for(await haven.say("fox", CRY))
