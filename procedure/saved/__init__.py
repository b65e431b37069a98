"""Filters that a person saves under a name, for any list."""
