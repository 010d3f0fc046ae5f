"""What the page of a subject lists, and what a reference to it may name: all where that is few, else what words find."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from db.i18n import _
from db.store import Book
from desktop_app.work.lists import list_queries
from desktop_app.work.records.results import Offered
from desktop_app.work.records.subject import Asking, Subject

MOST_SHOWN = 40
"""So many are shown as choices; more are found by typing."""
MOST_FOUND = 20


def choices(db: sqlite3.Connection, subject: Subject[Any], office: bytes) -> list[tuple[bytes, str]] | None:
    """The records of an office by id and in a line each, in the order of their list; None where they are too many to show."""
    found = list_queries.ids(db, _query(subject, office))
    return list(named(db, subject, found).items()) if len(found) <= MOST_SHOWN else None


def named(db: sqlite3.Connection, subject: Subject[Any], ids: Sequence[bytes]) -> Mapping[bytes, str]:
    """These records in a line each; of one that another is called like, all that its page shows."""
    rows = list_queries.rows(db, subject.listing, ids)
    lines = {bytes.fromhex(row["id"]): subject.line(row) for row in rows}
    often = Counter(lines.values())
    wholes = (", ".join(_cells(subject, row)) for row in rows)
    return {one: line if often[line] == 1 else whole for (one, line), whole in zip(lines.items(), wholes, strict=True)}


def _cells(subject: Subject[Any], row: Mapping[str, Any]) -> list[str]:
    shown = (column.field.shown(row[column.name]) for column in subject.listing.on_page if column.name in row)
    return [text for text in shown if text]


def offered(book: Book, subject: Subject[Any], office: bytes, text: str) -> Offered:
    """The records that typed words may mean; one must be chosen, and what to do is said."""
    with book.reading() as db:
        if subject.offer is not None:
            return subject.offer(Asking(book, db), text)
        found = list_queries.ids(db, _query(subject, office, text))
        rows = list(named(db, subject, found[:MOST_FOUND]).items())
    if len(found) == 1:
        said = _("Bấm Enter hoặc Tab để chọn dòng này")
    elif found:
        said = _("Chọn một trong {count} dòng bằng phím ↓ rồi Enter, hoặc gõ thêm cho rõ").format(count=len(found))
    else:
        said = _("Không tìm thấy {one} «{text}». Gõ ít chữ hơn, hoặc để trống").format(one=subject.one, text=text)
    return Offered(rows, len(found) == 1, said)


def meant(book: Book, subject: Subject[Any], text: str) -> bytes:
    """The record that words mean; refused where none or several fit."""
    with book.reading() as db:
        return Asking(book, db).find(subject, text, None)


def listed(book: Book, subject: Subject[Any], office: bytes | None = None, text: str = "") -> list_queries.Query:
    """What the page of a subject lists: the office's own, in the province's book everybody's or one `office`'s."""
    everybody = subject.shown.office == "t.id" or book.identity.is_province
    return list_queries.Query(subject.listing, office if everybody else book.unit, text, book.clock.today().isoformat())


def _query(subject: Subject[Any], office: bytes, text: str = "") -> list_queries.Query:
    return list_queries.Query(subject.listing, None if subject.shown.office == "t.id" else office, text)
