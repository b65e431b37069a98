"""Requests for shared data between organizations (ch. 6)."""
