notice-title = Bon à savoir avant de chatter
notice-intro = Bienvenue ! Ce serveur est celui de l'équipe de prévention jeunesse de la ville. Ici, tu peux jouer, parler et être toi-même. Il faut avoir 13 ans ou plus.
notice-reads-title = 🤖 Un ordinateur lit les messages
notice-reads = Haven est un programme avec de l'intelligence artificielle (IA). Il lit ce qui s'écrit dans { $channels } : messages, liens, sondages et titres. Sur ce serveur, il lit aussi les pseudos.
notice-reads-nowhere = Haven est un programme avec de l'intelligence artificielle (IA). Pour le moment, il ne lit aucun salon ici.
notice-why-title = 💛 Pourquoi
notice-why = Pour remarquer la haine, les menaces et le harcèlement, et quand quelqu'un ne va pas bien. Rigoler entre amis, pas de souci.
notice-who-title = 🙋 Ce sont des humains qui décident
notice-who = Haven ne punit jamais personne. Il montre un message à notre équipe ({ $workers }), et une personne décide. Personne ne reçoit de points ni de score.
notice-never-title = 🚫 Ce qu'il ne lit jamais
notice-never = La voix, les images et tes messages privés.
notice-keep-title = ⏳ Combien de temps on le garde
notice-keep = La plupart des messages ne sont pas gardés du tout. Ce que l'équipe doit voir est mis sous clé, avec quelques messages autour. Cela reste au plus { $days ->
    [one] un jour
   *[other] { $days } jours
 }, ou jusqu'à { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
 } après une décision. Ensuite, c'est effacé.
notice-taken-back = Tu modifies ou supprimes ton message avant une décision ? Alors nous effaçons aussi notre copie. Sauf pour une menace, pour quelqu'un qui ne va peut-être pas bien, ou si un membre l'a signalé : elle reste alors sous clé jusqu'à la fin du délai.
notice-rights-title = ✋ Tes droits
notice-rights = Demande-nous ce que nous avons sur toi, fais-le corriger ou effacer, ou dis que tu n'es pas d'accord. Il suffit de demander à quelqu'un de l'équipe. Tu peux aussi t'adresser à l'Autorité de protection des données : autoriteprotectiondonnees.be
notice-help-title = 🆘 Ça ne va pas ?
notice-help = Appuie sur « Aide maintenant ». Personne d'autre ne voit la réponse, et personne n'apprend que tu as appuyé.
notice-footer = Texte de ce message : version { $version }
button-notice = Français
