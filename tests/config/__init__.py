"""What a city changes."""
