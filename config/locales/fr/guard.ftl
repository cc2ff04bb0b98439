guard-worker = Ceci est réservé à l'équipe de prévention de ce serveur.
guard-lead = Seule une personne responsable de l'équipe peut faire cela.
guard-manager = Il te faut la permission « Gérer le serveur » pour cela.
guard-server = Cela fonctionne sur un serveur, pas en message privé.
