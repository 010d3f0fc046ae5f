"""Bring a book's tables up to date with Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, create_engine, pool


def upgrade(path: Path, application_id: int) -> None:
    """Run every step that the book at `path` has not seen yet; a new file becomes an empty book."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {application_id}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
