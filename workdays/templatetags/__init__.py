"""The explanation of a due date, as a tag for the pages of every room."""
