"""Demonstration data and the journeys that drive whole cases."""
