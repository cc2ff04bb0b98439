"""The small leaf that all may import: ids, the clock, and the ports that both domains share. It imports nothing of Haven."""
