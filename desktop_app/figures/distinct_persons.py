"""Whoever stands in the book twice counts once: people joined by a person's verdict, and people of several offices.

Figures are first counted record by record. `Once` holds the few people for whom that counts too much, each with the sums
that count them in each office, and says how far a figure of an office (`within`), and the sum over several offices
(`across`), is to be corrected.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.figures.compiler import Days, SourceReading
from desktop_app.figures.joined_records import roots
from desktop_app.figures.ownership_on_day import Ownership
from desktop_app.figures.sources import SOURCES, Source

Correction = dict[str, int]
Part = tuple[bytes, bytes]
"""A record of a person, and an office that it counts in."""
Less = tuple[bytes, bytes, Correction]
"""A record of someone, an office, and what figures are to be corrected by."""
Figure = tuple[str, int, tuple[str, int]]
"""A code, a sign, and the sum (of a source, by number) that is added to it."""
AT_ONCE = 500
"""People asked about in one statement."""


@dataclass(frozen=True)
class Counting:
    """That a sum counts someone for what they are in one part, unless one of `covered_by` is looked at as well."""

    sum: tuple[str, int]
    part: Part
    covered_by: frozenset[Part] = frozenset()


@dataclass
class CountedPerson:
    """Someone with every part in which they stand in the book."""

    parts: set[Part] = field(default_factory=set)
    counted: list[Counting] = field(default_factory=list)

    def less(self, piece_of: Callable[[Part], Hashable | None], figures: Sequence[Figure]) -> Less | None:
        """What someone counts for in some parts taken together, less what each piece of them counts for alone.

        `piece_of` says to which piece a part belongs, None where it is left out.
        """
        pieces: dict[Hashable, set[Part]] = defaultdict(set)
        for part in self.parts:
            if (piece := piece_of(part)) is not None:
                pieces[piece].add(part)
        if len(pieces) < 2:
            return None
        whole = set().union(*pieces.values())
        found = self._count(whole, figures)
        for alone in pieces.values():
            found.subtract(self._count(alone, figures))
        less = {code: number for code, number in found.items() if number}
        return (*min(one.part for one in self.counted if one.part in whole), less) if less else None

    def _count(self, parts: set[Part], figures: Sequence[Figure]) -> Counter[str]:
        sums = {one.sum for one in self.counted if one.part in parts and parts.isdisjoint(one.covered_by)}
        found: Counter[str] = Counter()
        for code, sign, which in figures:
            if which in sums:
                found[code] += sign
        return found


class Once:
    """The people whom a plain count of records counts too often in a period."""

    def __init__(self, people: Sequence[CountedPerson], figures: Sequence[Figure]) -> None:
        self._people, self._figures = people, figures
        self._across: dict[frozenset[bytes], Correction] = {}
        self._in_office: dict[bytes, list[CountedPerson]] = defaultdict(list)
        for one in people:
            for office in {office for _person, office in one.parts}:
                self._in_office[office].append(one)

    def within(self, office: bytes) -> Correction:
        """What the figures of an office, counted by record, are to be corrected by."""
        return _added(self._by_record(self._in_office.get(office, ()), (office,)))

    def across(self, offices: Collection[bytes]) -> Correction:
        """What the sum of several offices' figures is to be corrected by."""
        wanted = frozenset(offices)
        if wanted not in self._across:
            self._across[wanted] = _added(self.between([(office,) for office in wanted]))
        return self._across[wanted]

    def between(self, groups: Sequence[Collection[bytes]]) -> list[Less]:
        """Each person who counts once in several groups of offices, but once in all."""
        group_of = {office: number for number, group in enumerate(groups) for office in group}
        people = self._people if len(groups) > 1 else ()
        return [less for one in people if (less := one.less(lambda part: group_of.get(part[1]), self._figures))]

    def by_person(self, offices: Collection[bytes]) -> list[Less]:
        """Each person whom the records of these offices count too often."""
        return self._by_record(self._people, offices)

    def _by_record(self, people: Sequence[CountedPerson], offices: Collection[bytes]) -> list[Less]:
        def own(part: Part) -> Part | None:
            return part if part[1] in offices else None

        return [less for one in people if (less := one.less(own, self._figures))]


def _added(found: Iterable[Less]) -> Correction:
    total: Counter[str] = Counter()
    for _person, _office, less in found:
        total.update(less)
    return total


def read_once(db: sqlite3.Connection, periods: Sequence[Days], *, offices_alone: bool = False) -> list[Once]:
    """In each period everybody whom counting by record may count too often; `offices_alone` as in `components`."""
    ownership = Ownership.of(db)
    readings = {name: SourceReading(name, periods, ownership) for name, source in SOURCES.items() if source.person}
    people: dict[bytes, CountedPerson] = defaultdict(CountedPerson)
    for some in _few(db, ownership, roots(db, offices_alone=offices_alone)):
        for name, reading in readings.items():
            _count(db, name, reading, some, people)
    return [Once(list(people.values()), _figures_of(readings, place)) for place in range(len(periods))]


def _figures_of(readings: Mapping[str, SourceReading], place: int) -> list[Figure]:
    return [(code, sign, (name, sum_)) for name, one in readings.items() for code, sign, sum_ in one.figures[place]]


def _few(db: sqlite3.Connection, ownership: Ownership, joined: Mapping[bytes, bytes]) -> Iterator[dict[bytes, bytes]]:
    """Everybody who was joined or is in several offices, each with the record that stands for them; some at a time."""
    several = (_of_several_offices(db, source, ownership) for source in SOURCES.values() if source.person)
    records: dict[bytes, list[bytes]] = defaultdict(list)
    for person in sorted(set(joined).union(*several)):
        records[joined.get(person, person)].append(person)
    people = list(records)
    for start in range(0, len(people), AT_ONCE):
        yield {record: root for root in people[start : start + AT_ONCE] for record in records[root]}


def _count(
    db: sqlite3.Connection,
    name: str,
    reading: SourceReading,
    root_of: dict[bytes, bytes],
    people: dict[bytes, CountedPerson],
) -> None:
    """Add what a source knows of some people."""
    for person, office, columns in reading.marks(db, root_of):
        one = people[root_of[person]]
        one.parts.add((person, office))
        one.counted += [Counting((name, column), (person, office)) for column in columns]
    covered: dict[tuple[int, bytes, Part], set[Part]] = defaultdict(set)
    for column, record, person, office, other, elsewhere in reading.coverings(db, root_of):
        found = covered[column, record, (person, office)]
        if other is not None and elsewhere is not None:
            found.add((other, elsewhere))
    for (column, _record, part), parts in covered.items():
        people[root_of[part[0]]].counted.append(Counting((name, column), part, frozenset(parts)))


def _of_several_offices(db: sqlite3.Connection, source: Source, ownership: Ownership) -> set[bytes]:
    """People with records of several offices now or before a move; one record that moved never counts in two at once."""
    person, table = f"t.{source.person}", source.table
    sql = f"SELECT {person} FROM {table} t GROUP BY {person} HAVING min(t.office) <> max(t.office)"
    if source.moves and ownership.moved:
        sql += (
            f" UNION SELECT {person} FROM former_owners f JOIN {table} t ON t.id = f.rec"
            f" JOIN {table} o ON o.{source.person} = {person} AND o.id <> t.id"
        )
    return {row[0] for row in db.execute(sql)}
