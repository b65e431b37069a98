"""The scope of a grant tried at random: tables, grants, questions, and an oracle that shares no code."""
