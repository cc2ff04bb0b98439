"""The HTTP door: the same verbs as in Python, and nobody but this machine gets in."""

import aiohttp
import pytest

from sandbox.discord.errors import invalid
from sandbox.web import foreign, spelled
from sandbox.web_verbs import VERBS
from tests.sandbox.page.conftest import Door
from tests.sandbox.page.parrot import Parrot


@pytest.mark.parametrize(
    ("host", "origin", "refused"),
    [
        ("127.0.0.1:8000", None, False),
        ("127.0.0.1:8000", "http://127.0.0.1:8000", False),
        ("localhost:8000", "http://localhost:8000", False),
        ("[::1]:8000", None, False),
        ("127.0.0.1:8000", "http://127.0.0.1:9000", True),
        ("127.0.0.1:8000", "https://127.0.0.1:8000", True),
        ("127.0.0.1:8000", "null", True),
        ("haven.example:8000", None, True),
        ("haven.example:8000", "http://haven.example:8000", True),
        ("127.0.0.1.haven.example", None, True),
        ("", None, True),
    ],
)
def test_only_a_loopback_name_and_its_own_page_may_ask(host: str, origin: str | None, refused: bool) -> None:  # noqa: FBT001 - a column of the table
    assert foreign(host, origin) is refused


@pytest.mark.parametrize("path", ["/", "/page/js/main.js", "/sandbox/people", "/sandbox/live?as=1"])
@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
async def test_a_foreign_page_gets_nothing(door: Door, path: str, headers: dict[str, str]) -> None:
    async with door.http.get(path, headers=headers) as response:
        assert response.status == 403
        assert "demo" not in await response.text()


async def test_a_foreign_page_can_say_nothing(door: Door) -> None:
    body = {"channel": door.channel("lobby"), "content": "from elsewhere"}
    async with door.http.post(f"/sandbox/as/{door.id('fox')}/say", json=body, headers={"Origin": "http://evil.example"}) as response:
        assert response.status == 403
    assert all(one["content"] != "from elsewhere" for one in door.sandbox.person("fox").sees(door.channel("lobby")))


async def test_the_page_may_load_nothing_from_outside(door: Door) -> None:
    async with door.http.get("/") as response:
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
        text = await response.text()
    assert "http:" not in text
    assert "https:" not in text


async def test_what_one_says_edits_and_deletes_is_so(door: Door) -> None:
    lobby, lynx = door.channel("lobby"), door.sandbox.person("lynx")
    _, said = await door.act("lynx", "say", channel=lobby, content="hello")
    await door.act("lynx", "edit", channel=lobby, message=said["message"], content="hello all")
    await door.act("fox", "react", channel=lobby, message=said["message"], emoji="👍")
    assert (lynx.sees(lobby)[-1]["content"], lynx.sees(lobby)[-1]["reactions"][0]["count"]) == ("hello all", 1)
    await door.act("fox", "unreact", channel=lobby, message=said["message"], emoji="👍")
    assert "reactions" not in lynx.sees(lobby)[-1]
    await door.act("lynx", "delete", channel=lobby, message=said["message"])
    assert all(one["id"] != said["message"] for one in lynx.sees(lobby))


async def test_replies_forwards_polls_votes_and_threads(door: Door) -> None:
    lobby, match, lynx = door.channel("lobby"), door.channel("match-1"), door.sandbox.person("lynx")
    first = lynx.sees(lobby)[-1]
    await door.act("fox", "say", channel=lobby, content="answer", reply_to=first["id"])
    await door.act("fox", "say", channel=match, forward={"channel": lobby, "message": first["id"]})
    _, asked = await door.act("fox", "say", channel=lobby, poll={"question": "Which?", "answers": ["this", "that"]})
    assert (await door.act("otter", "vote", channel=lobby, message=asked["message"], answers=["that"]))[0] == 200
    _, made = await door.act("fox", "thread", channel=lobby, title="aside")
    assert lynx.sees(lobby)[1]["referenced_message"]["id"] == first["id"]
    assert lynx.sees(match)[-1]["message_snapshots"][0]["message"]["content"] == first["content"]
    assert lynx.sees(lobby)[2]["poll"]["results"]["answer_counts"] == [{"id": 2, "count": 1, "me_voted": False}]
    assert door.sandbox.world.channels[str(made["channel"])]["name"] == "aside"


