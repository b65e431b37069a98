"""How a user takes granted data: duties accepted, keys, messages of new versions (art. 29(4), 44, 46)."""
