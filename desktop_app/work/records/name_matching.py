"""What names somebody: the words to look for when that person's data is erased, and whether a text says one of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from db.exchange.wire.entry import decode_line
from db.register import RecordState
from db.tables import KINDS
from db.text import plain, search_forms

TOMBSTONE = "(đã xóa dữ liệu cá nhân)"
"""Stands in the place of a name; it is stored, so it is no text of the window's language."""
NAMING = ("full_name", "name", "guardian", "phone")
"""Fields of personal records whose words name somebody."""

WordSet = frozenset[str]
"""Plain forms (`db.text.plain`), each one or more whole words."""


def ever_said(db: sqlite3.Connection, rec: bytes, field: str) -> list[str]:
    """Every value that a field of a record had in what is held of it."""
    rows = db.execute("SELECT line FROM entries WHERE rec = ? AND content = 0", (rec,)).fetchall()
    written = [decode_line(line).set or {} for (line,) in rows]
    return [fields[field] for fields in written if fields.get(field)]


def words_of(db: sqlite3.Connection, states: Iterable[RecordState]) -> WordSet:
    """All that ever named the people behind these records, as far as it is held."""
    return spelled(
        said
        for state in states
        for field in NAMING
        if field in KINDS[state.kind].model_fields
        for said in ever_said(db, state.rec, field)
    )


def spelled(texts: Iterable[str]) -> WordSet:
    """The plain forms of names and phone numbers; a tombstone names nobody."""
    return frozenset(form for text in texts if text != TOMBSTONE for form in search_forms(text))


def says(text: str, words: WordSet) -> bool:
    """Whether a text holds one of these names as whole words, whatever its marks and capitals."""
    said = f" {plain(text)} "
    return any(f" {form} " in said for form in words)
