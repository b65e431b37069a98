"""Commands of the portal, one to a module."""
