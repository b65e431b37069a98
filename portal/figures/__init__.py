"""What is counted: the figures on the first page, and those of the authorities with charts and tables."""
