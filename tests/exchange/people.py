"""People written into a book and read from it, and what a file's header says: what stories of the exchange begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db.exchange.wire.bundle_file import cut
from db.exchange.wire.header import parse_header
from db.store import Book
from db.tables.people import Person


def add(book: Book, *names: str) -> list[bytes]:
    """Write people in one transaction; their ids."""
    with book.write() as tx:
        return [tx.create(Person, full_name=name).id for name in names]


def names(book: Book) -> list[str]:
    """The names of all people of a book."""
    with book.reading() as db:
        return [row[0] for row in db.execute("SELECT full_name FROM people ORDER BY full_name")]


def header_of(path: Path) -> dict[str, Any]:
    """What a file says of itself."""
    return parse_header(cut(path.read_bytes()))
