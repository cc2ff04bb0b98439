remind-title = Un mot de l'équipe de { $server }
remind-body =
    Salut ! Quelqu'un de notre équipe a lu ce que tu as écrit dans { $channel }. Cela ne respecte pas ce qu'on a convenu ici : { $rule }

    C'est une personne qui a décidé de t'envoyer ceci, pas un ordinateur. Il ne se passe rien d'autre, et tu as toujours ta place ici.

    Tu vois les choses autrement, ou quelque chose ne va pas ? Parle à quelqu'un de l'équipe sur { $server }.
remind-link = De quoi il s'agit
rule-harassment = on ne s'acharne pas sur quelqu'un. Quand une personne en a assez, on arrête.
rule-hate = on n'attaque pas les gens pour ce qu'ils sont, même pour rire.
rule-threat = on ne se menace pas.
rule-distress = on fait attention aux mots sur la mort ou sur le fait de se faire du mal. Si c'est de toi qu'il s'agit : le bouton « Aide maintenant » est là pour toi.
rule-unsure = on reste sympa, pour que tout le monde se sente bien ici.
