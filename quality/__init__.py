"""Data that can be relied on: faults corrected, updates made, quality measured (art. 29(5), 38-40)."""
