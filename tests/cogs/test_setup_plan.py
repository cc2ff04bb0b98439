"""The plan of /setup, followed on a model of a server: what it leads to, from wherever it starts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cogs.discord.setup_parts import (
    ACCESS,
    CATEGORY,
    CHANNELS,
    EVERYONE,
    ME,
    QUEUE,
    ROLES,
    VIEW,
    AllowRole,
    Channel,
    Forget,
    Keep,
    MakeChannel,
    MakeRole,
    Role,
    Seen,
    SetAccess,
    Step,
    Watch,
)
from cogs.discord.setup_plan import kind_by_name, plan
from moderation.model import ChannelKind

NAMES = {
    "role:worker": "Haven worker",
    "role:lead": "Haven lead",
    "role:organiser": "Haven organiser",
    CATEGORY: "Haven",
    "channel:welcome": "welcome",
    QUEUE: "haven-queue",
    "channel:lobby": "lobby",
    "channel:match": "match-1",
    "channel:discussion": "discussion",
}
GLOBS = {ChannelKind.LOBBY: ("lobby*",), ChannelKind.MATCH: ("match*",), ChannelKind.DISCUSSION: ("discussion*", "talk?")}
EMPTY = Seen(everyone=1, me=2)


def follow(seen: Seen, steps: list[Step]) -> Seen:
    """The server after every step succeeded; Discord gives new things new numbers."""
    for step in steps:
        seen = _after(seen, step)
    return seen


def _after(seen: Seen, step: Step) -> Seen:  # noqa: PLR0911 one return a kind of step
    fresh = max([seen.me, *(role.id for role in seen.roles), *(channel.id for channel in seen.channels)]) + 1
    match step:
        case MakeRole(key, name, permissions):
            return replace(seen, roles=(*seen.roles, Role(fresh, name, permissions)), places={**seen.places, key: fresh})
        case AllowRole(_, number, permissions):
            roles = tuple(replace(r, permissions=r.permissions | permissions) if r.id == number else r for r in seen.roles)
            return replace(seen, roles=roles)
        case MakeChannel(key, name):
            given = {_number(seen, who): bits for who, bits in ACCESS.get(key, {}).items()}
            made = Channel(fresh, name, category=key == CATEGORY, texts=key != CATEGORY, overwrites=given)
            return replace(seen, channels=(*seen.channels, made), places={**seen.places, key: fresh})
        case SetAccess(_, number, who, allow, deny):
            return replace(
                seen, channels=tuple(_opened(c, _number(seen, who), allow, deny) if c.id == number else c for c in seen.channels)
            )
        case Keep(key, target):
            return replace(seen, places={**seen.places, key: target})
        case Watch(channel, _):
            number = channel if isinstance(channel, int) else seen.places[channel]
            return replace(seen, places={**seen.places, f"watched:discord:{number}": number})
        case Forget(key):
            return replace(seen, places={k: target for k, target in seen.places.items() if k != key})


def _number(seen: Seen, who: str | int) -> int:
    return who if isinstance(who, int) else {EVERYONE: seen.everyone, ME: seen.me, **seen.places}[who]


def _opened(channel: Channel, who: int, allow: int, deny: int) -> Channel:
    allowed, denied = channel.overwrites.get(who, (0, 0))
    return replace(channel, overwrites={**channel.overwrites, who: (allowed & ~deny | allow, denied & ~allow | deny)})


def targets(seen: Seen) -> list[int]:
    return [seen.places[key] for key in (*ROLES, *CHANNELS)]


names = st.sampled_from([*NAMES.values(), "Haven Worker", "Match-1", "match-2", "talk1", "general", "@everyone"])
bits = st.integers(0, 2**20 - 1)
numbers = st.integers(3, 25)


@st.composite
def servers(draw: st.DrawFn) -> Seen:
    ids = draw(st.lists(numbers, unique=True, max_size=14))
    split = draw(st.integers(0, len(ids)))
    roles = [Role(1, "@everyone"), *(Role(i, draw(names), draw(bits), managed=draw(st.booleans())) for i in ids[:split])]
    channels = []
    for number in ids[split:]:
        category = draw(st.booleans())
        overwrites = draw(st.dictionaries(st.integers(1, 25), st.tuples(bits, bits), max_size=4))
        channels.append(Channel(number, draw(names), category=category, texts=not category and draw(st.booleans()), overwrites=overwrites))
    keys = st.sampled_from([*ROLES, *CHANNELS, CATEGORY, "watched:discord:9", "unwatched:discord:8", "message:notice"])
    return Seen(1, 2, tuple(roles), tuple(channels), draw(st.dictionaries(keys, numbers, max_size=8)))


@given(servers())
def test_after_one_run_nothing_is_left_to_do(seen: Seen) -> None:
    done = follow(seen, plan(seen, NAMES, GLOBS))
    assert plan(done, NAMES, GLOBS) == []


@given(servers())
def test_every_part_stands_once_and_no_two_share_a_thing(seen: Seen) -> None:
    done = follow(seen, plan(seen, NAMES, GLOBS))
    assert len(set(targets(done))) == len(ROLES) + len(CHANNELS)
    assert set(targets(done)) <= {role.id for role in done.roles} | {channel.id for channel in done.channels}
    assert done.places["channel:queue"] != 1


@given(servers())
def test_only_the_team_can_see_the_queue_whatever_it_was_before(seen: Seen) -> None:
    done = follow(seen, plan(seen, NAMES, GLOBS))
    queue = next(channel for channel in done.channels if channel.id == done.places[QUEUE])
    seeing = {who for who, (allow, _) in queue.overwrites.items() if allow & VIEW}
    assert seeing == {done.me, done.places["role:worker"], done.places["role:lead"]}
    assert queue.overwrites[done.everyone][1] & VIEW


@given(servers())
def test_a_found_queue_is_closed_before_it_is_kept(seen: Seen) -> None:
    steps = plan(seen, NAMES, GLOBS)
    kept = [i for i, step in enumerate(steps) if isinstance(step, Keep) and step.key == QUEUE]
    closed = [i for i, step in enumerate(steps) if isinstance(step, SetAccess) and step.key == QUEUE]
    assert all(i < j for i in closed for j in kept)


@given(servers())
def test_neither_the_queue_nor_the_welcome_is_ever_watched(seen: Seen) -> None:
    steps = plan(seen, NAMES, GLOBS)
    done = follow(seen, steps)
    watched = {step.channel for step in steps if isinstance(step, Watch)}
    assert not watched & {done.places[QUEUE], done.places["channel:welcome"]}


@given(servers())
def test_nobodys_things_are_renamed_or_lose_a_right_outside_the_queue_and_the_welcome(seen: Seen) -> None:
    done = follow(seen, plan(seen, NAMES, GLOBS))
    ours = {done.places[QUEUE], done.places["channel:welcome"]}
    before = [channel for channel in seen.channels if channel.id not in ours]
    after = {channel.id: channel for channel in done.channels}
    assert [after[channel.id] for channel in before] == before
    kept = {role.id: role.permissions for role in done.roles}
    assert all(kept[role.id] & role.permissions == role.permissions for role in seen.roles)


def test_an_empty_server_gets_everything() -> None:
    steps = plan(EMPTY, NAMES, GLOBS)
    assert [type(step) for step in steps] == [MakeRole] * 3 + [MakeChannel] * 6 + [Watch] * 3
    assert steps[3] == MakeChannel(CATEGORY, "Haven")


def test_things_with_the_right_names_are_adopted_in_whatever_case() -> None:
    roles = (Role(11, "haven Worker"), Role(12, "Haven lead"), Role(13, "Haven organiser"))
    channels = tuple(Channel(20 + i, NAMES[key].upper()) for i, key in enumerate(CHANNELS))
    steps = plan(replace(EMPTY, roles=roles, channels=channels), NAMES, GLOBS)
    assert not [step for step in steps if isinstance(step, MakeRole | MakeChannel)]
    assert Keep("role:worker", 11) in steps
    assert Keep(QUEUE, 21) in steps


def test_a_role_of_a_bot_is_never_adopted() -> None:
    steps = plan(replace(EMPTY, roles=(Role(11, "Haven worker", managed=True),)), NAMES, GLOBS)
    assert MakeRole("role:worker", "Haven worker", ROLES["role:worker"]) in steps


def test_an_organisers_overwrite_on_the_queue_is_taken_away() -> None:
    seen = follow(EMPTY, plan(EMPTY, NAMES, GLOBS))
    queue, organiser = seen.places[QUEUE], seen.places["role:organiser"]
    seen = replace(seen, channels=tuple(_opened(c, organiser, VIEW, 0) if c.id == queue else c for c in seen.channels))
    assert plan(seen, NAMES, GLOBS) == [SetAccess(QUEUE, queue, organiser, 0, VIEW)]


def test_what_was_deleted_is_made_again_and_what_was_unwatched_stays_so() -> None:
    seen = follow(EMPTY, plan(EMPTY, NAMES, GLOBS))
    lobby, match = seen.places["channel:lobby"], seen.places["channel:match"]
    places = {key: target for key, target in seen.places.items() if key != f"watched:discord:{match}"}
    places[f"unwatched:discord:{match}"] = match
    seen = replace(seen, channels=tuple(c for c in seen.channels if c.id != lobby), places=places)
    assert plan(seen, NAMES, GLOBS) == [
        Forget("channel:lobby"),
        Forget(f"watched:discord:{lobby}"),
        MakeChannel("channel:lobby", "lobby"),
        Watch("channel:lobby", ChannelKind.LOBBY),
    ]


def test_a_second_match_channel_is_watched_by_its_name() -> None:
    seen = replace(EMPTY, channels=(Channel(30, "Match-2"), Channel(31, "general"), Channel(32, "talk1"), Channel(33, "talks12")))
    watched = {step.channel: step.kind for step in plan(seen, NAMES, GLOBS) if isinstance(step, Watch)}
    assert watched[30] is ChannelKind.MATCH
    assert watched[32] is ChannelKind.DISCUSSION
    assert not watched.keys() & {31, 33}


@given(st.text(max_size=30))
def test_a_name_without_a_pattern_is_never_watched(name: str) -> None:
    assert kind_by_name(name, {ChannelKind.LOBBY: ()}) is None
