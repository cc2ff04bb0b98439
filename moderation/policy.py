"""From scores, conversation and rules to a verdict: one pure function. It lays before a human or leaves alone; it never acts (R4).

Each class of scores is tilted by what the conversation shows and then held against a band: above ``sure`` it has its label, from
``unsure`` on a human looks anyway. The gravest finding gives the verdict its label, so that a rule can only ever raise it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moderation.features import Features
from moderation.model import KEPT_LABELS, QUEUED_LABELS, ChannelKind, Label, Reason, Route, RuleHit, Scores, Urgency, Verdict
from moderation.reasons import Why

GRAVITY = (Label.CLEAN, Label.BANTER, Label.UNSURE, Label.HARASSMENT, Label.HATE, Label.THREAT, Label.DISTRESS)
"""Labels from nothing to gravest; somebody in distress comes before everything."""

URGENCY = {Label.DISTRESS: Urgency.NOW, Label.THREAT: Urgency.NOW, Label.HATE: Urgency.SOON, Label.HARASSMENT: Urgency.SOON}

CLASSES = frozenset({"toxicity", "severe_toxicity", "insult", "identity_attack", "threat", "distress"})
"""The classes that the policy reads; a classifier may have more."""


@dataclass(frozen=True, slots=True)
class Band:
    """Probabilities: from ``unsure`` on a human looks, from ``sure`` on the label is given."""

    unsure: float
    sure: float


@dataclass(frozen=True, slots=True)
class PolicyConfig:
    """Every threshold and weight, as probabilities or as what is added to and taken from one."""

    floor: float = 0.2  # under it, no conversation makes a score worth a look
    rude: float = 0.4
    threat: Band = Band(0.4, 0.65)
    distress: Band = Band(0.4, 0.6)
    hate: Band = Band(0.4, 0.65)
    harassment: Band = Band(0.55, 0.75)
    profanity: float = 0.75  # how much of plain toxicity counts as an insult
    rough: frozenset[ChannelKind] = frozenset({ChannelKind.LOBBY, ChannelKind.TWITCH})  # where talk is rough once it is about the game

    named: float = 0.1  # a time, a place or a means
    game: float = 0.15
    joke: float = 0.2
    laughter: float = 0.1
    quotes: float = 0.2
    counters: float = 0.3
    asked_to_stop: float = 0.35
    several: float = 0.2
    silent: float = 0.2
    keeps_on: float = 0.1
    plays_along: float = 0.35
    target_laughs: float = 0.2
    not_aimed: float = 0.2

    unknown_hate: float = 0.5  # where no classifier read the message, nothing is known
    rule_hate: float = 0.9


DEFAULT_POLICY = PolicyConfig()


@dataclass(frozen=True, slots=True)
class _Finding:
    """What one class of scores or one rule comes to; ``tilted`` is the probability after the conversation had its say."""

    label: Label
    reasons: tuple[Reason, ...]
    tilted: float = 0.0


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a class of scores is held against, and what it is called where it stands out."""

    label: Label
    why: Why
    band: Band
    floor: float


def quiet(scores: Scores | None, hits: Sequence[RuleHit], config: PolicyConfig) -> bool:
    """True where no conversation can change the verdict, so that nobody needs to read it."""
    lowest = min(config.floor, config.rude)
    return not hits and all(value < lowest for name, value in _values(scores).items() if name in CLASSES)


def decide(scores: Scores | None, features: Features, hits: Sequence[RuleHit], kind: ChannelKind, config: PolicyConfig) -> Verdict:
    """The verdict.

    ``scores`` is None where no classifier could be had. Then, as where it doesn't read the language, the rules alone decide.
    """
    values = _values(scores)
    if quiet(scores, hits, config):
        return _calm(values, scores, config)
    threat = _threat(values.get("threat", 0.0), features, kind, config)
    hate = _hate(values.get("identity_attack", 0.0), features, config)
    rude = max(values.get("insult", 0.0), values.get("severe_toxicity", 0.0), values.get("toxicity", 0.0) * config.profanity)
    harassment = _harassment(rude, features, kind, config)
    findings = [_distress(values.get("distress", 0.0), features, config), threat, hate, harassment]
    if max(rude, values.get("toxicity", 0.0)) >= config.rude:
        findings.append(_Finding(Label.BANTER, harassment.reasons))
    findings += [_Finding(hit.label if hit.certain else Label.UNSURE, (hit.reason,)) for hit in hits]
    findings.sort(key=lambda finding: GRAVITY.index(finding.label), reverse=True)
    label = findings[0].label
    known = max(hate.tilted, threat.tilted) if values else config.unknown_hate
    ruled = any(hit.certain and hit.label in {Label.HATE, Label.THREAT} for hit in hits)
    return Verdict(
        label=label,
        route=Route.QUEUE if label in QUEUED_LABELS else Route.NONE,
        urgency=URGENCY.get(label, Urgency.LATER),
        hate=max(known, config.rule_hate) if ruled else known,
        scores=values,
        reasons=_reasons(findings, scores),
        language=scores.language if scores else None,
    )


