"""Who holds which post in a unit on a day."""

from __future__ import annotations

import sqlite3
from datetime import date

from db.store import Book
from db.unheard import POST_BY_RIGHT
from desktop_app.work.named import TOMBSTONE

CHAIR, ACCOUNTANT, TREASURER = "Chủ tịch", "Kế toán", "Thủ quỹ"
"""Posts as people write them; «Kế toán trưởng» counts as «Kế toán»."""


def holder(db: sqlite3.Connection, unit: bytes, post: str, day: date) -> str:
    """The name of whoever holds a post in a unit on a day; "" where nobody is recorded, or the name is not here."""
    row = db.execute(
        "SELECT p.full_name FROM posts t JOIN persons p ON p.id = t.person WHERE t.unit = ?1 AND t.post LIKE ?2 || '%'"
        " AND (t.since IS NULL OR t.since <= ?3) AND (t.until IS NULL OR t.until >= ?3) AND p.full_name <> ?4"
        f" AND {POST_BY_RIGHT}"
        " ORDER BY length(t.post), t.since DESC",
        (unit, post, day.isoformat(), TOMBSTONE),
    ).fetchone()
    return row[0] if row else ""


def chair(book: Book, day: date) -> str:
    """The chair of the book's own unit on a day; "" where nobody is recorded."""
    with book.reading() as db:
        return holder(db, book.unit, CHAIR, day)
