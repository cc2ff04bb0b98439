problem-taken = { $who } s'en occupe déjà. Merci d'avoir réagi si vite !
problem-decided = { $who } a déjà décidé. Merci d'avoir regardé !
problem-withdrawn = La personne qui a écrit le message l'a repris. Il n'y a plus rien à décider.
problem-not-found = Ce cas n'existe plus.
problem-timeouts-off = Les pauses imposées ne sont pas encore utilisées ici.
problem-stale = Quelqu'un de l'équipe a agi au même moment. Regarde la fiche et réessaie.
problem-dm-closed = Cette personne ne reçoit pas de messages privés.
problem-gone = Ce n'est plus là.
problem-missing-permission = Il manque une permission à Haven sur Discord. `./run bot check` dit laquelle.
problem-hierarchy = Le rôle de cette personne est au-dessus de celui de Haven.
problem-gave-up = Discord ne répondait pas, et Haven a arrêté d'essayer.
problem-unknown = Haven ne peut pas faire cela ici.
problem-unexpected = Haven a fait une erreur. La personne qui le fait tourner voit laquelle dans le journal.

act-message-delete-pending = Le message va être retiré.
act-message-delete-done = Le message a été retiré.
act-message-delete-simulated = Essai à blanc : le message aurait été retiré.
act-message-delete-failed = Le message n'a pas été retiré. { $problem }
act-member-remind-pending = Le rappel est en route.
act-member-remind-done = Le rappel a été envoyé.
act-member-remind-simulated = Essai à blanc : un rappel aurait été envoyé.
act-member-remind-failed = Le rappel n'a pas été envoyé. { $problem }
act-member-timeout-pending = La pause va commencer.
act-member-timeout-done = La pause a été mise en place.
act-member-timeout-simulated = Essai à blanc : une pause aurait été mise en place.
act-member-timeout-failed = La pause n'a pas été mise en place. { $problem }

error-unknown = Quelque chose n'a pas marché de notre côté. Réessaie dans un instant.
