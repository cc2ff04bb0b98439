"""The wire, spoken to by real clients."""
