"""From what a department brings to a version in place: loads, files, sources, services (art. 23, 24, 38)."""
