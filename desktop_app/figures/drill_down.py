"""From a number to its records: what was counted, so that the values listed add up to the figure."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from db.i18n import _
from db.text import sort_key
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.compiler import Moments, Signed, SourceRows, Term, terms_of, unknown_terms
from desktop_app.figures.distinct_persons import Less
from desktop_app.figures.indicators import NEEDS_LAST_YEAR, Indicator, rows_of, unknown_of
from desktop_app.figures.ownership_on_day import Ownership
from desktop_app.figures.period_figures import days_of, once_in
from desktop_app.figures.report import ONCE, Row
from desktop_app.figures.sources import GIVER, SOURCES, Source
from desktop_app.values.periods import Period

PARTED = " · "
"""Stands in a line between whose it is and what it is about."""


@dataclass(frozen=True)
class Behind:
    """One record behind a figure: its id, its day (ISO or None), what it is, its office, and what it adds.

    `unknown` is how many it stands for of whom nobody has written down what the figure asks for.
    """

    record: bytes
    on: str | None
    text: str
    office: bytes
    value: int
    unknown: int = 0


def records_behind(db: sqlite3.Connection, offices: Sequence[bytes], code: str, period: Period) -> list[Behind]:
    """The records a figure of these offices counts, in order of day; of a ratio those of its numerator.

    Whoever counts once although two records were counted has a line that takes the second one off. Last come those of
    whom nobody has written down what the figure asks for.
    """
    counted = catalogue()[code].numerator or code
    lines = _Lines(db, period)
    found = [line for office in offices for line in lines.of(office, counted)]
    if any(row.persons or SOURCES[row.source].about for row in rows_of(counted)):
        (once,) = once_in(db, [period])
        found += _once_lines(db, once.by_person(offices), counted)
    if counted in NEEDS_LAST_YEAR:
        found = _without_moves(found)
    return sorted(found, key=_place)


def _place(one: Behind) -> tuple[bool, str, bytes, str]:
    """Where a line comes: what is not known last, then by day, then by whose it is, as lists have names."""
    return one.unknown != 0, one.on or "", sort_key(one.text.partition(PARTED)[0]), one.text


def behind_row(db: sqlite3.Connection, row: Row, code: str, period: Period) -> list[Behind]:
    """The records behind a figure of a row of the report; of one that only takes people off, these people."""
    if row.level == ONCE:
        (once,) = once_in(db, [period])
        return _once_lines(db, once.between(row.late_groups if code in NEEDS_LAST_YEAR else row.groups), code)
    offices = row.holders() if catalogue()[code].held else row.offices
    return records_behind(db, row.late if row.late and code in NEEDS_LAST_YEAR else offices, code, period)


def _without_moves(lines: Sequence[Behind]) -> list[Behind]:
    """Who went from one of these offices to another is neither gone nor new."""
    total: Counter[bytes] = Counter()
    for line in lines:
        total[line.record] += line.value
    return [line for line in lines if total[line.record]]


# --- who counts once --------------------------------------------------------------------------------------------------


def _once_lines(db: sqlite3.Connection, found: Iterable[Less], code: str) -> list[Behind]:
    """What takes people off a figure, and off those of whom it is not known."""
    lines = []
    for person, office, less in found:
        if value := less.get(code):
            lines.append(_once_line(db, person, office, value))
        if unknown := less.get(unknown_of(code)):
            lines.append(replace(_once_line(db, person, office, 0), unknown=unknown))
    return lines


def _once_line(db: sqlite3.Connection, person: bytes, office: bytes, less: int) -> Behind:
    row = db.execute("SELECT full_name FROM persons WHERE id = ?", (person,)).fetchone()
    text = _("{name}: cùng một người, chỉ tính một lần").format(name=row[0] if row else "")
    return Behind(person, None, text, office, less)


# --- the lines of one office ------------------------------------------------------------------------------------------


class _Lines:
    """Asks for the records that rows of indicators count in a period."""

    def __init__(self, db: sqlite3.Connection, period: Period) -> None:
        self._db, self._ownership = db, Ownership.of(db)
        moments = Moments([days_of(period)])
        self._parameters, (self._days,) = moments.parameters, moments.periods

    def of(self, office: bytes, code: str) -> Iterator[Behind]:
        """What counts in an office, and of whom it is not known whether they do."""
        for row in rows_of(code):
            found = self._added(office, ((row, one) for one in terms_of(row, self._days, self._ownership)))
            yield from _left(found) if row.when == "change" else found
            for line in _left(self._added(office, unknown_terms(row, self._days, self._ownership))):
                yield replace(line, value=0, unknown=line.value)

    def _added(self, office: bytes, terms: Iterable[tuple[Indicator, Signed]]) -> list[Behind]:
        return [
            replace(line, value=sign * line.value)
            for row, (sign, term) in terms
            for line in self._counted(office, row, term)
        ]

    def _counted(self, office: bytes, row: Indicator, term: Term) -> list[Behind]:
        source = SOURCES[row.source]
        rows, people = SourceRows(source, self._ownership), f"t.{source.person}"
        sql = (
            f"SELECT {people if term.persons else source.record}, {source.shown_on or row.day or source.day}, {source.text},"
            f" {source.detail or 'NULL'}, {'1' if term.persons else term.value}"
            f" FROM {_postings(source) if source.arms else rows.sql} {rows.about(people)} {source.names}"
            f" WHERE {rows.owner} = :office AND {rows.alone(term)} AND ({term.who})"
        )
        found = self._db.execute(sql, self._parameters | {"office": office}).fetchall()
        return _of_people(office, found) if term.persons else [_line(office, *one) for one in found]


def _postings(source: Source) -> str:
    """The rows `t` of a source that is summed by arms: every single posting of an office."""
    arms = " UNION ALL ".join(
        f"SELECT t.id, t.office, t.category, t.party, t.purse, {arm.account} AS account, {GIVER} AS giver,"
        f" {arm.day} AS dated, {arm.amount} AS amount FROM {source.table} t WHERE t.office = :office AND {arm.where}"
        for arm in source.arms
    )
    return f"({arms}) t"


def _line(office: bytes, record: bytes, on: str | None, text: str | None, detail: str | None, value: int) -> Behind:
    return Behind(record, on, text or "" if detail is None else f"{text}{PARTED}{detail}", office, value)


def _of_people(office: bytes, rows: Iterable[tuple[bytes, str | None, str, str | None, int]]) -> list[Behind]:
    """One line a person, from the first day, with every record of theirs beside the name."""
    found: dict[bytes, list[tuple[str, str, str]]] = {}
    for person, on, text, detail, _value in rows:
        found.setdefault(person, []).append((on or "", detail or "", text or ""))
    return [_person(office, person, sorted(records)) for person, records in found.items()]


def _person(office: bytes, person: bytes, records: Sequence[tuple[str, str, str]]) -> Behind:
    (on, _detail, name), details = records[0], ", ".join(detail for _on, detail, _name in records if detail)
    return Behind(person, on or None, f"{name}{PARTED}{details}" if details else name, office, 1)


def _left(lines: Sequence[Behind]) -> list[Behind]:
    """Without what was both added and taken off."""
    there = {(line.record, line.value) for line in lines}
    return [line for line in lines if (line.record, -line.value) not in there]
