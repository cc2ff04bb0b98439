"""The sizes and shapes that the platform enforces on what is sent to it."""