def _calm(values: dict[str, float], scores: Scores | None, config: PolicyConfig) -> Verdict:
    """The verdict on nearly everything that is said: nothing is weighed where nothing could tip the scales."""
    return Verdict(
        label=Label.CLEAN,
        route=Route.NONE,
        urgency=Urgency.LATER,
        hate=max(values.get("identity_attack", 0.0), values.get("threat", 0.0)) if values else config.unknown_hate,
        scores=values,
        reasons=_reasons((), scores),
        language=scores.language if scores else None,
    )


def _values(scores: Scores | None) -> dict[str, float]:
    """The scores that mean something."""
    return dict(scores.values) if scores is not None and scores.covered else {}


def _threat(score: float, features: Features, kind: ChannelKind, config: PolicyConfig) -> _Finding:
    cues = [
        (Why.TIME, features.time, config.named),
        (Why.PLACE, features.place, config.named),
        (Why.MEANS, features.means, config.named),
        (Why.GAME_TALK, features.game_talk and kind is ChannelKind.MATCH, -config.game),
        (Why.LAUGHTER, features.laughter, -config.laughter),
        (Why.QUOTES, features.quotes, -config.quotes),
    ]
    return _grade(score, cues, _Measure(Label.THREAT, Why.THREAT, config.threat, config.floor))


def _distress(score: float, features: Features, config: PolicyConfig) -> _Finding:
    cues = [(Why.LAUGHTER, features.laughter and features.game_talk, -config.joke)]
    return _grade(score, cues, _Measure(Label.DISTRESS, Why.DISTRESS, config.distress, config.floor))


def _hate(score: float, features: Features, config: PolicyConfig) -> _Finding:
    cues = [(Why.QUOTES, features.quotes, -config.quotes), (Why.COUNTERS, features.counters, -config.counters)]
    return _grade(score, cues, _Measure(Label.HATE, Why.HATE, config.hate, config.floor))


def _harassment(score: float, features: Features, kind: ChannelKind, config: PolicyConfig) -> _Finding:
    cues = [
        (Why.ASKED_TO_STOP, features.asked_to_stop, config.asked_to_stop),
        (Why.SEVERAL, features.several, config.several),
        (Why.TARGET_SILENT, features.target_silent, config.silent),
        (Why.KEEPS_ON, features.keeps_on, config.keeps_on),
        (Why.PLAYS_ALONG, features.plays_along, -config.plays_along),
        (Why.TARGET_LAUGHS, features.target_laughs, -config.target_laughs),
        (Why.LAUGHTER, features.laughter, -config.laughter),
        (Why.QUOTES, features.quotes, -config.quotes),
        (Why.COUNTERS, features.counters, -config.counters),
        (Why.GAME_TALK, kind is ChannelKind.MATCH or (features.game_talk and kind in config.rough), -config.game),
    ]
    if not features.aimed:
        score = max(0.0, score - config.not_aimed)
    return _grade(score, cues, _Measure(Label.HARASSMENT, Why.RUDE, config.harassment, config.floor))


def _grade(score: float, cues: Iterable[tuple[Why, bool, float]], measure: _Measure) -> _Finding:
    """Tilts ``score`` by the cues that are there, never below the floor.

    Threat and distress of which the classifier is sure reach a human whatever the cues say: better one look too many.
    """
    if score < measure.floor:
        return _Finding(Label.CLEAN, (Reason(measure.why),), score)
    seen = [(cue, weight) for cue, there, weight in cues if there]
    tilted = min(1.0, max(measure.floor, score + sum(weight for _, weight in seen)))
    reasons = (Reason(measure.why), *(Reason(cue) for cue, _ in seen))
    if tilted >= measure.band.sure:
        return _Finding(measure.label, reasons, tilted)
    if tilted >= measure.band.unsure or (score >= measure.band.sure and measure.label in KEPT_LABELS):
        return _Finding(Label.UNSURE, (Reason(Why.UNSURE), *reasons), tilted)
    return _Finding(Label.CLEAN, reasons, tilted)


def _reasons(findings: Sequence[_Finding], scores: Scores | None) -> tuple[Reason, ...]:
    """Each reason once, the gravest finding's first, then the classifier's own, then what could not be read.

    Before a human come the reasons for a look; those of banter only where banter is all there is.
    """
    for_a_look = [finding for finding in findings if finding.label in QUEUED_LABELS]
    telling = for_a_look or [finding for finding in findings if finding.label is Label.BANTER]
    found = [reason for finding in telling for reason in finding.reasons]
    if scores is None:
        found.append(Reason(Why.NOT_JUDGED))
    elif not scores.covered:
        found.append(Reason(Why.NOT_COVERED))
    elif found:
        found += scores.reasons
    return tuple(dict.fromkeys(found))
