"""The house itself: its set-up, import rules, register of requirements and container."""
