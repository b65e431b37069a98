"""Signed heads of the trail, sent to the platforms of cities (art. 12, 42)."""
