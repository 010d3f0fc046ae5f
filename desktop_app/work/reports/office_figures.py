"""What an office or a unit counts in a period, and the records behind it."""

from __future__ import annotations

import sqlite3

from db.store import Book
from desktop_app.figures.comparison import own_row
from desktop_app.figures.drill_down import Behind, behind_row, records_behind
from desktop_app.figures.report import Row
from desktop_app.figures.rows.unit_map import UnitMap
from desktop_app.values.periods import Period


def own_figures(book: Book, period: Period) -> Row:
    """Every indicator of this book's own office with the same period last year and the year's target.

    Each record counts with whoever had it on the day, as in the province's report.
    """
    with book.reading() as db:
        return own_row(db, own_offices(db, book.unit, period), period)


def own_offices(db: sqlite3.Connection, unit: bytes, period: Period) -> list[bytes]:
    """An office, and those it had records from that went into it whole by the period's end: its row in the province's report.

    They bring their earlier figures along, else all their members would be growth.
    """
    known = UnitMap(db)
    rows = db.execute("SELECT DISTINCT office FROM former_owners WHERE successor = ? ORDER BY office", (unit,))
    former = [office for (office,) in rows]
    return [unit, *(one for one in former if known.successors(one, period.last) == [(unit, True)] and one != unit)]


def clusters(book: Book) -> list[tuple[int, str]]:
    """Number and name of the emulation clusters, the newest naming of each."""
    with book.reading() as db:
        rows = db.execute("SELECT number, name, max(year) FROM clusters GROUP BY number ORDER BY number").fetchall()
    return [(number, name) for number, name, _year in rows]


def behind_own(book: Book, code: str, period: Period) -> list[Behind]:
    """The records behind one of an office's own figures, with names that are not held back."""
    with book.reading() as db:
        return records_behind(db, own_offices(db, book.unit, period), code, period)


def behind_row_of(book: Book, row: Row, code: str, period: Period) -> list[Behind]:
    """The records behind a figure of a row of the cluster's report."""
    with book.reading() as db:
        return behind_row(db, row, code, period)
