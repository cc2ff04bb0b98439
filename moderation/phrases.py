"""How people laugh, play along, ask to stop, quote and speak up, in Flemish, French and English as young people type it.

Small and plain on purpose: each pattern only tilts a judgement that a classifier or a rule began; none judges by itself.
All of them expect folded text (lower case, no accents, straight quotes).
"""

import re
from collections.abc import Mapping


def _any_of(*, en: str = "", nl: str = "", fr: str = "", all_three: str = "") -> re.Pattern[str]:
    """One pattern of whole words from alternatives by language."""
    return re.compile(r"(?<!\w)(?:" + "|".join(part for part in (all_three, en, nl, fr) if part) + r")(?!\w)")


LAUGHTER = re.compile(
    r"(?<!\w)(?:a*h+[ae]+(?:h+[ae]+)+h*|(?:ha|he|hi|ho){2,}h?|l+o+l+z?|l+m+f?a+o+|rofl|mdr+|x?ptdr+|jpp|x+d+|k+e+k+w?|grapje)(?!\w)"
    r"|[\U0001F602\U0001F923\U0001F606\U0001F605\U0001F604\U0001F601\U0001F61C\U0001F92A\U0001F61B\U0001F61D\U0001F643\U0001F480]"
    r"|(?<!\w)[:;]-?[dp](?!\w)"
)

RETORT = _any_of(
    en=r"no u+|no you|you too|says? the one|your mom|rematch|1v1(?: me)?|skill issue|cry about it",
    nl=r"(?:gij|jij) ook|(?:gij|jij|uw|je) zelf|uw ma|je ma|kom maar|herkansing|droom (?:maar )?verder",
    fr=r"toi[- ]meme|toi aussi|ta mere|parle pour toi|viens|revanche|on verra",
)

STOP = _any_of(
    all_three=r"(?:^\W*|please |pls |just |nu |toch |allez )stop(?: it| that| please| pls| nu| stp| svp)?",
    en=r"leave me (?:alone|be)|not (?:even )?funny|please (?:don'?t|quit)|cut it out|knock it off|(?:that|this) (?:really )?hurts?|go away",
    nl=r"hou(?: er)?(?: nu| eens| toch)? ?(?:mee )?op|stop er ?mee|kap ermee|laat (?:me|mij)(?: toch| nu| eens)?(?: met)? ?(?:ge)?rust"
    r"|niet (?:meer |echt )?(?:grappig|leuk|plezant)|(?:dit|dat|da) (?:doet(?: echt)? pijn|kwetst)|ga weg",
    fr=r"arretez?(?:-vous)?|arretes|laissez?[- ]moi|c'?est (?:meme )?pas drole|pas drole|ca suffit|lachez?[- ]moi|fous[- ]moi la paix"
    r"|ca (?:me )?fait mal",
)

QUOTES = re.compile(
    r"(?:^|\n)\s*>\s*\S|\"[^\"\n]{3,}\"|(?<!\w)'[^'\n]{6,}'(?!\w)|"
    + _any_of(
        en=r"(?:he|she|they|someone|somebody) (?:said|says|called|wrote|told|typed)|(?:got|was|been) called|lyrics?",
        nl=r"(?:hij|zij|ze|iemand) (?:zei|zegt|noemde|schreef|riep)|werd uitgemaakt|songtekst",
        fr=r"(?:il|elle|on|quelqu'un) (?:a|m'a|nous a) (?:dit|ecrit|traite|appele|crie)|ils (?:ont|m'ont) (?:dit|traite)|paroles",
    ).pattern
)

COUNTERS = _any_of(
    en=r"(?:that|this|it)(?:'s| is)? (?:so )?(?:racist|sexist|homophobic|not ok(?:ay)?|wrong|disgusting)"
    r"|(?:can'?t|shouldn'?t|don'?t|do not) (?:say|call|use|write) (?:that|this|him|her|them|people|such|anyone)"
    r"|stop (?:saying|calling|using)|no(?:body| one) should",
    nl=r"(?:dat|da|dit)(?: is|'s)? (?:zo |echt |gewoon )?(?:racistisch|seksistisch|homofoob|niet oke|niet ok|fout|walgelijk)"
    r"|(?:dat|zoiets|da) (?:zeg|noem|schrijf|doe) (?:je|ge|jij) (?:toch )?niet|(?:dat|zoiets|da) (?:mag|kan) (?:(?:je|ge|jij) )?niet"
    r"|stop met (?:zeggen|schelden|zulke|dat)|niemand zou",
    fr=r"c'?est (?:trop |vraiment |tellement )?(?:raciste|sexiste|homophobe|pas ok|pas normal|degueulasse)"
    r"|(?:dit|dis|dites|peut|peux|pouvez) pas (?:dire )?(?:ca|des)|arretez? de (?:dire|traiter|parler)|personne ne (?:devrait|merite)",
)

