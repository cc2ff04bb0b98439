from collections.abc import Sequence
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.features import NO_FEATURES, Features
from moderation.model import QUEUED_LABELS, ChannelKind, Label, Reason, Route, RuleHit, Scores, Urgency, Verdict
from moderation.policy import CLASSES, DEFAULT_POLICY, GRAVITY, Band, PolicyConfig, decide, quiet
from moderation.reasons import Why

# Weights that a binary fraction holds exactly, each different, so that a test can stand right on a threshold.
EXACT = PolicyConfig(
    floor=0.125,
    rude=0.375,
    threat=Band(0.5, 0.75),
    distress=Band(0.5, 0.75),
    hate=Band(0.5, 0.75),
    harassment=Band(0.5, 0.75),
    profanity=0.5,
    named=0.0625,
    game=0.15625,
    joke=0.28125,
    laughter=0.03125,
    quotes=0.09375,
    counters=0.21875,
    asked_to_stop=0.34375,
    several=0.234375,
    silent=0.203125,
    keeps_on=0.109375,
    plays_along=0.359375,
    target_laughs=0.171875,
    not_aimed=0.25,
    unknown_hate=0.40625,
    rule_hate=0.875,
)
STEP = 1 / 1024
AIMED = Features(aimed=True)
TALK = ChannelKind.DISCUSSION


def judge(
    features: Features = AIMED, kind: ChannelKind = TALK, hits: Sequence[RuleHit] = (), config: PolicyConfig = EXACT, **values: float
) -> Verdict:
    return decide(Scores(values, "test"), features, hits, kind, config)


def one(name: str, value: float, features: Features = AIMED, kind: ChannelKind = TALK) -> Verdict:
    return decide(Scores({name: value}, "test"), features, (), kind, EXACT)


def keys(verdict: Verdict) -> list[str]:
    return [reason.key for reason in verdict.reasons]


def hit(label: Label, *, certain: bool = True, key: str = "some-rule") -> RuleHit:
    return RuleHit("rule", label, Reason(key), certain)


OF_CLASS = {
    "threat": (Label.THREAT, Urgency.NOW, Why.THREAT),
    "distress": (Label.DISTRESS, Urgency.NOW, Why.DISTRESS),
    "identity_attack": (Label.HATE, Urgency.SOON, Why.HATE),
    "insult": (Label.HARASSMENT, Urgency.SOON, Why.RUDE),
    "severe_toxicity": (Label.HARASSMENT, Urgency.SOON, Why.RUDE),
}


@pytest.mark.parametrize("name", OF_CLASS)
def test_from_the_upper_threshold_on_a_class_has_its_label(name: str) -> None:
    label, urgency, why = OF_CLASS[name]
    for value in (0.75, 1.0):
        verdict = one(name, value)
        assert (verdict.label, verdict.route, verdict.urgency) == (label, Route.QUEUE, urgency)
        assert keys(verdict) == [why]


@pytest.mark.parametrize("name", OF_CLASS)
@pytest.mark.parametrize("value", [0.5, 0.75 - STEP])
def test_between_the_thresholds_a_human_looks(name: str, value: float) -> None:
    verdict = one(name, value)
    assert (verdict.label, verdict.route, verdict.urgency) == (Label.UNSURE, Route.QUEUE, Urgency.LATER)
    assert keys(verdict) == [Why.UNSURE, OF_CLASS[name][2]]


@pytest.mark.parametrize("name", ["threat", "distress", "identity_attack"])
def test_under_the_lower_threshold_nobody_is_asked(name: str) -> None:
    assert one(name, 0.5 - STEP) == replace(judge(), hate=0.0 if name == "distress" else 0.5 - STEP, scores={name: 0.5 - STEP})


