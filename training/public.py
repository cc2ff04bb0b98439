"""The public sets, each read by its own small reader into examples; handles and links are stripped before anything else sees a text."""

import csv
import html
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from training.labels import Example, targets

csv.field_size_limit(sys.maxsize)
_NOISE = re.compile(r"@\w+:?|https?://\S+|\[URL\]|\[USER\]|<user>|<number>|\bRT\b:?", re.IGNORECASE)
_CLEAN = targets({}, otherwise=0.0)
_HATE = {"toxicity": 1.0, "identity_attack": 1.0, "distress": 0.0, "banter": 0.0}
_RUDE = {"toxicity": 1.0, "identity_attack": 0.0, "threat": 0.0, "distress": 0.0}
_NOT_HATE = {"identity_attack": 0.0}


def stripped(text: str) -> str:
    """The text without handles, links and retweet marks, on one line."""
    return " ".join(_NOISE.sub(" ", html.unescape(text)).split())


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def davidson(root: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Tweets: 0 hate, 1 offensive (which says nothing about its aim), 2 neither."""
    meaning = {"0": targets(_HATE), "1": targets(_RUDE), "2": _CLEAN}
    for row in _rows(root / "labeled_data.csv"):
        yield row["tweet"], meaning[row["class"]]


def hatexplain(root: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Posts from Twitter and Gab, lower-cased."""
    meaning = {
        "hatespeech": targets(_HATE),
        "offensive": targets({"toxicity": 1.0, "distress": 0.0}),
        "normal": targets(_NOT_HATE | {"threat": 0.0}),
    }
    for name in ("lfr_train.csv", "lfr_valid.csv"):
        for row in _rows(root / name, "\t"):
            yield row["text"], meaning[row["label"]]


def edos(root: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Reddit and Gab: sexist or not; its first category is threats."""
    for row in _rows(root / "edos_labelled_aggregated.csv"):
        if row["label_sexist"] == "sexist":
            yield row["text"], targets(_HATE | {"threat": float(row["label_category"].startswith("1."))})
        else:
            yield row["text"], targets(_NOT_HATE)


def implicit_hate(root: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Tweets: first stage for hate or not, second for threats. Its "white grievance" is no sign of anything here and is left out."""
    second = {row["post"]: row["implicit_class"] for row in _rows(root / "implicit_hate_v1_stg2_posts.tsv", "\t")}
    for row in _rows(root / "implicit_hate_v1_stg1_posts.tsv", "\t"):
        kind = second.get(row["post"], "")
        if row["class"] == "not_hate":
            yield row["post"], targets(_NOT_HATE | {"threat": 0.0})
        elif kind != "white_grievance":
            yield row["post"], targets(_HATE | {"threat": float(kind == "threatening")})


def hatemojibuild(root: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Minimal pairs with emoji."""
    for name in ("train.csv", "validation.csv"):
        for row in _rows(root / name):
            if row["label_gold"] == "1":
                yield row["text"], targets(_HATE | {"threat": float(row["type"] == "threateninglanguage")})
            else:
                yield row["text"], targets(_NOT_HATE)


def sbic(root: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Posts: offensive to a group, offensive to nobody in particular, or not."""
    for name in ("SBIC.v2.agg.dev.csv", "SBIC.v2.agg.tst.csv"):
        for row in _rows(root / name):
            if float(row["offensiveYN"] or 0) < 0.5:  # noqa: PLR2004 - the share of annotators: a majority
                yield row["post"], _CLEAN
            elif row["targetMinority"] not in {"", "[]"}:
                yield row["post"], targets(_HATE)
            else:
                yield row["post"], targets(_RUDE)


def toxic_spans(root: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Comments with marked spans: rude, which is no proof against hate."""
    for name in ("tsd_train.csv", "tsd_trial.csv"):
        for row in _rows(root / name):
            rude = row["spans"] not in {"", "[]"}
            yield row["text"], targets({"toxicity": float(rude), "insult": 1.0} if rude else {"toxicity": 0.0, "insult": 0.0})


def convabuse(root: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """What people said to an assistant, by majority of its annotators."""
    for name in ("ConvAbuseEMNLPtrain.csv", "ConvAbuseEMNLPvalid.csv"):
        for row in _rows(root / name):
            votes = [
                number
                for number in range(1, 9)
                if any(row.get(f"Annotator{number}_is_abuse.{level}") == "1" for level in (1, 0, -1, -2, -3))
            ]
            abusive = [n for n in votes if any(row.get(f"Annotator{n}_is_abuse.{level}") == "1" for level in (-1, -2, -3))]
            if not votes or len(abusive) * 2 == len(votes):
                continue
            if len(abusive) * 2 < len(votes):
                yield row["user"], targets(_NOT_HATE | {"toxicity": 0.0, "insult": 0.0, "threat": 0.0})
                continue
            kinds = ("racist", "sexist", "homophobic", "transphobic", "ableist")
            group = any(sum(row.get(f"Annotator{n}_{kind}") == "1" for n in abusive) * 2 > len(abusive) for kind in kinds)
            yield row["user"], targets(_HATE if group else {"toxicity": 1.0, "insult": 1.0, "identity_attack": 0.0})


READERS: Mapping[str, Callable[[Path], Iterator[tuple[str, tuple[float, ...]]]]] = {
    "davidson": davidson,
    "hatexplain": hatexplain,
    "edos": edos,
    "implicit-hate": implicit_hate,
    "hatemojibuild": hatemojibuild,
    "sbic-devtest": sbic,
    "toxic-spans": toxic_spans,
    "convabuse": convabuse,
}


def examples(datasets: Path) -> Iterator[Example]:
    """Every public example, once per distinct text within its set. Raises FileNotFoundError where a set is missing."""
    for name, reader in READERS.items():
        seen: set[str] = set()
        for text, target in reader(datasets / name):
            plain = stripped(text)
            if len(plain) > 1 and plain.casefold() not in seen:
                seen.add(plain.casefold())
                yield Example(plain, target, name, "en")
