"""Posts, stand-ins, and duties whose post nobody holds (art. 5, 9-11)."""