@pytest.mark.parametrize("name", ["insult", "severe_toxicity", "toxicity"])
def test_rude_words_alone_are_banter(name: str) -> None:
    verdict = one(name, 0.375)
    assert (verdict.label, verdict.route, verdict.urgency) == (Label.BANTER, Route.NONE, Urgency.LATER)
    assert keys(verdict) == [Why.RUDE]
    assert one(name, 0.375 - STEP).label is Label.CLEAN


def test_swearing_at_nobody_is_banter_and_says_so() -> None:
    verdict = judge(NO_FEATURES, toxicity=0.375)
    assert (verdict.label, keys(verdict)) == (Label.BANTER, [Why.RUDE])


def test_nothing_seen_is_clean() -> None:
    assert judge(toxicity=0.0) == Verdict(Label.CLEAN, Route.NONE, Urgency.LATER, 0.0, {"toxicity": 0.0}, (), None)


def test_plain_swearing_counts_for_less_than_an_insult() -> None:
    assert judge(toxicity=1.0).label is Label.UNSURE
    assert judge(toxicity=1.0 - STEP).label is Label.BANTER


@pytest.mark.parametrize(
    ("name", "features", "kind", "weight", "why"),
    [
        ("threat", replace(AIMED, time=True), TALK, 0.0625, Why.TIME),
        ("threat", replace(AIMED, place=True), TALK, 0.0625, Why.PLACE),
        ("threat", replace(AIMED, means=True), TALK, 0.0625, Why.MEANS),
        ("threat", replace(AIMED, game_talk=True), ChannelKind.MATCH, -0.15625, Why.GAME_TALK),
        ("threat", replace(AIMED, laughter=True), TALK, -0.03125, Why.LAUGHTER),
        ("threat", replace(AIMED, quotes=True), TALK, -0.09375, Why.QUOTES),
        ("distress", replace(AIMED, laughter=True, game_talk=True), TALK, -0.28125, Why.LAUGHTER),
        ("identity_attack", replace(AIMED, quotes=True), TALK, -0.09375, Why.QUOTES),
        ("identity_attack", replace(AIMED, counters=True), TALK, -0.21875, Why.COUNTERS),
        ("insult", replace(AIMED, asked_to_stop=True), TALK, 0.34375, Why.ASKED_TO_STOP),
        ("insult", replace(AIMED, several=True), TALK, 0.234375, Why.SEVERAL),
        ("insult", replace(AIMED, target_silent=True), TALK, 0.203125, Why.TARGET_SILENT),
        ("insult", replace(AIMED, keeps_on=True), TALK, 0.109375, Why.KEEPS_ON),
        ("insult", replace(AIMED, plays_along=True), TALK, -0.359375, Why.PLAYS_ALONG),
        ("insult", replace(AIMED, target_laughs=True), TALK, -0.171875, Why.TARGET_LAUGHS),
        ("insult", replace(AIMED, laughter=True), TALK, -0.03125, Why.LAUGHTER),
        ("insult", replace(AIMED, quotes=True), TALK, -0.09375, Why.QUOTES),
        ("insult", replace(AIMED, counters=True), TALK, -0.21875, Why.COUNTERS),
        ("insult", AIMED, ChannelKind.MATCH, -0.15625, Why.GAME_TALK),
        ("insult", replace(AIMED, game_talk=True), ChannelKind.LOBBY, -0.15625, Why.GAME_TALK),
        ("insult", replace(AIMED, game_talk=True), ChannelKind.TWITCH, -0.15625, Why.GAME_TALK),
    ],
)
def test_each_cue_moves_its_class_by_its_weight_and_gives_its_reason(
    name: str, features: Features, kind: ChannelKind, weight: float, why: Why
) -> None:
    label, _, base = OF_CLASS[name]
    bare = Features() if name != "insult" else AIMED
    for threshold, there, below in ((0.5, Label.UNSURE, {Label.CLEAN, Label.BANTER}), (0.75, label, {Label.UNSURE})):
        score = threshold - weight
        if score <= 1.0 and (score < 0.75 or name not in {"threat", "distress"}):
            assert one(name, score, features, kind).label is there
            assert one(name, score - STEP, features, kind).label in below
            assert why in keys(one(name, score, features, kind))
            assert base in keys(one(name, score, features, kind))
            assert why not in keys(one(name, score, bare, TALK))


