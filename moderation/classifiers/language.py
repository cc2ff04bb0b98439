"""Which of Dutch, French and English a short message speaks for; cheap evidence from common words and letter groups, never a guess.

Chat is short and mixed, so "no evidence" and "another language" are told apart: "gg" may be anything, "hola que tal" is not one of ours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moderation.normalise import fold, join_spelled

MIXED = "mixed"
"""At least two of the three, both with words of their own."""

_WORDS: Mapping[str, frozenset[str]] = {
    "nl": frozenset(
        "aan al alle alleen allemaal als amai ben bent bij da dan dat de denk deze die dit doe doen door dus een eens eigenlijk elke en er "
        "eraan ermee erover ff ga gaan gaat ge geen gelijk gewoon gij goed goe haar had heb hebben hebt heeft heel hem hen het hier hij hoe "
        "hun iedereen iemand iets ik in is ja jij jou jouw jullie kan keer kei kon kunnen kunt laat leuk maar man mee meer mensen met mij "
        "mijn moet moeten morgen naar nee niemand niet niets niks nog nu om omdat ons onze ook op over school soms straks te tegen toch toen "
        "tot u uit uw vaak van vanavond vandaag veel verdomme voor waar waarom want was wat we weer weet wel wie wij wil willen wilt wordt "
        "zal ze zeg zei zelf zich zie zien zij zijn zijt zo zonder zou zouden zullen wa nie jong mama papa vriend vrienden komt kom kunde "
        "hedde zede zijde efkes allee ne nen des sebiet gast goeie".split()
    ),
    "fr": frozenset(
        "a ai aller alors apres au aussi autre aux avais avait avec avez avoir bah bien bon bonjour c ca ce ces cest cet cette chez comme "
        "comment contre d dans de depuis des deux dis dit dois doit doivent donc du elle elles en encore entre es est et etait ete etre "
        "eux fait faire faut fois font gens ici il ils j jai jamais je jsuis juste l la le les leur leurs lui ma mais me meme mes moi mon "
        "ne non nos notre nous on ont ou oui par parce pas personne peu peut peux plus pour pourquoi quand que quel quelle quelquun qui "
        "quoi rien sa sais sans se ses si soir son sont suis sur t ta te tes toi ton toujours tous tout toute toutes tres trop tu un une "
        "va vais vas vers veux veut vont vos votre vous vrai vraiment y demain ouais wesh frere mec meuf trouve dire voir mere pere ecole "
        "n qu s m pcq jsp stp svp tkt".split()
    ),
    "en": frozenset(
        "a about after all also am an and any anyone are as at be because been before being but by can cant come could did didnt do does "
        "doesnt dont down else even ever every everyone for from get go going gonna got had has hate have he her here him his how i id if "
        "ill im in is isnt it its ive just know let like lol look love make man many me more my myself never new next no nobody not nothing "
        "now of off on one only or our out over people please really right said say school see she should so some someone still such "
        "take than thanks that thats the their them then there theres these they theyre thing think this those time to today too u up ur "
        "us very wanna want was wasnt way we well were what when where who why will wish with wont would yeah yes you your youre guys "
        "tomorrow tonight good game play playing home friends".split()
    ),
}
_OTHER = frozenset(
    "ich nicht und ist das alle hier die der den ein was so man ja war auch mich dich wir ihr sind habe hast warum heute aber doch mir dir kein keine "
    "el los las muy pero porque yo eres esta estoy hola gracias tambien todo nada hacer quiero tengo amigo donde "
    "che sono perche della gli anche ciao molto cosa questo voglio mio tuo "
    "nao voce muito obrigado isso meu minha uma "
    "bir ve bu icin degil ben sen cok ama var yok evet hayir nasil bana seni merhaba "
    "nie jest ze sie czy tak jak dla moje dobrze co "
    "si este sunt pentru ce foarte bine salut "
    "ana inta mesh wallah shu hada kif".split()
)
_CHAT = frozenset(
    "gg ggwp wp ez noob noobs lol lmao rofl xd kek mdr ptdr afk brb wtf omg rip bruh bro skill issue pro op ok oke okay team lag game games "
    "haha hahaha hihi fps map boss kms kys afk meta nice hey hi yo top stop server clutch spawn".split()
)
"""Said in every language, so they speak for none."""
COMMON_WORDS: frozenset[str] = frozenset().union(*_WORDS.values())
"""Words too frequent to mean anything by themselves."""

_TRAITS: Mapping[str, re.Pattern[str]] = {
    "nl": re.compile(r"ij|aa|uu|oe|sch|cht|ieuw|heid\b|lijk|tje\b|\bge[a-z]{4,}|\bver[a-z]{3,}|[a-z]{3,}en\b|kk"),
    "fr": re.compile(r"eau|eux|oi[rt]|qu[eio]|aie?nt|ez\b|elle|eur|tion|ique|ment\b|ouill|\b[jtcdlmns]'|gn|ais\b"),
    "en": re.compile(r"th|wh|ing\b|igh|ould|tion|ck\b|sh|ee|ed\b|y\b|n't\b|'re\b|'s\b"),
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_READ = 60
_WORD_WEIGHT, _TRAIT_WEIGHT = 3.0, 1.0
_ELSEWHERE = "elsewhere"
_ENOUGH, _LEAD = 2.0, 1.0  # points that name a language, and that it must be ahead
_OWN_WORDS, _SECOND = 2, 0.5  # words of its own and share of the first's points that make a second language count
_MANY, _STRANGE = 4, 0.3  # from so many words on, fewer points a word than this is a language unknown here


@dataclass(frozen=True, slots=True)
class Evidence:
    """``language`` is "nl", "fr", "en", MIXED or None (too little to tell). ``foreign`` is True where the words are another language's."""

    language: str | None
    foreign: bool = False


