"""A loopback Discord with scripted users and a page in the browser; it knows nothing of the bot."""
