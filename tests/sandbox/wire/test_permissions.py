"""Laws that hold for every set of roles, overwrites and time-outs."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import ManualClock
from sandbox.discord import Permission, Refused, World
from sandbox.discord import permissions as calculator
from sandbox.discord.verbs import threads

EVERY = sum(Permission)
bits = st.integers(0, EVERY).map(lambda number: number & EVERY & ~Permission.ADMINISTRATOR)
ids = st.sampled_from(["guild", "fox", "worker", "lead", "stranger"])
overwrites = st.lists(
    st.builds(lambda i, a, d: {"id": i, "allow": str(a & ~d), "deny": str(d)}, ids, bits, bits), unique_by=lambda one: one["id"]
)
ROLES = ["worker", "lead"]


def channel_bits(base: int, listed: list[dict[str, Any]], roles: list[str] | None = None) -> int:
    return calculator.with_overwrites(base, listed, guild="guild", roles=ROLES if roles is None else roles, user="fox")


@given(bits, overwrites)
def test_an_administrator_has_everything_everywhere(base: int, listed: list[dict[str, Any]]) -> None:
    assert calculator.settled(channel_bits(base | Permission.ADMINISTRATOR, listed), timed_out=True) == calculator.ALL


@given(base=bits, listed=overwrites, thread=st.booleans())
def test_whoever_is_timed_out_reads_at_most(base: int, listed: list[dict[str, Any]], *, thread: bool) -> None:
    left = calculator.settled(channel_bits(base, listed), thread=thread, timed_out=True)
    assert left & ~(Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY) == 0
    assert left & ~calculator.settled(channel_bits(base, listed), thread=thread) == 0


@given(base=bits, listed=overwrites, thread=st.booleans(), timed_out=st.booleans())
def test_without_seeing_there_is_nothing(base: int, listed: list[dict[str, Any]], *, thread: bool, timed_out: bool) -> None:
    got = calculator.settled(channel_bits(base, listed), thread=thread, timed_out=timed_out)
    assert got == 0 or got & Permission.VIEW_CHANNEL


@given(bits, overwrites, bits, bits)
def test_ones_own_overwrite_has_the_last_word(base: int, listed: list[dict[str, Any]], allow: int, deny: int) -> None:
    allow &= ~deny
    others = [one for one in listed if one["id"] != "fox"]
    got = channel_bits(base, [*others, {"id": "fox", "allow": allow, "deny": deny}])
    assert got & allow == allow
    assert got & deny == 0


@given(bits, overwrites, st.permutations(ROLES), st.randoms())
def test_order_makes_no_difference(base: int, listed: list[dict[str, Any]], roles: list[str], random: Random) -> None:
    shuffled = random.sample(listed, len(listed))
    assert channel_bits(base, listed) == channel_bits(base, shuffled, roles)


@given(bits, overwrites, bits)
def test_among_roles_a_grant_beats_a_denial(base: int, listed: list[dict[str, Any]], granted: int) -> None:
    others = [one for one in listed if one["id"] not in ("fox", "lead")]
    got = channel_bits(base, [*others, {"id": "lead", "allow": granted, "deny": 0}])
    assert got & granted == granted


@given(bits, overwrites)
def test_overwrites_of_others_change_nothing(base: int, listed: list[dict[str, Any]]) -> None:
    mine = [one for one in listed if one["id"] != "stranger"]
    assert channel_bits(base, listed) == channel_bits(base, mine)


@given(bits, st.lists(bits), bits)
def test_another_role_takes_nothing_away(everyone: int, roles: list[int], more: int) -> None:
    before = calculator.base_permissions(everyone, roles)
    assert calculator.base_permissions(everyone, [*roles, more]) & before == before


@given(bits, overwrites)
def test_without_sending_there_are_no_files_either(base: int, listed: list[dict[str, Any]]) -> None:
    got = calculator.settled(channel_bits(base & ~Permission.SEND_MESSAGES, [one for one in listed if one["id"] == "nobody"]))
    assert got & (Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.MENTION_EVERYONE) == 0


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2030, 1, 1, tzinfo=UTC))


@pytest.fixture
def world(clock: ManualClock) -> World:
    world = World(clock, seed=1)
    for name in ("fox", "otter"):
        world.add_user(name)
    world.add_channel("lobby")
    return world


def who(world: World, name: str) -> str:
    return next(user_id for user_id, user in world.users.items() if user["username"] == name)


def lobby_of(world: World) -> str:
    return next(iter(world.channels))


def test_a_time_out_ends_by_the_clock(world: World, clock: ManualClock) -> None:
    fox, lobby = who(world, "fox"), lobby_of(world)
    before = world.permissions(fox, lobby)
    world.members[fox]["communication_disabled_until"] = (clock.now() + timedelta(minutes=1)).isoformat()
    assert world.permissions(fox, lobby) == Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
    clock.advance(timedelta(minutes=1))
    assert world.permissions(fox, lobby) == before


def test_a_private_thread_is_for_those_in_it_and_for_moderators(world: World) -> None:
    fox, otter, lobby = who(world, "fox"), who(world, "otter"), lobby_of(world)
    thread = threads.create(world, fox, lobby, {"name": "quiet", "type": 12, "invitable": False})
    assert world.can_see(fox, thread["id"])
    assert world.can_see(world.application_id, thread["id"])  # it may manage threads
    assert not world.can_see(otter, thread["id"])
    threads.add(world, fox, thread["id"], otter)
    assert world.can_see(otter, thread["id"])
    world.channels[lobby]["permission_overwrites"] = [{"id": otter, "type": 1, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}]
    assert not world.can_see(otter, thread["id"])


def test_a_member_may_not_invite_where_only_moderators_may(world: World) -> None:
    fox, otter, lobby = who(world, "fox"), who(world, "otter"), lobby_of(world)
    third = world.add_user("lynx")
    thread = threads.create(world, fox, lobby, {"name": "quiet", "type": 12, "invitable": False})
    threads.add(world, fox, thread["id"], otter)
    with pytest.raises(Refused, match="50013"):
        threads.add(world, otter, thread["id"], third)


def test_new_roles_go_to_the_bottom(world: World) -> None:
    worker = world.add_role("Worker")
    assert world.roles[worker]["position"] == 1
    assert world.top_role(world.application_id) == 2
    assert world.top_role(world.owner_id) > 100
    assert world.top_role(who(world, "fox")) == 0
