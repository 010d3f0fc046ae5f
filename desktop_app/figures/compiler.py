"""From the rows of indicators to SQL: one statement a source, for all offices and periods and all its indicators.

A row becomes terms; the figure, the lines behind it and who counts once in several offices are put together from the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_app.figures.indicators import ROWS, Indicator, When, rows_of, unknown_of
from desktop_app.figures.office_filter import OfficeFilter
from desktop_app.figures.ownership_on_day import Ownership
from desktop_app.figures.sources import GIVER, SOURCES, Arm, Source

Figures = dict[bytes, dict[str, int]]
"""By office and code."""


@dataclass(frozen=True)
class Days:
    """The first and last day of a period and the last day of the same period a year before, ISO or as SQL."""

    first: str
    last: str
    before: str


class Moments:
    """The days of some periods as parameters; a day has one name, so that what is asked of it is asked once."""

    def __init__(self, periods: Sequence[Days]) -> None:
        days = dict.fromkeys(day for one in periods for day in (one.first, one.last, one.before))
        names = {day: f"d{place}" for place, day in enumerate(days)}
        self.parameters = {name: day for day, name in names.items()}
        self.periods = [Days(*(f":{names[day]}" for day in (one.first, one.last, one.before))) for one in periods]
        self.begin = f":{names[min(one.first for one in periods)]}"
        self.end = f":{names[max(one.last for one in periods)]}"


# --- what figures and lines read alike --------------------------------------------------------------------------------


class SourceRows:
    """The rows `t` of a source as SQL; one that moved is there for each office that had it."""

    def __init__(self, source: Source, ownership: Ownership) -> None:
        self.source, self.ownership = source, ownership if source.moves else Ownership(moved=False)
        self.sql = f"{self.ownership.rows(source.table)} t {source.joins}"
        self.owner = self.ownership.owner

    def about(self, person: str) -> str:
        """The joins to what is known of a person."""
        return self.source.about.replace("{person}", person)

    def there(self, day: str) -> str:
        """That a row is there, and its office's, on a day."""
        return _both(self.source.there.replace("{day}", day), self.ownership.on(day))

    def happened(self, day: str, days: Days) -> str:
        """That the day of a row is in a period; it counts for the office that had it then."""
        return _both(f"{day} BETWEEN {days.first} AND {days.last}", self.ownership.on(day))

    def alone(self, term: Term) -> str:
        """The whole condition of a term where nothing but the row's own office counts."""
        if not term.covers:
            return term.when
        person = self.source.person
        return (
            f"{term.when} AND NOT EXISTS (SELECT 1 FROM {self.source.table} o WHERE o.{person} = t.{person}"
            f" AND {self.owner} = {term.elsewhere} AND {term.covers})"
        )


# --- terms ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Term:
    """What counts, and how much each: SQL on a row `t` (`time`, `where`, `value`) and on a person (`who`).

    `persons` are counted once an office, unless another row `o` of the same person `covers` it; `elsewhere` is the office
    that had that row on the day.
    """

    time: str
    where: str
    who: str
    value: str
    persons: bool
    covers: str = ""
    elsewhere: str = ""

    @property
    def when(self) -> str:
        """The whole condition on the row."""
        return _both(self.time, self.where)

    def told(self, condition: str, *, of_person: bool) -> Term:
        """Of what counts that of which something is told."""
        return replace(self, who=condition) if of_person else replace(self, where=_both(self.where, condition))


Signed = tuple[int, Term]
"""A term that is added to a figure or taken off."""


def terms_of(row: Indicator, days: Days, ownership: Ownership) -> list[Signed]:
    """What a row counts in a period whose days are SQL."""
    rows = SourceRows(SOURCES[row.source], ownership)
    source, day = rows.source, row.day or rows.source.day
    where, value = row.where.replace("{last}", days.last), "t.amount" if source.arms else row.value
    elsewhere = ownership.office_on("o", day) if row.unless else ""
    return [
        (sign * row.sign, Term(time, where, row.who, value, row.persons or bool(source.about), row.unless, elsewhere))
        for sign, time in _times(row.when, day, days, rows)
    ]


