"""How much may be taken in a day under a grant: set by the provider, counted at each read (art. 44)."""
