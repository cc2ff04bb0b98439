guard-worker = This is for the prevention workers of this server.
guard-lead = Only a lead worker can do this.
guard-manager = You need the permission "Manage Server" for this.
guard-server = This works in a server, not in a direct message.
