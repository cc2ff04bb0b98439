setup-title = Haven est prêt
setup-title-trouble = Presque prêt : il reste quelque chose à faire
setup-nothing = Tout était déjà en place. Rien n'a changé.
setup-made = Créé : { $what }.
setup-made-role = Nouveaux rôles : { $what }.
setup-kept = Existait déjà, et sert maintenant : { $what }.
setup-allowed-role = Peut maintenant utiliser les commandes de l'équipe : { $what }.
setup-access = Qui peut voir et écrire est remis en ordre dans { $what }.
setup-watching = Haven lit { $what } ({ $kind }).
setup-forgot = Une chose supprimée ici n'est plus sur la liste de Haven.
setup-next = Donne maintenant le rôle **{ $worker }** à ton équipe, et **{ $lead }** à qui la dirige.
setup-missing = { $what } : il manque à Haven { $permissions }. Donne-le au rôle de Haven dans Paramètres du serveur → Rôles, puis relance /setup.
setup-gone = { $what } n'est pas là. Relance /setup.
setup-hierarchy = { $what } est au-dessus du rôle de Haven. Glisse le rôle de Haven plus haut dans Paramètres du serveur → Rôles, puis relance /setup.
setup-refused = Discord n'a pas laissé Haven modifier { $what }. Permets au rôle de Haven de voir ce salon et d'en gérer les permissions, puis relance /setup.
setup-failed = Discord a eu un problème avec { $what }. Relance /setup dans un instant.
setup-queue-open = Le salon privé n'est pas encore sûr, donc aucun cas n'y est déposé. Répare ce qui est dit plus haut, puis relance /setup.
notice-posted = L'explication est dans { $what }.
notice-rewritten = L'explication dans { $what } est mise à jour.
notice-pinned = L'explication dans { $what } est épinglée.
notice-no-channel = Il n'y a pas encore de salon d'accueil pour l'explication.
notice-refused = Haven ne peut pas écrire ou épingler dans { $what }. Donne à son rôle **Envoyer des messages**, **Intégrer des liens** et **Épingler des messages** à cet endroit, puis relance /setup.

watch-own = { $what } est un salon de Haven et n'est jamais lu.
watch-blind = Haven ne voit pas { $what }. Permets d'abord à son rôle de voir le salon et son historique.
watch-not = Haven ne lit pas { $what }.
watch-removed = Haven ne lit plus { $what }. L'explication le dit aussi.
watch-none = Haven ne lit aucun salon ici.

language-set = Haven te parle maintenant en français.
language-set-auto = Haven te parle maintenant dans la langue de ton Discord.
language-auto = la même que mon Discord

analysis-on = Haven lit les messages.
analysis-off = Haven ne lit plus rien. Tout le reste continue.
analysis-configured-off = Haven ne lit rien : c'est coupé dans les réglages de cette installation.

words-list-severe = grave : à montrer à l'équipe
words-list-watch = à surveiller : quelqu'un y jette un œil
words-list-allowed = permis : rien à signaler
words-added = « { $word } » est maintenant sur la liste.
words-known = « { $word } » était déjà sur la liste.
words-full = Les listes sont pleines. Enlève d'abord un mot.
words-removed = « { $word } » n'est plus sur la liste.
words-unknown = « { $word } » n'est pas sur cette liste.
