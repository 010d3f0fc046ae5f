"""Branches and boards of an office, with their dated head counts."""

from __future__ import annotations

from db.store import Book


def open_branches(book: Book) -> list[tuple[bytes, str]]:
    """The office's branches that are not dissolved, in order of name: (id, name)."""
    today = book.clock.today().isoformat()
    with book.reading() as db:
        return db.execute(
            "SELECT id, name FROM branches WHERE office = ? AND (dissolved IS NULL OR dissolved > ?) ORDER BY sort_key, id",
            (book.unit, today),
        ).fetchall()
