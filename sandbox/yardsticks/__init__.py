"""Bare discord.py programs that a real bot is measured against; each one runs under sandbox.launch like any other."""
