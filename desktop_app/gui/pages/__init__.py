"""Pages that several screens open."""
