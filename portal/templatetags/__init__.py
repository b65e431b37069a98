"""The tag library that templates of every room load."""
