"""Alembic's environment: the connection is handed in by `run.upgrade`; schema changes run in one transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
