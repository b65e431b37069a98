"""Organizations that are renamed or merged while their cases run (art. 2, 4, 9-11)."""
