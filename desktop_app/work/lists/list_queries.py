"""Lists: the ids of a listing in display order and pages of rows, straight from SQL, with search and filters."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.text import plain
from desktop_app.work.lists.distinct_members import once
from desktop_app.work.records.subject import Listing

PAGE = 500


@dataclass(frozen=True)
class Query:
    """What a list shows: one office or all (None), a search text, the parent it is narrowed to, and a state by name."""

    listing: Listing
    office: bytes | None = None
    search: str = ""
    today: str = ""
    under: bytes | None = None
    state: str | None = None


def ids(db: sqlite3.Connection, query: Query) -> list[bytes]:
    """The ids of a list in display order."""
    listing = query.listing
    where, values = _where(db, query)
    rows = db.execute(f"SELECT {listing.key} FROM {listing.slim} WHERE {where} ORDER BY {listing.shown.order}", values)
    found = [row[0] for row in rows]
    return once(db, found) if shows_once(query) else found


def shows_once(query: Query) -> bool:
    """Whether people whom somebody has joined stand once in this list; among those who have left every stay is shown."""
    usual = query.listing.shown.once
    return bool(usual) and query.state in (None, usual)


def ids_with_numbers(db: sqlite3.Connection, query: Query) -> list[tuple[bytes, int | None]]:
    """The ids of a list of named records in display order, each with its number in the search index (None: no name)."""
    listing, named = query.listing, query.listing.shown.named
    where, values = _where(db, query)
    learner = f"(SELECT x.id FROM learner_names x WHERE x.learner = {named})"
    number = f"(SELECT no FROM records WHERE rec = coalesce({learner}, {named}))"
    sql = f"SELECT t.id, {number} FROM {listing.slim} WHERE {where} ORDER BY {listing.shown.order}"
    return db.execute(sql, values).fetchall()


def match(words: Sequence[str]) -> str:
    """What the search index is asked for: names with all these words or beginnings of words."""
    return " ".join(f'"{word}"*' for word in words)


def rows(db: sqlite3.Connection, listing: Listing, wanted: Sequence[bytes]) -> list[dict[str, Any]]:
    """The rows of these ids, in their order; references as hex, dates as ISO, money as whole đồng."""
    found: dict[bytes, dict[str, Any]] = {}
    for start in range(0, len(wanted), PAGE):
        part = wanted[start : start + PAGE]
        cursor = db.execute(
            f"SELECT {listing.key} AS id, {listing.select} FROM {listing.source}"
            f" WHERE {listing.key} IN ({', '.join('?' * len(part))})",
            list(part),
        )
        names = [column[0] for column in cursor.description]
        for row in cursor:
            found[row[0]] = {name: _shown_value(value) for name, value in zip(names, row, strict=True)}
    return [found[identity] for identity in wanted if identity in found]


def count(db: sqlite3.Connection, query: Query) -> int:
    """How many rows a list has."""
    if shows_once(query):
        return len(ids(db, query))
    where, values = _where(db, query)
    number: int = db.execute(f"SELECT count(*) FROM {query.listing.slim} WHERE {where}", values).fetchone()[0]
    return number


def _shown_value(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _where(db: sqlite3.Connection, query: Query) -> tuple[str, Mapping[str, Any]]:
    shown = query.listing.shown
    conditions = [shown.where]
    if query.office is not None and shown.office != "NULL":
        # from the few that are found by name, not from all of the office
        conditions.append(f"{'+' if shown.named and query.search.strip() else ''}{shown.office} = :office")
    if query.under is not None:
        conditions.append(f"t.{shown.under} = :under")
    if shown.states:
        conditions.append(shown.states[query.state or next(iter(shown.states))])
    words = plain(query.search).split()
    if query.search.strip():
        conditions.append(_search_condition(db, query.listing, words))
    values = {
        "office": query.office,
        "under": query.under,
        "today": query.today or "9999",
        "match": match(words),
    }
    return " AND ".join(conditions), values


def _search_condition(db: sqlite3.Connection, listing: Listing, words: Sequence[str]) -> str:
    """By the search index where the records have names; otherwise by what stands in the row. Signs alone find nothing."""
    if not words:
        return "0"
    named = listing.shown.named
    if named is None:

        def has_words(text: str) -> bool:
            form = plain(text)
            return all(word in form for word in words)

        db.create_function("has_words", 1, has_words, deterministic=True)
        return f"has_words({_joined(listing.shown.searched)})"
    return (
        f"{named} IN (SELECT CASE r.kind WHEN 'learner.name' THEN"
        " (SELECT x.learner FROM learner_names x WHERE x.id = r.rec) ELSE r.rec END"
        " FROM search s JOIN records r ON r.no = s.rowid WHERE search MATCH :match)"
    )


def _joined(texts: Sequence[str]) -> str:
    return " || ' ' || ".join(f"coalesce({text}, '')" for text in texts) or "''"
