"""Which people are worth comparing: blocks of those who share a name and year, a day, a phone, a guardian or a hamlet."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

from db.text import plain
from desktop_app.work.people.similarity import SUSPECTED, Face, Likeness, compare, phone_digits

LARGEST_BLOCK, WINDOW = 60, 12
"""In a larger block each is compared only with so many neighbours in the order of names."""
REPORT_EVERY = 2_000
"""Blocks."""
Key = tuple[object, ...]
PEOPLE = """SELECT id, office, plain, born, sex, phone, address, NULL, NULL, full_name FROM people
UNION ALL SELECT l.id, l.office, n.plain, coalesce(n.born, CAST(l.born_year AS TEXT)), l.sex, n.phone, n.address,
    n.guardian, l.school, n.full_name FROM learners l JOIN learner_names n ON n.learner = l.id"""


class Suspects:
    """Everybody in a book who has a name, ready to be compared. A name held back is compared with nobody."""

    def __init__(self, ids: Sequence[bytes], faces: Sequence[Face]) -> None:
        self._ids, self._faces = ids, faces
        self._bearers = Counter(face.name for face in faces)

    @classmethod
    def read(cls, db: sqlite3.Connection) -> Suspects:
        """All people of a book, in order of id."""
        form = lru_cache(maxsize=None)(plain)
        rows = [row for row in db.execute(f"{PEOPLE} ORDER BY 1") if row[2]]
        return cls([row[0] for row in rows], [_face(form, row[1:]) for row in rows])

    def pairs(self, report: Callable[[int, int], None]) -> Iterator[tuple[bytes, bytes, Likeness]]:
        """The pairs that look like one person, each once; `report` hears how many blocks are done."""
        blocks = self._blocks()
        seen: set[tuple[int, int]] = set()
        for number, block in enumerate(blocks):
            if number % REPORT_EVERY == 0:
                report(number, len(blocks))
            for one, other in self._compared(block):
                if (one, other) in seen:
                    continue
                seen.add((one, other))
                face = self._faces[one]
                likeness = compare(face, self._faces[other], bearers=self._bearers[face.name])
                if likeness is not None and likeness.score >= SUSPECTED:
                    yield self._ids[one], self._ids[other], likeness
        report(len(blocks), len(blocks))

    def _blocks(self) -> list[list[int]]:
        blocks: dict[Key, list[int]] = defaultdict(list)
        for place, face in enumerate(self._faces):
            for key in _keys(face):
                blocks[key].append(place)
        return [block for block in blocks.values() if len(block) > 1]

    def _compared(self, block: list[int]) -> Iterator[tuple[int, int]]:
        """Places to compare, the smaller one first."""
        if len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)
            return
        ordered = sorted(block, key=lambda place: (self._faces[place].name, place))
        for start, one in enumerate(ordered):
            for other in ordered[start + 1 : start + WINDOW]:
                yield min(one, other), max(one, other)


def _keys(face: Face) -> Iterator[Key]:
    """What a person shares with everybody he is compared with."""
    if face.year:
        yield "name", face.name, face.year
    if face.birthday:
        yield "day", face.birthday
    if face.phone:
        yield "phone", face.phone
    if face.guardian:
        yield "guardian", face.guardian, face.year
    if face.address and face.year:
        yield "hamlet", face.address, face.year, face.name.split(" ", 1)[0]


def _face(form: Callable[[str], str], row: Sequence[Any]) -> Face:
    office, name, born, sex, phone, address, guardian, school, written = row
    return Face(
        name,
        born=born or "",
        sex=sex or "",
        phone=phone_digits(phone),
        address=f"{office.hex()} {form(address)}" if address else "",
        guardian=form(guardian or ""),
        school=form(school or ""),
        written=written,
    )
