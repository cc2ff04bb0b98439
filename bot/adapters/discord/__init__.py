"""Acts on Discord: what the outbox asks for, done once."""
