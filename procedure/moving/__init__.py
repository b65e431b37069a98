"""Due dates that move with the calendar, and why each is what it is ("How days are counted")."""
