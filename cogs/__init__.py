"""What comes in: a cog guards, maps, awaits one service, renders."""
