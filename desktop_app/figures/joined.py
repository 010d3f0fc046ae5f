"""People joined by a person's verdict, and what that takes off the figures: whoever stands in the book twice counts once.

Figures are first counted record by record. `Once` holds the few people for whom that counts too much: those joined by a
`same`, and those with memberships or scholarships in several offices. It says how far a figure of an office
(`within`), and the sum over several offices (`across`), is to be corrected.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from db.ethnic_groups import is_minority, is_told
from db.unheard import SAME_BY_RIGHT

PAID = "a.state = 'paid' AND coalesce(v.dated, d.dated) BETWEEN :first AND :last"
"""An award line that was paid between two days."""
Correction = dict[str, int]


def unknown_of(code: str) -> str:
    """The code under which those are counted of whom nobody has written down what a figure asks for."""
    return f"{code}?"


PROVINCES = "(SELECT id FROM units WHERE level = 'province')"


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
        f" AND {SAME_BY_RIGHT} AND NOT (? AND s.office IN {PROVINCES})"
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
    sql = f"SELECT 1 FROM sames s WHERE s.verdict = 'same' AND s.office IN {PROVINCES}"
    return db.execute(sql).fetchone() is not None


class Verdicts:
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


@dataclass(frozen=True)
class Days:
    """The first and last day of a period and the last day of the same period a year before (ISO)."""

    first: str
    last: str
    before: str


@dataclass(frozen=True)
class Stay:
    """A membership of someone in an office, or (`paid`) a scholarship paid there in the period.

    A membership that went over to another office is a stay in each, owned from `since` up to the day before `until`.
    `female` and `minority` are None where nobody has written it down.
    """

    office: bytes
    person: bytes
    joined: str = ""
    left: str | None = None
    female: bool | None = None
    minority: bool | None = None
    paid: bool = False
    since: str = ""
    until: str = "9999-12-31"
    record: bytes = b""

    def on(self, day: str) -> bool:
        """Whether the person is a member at the end of a day."""
        return not self.paid and self.joined <= day and (self.left is None or self.left > day) and self.owned(day)

    def owned(self, day: str) -> bool:
        """Whether the membership was the office's on a day."""
        return self.since <= day < self.until


class Once:
    """The people whom a plain count of records counts too often in a period, each with what is known of them."""

    def __init__(self, people: Iterable[list[Stay]], days: Days) -> None:
        self._people = list(people)
        self._days = days
        self._across: dict[frozenset[bytes], Correction] = {}
        self._in_office: dict[bytes, list[list[Stay]]] = defaultdict(list)
        for stays in self._people:
            for office in {stay.office for stay in stays}:
                self._in_office[office].append([stay for stay in stays if stay.office == office])

    def within(self, office: bytes) -> Correction:
        """What the figures of an office, counted by record, are to be corrected by."""
        found: Counter[str] = Counter()
        for own in self._in_office.get(office, ()):
            if len({stay.person for stay in own}) > 1:
                found.update(self._merged_less_parts(own, by_person=True))
        return found

    def across(self, offices: Collection[bytes]) -> Correction:
        """What the sum of several offices' figures is to be corrected by."""
        wanted = frozenset(offices)
        if wanted not in self._across:
            found: Counter[str] = Counter()
            for stays in self._people if len(wanted) > 1 else ():
                own = [stay for stay in stays if stay.office in wanted]
                if len({stay.office for stay in own}) > 1:
                    found.update(self._merged_less_parts(own, by_person=False))
            self._across[wanted] = found
        return self._across[wanted]

    def between(self, groups: Sequence[Collection[bytes]]) -> list[tuple[bytes, bytes, Correction]]:
        """Record, office and correction of each person who counts once in several groups of offices, but once in all."""
        group_of = {office: number for number, group in enumerate(groups) for office in group}
        found = []
        for stays in self._people:
            own = [stay for stay in stays if stay.office in group_of]
            parts: dict[int, list[Stay]] = defaultdict(list)
            for stay in own:
                parts[group_of[stay.office]].append(stay)
            if len(parts) > 1 and (less := self._less(own, parts.values())):
                found.append((own[0].person, own[0].office, less))
        return found

    def by_person(self, offices: Collection[bytes]) -> list[tuple[bytes, bytes, Correction]]:
        """Record, office and correction of each person whom the records of these offices count too often."""
        found = []
        for stays in self._people:
            own = [stay for stay in stays if stay.office in offices]
            if own and (less := self._merged_less_parts(own, by_person=True)):
                found.append((own[0].person, own[0].office, less))
        return found

    def _merged_less_parts(self, stays: list[Stay], *, by_person: bool) -> Correction:
        parts: dict[object, list[Stay]] = defaultdict(list)
        for stay in stays:
            parts[(stay.office, stay.person) if by_person else stay.office].append(stay)
        return self._less(stays, parts.values())

    def _less(self, stays: list[Stay], parts: Iterable[list[Stay]]) -> Correction:
        """What someone counts for, less what each part of the stays counts for alone."""
        found = Counter(counted(stays, self._days))
        for part in parts:
            found.subtract(counted(part, self._days))
        return {code: number for code, number in found.items() if number}