@pytest.mark.parametrize(
    ("name", "features", "kind"),
    [
        ("threat", replace(AIMED, game_talk=True), TALK),
        ("threat", AIMED, ChannelKind.MATCH),
        ("distress", replace(AIMED, laughter=True), ChannelKind.MATCH),
        ("distress", replace(AIMED, game_talk=True), ChannelKind.MATCH),
        ("identity_attack", replace(AIMED, laughter=True, plays_along=True, game_talk=True), ChannelKind.MATCH),
        ("insult", replace(AIMED, game_talk=True, time=True, place=True, means=True), TALK),
        ("insult", AIMED, ChannelKind.LOBBY),
        ("insult", AIMED, ChannelKind.TWITCH),
    ],
)
def test_what_is_no_excuse_changes_nothing(name: str, features: Features, kind: ChannelKind) -> None:
    verdict = one(name, 0.75, features, kind)
    assert verdict.label is OF_CLASS[name][0]
    assert keys(verdict) == [OF_CLASS[name][2]]


def test_what_is_aimed_at_nobody_weighs_less() -> None:
    assert judge(NO_FEATURES, insult=1.0).label is Label.HARASSMENT
    assert judge(NO_FEATURES, insult=1.0 - STEP).label is Label.UNSURE
    assert judge(NO_FEATURES, insult=0.75 - STEP).label is Label.BANTER


def test_what_is_aimed_at_nobody_never_weighs_less_than_nothing() -> None:
    everything = Features(asked_to_stop=True, several=True, target_silent=True)
    assert judge(everything, config=replace(EXACT, floor=0.0), insult=0.0).label is Label.HARASSMENT


@pytest.mark.parametrize("name", ["threat", "distress"])
def test_danger_of_which_the_classifier_is_sure_reaches_a_human_whatever_the_cues_say(name: str) -> None:
    cues = Features(laughter=True, game_talk=True, quotes=True)
    assert one(name, 0.75, cues, ChannelKind.MATCH).label is Label.UNSURE
    assert one(name, 0.75 - STEP, cues, ChannelKind.MATCH).label is Label.CLEAN


@pytest.mark.parametrize("name", ["identity_attack", "insult"])
def test_other_findings_may_be_explained_away(name: str) -> None:
    cues = replace(AIMED, quotes=True, counters=True)
    assert one(name, 0.75, cues).route is Route.NONE


def test_under_the_floor_no_conversation_makes_a_score_worth_a_look() -> None:
    everything = Features(
        aimed=True, asked_to_stop=True, several=True, target_silent=True, keeps_on=True, time=True, place=True, means=True
    )
    assert judge(everything, insult=0.125 - STEP, threat=0.125 - STEP).label is Label.CLEAN
    assert judge(everything, insult=0.125).label is Label.HARASSMENT
    assert judge(everything, insult=0.125 - STEP).reasons == ()


def test_no_cue_pulls_a_score_under_the_floor_or_over_one() -> None:
    calm = Features(laughter=True, quotes=True, counters=True, game_talk=True)
    assert judge(calm, ChannelKind.MATCH, identity_attack=0.125).hate == 0.125
    assert judge(calm, ChannelKind.MATCH, threat=0.1875).hate == 0.125
    assert judge(Features(time=True, place=True, means=True), threat=1.0).hate == 1.0


def test_the_gravest_finding_names_the_verdict_and_speaks_first() -> None:
    verdict = judge(threat=0.75, distress=0.75, identity_attack=0.75, insult=0.75, hits=[hit(Label.UNSURE)])
    assert verdict.label is Label.DISTRESS
    assert keys(verdict) == [Why.DISTRESS, Why.THREAT, Why.HATE, Why.RUDE, "some-rule"]


