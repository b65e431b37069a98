"""Data in hand under a grant, and what the trail knows of it: the one way out (art. 42, 44)."""
