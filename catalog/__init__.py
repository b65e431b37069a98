"""The catalogue of government data: entries, fields, search, submissions (ch. 4, 5)."""
