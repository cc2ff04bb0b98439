"""Links that young people are lured with: invitations to other servers, disguised addresses, downloads. Only ever a request for a look."""

import re
from dataclasses import dataclass

from moderation.model import Context, Label, Message, Reason, RuleHit
from moderation.reasons import Why
from moderation.words import Words

_HINT = re.compile(r"://|www\.|\]\(|discord|/invite|\bt\.me|whatsapp", re.IGNORECASE)
_INVITE = re.compile(
    r"\b(?:discord(?:app)?\.(?:gg|com/invite)|dsc\.gg|discord\.me|invite\.gg|t\.me|chat\.whatsapp\.com)/\+?[\w-]{2,}", re.IGNORECASE
)
_URL = re.compile(r"\b(?:https?://|www\.)(\[[0-9a-f:.]+\](?::\d+)?|[^\s/?#<>()\[\]]+)([^\s<>()\[\]]*)", re.IGNORECASE)
_MASKED = re.compile(r"\[[^\]]*?(?:https?://|www\.)([^\s/\])]+)[^\]]*\]\(\s*<?(?:https?://)?(?:www\.)?([^\s/)>]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|\[[0-9a-f:.]+\](?::\d+)?")
_DOWNLOAD = re.compile(r"\.(?:exe|scr|bat|cmd|msi|apk|jar|vbs|ps1|lnk|iso)(?:$|[?#])", re.IGNORECASE)
_REAL = re.compile(r"(?:^|\.)(?:discord(?:app|status)?\.(?:com|gg|net|gift)|steam(?:community|powered)\.com)$")
_POSING = re.compile(r"d[il1]+s+c[o0]+r+d|d[il1]+c[o0]rd|d[il1]sc?r[o0]d|n[il1]tr[o0]|st[e3]+a+m+c?o?mm?un|ste?a+n?mc[o0]m")
_SHORTENERS = frozenset(
    {"bit.ly", "tinyurl.com", "goo.gl", "is.gd", "cutt.ly", "rb.gy", "shorturl.at", "ow.ly", "grabify.link", "iplogger.org", "2no.co"}
)


@dataclass(frozen=True, slots=True)
class Links:
    """Invitations and suspicious addresses; the reason's detail says what kind, never the address."""

    name: str = "links"

    def check(self, message: Message, context: Context, words: Words) -> RuleHit | None:  # noqa: ARG002 one signature for all rules
        """An uncertain hit: an invitation may be a friend's, so a human looks."""
        text = message.text
        if not _HINT.search(text):
            return None
        kind = suspicious(text)
        if kind:
            return RuleHit(self.name, Label.UNSURE, Reason(Why.SUSPICIOUS_LINK, kind), certain=False)
        if _INVITE.search(text):
            return RuleHit(self.name, Label.UNSURE, Reason(Why.INVITE), certain=False)
        return None


def suspicious(text: str) -> str:
    """What is wrong with the first suspicious link of a text ("masked", "posing", "address", …), or ""."""
    if any(_host(shown) != _host(real) for shown, real in _MASKED.findall(text)):
        return "masked"
    return next((kind for host, rest in _URL.findall(text) if (kind := _oddity(host.lower(), rest))), "")


def _host(name: str) -> str:
    return name.lower().removeprefix("www.")


def _oddity(authority: str, rest: str) -> str:
    host = _host(authority.rpartition("@")[2])
    if "@" in authority:
        return "disguised"
    if _ADDRESS.fullmatch(host):
        return "address"
    if host.startswith("xn--") or ".xn--" in host or not host.isascii():
        return "foreign-letters"
    if host in _SHORTENERS:
        return "shortened"
    if _POSING.search(host) and not _REAL.search(host):
        return "posing"
    return "download" if _DOWNLOAD.search(rest) else ""
