"""People: entering them, and telling two entries of one person apart."""
