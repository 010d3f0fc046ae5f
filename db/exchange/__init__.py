"""How books travel and join."""
