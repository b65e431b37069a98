"""The working-day calendar: which days count, and when a term ends (Civil Code, articles 201 and 203)."""
