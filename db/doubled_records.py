"""What a set of records says twice although each record is sound: found in the tables, never forbidden by them.

A constraint would make a row vanish that another office has written; so both stay and a person decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER_TWICE, TWO_OPEN = "number", "open"


@dataclass(frozen=True)
class Doubled:
    """Records of one kind that clash in one field; `code` says how. Ids are sorted, so that the first names the clash."""

    code: str
    kind: str
    field: str
    records: tuple[bytes, ...]


def doubled(db: sqlite3.Connection) -> list[Doubled]:
    """Voucher numbers used twice, and people with two open memberships."""
    return [*_numbers_used_twice(db), *_two_open_memberships(db)]


def _numbers_used_twice(db: sqlite3.Connection) -> Iterator[Doubled]:
    """Two movements that count and carry one voucher number (office, book, year, block, number).

    What is reversed is looked at only where a number stands twice: the index alone tells where.
    """
    rows = db.execute(
        "SELECT office, book, year, block, number FROM movements WHERE number IS NOT NULL"
        " GROUP BY office, book, year, block, number HAVING count(*) > 1 ORDER BY office, book, year, block, number"
    ).fetchall()
    for key in rows:
        found = db.execute(
            "SELECT id FROM movements WHERE office = ? AND book = ? AND year = ? AND block IS ? AND number = ?"
            " AND reversed_on IS NULL ORDER BY id",
            key,
        ).fetchall()
        if len(found) > 1:
            yield Doubled(NUMBER_TWICE, "movement", "number", tuple(row[0] for row in found))


def _two_open_memberships(db: sqlite3.Connection) -> Iterator[Doubled]:
    """A person who is a member twice at once; counted once in every figure."""
    rows = db.execute(
        "SELECT person FROM memberships WHERE left_on IS NULL GROUP BY person HAVING count(*) > 1 ORDER BY person"
    ).fetchall()
    for (person,) in rows:
        found = db.execute("SELECT id FROM memberships WHERE person = ? AND left_on IS NULL ORDER BY id", (person,))
        yield Doubled(TWO_OPEN, "membership", "left_on", tuple(row[0] for row in found))
