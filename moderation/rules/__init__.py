"""One rule, one small file, and RULES: the obvious list."""
