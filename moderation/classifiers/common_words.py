"""Tables of very common words, as chat spells them: what a language is recognised by, and what means nothing by itself."""

from collections.abc import Mapping


def _words(paragraph: str) -> frozenset[str]:
    return frozenset(paragraph.split())


OURS: Mapping[str, frozenset[str]] = {
    "nl": _words(
        """
        aan al alle alleen allemaal als amai ben bent bij da dan dat de denk deze die dit doe doen door dus een eens eigenlijk
        elke en er eraan ermee erover ff ga gaan gaat ge geen gelijk gewoon gij goed goe haar had heb hebben hebt heeft heel hem
        hen het hier hij hoe hun iedereen iemand iets ik in is ja jij jou jouw jullie kan keer kei kon kunnen kunt laat leuk
        maar man mee meer mensen met mij mijn moet moeten morgen naar nee niemand niet niets niks nog nu om omdat ons onze ook
        op over school soms straks te tegen toch toen tot u uit uw vaak van vanavond vandaag veel verdomme voor waar waarom want
        was wat we weer weet wel wie wij wil willen wilt wordt zal ze zeg zei zelf zich zie zien zij zijn zijt zo zonder zou
        zouden zullen wa nie jong mama papa vriend vrienden komt kom kunde hedde zede zijde efkes allee ne nen des sebiet gast
        goeie
        """
    ),
    "fr": _words(
        """
        a ai aller alors apres au aussi autre aux avais avait avec avez avoir bah bien bon bonjour c ca ce ces cest cet cette
        chez comme comment contre d dans de depuis des deux dis dit dois doit doivent donc du elle elles en encore entre es est
        et etait ete etre eux fait faire faut fois font gens ici il ils j jai jamais je jsuis juste l la le les leur leurs lui
        ma mais me meme mes moi mon ne non nos notre nous on ont ou oui par parce pas personne peu peut peux plus pour pourquoi
        quand que quel quelle quelquun qui quoi rien sa sais sans se ses si soir son sont suis sur t ta te tes toi ton toujours
        tous tout toute toutes tres trop tu un une va vais vas vers veux veut vont vos votre vous vrai vraiment y demain ouais
        wesh frere mec meuf trouve dire voir mere pere ecole n qu s m pcq jsp stp svp tkt
        """
    ),
    "en": _words(
        """
        a about after all also am an and any anyone are as at be because been before being but by can cant come could did didnt
        do does doesnt dont down else even ever every everyone for from get go going gonna got had has hate have he her here him
        his how i id if ill im in is isnt it its ive just know let like lol look love make man many me more my myself never new
        next no nobody not nothing now of off on one only or our out over people please really right said say school see she
        should so some someone still such take than thanks that thats the their them then there theres these they theyre thing
        think this those time to today too u up ur us very wanna want was wasnt way we well were what when where who why will
        wish with wont would yeah yes you your youre guys tomorrow tonight good game play playing home friends
        """
    ),
}
"""Dutch, French and English; a word may be in several."""

ELSEWHERE = _words(
    """
    ich nicht und ist das alle hier die der den ein was so man ja war auch mich dich wir ihr sind habe hast warum heute aber
    doch mir dir kein keine el los las muy pero porque yo eres esta estoy hola gracias tambien todo nada hacer quiero tengo
    amigo donde che sono perche della gli anche ciao molto cosa questo voglio mio tuo nao voce muito obrigado isso meu minha
    uma bir ve bu icin degil ben sen cok ama var yok evet hayir nasil bana seni merhaba nie jest ze sie czy tak jak dla moje
    dobrze co si este sunt pentru ce foarte bine salut ana inta mesh wallah shu hada kif
    """
)
"""Of German, Spanish, Italian, Portuguese, Turkish, Polish, Romanian and romanised Arabic."""

CHAT = _words(
    """
    gg ggwp wp ez noob noobs lol lmao rofl xd kek mdr ptdr afk brb wtf omg rip bruh bro skill issue pro op ok oke okay team
    lag game games haha hahaha hihi fps map boss kms kys meta nice hey hi yo top stop server clutch spawn
    """
)
"""Said in every language, so they speak for none."""

COMMON: frozenset[str] = frozenset().union(*OURS.values())
