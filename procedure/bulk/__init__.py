"""Like cases passed together, each in its own name (art. 5, 9, 10)."""
