"""Bring a book's tables up to date with Alembic, in one transaction: a book is of one version or of the other."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, create_engine, event, pool
from sqlalchemy.exc import DBAPIError

from db.disk_faults import damaged, disk_refusal, is_fault_of_the_disk


def upgrade(path: Path, application_id: int) -> None:
    """Run every step that the book at `path` has not seen yet; a new file becomes an empty book.

    A full disk, a folder that may not be written to, and a book whose tables are not what its version says are refused.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=pool.NullPool)
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {application_id}")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise (disk_refusal(error.orig, path) if is_fault_of_the_disk(error.orig) else damaged(path)) from error
    except (CommandError, UnicodeDecodeError) as error:
        raise damaged(path) from error


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # else Python's sqlite3 would commit before each change of a table


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