GAME = _any_of(
    all_three=r"gg+(?:wp)?|wp|ez|noobs?|spawns?|respawn|clutch|aim(?:bot)?|headshots?|defuse|bomb ?site|lobby|ranked|gank|mid|jungle"
    r"|(?:top|bot) ?lane|nerf|buff|boss|raid|loot|lag|fps|map|match|camper|smurf|carry",
    en=r"rounds?|kills?|plant(?:ed)?",
    nl=r"potje|ronde|verloren|gewonnen",
    fr=r"manche|partie|perdu|gagne",
)

TIME = _any_of(
    all_three=r"\d{1,2}[:.h]\d{2}|\d{1,2} ?(?:u|uur|h|heures?|pm|am)",
    en=r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|after (?:school|class|work)|next week",
    nl=r"(?:maan|dins|woens|donder|vrij|zater|zon)dag|morgen|overmorgen|vanavond|na (?:school|de les|'t school)|volgende week",
    fr=r"(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|demain|ce soir|apres (?:les cours|l'ecole)|la semaine prochaine",
)

PLACE = _any_of(
    en=r"(?:at|to|in|near|outside|behind) (?:(?:the|your|ur) )?"
    r"(?:school|gate|station|bus stop|park|gym|house|mosque|church|synagogue|mall|town hall|class(?:room)?|street)"
    r"|where (?:you|u) live|your (?:address|street|house|school)",
    nl=r"(?:aan|op|in|naar|voor|achter|bij) (?:(?:de|het|'t|uw|je|jouw) )?"
    r"(?:school(?:poort)?|poort|station|bushalte|park|moskee|kerk|synagoge|stadhuis|klas|straat|huis)"
    r"|waar (?:je|ge|gij|jij) woont|(?:uw|je|jouw) (?:adres|straat|huis)",
    fr=r"(?:a|au|aux|devant|derriere|dans|chez|pres de) (?:la |le |l'|les |ton |ta )?"
    r"(?:ecole|grille|gare|arret|parc|mosquee|eglise|synagogue|commune|classe|rue|maison|college|lycee)"
    r"|ou tu (?:habites|vis)|(?:ton|ta) (?:adresse|rue|maison|ecole)",
)

MEANS = _any_of(
    en=r"kni(?:fe|ves)|guns?|pistol|rifle|bombs?|acid|hammer|bat|petrol|stab(?:bed|bing)?|shoot(?:ing)?|burn(?:ing)?",
    nl=r"mes(?:sen)?|pistool|geweer|wapens?|bom(?:men)?|zuur|hamer|benzine|(?:neer)?steken|(?:neer)?schieten",
    fr=r"couteaux?|flingues?|pistolet|fusil|armes?|bombes?|acide|marteau|batte|essence|planter|poignarder|tirer|bruler",
)

YOU: Mapping[str | None, re.Pattern[str]] = {
    "en": _any_of(en=r"you|your|yours|youre|you're|ur|u|ya|yall|y'all|yourself"),
    "nl": _any_of(nl=r"jij|jou|jouw|je|gij|ge|uw|u|jullie|ulle|gulle|jezelf|uzelf"),
    "fr": _any_of(fr=r"tu|toi|te|ton|ta|tes|vous|votre|vos|t'\w+"),
    # "je" is "I" and "te" is "to" one border further: without a known language only what is safe in all three counts
    None: _any_of(en=r"you|your|youre|you're|ur|u|ya|yall", nl=r"jij|jou|jouw|gij|uw|jullie", fr=r"tu|toi|vous|votre|t'(?:es|as|etais)"),
}
"""Forms of "you" by language code; None where the language isn't known."""
