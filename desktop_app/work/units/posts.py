"""Who holds which post in a unit on a day."""

from __future__ import annotations

import sqlite3
from datetime import date

from db.i18n import _
from db.store import Book
from db.text import clean
from db.unheard import POST_BY_RIGHT
from desktop_app.values.dates import format_date
from desktop_app.work.records.name_matching import TOMBSTONE

CHAIR, ACCOUNTANT, TREASURER = "Chủ tịch", "Kế toán", "Thủ quỹ"
"""Posts as people write them; «Kế toán trưởng» counts as «Kế toán»."""
HELD = (
    "(t.since IS NULL OR t.since <= :day) AND (t.until IS NULL OR t.until >= :day)"
    f" AND coalesce(p.full_name, '') <> '{TOMBSTONE}'"
)
"""Of a post `t` of a person `p`: held on a day, by somebody whose name has not been erased."""


def doubts(
    db: sqlite3.Connection, today: date, unit: bytes, post: str, since: date | None, person: bytes | None
) -> list[str]:
    """What is worth a second look before a post is entered: a day to come, the same once more."""
    said = [_("Ngày bắt đầu {day} còn chưa tới.").format(day=format_date(since))] if since and since > today else []
    known = db.execute(
        "SELECT 1 FROM posts WHERE person = ? AND unit = ? AND post = ? AND coalesce(since, '') = ?",
        (person, unit, clean(post), since.isoformat() if since else ""),
    ).fetchone()
    return said + ([_("Người này đã được ghi chức vụ ấy từ ngày ấy.")] if known else [])


def holder(db: sqlite3.Connection, unit: bytes, post: str, day: date) -> str:
    """The name of whoever holds a post in a unit on a day; "" where nobody is recorded, or the name is not here."""
    row = db.execute(
        "SELECT p.full_name FROM posts t JOIN persons p ON p.id = t.person WHERE t.unit = :unit"
        f" AND t.post LIKE :post || '%' AND p.full_name IS NOT NULL AND {HELD} AND {POST_BY_RIGHT}"
        " ORDER BY length(t.post), t.since DESC",
        {"unit": unit, "post": post, "day": day.isoformat()},
    ).fetchone()
    return row[0] if row else ""


def chair(book: Book, day: date) -> str:
    """The chair of the book's own unit on a day; "" where nobody is recorded."""
    with book.reading() as db:
        return holder(db, book.unit, CHAIR, day)
