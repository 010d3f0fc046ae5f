"""What the settings of a book tell of it: the unit, who holds which post, this year's population, what was exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.settings import SettingKey, settings
from db.store import Book
from db.unheard import BY_RIGHT
from desktop_app.work.lists import list_queries
from desktop_app.work.subjects.other_lists import EXPORTS
from desktop_app.work.units import officers
from desktop_app.work.units.declared import POSTS
from desktop_app.work.units.units import UnitName, unit_of


@dataclass(frozen=True)
class Matters:
    """`heading` is what papers say instead of the unit's name, `people` the inhabitants of this year (None: not known)."""

    unit: UnitName
    heading: list[str]
    posts: list[dict[str, Any]]
    officer: str
    people: int | None
    exports: int


def matters(book: Book) -> Matters:
    """All of it, as of today."""
    with book.reading() as db:
        said = settings(db, SettingKey.HEADING_BODY, SettingKey.PLACE)
        ids = list_queries.ids(db, list_queries.Query(POSTS.listing, office=book.unit))
        row = db.execute(
            f"SELECT people FROM population t WHERE {BY_RIGHT} AND unit = ? AND year = ?",
            (book.unit, book.clock.today().year),
        ).fetchone()
        return Matters(
            unit_of(db, book.unit),
            list(said.values()),
            [post for post in list_queries.rows(db, POSTS.listing, ids) if not post["until"]],
            officers.officer(book),
            row[0] if row else None,
            list_queries.count(db, list_queries.Query(EXPORTS)),
        )
