"""Grants and the gateway that delivers the granted data (art. 42-46)."""
