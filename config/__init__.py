"""What a city changes: settings, texts, locales, lexicons, workflows."""
