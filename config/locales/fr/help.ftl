button-help = Aide maintenant
help-title = De l'aide, maintenant
help-intro = Tu as bien fait d'appuyer. Tu n'as pas à affronter ça sans aide. Ces personnes sont là pour t'écouter.
help-danger = Quelqu'un est en danger maintenant ? Appelle le { $number }.
help-listen = Quelqu'un à qui parler
help-others = Dans une autre langue
help-always = 24 h/24
help-outro = Personne d'autre ne voit ceci. Haven ne note pas que tu as appuyé.
