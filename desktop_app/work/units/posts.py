"""Who holds which post in a unit on a day."""

from __future__ import annotations

import sqlite3
from datetime import date

from db.store import Book
from db.text import plain
from db.unheard import POST_BY_RIGHT
from desktop_app.work.records.name_matching import TOMBSTONE

CHAIR, ACCOUNTANT, TREASURER = "Chủ tịch", "Kế toán", "Thủ quỹ"
"""Posts as people write them."""
FURTHER = frozenset(("hoi", "hkh", "kiem", "truong"))
"""Words (in plain letters) behind which a post is the same; «Chủ tịch danh dự» is another and signs nothing."""
HELD = (
    "(t.since IS NULL OR t.since <= :day) AND (t.until IS NULL OR t.until >= :day)"
    f" AND coalesce(p.full_name, '') <> '{TOMBSTONE}'"
)
"""Of a post `t` of a person `p`: held on a day, by somebody whose name has not been erased."""


def holder(db: sqlite3.Connection, unit: bytes, post: str, day: date) -> str:
    """The name of whoever holds a post in a unit on a day; "" where nobody is recorded, or the name is not here."""
    held = db.execute(
        "SELECT t.post, p.full_name FROM posts t JOIN persons p ON p.id = t.person WHERE t.unit = :unit"
        f" AND p.full_name IS NOT NULL AND {HELD} AND {POST_BY_RIGHT} ORDER BY length(t.post), t.since DESC",
        {"unit": unit, "day": day.isoformat()},
    )
    return next((name for written, name in held if _is_called(written, post)), "")


def _is_called(written: str, post: str) -> bool:
    words, wanted = plain(written).split(), plain(post).split()
    return words[: len(wanted)] == wanted and set(words[len(wanted) : len(wanted) + 1]) <= FURTHER


def chair(book: Book, day: date) -> str:
    """The chair of the book's own unit on a day; "" where nobody is recorded."""
    with book.reading() as db:
        return holder(db, book.unit, CHAIR, day)
