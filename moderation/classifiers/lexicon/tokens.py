"""Cuts folded text into tokens."""

import re

USER = "someone"
"""What a mention of a user becomes."""

_MARKUP = re.compile(r"https?://\S+|<@[!&]?\d+>|<a?:(\w+):\d+>")
_TOKEN = re.compile(
    r"(?P<elision>\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu))'(?=[aeiouyh])"
    r"|(?P<word>[^\W_]+(?:['*]+[^\W_]+)*)"
    r"|(?P<end>[.!?;\n]+)"
    r"|(?P<comma>[,:])"
    r"|(?P<picture>[\u2600-\u27bf\U0001f300-\U0001faff])"
)


def tokenise(piece: str) -> list[str]:
    """A piece of folded text, between two spaces, as words without apostrophes, "." where a sentence ends, "," and single emoji.

    French elisions stand apart ("t'es" becomes "t", "es"); a star inside a word stays ("l*ser"); links go.
    """
    if "<" in piece or "://" in piece:
        piece = _MARKUP.sub(_plain_markup, piece)
    tokens = []
    for found in _TOKEN.finditer(piece):
        kind = found.lastgroup
        if kind == "word":
            tokens.append(found[0].replace("'", ""))
        else:
            tokens.append({"end": ".", "comma": ","}.get(kind or "") or found["elision"] or found[0])
    return tokens


def _plain_markup(found: re.Match[str]) -> str:
    if found[0].startswith("<@"):
        return f" {USER} "
    return f" {found[1] or ''} "
