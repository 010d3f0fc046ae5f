"""Whose book a file is: read from its settings, before anything else of it is."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from db.book_file import plain
from db.disk_faults import damaged


@dataclass(frozen=True)
class Identity:
    """Whose book this is: its own id, the unit, whether it plays the province, the device and officer that write it."""

    book_id: str
    unit: bytes
    hub: bool
    device: bytes
    actor: str


def read_identity(path: Path) -> Identity:
    """Whose book the file at `path` is; refused where its settings do not say."""
    try:
        with plain(path) as db:
            facts = dict(db.execute("SELECT key, value FROM settings"))
            return Identity(
                facts["book_id"],
                bytes.fromhex(facts["unit"]),
                facts["role"] == "province",
                bytes.fromhex(facts["device"]),
                facts["actor"],
            )
    except (sqlite3.DatabaseError, KeyError, ValueError) as error:
        raise damaged(path) from error
