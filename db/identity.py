"""Whose book a file is: read from its settings, before anything else of it is."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from db.book_file import plain
from db.disk_faults import damaged
from db.settings import SettingKey as K
from db.settings import settings


@dataclass(frozen=True)
class Identity:
    """Whose book this is: its own id, the unit, whether it plays the province, the device and officer that write it."""

    book_id: str
    unit: bytes
    is_province: bool
    device: bytes
    actor: str


def read_identity(path: Path) -> Identity:
    """Whose book the file at `path` is; refused where its settings do not say."""
    try:
        with plain(path) as db:
            facts = settings(db, K.BOOK_ID, K.UNIT, K.ROLE, K.DEVICE, K.ACTOR)
            return Identity(
                facts[K.BOOK_ID],
                bytes.fromhex(facts[K.UNIT]),
                facts[K.ROLE] == "province",
                bytes.fromhex(facts[K.DEVICE]),
                facts[K.ACTOR],
            )
    except (sqlite3.DatabaseError, KeyError, ValueError) as error:
        raise damaged(path) from error
