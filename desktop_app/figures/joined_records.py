"""Records that people have said are one person, and those that they have said are different."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from db.unheard import PROVINCE, SAME_BY_RIGHT


def components(
    db: sqlite3.Connection, *, leaving_out: bytes = b"", offices_alone: bool = False
) -> list[tuple[bytes, ...]]:
    """The groups of records that people have said are one person, the smallest id first.

    A verdict that is in conflict joins nobody until it is settled; one verdict may be left out, or all that only the
    province knows (`offices_alone`), which is how an office counts.
    """
    above: dict[bytes, bytes] = {}

    def top(person: bytes) -> bytes:
        while above.get(person, person) != person:
            person = above[person]
        return person

    for first, second in db.execute(
        'SELECT "first", "second" FROM sames s WHERE verdict = \'same\' AND s.id <> ?'
        f" AND {SAME_BY_RIGHT} AND NOT (? AND s.office IN {PROVINCE})"
        " AND NOT EXISTS (SELECT 1 FROM conflicts c WHERE c.rec = s.id)",
        (leaving_out, offices_alone),
    ):
        low, high = sorted((top(first), top(second)))
        above.setdefault(low, low)
        above[high] = low
        for person in (first, second):
            above.setdefault(person, low)
    groups: dict[bytes, list[bytes]] = defaultdict(list)
    for person in sorted(above):
        groups[top(person)].append(person)
    return [tuple(group) for _root, group in sorted(groups.items())]


def roots(db: sqlite3.Connection, *, leaving_out: bytes = b"", offices_alone: bool = False) -> dict[bytes, bytes]:
    """For every joined record the smallest id of its group; others are absent."""
    groups = components(db, leaving_out=leaving_out, offices_alone=offices_alone)
    return {person: group[0] for group in groups for person in group}


def joined_by_province(db: sqlite3.Connection) -> bool:
    """Whether the province has joined people itself, which no office's book knows."""
    sql = f"SELECT 1 FROM sames s WHERE s.verdict = 'same' AND s.office IN {PROVINCE}"
    return db.execute(sql).fetchone() is not None


class PersonVerdicts:
    """What people have decided about who is whom, directly or through others of the same person."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._roots = roots(db)
        rows = db.execute(f'SELECT "first", "second" FROM sames s WHERE verdict = \'different\' AND {SAME_BY_RIGHT}')
        self._different = {frozenset(map(self.root, row)) for row in rows}

    def root(self, person: bytes) -> bytes:
        """The record that stands for a person."""
        return self._roots.get(person, person)

    def are_different(self, one: bytes, other: bytes) -> bool:
        """Whether two were said to be different people."""
        return frozenset((self.root(one), self.root(other))) in self._different

    def are_decided(self, one: bytes, other: bytes) -> bool:
        """Whether nothing is left to decide about two people."""
        return self.root(one) == self.root(other) or self.are_different(one, other)