def test_what_speaks_for_banter_is_not_told_where_something_graver_was_found() -> None:
    verdict = judge(replace(AIMED, plays_along=True), insult=0.75, identity_attack=0.75)
    assert (verdict.label, keys(verdict)) == (Label.HATE, [Why.HATE])


def test_a_reason_is_given_once() -> None:
    verdict = judge(identity_attack=0.5, insult=0.5, hits=[hit(Label.UNSURE), hit(Label.UNSURE)])
    assert keys(verdict) == [Why.UNSURE, Why.HATE, Why.RUDE, "some-rule"]


def test_banter_says_what_spoke_for_it() -> None:
    verdict = judge(replace(AIMED, plays_along=True, laughter=True), insult=0.75)
    assert verdict.label is Label.BANTER
    assert keys(verdict) == [Why.RUDE, Why.PLAYS_ALONG, Why.LAUGHTER]


def test_the_classifiers_own_reasons_come_with_a_finding_and_only_then() -> None:
    said = (Reason("lexicon-threat"),)
    assert keys(decide(Scores({"threat": 0.75}, "t", said), AIMED, (), TALK, EXACT)) == [Why.THREAT, "lexicon-threat"]
    assert keys(decide(Scores({"threat": 0.25}, "t", said), AIMED, (), TALK, EXACT)) == []


def test_hate_is_the_larger_of_attack_and_threat_after_the_conversation() -> None:
    assert judge(identity_attack=0.25, threat=0.5).hate == 0.5
    assert judge(identity_attack=0.625, threat=0.5).hate == 0.625
    assert judge(replace(AIMED, counters=True), identity_attack=0.625).hate == 0.40625
    assert judge(identity_attack=0.0625, insult=1.0, distress=1.0).hate == 0.0625


def test_a_rule_that_is_certain_of_hate_or_threat_raises_the_probability() -> None:
    for label in (Label.HATE, Label.THREAT):
        assert judge(toxicity=0.0, hits=[hit(label)]).hate == 0.875
        assert judge(threat=1.0, hits=[hit(label)]).hate == 1.0
        assert judge(toxicity=0.0, hits=[hit(label, certain=False)]).hate == 0.0
    assert judge(toxicity=0.0, hits=[hit(Label.HARASSMENT)]).hate == 0.0


def test_a_rule_gives_its_label_where_it_is_certain_and_asks_for_a_look_where_it_isnt() -> None:
    assert judge(toxicity=0.0, hits=[hit(Label.HARASSMENT)]).label is Label.HARASSMENT
    asked = judge(toxicity=0.0, hits=[hit(Label.HARASSMENT, certain=False)])
    assert (asked.label, asked.urgency, keys(asked)) == (Label.UNSURE, Urgency.LATER, ["some-rule"])


def test_without_a_classifier_the_rules_judge_and_nothing_is_unsure_for_that_alone() -> None:
    alone = decide(None, AIMED, (), TALK, EXACT)
    assert alone == Verdict(Label.CLEAN, Route.NONE, Urgency.LATER, 0.40625, {}, (Reason(Why.NOT_JUDGED),), None)
    ruled = decide(None, AIMED, [hit(Label.THREAT)], TALK, EXACT)
    assert (ruled.label, ruled.urgency, ruled.hate) == (Label.THREAT, Urgency.NOW, 0.875)
    assert keys(ruled) == ["some-rule", Why.NOT_JUDGED]


def test_a_language_that_isnt_read_leaves_the_rules_alone_and_says_so() -> None:
    foreign = Scores({"threat": 0.01, "identity_attack": 1.0}, "t", (Reason("noise"),), "xx", covered=False)
    verdict = decide(foreign, AIMED, (), TALK, EXACT)
    assert verdict == Verdict(Label.CLEAN, Route.NONE, Urgency.LATER, 0.40625, {}, (Reason(Why.NOT_COVERED),), "xx")
    ruled = decide(foreign, AIMED, [hit(Label.HATE)], TALK, EXACT)
    assert (ruled.label, keys(ruled)) == (Label.HATE, ["some-rule", Why.NOT_COVERED])