def _times(when: When, day: str, days: Days, rows: SourceRows) -> list[tuple[int, str]]:
    """When a row counts, and with which sign."""
    earlier = (1, f"{day} < {days.first}")
    match when:
        case "flow":
            return [(1, rows.happened(day, days))]
        case "stock":
            return [(1, rows.there(days.last))]
        case "change":
            return [(1, rows.there(days.last)), (-1, rows.there(days.before))]
        case "opening":
            return [earlier]
        case "closing":
            return [earlier, (1, rows.happened(day, days))]


def unknown_terms(row: Indicator, days: Days, ownership: Ownership) -> Iterator[tuple[Indicator, Signed]]:
    """Everybody asked about, less those of whom it is told; whoever is told of in one of two records is told of."""
    for asked in rows_of(row.asked):
        for sign, term in terms_of(asked, days, ownership):
            yield asked, (sign, term)
            if asked.source == row.source:
                yield asked, (-sign, term.told(row.told, of_person=bool(SOURCES[row.source].about)))


def _both(one: str, other: str) -> str:
    return " AND ".join(f"({part})" for part in (one, other) if part not in ("", "1")) or "1"


# --- one statement a source -------------------------------------------------------------------------------------------


class SourceReading:
    """What all indicators of a source count in some periods; each different sum is asked for once."""

    def __init__(self, name: str, periods: Sequence[Days], ownership: Ownership) -> None:
        self._source, self._rows = SOURCES[name], SourceRows(SOURCES[name], ownership)
        self._moments = Moments(periods)
        self._columns: dict[Term, int] = {}
        self.figures: list[list[tuple[str, int, int]]] = [
            [(code, sign, self._column(term)) for code, (sign, term) in _counted(name, days, ownership)]
            for days in self._moments.periods
        ]
        """Of each period: code, sign and number of the sum that is added to it."""

    def _column(self, term: Term) -> int:
        return self._columns.setdefault(term, len(self._columns))

    def read(self, db: sqlite3.Connection, offices: OfficeFilter) -> list[Figures]:
        """The figures of each period by office and code."""
        found: list[Figures] = [{} for _period in self.figures]
        for office, *sums in db.execute(self._sql(offices), self._moments.parameters):
            for figures, columns in zip(found, self.figures, strict=True):
                of_office = figures.setdefault(office, {})
                for code, sign, column in columns:
                    of_office[code] = of_office.get(code, 0) + sign * (sums[column] or 0)
        return found

    def _sql(self, offices: OfficeFilter) -> str:
        if self._source.arms:
            return self._of_postings(offices)
        if self._source.about:
            people, flags = self._people(self._columns, offices.where(self._rows.owner))
            sums = ", ".join(f"sum(CASE WHEN {flag} THEN 1 ELSE 0 END)" for flag in flags)
            return f"SELECT g.office, {sums} FROM {people} GROUP BY g.office"
        sums = ", ".join(map(self._sum, self._columns))
        owner = self._rows.owner
        return f"SELECT {owner}, {sums} FROM {self._rows.sql} WHERE {self._where(offices)} GROUP BY {owner}"

    def _where(self, offices: OfficeFilter) -> str:
        """Which rows are read at all; where an index knows the day, those of these days."""
        if not self._source.day_indexed:
            return offices.where(self._rows.owner)
        days = f"{self._source.day} BETWEEN {self._moments.begin} AND {self._moments.end}"
        return f"{self._rows.owner} IN {offices.names} AND {days}"

    def _sum(self, term: Term) -> str:
        if term.persons:
            return f"count(DISTINCT CASE WHEN {term.when} THEN t.{self._source.person} END)"
        return f"sum(CASE WHEN {term.when} THEN {term.value} ELSE 0 END)"

    # --- postings, summed by what indicators choose among ---

    def _of_postings(self, offices: OfficeFilter) -> str:
        times = list(dict.fromkeys(term.time for term in self._columns))
        sums = ", ".join(
            f"sum(CASE WHEN {term.where} THEN t.c{times.index(term.time)} ELSE 0 END)" for term in self._columns
        )
        arms = " UNION ALL ".join(self._arm(arm, times, offices) for arm in self._source.arms)
        return f"SELECT t.office, {sums} FROM ({arms}) t GROUP BY t.office"

    def _arm(self, arm: Arm, times: Sequence[str], offices: OfficeFilter) -> str:
        office = "+t.office" if arm.rare else "t.office"
        sums = ", ".join(
            f"sum(CASE WHEN {time.replace(self._source.day, arm.day)} THEN {arm.amount} ELSE 0 END) AS c{place}"
            for place, time in enumerate(times)
        )
        return (
            f"SELECT t.office AS office, t.category AS category, {arm.account} AS account, {GIVER} AS giver, {sums}"
            f" FROM {self._source.table} t WHERE {office} IN {offices.names} AND {arm.where}"
            f" AND {arm.day} <= {self._moments.end} GROUP BY {office}, t.category, {arm.account}, giver"
        )

    # --- people, once an office ---

    def _people(self, terms: Iterable[Term], where: str) -> tuple[str, list[str]]:
        """Each person of each office (`g`) with what is known of them, and that a term counts them, as SQL."""
        conditions: dict[str, int] = {}
        places = [conditions.setdefault(self._rows.alone(term), len(conditions)) for term in terms]
        columns = "".join(f", max(CASE WHEN {one} THEN 1 ELSE 0 END) AS c{place}" for one, place in conditions.items())
        person = f"t.{self._source.person}"
        inner = (
            f"SELECT {person} AS person, {self._rows.owner} AS office{columns}"
            f" FROM {self._rows.sql} WHERE {where} GROUP BY {person}, {self._rows.owner}"
        )
        flags = [_both(f"g.c{place}", term.who) for place, term in zip(places, terms, strict=True)]
        return f"({inner}) g {self._rows.about('g.person')}", flags

    def marks(self, db: sqlite3.Connection, people: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, list[int]]]:
        """Of some people in each office: by which sums they are counted, whatever else they do."""
        terms = {term: column for term, column in self._columns.items() if term.persons and not term.covers}
        if terms:
            inner, flags = self._people(terms, f"t.{self._source.person} IN ({_listed(people)})")
            sql = f"SELECT g.person, g.office, {', '.join(flags)} FROM {inner}"
            for person, office, *found in db.execute(sql, self._moments.parameters):
                yield person, office, [column for column, flag in zip(terms.values(), found, strict=True) if flag]

    def coverings(
        self, db: sqlite3.Connection, people: Mapping[bytes, bytes]
    ) -> Iterator[tuple[int, bytes, bytes, bytes, bytes | None, bytes | None]]:
        """Of some people, each with the record that stands for them: what counts unless something covers it, and what does.

        Number of the sum, record, person, office; person and office of what covers it, of which there may be several.
        """
        few = ", ".join(f"(x'{person.hex()}', x'{root.hex()}')" for person, root in people.items())
        listed = _listed(people)
        person, table = self._source.person, self._source.table
        for term, column in self._columns.items():
            if term.covers:
                sql = (
                    f"WITH few(person, root) AS (VALUES {few}) SELECT {column}, t.id, t.{person}, {self._rows.owner}, o.{person},"
                    f" {term.elsewhere} FROM few f JOIN {self._rows.sql} ON t.{person} = f.person"
                    f" LEFT JOIN (few e JOIN {table} o ON o.{person} = e.person) ON e.root = f.root AND {term.covers}"
                    f" WHERE t.{person} IN ({listed}) AND {term.when}"
                )
                yield from db.execute(sql, self._moments.parameters)


def _listed(ids: Iterable[bytes]) -> str:
    return ", ".join(f"x'{one.hex()}'" for one in ids)


def _counted(name: str, days: Days, ownership: Ownership) -> Iterator[tuple[str, Signed]]:
    """Everything that is counted of a source: its rows, and of how many it is not known."""
    for row in ROWS:
        if row.source == name:
            yield from ((row.code, one) for one in terms_of(row, days, ownership))
        yield from (
            (unknown_of(row.code), one) for asked, one in unknown_terms(row, days, ownership) if asked.source == name
        )