def evidence(text: str, hint: str | None = None) -> Evidence:
    """Reads the first words of a text. ``hint`` decides only between languages that the text leaves equal."""
    words = [word for word in _WORD.findall(join_spelled(fold(text)))[:_READ] if word not in _CHAT]
    if not words:
        return Evidence(None)
    points, own = _count(words)
    if _foreign(words, points):
        return Evidence(None, foreign=True)
    first, second = sorted(_WORDS, key=lambda language: (points[language], language == hint), reverse=True)[:2]
    if min(own[first], own[second]) >= _OWN_WORDS and points[second] >= _SECOND * points[first]:
        return Evidence(MIXED)
    if points[first] < _ENOUGH or (points[first] - points[second] < _LEAD and first != hint):
        return Evidence(None)
    return Evidence(first)


def covers(languages: frozenset[str] | None, found: Evidence) -> bool:
    """True where a classifier that reads ``languages`` (None: all) can be trusted with such a message. Nothing speaks against an unknown one."""
    if languages is None:
        return True
    if found.language is None:
        return not found.foreign
    return len(languages & _WORDS.keys()) == len(_WORDS) if found.language == MIXED else found.language in languages


def _count(words: Sequence[str]) -> tuple[Mapping[str, float], Mapping[str, int]]:
    """Points by language, and how many words are that language's alone."""
    points, own = dict.fromkeys((*_WORDS, _ELSEWHERE), 0.0), dict.fromkeys((*_WORDS, _ELSEWHERE), 0)
    for word in words:
        for language, weight in _speaks_for(word):
            points[language] += weight
            own[language] += weight == _WORD_WEIGHT
    return points, own


def _foreign(words: Sequence[str], points: Mapping[str, float]) -> bool:
    if 2 * sum(word.isascii() for word in words) < len(words):
        return True
    best = max(points[language] for language in _WORDS)
    return points[_ELSEWHERE] > best or (len(words) >= _MANY and best < _STRANGE * len(words))


@lru_cache(maxsize=20_000)
def _speaks_for(word: str) -> tuple[tuple[str, float], ...]:
    known = [language for language, words in _WORDS.items() if word in words]
    if word in _OTHER:
        known.append(_ELSEWHERE)
    if known:
        return tuple((language, _WORD_WEIGHT / len(known)) for language in known)
    traits = [language for language, trait in _TRAITS.items() if trait.search(word)]
    return tuple((language, _TRAIT_WEIGHT / len(traits)) for language in traits)
