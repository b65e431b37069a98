"""Supply held back: suspension, emergency stop, and what holds a grant (art. 45)."""
