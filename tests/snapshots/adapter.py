"""The one place here that knows functions of the program: how a field and a record are called.

Where these move, they are pointed elsewhere here; what comes of them is kept in `words.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator

from db.store import Book
from db.tables import KINDS
from db.tables.record import shapes_of
from desktop_app.work.subjects.record_labels import record_words
from desktop_app.work.subjects.registry import all_listings, field_title, field_words

WHOLE = ("", "owner", "office")
"""What else of a record two places may differ about: whether it is there, whose it is, who may write it."""


def fields() -> Iterator[tuple[str, str]]:
    """Every (kind, column) that travels, then what concerns a record as a whole."""
    yield from ((kind, column) for kind, model in KINDS.items() for column in shapes_of(model))
    yield from (("any", column) for column in WHOLE)


def in_conflict(kind: str, column: str) -> str:
    """A field where two places wrote different things, in a question of the province, in what would be corrected."""
    return field_words(kind, column)


def in_mention(kind: str, column: str) -> str:
    """A field that still names somebody who was erased."""
    return field_title(kind, column)


def in_sheet() -> dict[str, str]:
    """The headings of lists that are written out, by key."""
    return {
        f"{one.name}.{column.name}": column.field.title
        for one in all_listings()
        for column in one.columns
        if not column.hidden
    }


def record(book: Book, identity: str) -> str:
    """A record in one line."""
    return record_words(book, bytes.fromhex(identity))
