guard-worker = Dit is voor de preventiewerkers van deze server.
guard-lead = Enkel een teamverantwoordelijke kan dit doen.
guard-manager = Hiervoor heb je het recht "Server beheren" nodig.
guard-server = Dit werkt in een server, niet in een privébericht.
