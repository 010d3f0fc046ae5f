"""Scholarships and awards: rounds, decisions, lines, certificates and their numbers."""
