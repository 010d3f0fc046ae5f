"""A list kept in its order while the book stands still, so that a search only picks from it.

Ordering what a search finds costs a look at every stay and every person found: too much for each key pressed where a
province's half a million members are searched. Here the whole list is ordered once, and each number of the search index
remembers its places in it.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Iterator
from dataclasses import replace

from db.text import plain
from desktop_app.work.lists import list_queries
from desktop_app.work.lists.distinct_members import once

NOWHERE = -1


class KeptOrder:
    """The list of one screen; asked like `list_queries.ids`, and gives the same."""

    def __init__(self) -> None:
        self._of: tuple[list_queries.Query, object] | None = None
        self._ids: list[bytes] = []
        self._first = array("i")
        self._next = array("i")
        self._gate = threading.Lock()

    def ids(self, db: sqlite3.Connection, query: list_queries.Query) -> list[bytes]:
        """The ids of a list in display order. Of one office, or of records without names, they are asked anew."""
        if query.office is not None or query.listing.shown.named is None:
            return list_queries.ids(db, query)
        with self._gate:  # two questions of one list may be answered at once
            found = self._found(db, query)
        return once(db, found) if list_queries.shows_once(query) else found

    def _found(self, db: sqlite3.Connection, query: list_queries.Query) -> list[bytes]:
        self._keep(db, replace(query, search=""))
        if not query.search.strip():
            return list(self._ids)
        words = plain(query.search).split()
        found = (
            db.execute("SELECT rowid FROM search WHERE search MATCH ?", (list_queries.match(words),)) if words else ()
        )
        return [self._ids[place] for place in sorted({place for (no,) in found for place in self._places(no)})]

    def _keep(self, db: sqlite3.Connection, whole: list_queries.Query) -> None:
        """Order the whole list, unless that was done and nothing has been written or taken in since."""
        state = db.execute("SELECT total(seq), (SELECT max(no) FROM bundle_log) FROM chains").fetchone()
        if self._of == (whole, state):
            return
        rows = list_queries.ids_with_numbers(db, whole)
        self._ids = [identity for identity, _no in rows]
        self._first = array("i", [NOWHERE]) * (max((no or 0 for _id, no in rows), default=0) + 1)
        self._next = array("i", [NOWHERE]) * len(rows)
        for place, (_id, no) in enumerate(rows):
            if no is not None:
                self._next[place], self._first[no] = self._first[no], place
        self._of = (whole, state)

    def _places(self, no: int) -> Iterator[int]:
        """Where in the list a number of the search index stands; a person who stayed twice stands there twice."""
        place = self._first[no] if no < len(self._first) else NOWHERE
        while place != NOWHERE:
            yield place
            place = self._next[place]
