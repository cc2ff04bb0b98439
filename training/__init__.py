"""How the bundled checkpoint is made; never imported at run time."""