async def test_files_travel_as_a_form(door: Door) -> None:
    form = aiohttp.FormData()
    form.add_field("body", f'{{"channel": "{door.channel("lobby")}", "content": "look"}}')
    form.add_field("", b"abc", filename="notes.txt")
    async with door.http.post(f"/sandbox/as/{door.id('fox')}/say", data=form) as response:
        assert response.status == 200
    (file,) = door.sandbox.person("fox").sees(door.channel("lobby"))[-1]["attachments"]
    async with door.http.get(file["url"]) as response:
        assert (file["filename"], await response.read()) == ("notes.txt", b"abc")


async def test_names_memberships_and_private_talks(door: Door) -> None:
    assert (await door.act("fox", "rename", nick="Fennec"))[0] == 200
    assert door.sandbox.world.members[door.id("fox")]["nick"] == "Fennec"
    await door.act("fox", "leave")
    assert door.id("fox") not in door.sandbox.world.members
    await door.act("fox", "join")
    _, opened = await door.act("fox", "open-dm")
    seen = await door.view("fox")
    assert opened["channel"] in seen["messages"]


async def test_the_programs_commands_buttons_menus_and_forms(door: Door, parrot: Parrot) -> None:
    assert parrot.is_ready()
    lobby, lynx = door.channel("lobby"), door.sandbox.person("lynx")
    assert (await door.act("lynx", "slash", channel=lobby, command="board"))[1]["kind"] == "message"
    where = {"channel": lobby, "message": lynx.sees(lobby)[-1]["id"]}
    status, hello = await door.act("lynx", "click", **where, component="Say hello")
    assert (status, hello["kind"], hello["ephemeral"]) == (200, "message", True)
    _, form = await door.act("lynx", "click", **where, component="Write")
    _, sent = await door.act("lynx", "submit", modal=form["modal"], values={"words": "fine"})
    assert (form["kind"], sent["kind"]) == ("modal", "message")
    await door.act("lynx", "dismiss", channel=lobby, message=lynx.sees(lobby)[-1]["id"])
    assert [one["content"] for one in lynx.sees(lobby)][-1] == "Hello Lynx!"
    await door.act("lynx", "select", **where, component="Pick a colour", values=["green"])
    assert lynx.sees(lobby)[1]["content"] == "The colour is green"
    _, found = await door.act("lynx", "autocomplete", channel=lobby, command="find", options={"name": "re"}, focused="name")
    assert [choice["value"] for choice in found["choices"]] == ["red", "green"]
    assert (await door.act("lynx", "context", **where, command="Look closer"))[1]["ephemeral"] is True


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"join", "leave", "open-dm", "rename", "dismiss", "submit"}))
async def test_a_youth_can_do_nothing_in_a_channel_that_is_hidden_from_them(door: Door, verb: str) -> None:
    backstage = door.channel("backstage")
    said = await door.sandbox.person("heron").say(backstage, "between us")
    body = {"channel": backstage, "message": said["id"], "content": "x", "emoji": "👍", "command": "board", "focused": "name"}
    status, answer = await door.act("fox", verb, **body, component="c", values=[], answers=[], title="t")
    assert status == 403
    assert "between us" not in str(answer)


@pytest.mark.parametrize(
    ("verb", "body", "status"),
    [("say", {"content": "x"}, 400), ("fly", {}, 404), ("say", {"channel": "1", "content": "x"}, 403), ("edit", {}, 400)],
)
async def test_a_request_that_makes_no_sense_is_answered_in_words(door: Door, verb: str, body: dict[str, object], status: int) -> None:
    answered, answer = await door.act("fox", verb, **body)
    assert answered == status
    assert answer["message"]


async def test_a_stranger_cannot_be_played_and_neither_can_the_program(door: Door) -> None:
    for user in ("12345", door.sandbox.world.application_id):
        async with door.http.get("/sandbox/view", params={"as": user}) as response:
            assert response.status == 404


async def test_a_fault_is_set_and_a_misspelt_one_is_refused(door: Door) -> None:
    async with door.http.post("/sandbox/faults", json={"match": "GET /users/@me", "status": 500}) as response:
        assert response.status == 200
    async with door.http.post("/sandbox/faults", json={"matches": "x"}) as response:
        assert (response.status, "matches" in (await response.json())["message"]) == (400, True)
    assert [rule.match for rule in door.sandbox.faults.rules] == ["GET /users/@me"]


def test_a_refusal_names_what_is_wrong_with_each_field() -> None:
    assert spelled(invalid("embeds.0.title", "LENGTH", "Must be shorter.")) == "Invalid Form Body: Must be shorter."
