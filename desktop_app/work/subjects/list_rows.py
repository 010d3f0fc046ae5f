"""The rows of a list as commands give them: of one office or all, searched, no more than are asked for."""

from __future__ import annotations

import sqlite3
from typing import Any

from db.store import Book
from desktop_app.work.lists import list_queries
from desktop_app.work.members.branch_holders import given_away
from desktop_app.work.records.subject import Listing
from desktop_app.work.units.phone_book import phone_rows

WORKED_OUT = {"contacts": phone_rows}
"""Lists whose rows are more than what the list reads: by name, what works them out of office and words to search."""


def list_rows(
    book: Book, db: sqlite3.Connection, listing: Listing, office: bytes | None, words: str, limit: int | None
) -> tuple[list[dict[str, Any]], int]:
    """The first rows, at most `limit`, and how many there are in all; an office's own list is without what it gave away."""
    if worked_out := WORKED_OUT.get(listing.name):
        rows = worked_out(book, office, words)
        return rows[:limit], len(rows)
    gone = set() if office or book.identity.is_province else given_away(db, book.unit)
    query = list_queries.Query(listing, office, words, book.clock.today().isoformat())
    wanted = [one for one in list_queries.ids(db, query) if one not in gone]
    return list_queries.rows(db, listing, wanted[:limit]), len(wanted)
