"""What the bot and scripted people can do, each with the permissions of who asks. REST and the people's verbs both come here."""
