"""Proves, from a file alone, whether a trail is what was sealed (art. 42); needs nothing but Python 3.11."""
