"""The house through the door that people use: commands and buttons on the loopback Discord."""
