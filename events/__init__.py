"""Hosted community events: tournaments and discussion sessions. Not gateway events."""
