"""The supervision board: overdue duties, and urging them (art. 9, 10)."""
