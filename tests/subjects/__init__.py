"""Subjects declared once: two that exist nowhere else live a whole life, and every real one says the same words everywhere."""