def test_scores_and_language_are_passed_on() -> None:
    verdict = decide(Scores({"threat": 0.25, "obscene": 1.0}, "t", language="fr"), AIMED, (), TALK, EXACT)
    assert (verdict.scores, verdict.language, verdict.label) == ({"threat": 0.25, "obscene": 1.0}, "fr", Label.CLEAN)


def test_only_what_the_policy_reads_can_break_the_quiet() -> None:
    assert quiet(Scores({"obscene": 1.0, "threat": 0.125 - STEP}, "t"), (), EXACT)
    assert not quiet(Scores({"obscene": 0.0, "threat": 0.125}, "t"), (), EXACT)
    assert not quiet(Scores({}, "t"), [hit(Label.UNSURE)], EXACT)
    assert quiet(None, (), EXACT)
    assert quiet(Scores({"threat": 1.0}, "t", covered=False), (), EXACT)


def test_a_low_threshold_for_rudeness_breaks_the_quiet_too() -> None:
    config = replace(EXACT, rude=0.0625)
    assert not quiet(Scores({"insult": 0.0625}, "t"), (), config)
    assert judge(config=config, insult=0.0625).label is Label.BANTER


@pytest.mark.parametrize(("name", "hate"), [("identity_attack", 0.0625), ("threat", 0.0625), ("insult", 0.0)])
def test_in_quiet_the_numbers_are_passed_on_all_the_same(name: str, hate: float) -> None:
    scores = Scores({name: 0.0625, "obscene": 1.0}, "t", (Reason("own"),), "fr")
    calm = Verdict(Label.CLEAN, Route.NONE, Urgency.LATER, hate, {name: 0.0625, "obscene": 1.0}, (), "fr")
    assert decide(scores, AIMED, (), TALK, EXACT) == calm


def test_in_quiet_it_is_said_when_nothing_was_read() -> None:
    unknown = Verdict(Label.CLEAN, Route.NONE, Urgency.LATER, EXACT.unknown_hate)
    foreign = Scores({"threat": 1.0}, "t", language="de", covered=False)
    assert decide(None, AIMED, (), TALK, EXACT) == replace(unknown, reasons=(Reason(Why.NOT_JUDGED),))
    assert decide(foreign, AIMED, (), TALK, EXACT) == replace(unknown, reasons=(Reason(Why.NOT_COVERED),), language="de")


def test_a_rule_that_only_asks_for_a_look_tells_nothing_of_hate() -> None:
    verdict = decide(None, AIMED, [hit(Label.UNSURE, certain=False)], TALK, EXACT)
    assert (verdict.label, verdict.hate) == (Label.UNSURE, EXACT.unknown_hate)


PROBABILITY = st.floats(0, 1)
VALUES = st.dictionaries(st.sampled_from([*sorted(CLASSES), "obscene"]), PROBABILITY)
FEATURES = st.builds(Features, **{field.name: st.booleans() for field in fields(Features)})
HITS = st.lists(st.builds(RuleHit, st.just("r"), st.sampled_from(Label), st.just(Reason("r")), st.booleans()), max_size=3)
SCORES = st.none() | st.builds(Scores, VALUES, st.just("t"), st.just((Reason("own"),)), st.sampled_from([None, "nl"]), st.booleans())
KINDS = st.sampled_from(ChannelKind)
CONFIG = st.sampled_from([DEFAULT_POLICY, EXACT])
PLACES = st.tuples(KINDS, CONFIG)


def gravity(verdict: Verdict) -> int:
    return GRAVITY.index(verdict.label)