def counted(stays: list[Stay], days: Days) -> Correction:
    """What one person with these stays counts for in each figure; as `indicators` counts records."""
    members = [stay for stay in stays if not stay.paid]
    now = [stay for stay in members if stay.on(days.last)]
    at_end, at_start = bool(now), any(stay.on(days.before) for stay in members)
    return {
        "B01": int(at_end),
        "B02": int(any(_joins(stay, days) and not _goes_on(stay, members) for stay in members)),
        "B03": int(any(_leaves(stay, days) and not _stays(stay, members) for stay in members)),
        "B06": int(any(stay.female for stay in now)),
        "B07": int(any(stay.minority for stay in now)),
        unknown_of("B06"): int(at_end and all(stay.female is None for stay in now)),
        unknown_of("B07"): int(at_end and all(stay.minority is None for stay in now)),
        "B08": at_end - at_start,
        "E04": int(any(stay.paid for stay in stays)),
    }


def _joins(stay: Stay, days: Days) -> bool:
    return days.first <= stay.joined <= days.last and stay.owned(stay.joined)


def _leaves(stay: Stay, days: Days) -> bool:
    left = stay.left or ""
    return days.first <= left <= days.last and stay.owned(left)


def _goes_on(stay: Stay, members: list[Stay]) -> bool:
    """Whether someone who joins was a member already."""
    day = stay.joined
    return any(one.joined < day and (one.left is None or one.left >= day) and one.owned(day) for one in members)


def _stays(stay: Stay, members: list[Stay]) -> bool:
    """Whether someone who leaves is a member elsewhere."""
    day = stay.left or ""
    return any(
        one.record != stay.record and one.joined <= day and (one.left is None or one.left > day) and one.owned(day)
        for one in members
    )


def read_once(
    db: sqlite3.Connection, days: Days, members: Collection[bytes] | None = None, *, offices_alone: bool = False
) -> Once:
    """Everybody whom counting by record may count too often; `members` of several offices where they are known."""
    joined = roots(db, offices_alone=offices_alone)
    members = members_of_several_offices(db) if members is None else members
    wanted = {*joined, *members, *_awarded_by_several_offices(db, days)}
    people: dict[bytes, list[Stay]] = defaultdict(list)
    for person in sorted(wanted):
        people[joined.get(person, person)] += [*_memberships(db, person), *_scholarships(db, person, days)]
    return Once(people.values(), days)


def members_of_several_offices(db: sqlite3.Connection) -> set[bytes]:
    """People of several offices now or before a move; one stay that moved is never counted in two at once."""
    sql = (
        "SELECT person FROM memberships GROUP BY person HAVING min(office) <> max(office)"
        " UNION SELECT m.person FROM former_owners f JOIN memberships m ON m.id = f.rec"
        " JOIN memberships o ON o.person = m.person AND o.id <> m.id"
    )
    return {person for (person,) in db.execute(sql)}


def _awarded_by_several_offices(db: sqlite3.Connection, days: Days) -> set[bytes]:
    rows = db.execute(
        "SELECT a.recipient FROM awards a LEFT JOIN decisions d ON d.id = a.decision LEFT JOIN movements v"
        f" ON v.id = a.payment WHERE {PAID} AND a.form = 'scholarship' GROUP BY a.recipient"
        " HAVING min(a.office) <> max(a.office)",
        {"first": days.first, "last": days.last},
    )
    return {recipient for (recipient,) in rows}


def _memberships(db: sqlite3.Connection, person: bytes) -> list[Stay]:
    rows = db.execute(
        "SELECT m.office, m.person, m.joined, m.left_on, coalesce(p.sex, l.sex), coalesce(p.ethnic_group, l.ethnic_group),"
        " m.owned_since, m.owned_until, m.id FROM owned_memberships m LEFT JOIN people p ON p.id = m.person LEFT JOIN learners l ON l.id = m.person"
        " WHERE m.person = ?",
        (person,),
    )
    return [
        Stay(
            office, who, joined, left, _is(sex, "female"), is_minority(group) if is_told(group) else None, False, *owned
        )
        for office, who, joined, left, sex, group, *owned in rows
    ]


def _is(written: str | None, word: str) -> bool | None:
    return None if written is None else written == word


def _scholarships(db: sqlite3.Connection, person: bytes, days: Days) -> list[Stay]:
    rows = db.execute(
        "SELECT DISTINCT a.office, a.recipient FROM awards a LEFT JOIN decisions d ON d.id = a.decision"
        f" LEFT JOIN movements v ON v.id = a.payment WHERE a.recipient = :person AND a.form = 'scholarship' AND {PAID}",
        {"person": person, "first": days.first, "last": days.last},
    )
    return [Stay(office, who, paid=True) for office, who in rows]
