"""Which runs the waiting room waits for: asked alike by the desk, by its rulings and by what an office is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class Missing(NamedTuple):
    """Entries `first` to `last` of a device (hex, like its incarnation and office), and how many kept files wait for them.

    `since` is the ISO moment at which the first of these files came.
    """

    dev: str
    inc: str
    office: str
    first: int
    last: int
    files: int
    since: str


def missing(db: sqlite3.Connection) -> list[Missing]:
    """A row a chain, the longest wait first: from where its main branch stands to the first file that waits."""
    rows = db.execute(
        "SELECT b.dev, b.inc, b.office, coalesce(c.seq, 0) + 1, min(b.first_seq) - 1, count(*),"
        " (SELECT min(received_at) FROM bundle_log l WHERE l.dev = b.dev AND l.inc = b.inc AND l.code = 'MISSING')"
        " FROM bundle_files b LEFT JOIN chains c ON hex(c.dev) = upper(b.dev) AND hex(c.inc) = upper(b.inc)"
        " AND c.branch = x'' WHERE b.outcome = 'WAITING' AND b.code = 'MISSING' GROUP BY b.dev, b.inc ORDER BY 7"
    ).fetchall()
    return [one for one in map(Missing._make, rows) if one.last >= one.first]


def told_of(db: sqlite3.Connection, dev: str, inc: str) -> int:
    """The highest position of a chain that a run of another one says its writer had; 0 where none does."""
    (highest,) = db.execute(
        "SELECT max(json_extract(place.value, '$[2]')) FROM run_headers, json_each(seen) place"
        " WHERE json_extract(place.value, '$[0]') = ? AND json_extract(place.value, '$[1]') = ?",
        (dev, inc),
    ).fetchone()
    return highest or 0


def missing_words(found: Iterable[Missing]) -> dict[bytes, str]:
    """By office the runs that are missing, in words: "266–267, 301–302"."""
    runs: dict[bytes, list[str]] = {}
    for one in found:
        runs.setdefault(bytes.fromhex(one.office), []).append(f"{one.first}–{one.last}")
    return {office: ", ".join(some) for office, some in runs.items()}
