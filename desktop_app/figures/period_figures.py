"""The additive figures of each office in some periods, counted from its records and read at their own dates.

An office that keeps lists is counted from them; a branch without a single name in the list counts by its latest head
count. Persons are distinct within an office: by record, and once where records were joined.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from desktop_app.figures.catalogue import FigureValues
from desktop_app.figures.compiler import Days, Figures, SourceReading
from desktop_app.figures.distinct_persons import Once, read_once
from desktop_app.figures.indicators import CODES, FROM_LISTS, MAY_BE_UNKNOWN, unknown_of
from desktop_app.figures.office_filter import OfficeFilter
from desktop_app.figures.ownership_on_day import Ownership
from desktop_app.figures.sources import SOURCES
from desktop_app.values.periods import Period

AT_ONCE = 10
"""Periods that are read in one statement."""


def values_of(db: sqlite3.Connection, offices: Collection[bytes], period: Period) -> dict[bytes, FigureValues]:
    """The figures of each office in a period, by indicator code; None where an office keeps no such list."""
    return values_in(db, offices, [period])[0]


def values_in(
    db: sqlite3.Connection, offices: Collection[bytes], periods: Sequence[Period], *, offices_alone: bool = False
) -> list[dict[bytes, FigureValues]]:
    """The same for several periods; the records are read once for all of them. `offices_alone` as in `components`."""
    counted = counted_in(db, offices, periods, once_in(db, periods, offices_alone=offices_alone))
    return [{office: figures_alone(values) for office, values in found.items()} for found in counted]


def figures_alone(values: Mapping[str, int | None]) -> FigureValues:
    """The figures without how many are not known."""
    return {code: values[code] for code in CODES}


def counted_in(
    db: sqlite3.Connection, offices: Collection[bytes], periods: Sequence[Period], once: Sequence[Once]
) -> list[dict[bytes, FigureValues]]:
    """As `values_in`, with who counts once in each period; beside the figures stand, under `unknown_of` their codes, how
    many of `MAY_BE_UNKNOWN` nobody has written down.
    """
    among, ownership = OfficeFilter.of(offices), Ownership.of(db)
    days = [days_of(period) for period in periods]
    read = [_read(db, name, days, ownership, among) for name in SOURCES]
    only_counts = _ever_owners(db, "head_counts") - _ever_owners(db, "memberships")
    return [
        {
            office: _complete(
                [*(found[place].get(office, {}) for found in read), corrected.within(office)], office in only_counts
            )
            for office in offices
        }
        for place, corrected in enumerate(once)
    ]


def _read(
    db: sqlite3.Connection, name: str, days: Sequence[Days], ownership: Ownership, among: OfficeFilter
) -> list[Figures]:
    """The figures of a source in each period, some periods in one statement: a statement holds so many columns."""
    some = (days[start : start + AT_ONCE] for start in range(0, len(days), AT_ONCE))
    return [figures for part in some for figures in SourceReading(name, part, ownership).read(db, among)]


def once_in(db: sqlite3.Connection, periods: Sequence[Period], *, offices_alone: bool = False) -> list[Once]:
    """Who counts once in each of some periods."""
    return read_once(db, [days_of(period) for period in periods], offices_alone=offices_alone)


def days_of(period: Period) -> Days:
    """The days between which a period's figures are counted."""
    return Days(period.first.isoformat(), period.last.isoformat(), _year_before(period.last).isoformat())


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _complete(found: Iterable[Mapping[str, int]], only_counts: bool) -> FigureValues:
    """Zero where nothing was recorded; None for what a head count cannot tell."""
    values: FigureValues = dict.fromkeys((*CODES, *map(unknown_of, MAY_BE_UNKNOWN)), 0)
    for figures in found:
        for code, value in figures.items():
            values[code] = (values[code] or 0) + value
    if only_counts:
        values.update(dict.fromkeys(FROM_LISTS))
    return values


def _ever_owners(db: sqlite3.Connection, table: str) -> set[bytes]:
    """The offices that have, or had before a move, rows of a table."""
    rows = db.execute(
        f"SELECT u.id FROM units u WHERE EXISTS (SELECT 1 FROM {table} t WHERE t.office = u.id)"
        f" OR EXISTS (SELECT 1 FROM former_owners f JOIN {table} t ON t.id = f.rec WHERE f.office = u.id)"
    )
    return {row[0] for row in rows}
