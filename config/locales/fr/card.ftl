card-title = Cas { $case }
card-why = Pourquoi c'est ici
card-message = Le message
card-before = Avant
card-after = Après
card-notes = Notes
card-acts = Ce qui s'est passé
card-jump = Aller au message
card-attachments = { $count ->
    [one] Avec un fichier. Haven ne regarde pas les fichiers.
   *[other] Avec { $count } fichiers. Haven ne regarde pas les fichiers.
}
card-no-text = (pas de texte)
card-state-new = Personne ne s'en occupe encore.
card-state-claimed = { $who } s'en occupe ({ $when }).
card-state-decided = { $who } a décidé le { $when } : { $decision }.
card-state-withdrawn = La personne qui l'a écrit l'a repris. Il n'y a rien à décider.
card-text-kept = Le texte est gardé jusqu'à { $when }.
card-text-withdrawn = La personne qui l'a écrit a modifié ou supprimé le message avant une décision. Le texte est effacé.
card-text-expired = Le texte a été effacé, car sa durée de conservation est passée.
card-text-author-edited = Depuis, le message a été modifié par la personne qui l'a écrit. Tu vois le premier texte.
card-text-author-deleted = Depuis, le message a été supprimé par la personne qui l'a écrit. Le texte n'est gardé que pour ce cas.
card-origin-model = Remarqué par Haven.
card-origin-rule = Remarqué par une règle.
card-origin-worker = Ouvert par { $who }.
card-origin-member = Signalé par un membre.

urgency-now = maintenant
urgency-soon = bientôt
urgency-later = quand tu as le temps

kind-match = un match
kind-lobby = le lobby
kind-discussion = une discussion
kind-twitch = un chat Twitch

surface-message = un message
surface-forwarded = un message transféré
surface-embed = un message avec l'aperçu d'un lien
surface-poll = un sondage
surface-thread-title = le titre d'un fil
surface-nickname = un pseudo

label-clean = rien à signaler
label-banter = taquinerie
label-harassment = harcèlement
label-hate = haine
label-threat = une menace
label-distress = quelqu'un ne va peut-être pas bien
label-unsure = pas sûr

language-nl = néerlandais
language-fr = français
language-en = anglais
language-mixed = mélangé
language-unknown = pas clair

decision-dismiss = taquinerie, rien à faire
decision-remove = retirer le message
decision-remind = rappeler les règles
decision-timeout = imposer une pause

button-claim = Je m'en occupe
button-dismiss = Taquinerie
button-remove = Retirer
button-remind = Rappel
button-timeout = Pause
button-note = Note
button-release = Libérer
button-health-seen = Vu

timeout-length = { $minutes ->
    [10] 10 minutes
    [60] 1 heure
    [1440] 1 jour
    [10080] 1 semaine
   *[other] { $minutes } minutes
}

modal-note-title = Note sur le cas { $case }
modal-note-label = Que doivent savoir les collègues ?
modal-note-placeholder = Court, et sur ce message. Ni croyances, ni origine, ni politique, ni santé.

answer-claim = Le cas { $case } est à toi. Merci.
answer-release = Le cas { $case } est de nouveau libre pour un ou une collègue.
answer-dismiss = Le cas { $case } est clos : taquinerie.
answer-remove = C'est décidé. Le message du cas { $case } va être retiré.
answer-remind = C'est décidé. Le rappel pour le cas { $case } est en route.
answer-timeout = C'est décidé. La pause pour le cas { $case } va commencer.
answer-note = Ta note sur le cas { $case } est gardée. Elle s'effacera toute seule.
answer-open = Le cas { $case } est ouvert, et sa fiche est dans le salon privé.
answer-open-exists = Il y a déjà un cas sur ce message.
answer-open-impossible = On ne peut pas ouvrir de cas sur ce message.

health-title = Certains messages n'ont pas été lus
health-body = Dans { $channel }, { $count ->
    [one] un message n'a pas été lu
   *[other] { $count } messages n'ont pas été lus
 } par le programme de lecture depuis le { $since }. Les règles ont quand même regardé. Peux-tu jeter un œil ?
health-first = Le premier
health-last = Le dernier
health-reason-failed = Le programme de lecture a fait une erreur.
health-reason-late = Le programme de lecture était trop lent.
health-reason-overloaded = Il y avait trop à lire d'un coup.
health-reason-missing = Aucun programme de lecture ne fonctionne.
health-settled = { $who } a jeté un œil.
