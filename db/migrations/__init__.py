"""Alembic steps. A step is frozen once shipped and never imports today's tables."""
