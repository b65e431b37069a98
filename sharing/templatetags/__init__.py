"""Tags of the room of share requests."""
