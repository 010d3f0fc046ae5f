"""What a book keeps about itself: one fact or setting a row. Settings never travel; a copy of the book has them too."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from typing import NewType


class SettingKey(StrEnum):
    """Every single setting."""

    BOOK_ID = "book_id"
    UNIT = "unit"
    ROLE = "role"
    DEVICE = "device"
    ACTOR = "actor"
    BEGAN_ON = "began_on"
    """The day (ISO) the book was made."""
    BLOCK = "block"
    """In which block the device numbers vouchers."""
    NEW_BLOCK = "new_block"
    """In which block a restored book numbers, until the person has read it."""
    NOTHING_ABSENT = "nothing_absent"
    """Every parent of every entry is held, so that nobody needs to look for them."""
    ERASING_KEPT = "erasing.kept"
    """The file is to be written anew, though no entry has lost its content: something kept beside the entries has."""

    SAMPLE = "sample"
    RESTORED_FROM = "restored_from"
    RESTORED_READ = "restored_read"
    WENT_ON_WITHOUT = "went_on_without"
    """How many entries of this machine were missing when the book was gone on with."""
    PUT_ASIDE_FOR = "put_aside_for"
    GOES_ON_IN = "goes_on_in"

    SENT_ON = "sent_on"
    COPIED_ON = "copied_on"
    COPIED_TO = "copied_to"
    COPIED_BESIDE = "copied_beside"
    DAY_CONFIRMED = "day_confirmed"
    """Which day a person has confirmed, and up to which day there were entries then."""
    SAME_FOUND = "same.found"
    """The last search for people who stand here twice: its day and how many pairs are still open of it."""

    HEADING_PARENT = "heading_parent"
    HEADING_BODY = "heading_body"
    PLACE = "place"
    BUDGET_CODE = "budget_code"
    VOUCHER_SHEET = "voucher_sheet"
    FORM_NUMBER = "form_number"
    FORM_SOURCE = "form_source"


class SettingSeries(StrEnum):
    """What is kept once for each of many things: what a key begins with, before the thing's id in hex."""

    ERASING = "erasing."
    """Of a record: entries (hex, joined by commas) whose content has just gone."""
    ACKNOWLEDGED = "acknowledged."
    """Of an incarnation: the positions that acknowledgements named, each with the day of the first that did (JSON)."""
    OUTRUN = "outrun."
    """Of an incarnation: the province holds more, or another version, of it."""
    FORMER = "former."
    """Of an incarnation of a device that this book no longer is: up to where it stands, and how many entries it has."""
    SENT = "sent."
    """Of an incarnation: up to which entry its files for the province were written."""
    SAME_LATER = "same.later."
    """Of a pair of people: the day on which the question was put off."""

    def of(self, identity: bytes) -> SeriesKey:
        """The key of one of them."""
        return SeriesKey(f"{self}{identity.hex()}")


SeriesKey = NewType("SeriesKey", str)
AnyKey = SettingKey | SeriesKey

KEEP = "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)"
DROP = "DELETE FROM settings WHERE key = ?"
DROP_SAME = "DELETE FROM settings WHERE key = ? AND value = ?"
"""Unless it was kept anew meanwhile."""
KEEP_HIGHER = """
    INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value =
    max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))
"""


def setting(db: sqlite3.Connection, key: AnyKey) -> str | None:
    """One fact or setting; None where there is none."""
    row = db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def settings(db: sqlite3.Connection, *keys: AnyKey) -> dict[str, str]:
    """Those of several settings that are there, by key."""
    marks = ", ".join("?" * len(keys))
    return dict(db.execute(f"SELECT key, value FROM settings WHERE key IN ({marks}) ORDER BY key", keys))


def series(db: sqlite3.Connection, of: SettingSeries) -> dict[SeriesKey, str]:
    """Everything that is kept of a series."""
    until = of[:-1] + chr(ord(of[-1]) + 1)
    return dict(db.execute("SELECT key, value FROM settings WHERE key >= ? AND key < ? ORDER BY key", (of, until)))


def keep_setting(db: sqlite3.Connection, key: AnyKey, value: str) -> None:
    """Keep a fact or setting in place of what was kept."""
    db.execute(KEEP, (key, value))


def drop_setting(db: sqlite3.Connection, key: AnyKey) -> None:
    """Keep it no longer."""
    db.execute(DROP, (key,))