@given(SCORES, FEATURES, HITS, KINDS, CONFIG)
def test_every_verdict_is_whole(
    scores: Scores | None, features: Features, hits: list[RuleHit], kind: ChannelKind, config: PolicyConfig
) -> None:
    verdict = decide(scores, features, hits, kind, config)
    assert (verdict.route is Route.QUEUE) == (verdict.label in QUEUED_LABELS)
    assert verdict.route is Route.NONE or verdict.reasons
    assert all(reason.key for reason in verdict.reasons)
    assert len(set(verdict.reasons)) == len(verdict.reasons)
    assert 0 <= verdict.hate <= 1
    assert verdict == decide(scores, features, hits, kind, config)


@given(SCORES, FEATURES, HITS, HITS, PLACES)
def test_rules_never_lower(
    scores: Scores | None, features: Features, hits: list[RuleHit], more: list[RuleHit], place: tuple[ChannelKind, PolicyConfig]
) -> None:
    less, with_more = decide(scores, features, hits, *place), decide(scores, features, hits + more, *place)
    assert gravity(with_more) >= gravity(less)
    assert with_more.hate >= less.hate
    assert less.route is Route.NONE or set(with_more.reasons) >= set(less.reasons)


@given(VALUES, VALUES, FEATURES, HITS, PLACES)
def test_a_higher_score_never_lowers_the_verdict(
    one: dict[str, float], other: dict[str, float], features: Features, hits: list[RuleHit], place: tuple[ChannelKind, PolicyConfig]
) -> None:
    names = one.keys() | other.keys() | {"toxicity"}
    low = decide(Scores({name: min(one.get(name, 0), other.get(name, 0)) for name in names}, "t"), features, hits, *place)
    high = decide(Scores({name: max(one.get(name, 0), other.get(name, 0)) for name in names}, "t"), features, hits, *place)
    assert gravity(high) >= gravity(low)
    assert high.hate >= low.hate


WORSE = st.sampled_from(["asked_to_stop", "target_silent", "several", "keeps_on", "time", "place", "means", "aimed"])
BETTER = st.sampled_from(["plays_along", "laughter", "target_laughs", "quotes", "counters", "game_talk"])


@given(SCORES, FEATURES, PLACES, WORSE, BETTER)
def test_each_cue_pulls_one_way(
    scores: Scores | None, features: Features, place: tuple[ChannelKind, PolicyConfig], worse: str, better: str
) -> None:
    def seen(name: str, *, there: bool) -> int:
        return gravity(decide(scores, replace(features, **{name: there}), (), *place))

    assert seen(worse, there=True) >= seen(worse, there=False)
    assert seen(better, there=True) <= seen(better, there=False)


@given(VALUES, FEATURES, HITS, KINDS, CONFIG)
def test_an_uncovered_language_is_judged_as_if_the_classifier_were_missing(
    values: dict[str, float], features: Features, hits: list[RuleHit], kind: ChannelKind, config: PolicyConfig
) -> None:
    foreign = decide(Scores(values, "t", covered=False), features, hits, kind, config)
    missing = decide(None, features, hits, kind, config)
    assert replace(foreign, reasons=()) == replace(missing, reasons=())
    assert Reason(Why.NOT_COVERED) in foreign.reasons


@given(SCORES, FEATURES, KINDS, CONFIG)
def test_where_it_is_quiet_the_conversation_changes_nothing(
    scores: Scores | None, features: Features, kind: ChannelKind, config: PolicyConfig
) -> None:
    if scores is not None and not quiet(scores, (), config):
        scores = replace(scores, values={name: value * config.floor * 0.99 for name, value in scores.values.items()})
    assert quiet(scores, (), config)
    verdict = decide(scores, features, (), kind, config)
    assert verdict == decide(scores, NO_FEATURES, (), kind, config)
    assert verdict.label is Label.CLEAN


@given(FEATURES, KINDS, st.sampled_from(["threat", "distress"]), st.floats(0.65, 1))
def test_sure_danger_always_reaches_a_human(features: Features, kind: ChannelKind, name: str, value: float) -> None:
    assert decide(Scores({name: value}, "t"), features, (), kind, DEFAULT_POLICY).route is Route.QUEUE
