"""Divisions, organizations, people, posts and stand-ins (ch. 2)."""
