"""The cluster's report: rows on the map of a day, indicators with last year and target, flags, praise, sources.

A district's row is its own office plus its reported communes; the total is the sum of the top-level rows; whoever is in
several of the offices (one record, or records that were joined) counts once in a row and once in the total. A unit has
reported when its statement for the period is merged with all that the statement counts; otherwise every value is None.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from db.i18n import _
from db.refusal import Refusal
from desktop_app.figures.catalogue import Indicator, catalogue
from desktop_app.figures.flags import flags_of, praised
from desktop_app.figures.indicators import CODES, days_of, values_in
from desktop_app.figures.joined import Once, members_of_several_offices, read_once
from desktop_app.figures.report import FORMER_DISTRICTS, TOTAL, Cell, ClusterReport, Number, Row, Source
from desktop_app.figures.rows import ended_before, has_part_since, offices_of, rows_on_map
from desktop_app.values.money import round_half_up
from desktop_app.values.periods import Period

NEEDS_LAST_YEAR = frozenset(("B08", "D21"))
"""Figures of change against the year before."""


@dataclass(frozen=True)
class Facts:
    """Everything computed once for all offices: this period, last year, population, targets, who has reported."""

    now: Mapping[bytes, Mapping[str, int | None]]
    before: Mapping[bytes, Mapping[str, int | None]]
    once: Once
    once_before: Once
    people: Mapping[bytes, int | None]
    people_before: Mapping[bytes, int | None]
    targets: Mapping[tuple[bytes, str], int]
    reported: frozenset[bytes]
    alive: frozenset[bytes]
    alive_before: frozenset[bytes]
    level: Mapping[bytes, str]


def cluster_report(
    db: sqlite3.Connection, number: int, period: Period, map_date: date | None, as_of: str
) -> ClusterReport:
    """The report of a cluster for a period, on the units as of `map_date` (default: the period's end)."""
    name, districts = _cluster(db, number, period)
    day = map_date or period.last
    offices = offices_of(db, districts, period)
    facts = _facts(db, offices, period)
    rows = rows_on_map(db, districts, offices, day, period.last, facts.reported)
    begin = period.same_period_last_year().first
    for row in rows:
        row.known_before = not has_part_since(db, row.unit, begin, period.last)
        _fill(row, facts)
    report = ClusterReport(
        period=period,
        cluster=number,
        cluster_name=name,
        map_date=day,
        as_of=as_of,
        rows=rows,
        total={},
        praise=[],
        not_reported=[_code(db, one) for one in offices if one in facts.alive and one not in facts.reported],
        sources=_sources(db, [office for office in offices if office in facts.reported]),
    )
    report.total = _total(report, facts)
    _raise_flags(report, facts)
    return report


def _cluster(db: sqlite3.Connection, number: int, period: Period) -> tuple[str, list[bytes]]:
    row = db.execute(
        "SELECT name, units FROM clusters WHERE number = ? AND year <= ? ORDER BY year DESC", (number, period.last.year)
    ).fetchone()
    if row is None:
        raise Refusal(
            _("Không có cụm thi đua số {number} trong năm {year}. Kiểm tra lại số cụm.").format(
                number=number, year=period.last.year
            ),
            code="CLUSTER",
        )
    return row[0], [bytes.fromhex(unit) for unit in json.loads(row[1])]


def _code(db: sqlite3.Connection, unit: bytes) -> str:
    code: str = db.execute("SELECT code FROM units WHERE id = ?", (unit,)).fetchone()[0]
    return code


# --- what is known ----------------------------------------------------------------------------------------------------


def _facts(db: sqlite3.Connection, offices: Sequence[bytes], period: Period) -> Facts:
    last_year = period.same_period_last_year()
    year = period.last.year
    ended = ended_before(db, offices, period.last)
    stated = reported_offices(db, offices, period.text)
    several = members_of_several_offices(db)
    once, once_before = (read_once(db, days_of(one), several) for one in (period, last_year))
    now, before = values_in(db, offices, [period, last_year], [once, once_before])
    return Facts(
        now=now,
        before=before,
        once=once,
        once_before=once_before,
        people=_population(db, year),
        people_before=_population(db, last_year.last.year),
        targets={
            (unit, indicator): value
            for unit, indicator, value in db.execute(
                "SELECT unit, indicator, value FROM targets WHERE year = ?", (year,)
            )
        },
        reported=stated | _spoken_for(ended, stated),
        alive=frozenset(offices) - set(ended),
        alive_before=frozenset(offices) - set(ended_before(db, offices, last_year.last)),
        level=dict(db.execute("SELECT id, level FROM units")),
    )


def _spoken_for(ended: Mapping[bytes, Sequence[bytes]], stated: frozenset[bytes]) -> frozenset[bytes]:
    """Offices that ended before the period did need no statement of their own: whoever took over has made one."""
    return frozenset(office for office, units in ended.items() if not units or stated & set(units))


def _population(db: sqlite3.Connection, year: int) -> dict[bytes, int | None]:
    return dict(db.execute("SELECT unit, people FROM population WHERE year = ?", (year,)))


def reported_offices(db: sqlite3.Connection, offices: Iterable[bytes], period: str) -> frozenset[bytes]:
    """The offices whose statement for the period is here, with everything the statement counts."""
    wanted = set(offices)
    chains = {(dev.hex(), inc.hex()): seq for dev, inc, seq in db.execute("SELECT dev, inc, seq FROM chains")}
    found = set()
    for unit, upto in db.execute("SELECT unit, upto FROM statements WHERE period = ?", (period,)):
        positions = [place.split(":") for place in json.loads(upto)]
        if unit in wanted and all(chains.get((dev, inc), 0) >= int(seq) for dev, inc, seq, _head in positions):
            found.add(unit)
    return frozenset(found)


def _sources(db: sqlite3.Connection, offices: Sequence[bytes]) -> list[Source]:
    sources = []
    for office in offices:
        code = _code(db, office)
        runs = db.execute(
            "SELECT r.first_seq, r.last_seq, r.sha256 FROM runs r JOIN chains c ON c.no = r.chain WHERE c.office = ?"
            " ORDER BY c.dev, c.inc, r.first_seq",
            (office,),
        )
        sources += [Source(code, *run) for run in runs]
    return sources


# --- figures of a row -------------------------------------------------------------------------------------------------


def _fill(row: Row, facts: Facts) -> None:
    if row.unit and row.reported and row.level != FORMER_DISTRICTS:
        row.own = {code: facts.now[row.unit].get(code) for code in CODES} if row.unit in facts.now else {}
    for code, indicator in catalogue().items():
        cell = row.cells[code] = Cell(comparable=row.comparable)
        cell.target = _target(row, code, facts)
        if row.offices and row.comparable:
            if row.known_before:
                cell.last_year = _figure(indicator, row, facts, last_year=True)
            if row.known_before or not NEEDS_LAST_YEAR & {code, indicator.numerator}:
                cell.value = _figure(indicator, row, facts, last_year=False)


def _target(row: Row, code: str, facts: Facts) -> int | None:
    """The unit's own target of the year, else the sum of those of its communes, where each has one."""
    if row.level == TOTAL:
        return _all_or_none(part.cells[code].target if part.comparable else None for part in row.parts)
    if row.level == FORMER_DISTRICTS:
        return None
    own = facts.targets.get((row.unit, code))
    if own is not None:
        return own
    return _all_or_none(facts.targets.get((o, code)) for o in _counted_by_heads(row, facts.alive, facts))


def _counted_by_heads(row: Row, alive: frozenset[bytes], facts: Facts) -> list[bytes]:
    """The communes of a row at a period's end: whoever went into one of them has its inhabitants there."""
    return [office for office in row.offices if office in alive and facts.level[office] != "district"]


def _figure(indicator: Indicator, row: Row, facts: Facts, *, last_year: bool) -> Number:
    exact = _exact(indicator, row, facts, last_year=last_year)
    if exact is None or isinstance(exact, int):
        return exact
    return round_half_up(exact.numerator, exact.denominator, indicator.decimals)


def _exact(indicator: Indicator, row: Row, facts: Facts, *, last_year: bool) -> int | Fraction | None:
    """A figure of a row's offices taken together; a ratio is formed anew from summed numerator and denominator."""
    offices = row.offices
    top = _sum(facts, offices, indicator.numerator, last_year=last_year)
    if not indicator.denominator:
        return top
    if indicator.code == "D21":
        before = None if last_year else _sum(facts, offices, "D01", last_year=True)
        return None if top is None or not before else Fraction(top - before, before) * indicator.factor
    bottom = _denominator(indicator, row, facts, last_year=last_year)
    return None if top is None or not bottom else Fraction(top, bottom) * indicator.factor


def _denominator(indicator: Indicator, row: Row, facts: Facts, *, last_year: bool) -> int | None:
    offices = row.offices
    if indicator.denominator == "population":
        people, alive = (facts.people_before, facts.alive_before) if last_year else (facts.people, facts.alive)
        return _all_or_none(people.get(office) for office in _counted_by_heads(row, alive, facts))
    if indicator.denominator == "target":
        return None if last_year else _target(row, indicator.numerator, facts)
    return _sum(facts, offices, indicator.denominator, last_year=last_year)


def _sum(facts: Facts, offices: Sequence[bytes], code: str, *, last_year: bool) -> int | None:
    """The offices' figures added up, less those who would count more than once."""
    values, once = (facts.before, facts.once_before) if last_year else (facts.now, facts.once)
    found = _all_or_none(values[office].get(code) for office in offices)
    return None if found is None else found + once.across(offices).get(code, 0)


def _all_or_none(numbers: Iterable[int | None]) -> int | None:
    """The sum, or None when one of them is missing or there are none."""
    found = list(numbers)
    if not found or any(number is None for number in found):
        return None
    return sum(number for number in found if number is not None)


def _total(report: ClusterReport, facts: Facts) -> dict[str, Cell]:
    offices = tuple(dict.fromkeys(office for row in report.top_rows() for office in row.offices))
    reported = [row for row in report.top_rows() if row.offices and row.level != FORMER_DISTRICTS]
    total = Row(b"", "", _("Cộng"), TOTAL, None, bool(offices), offices=offices, parts=reported)
    _fill(total, facts)
    return total.cells


# --- flags ------------------------------------------------------------------------------------------------------------


def _raise_flags(report: ClusterReport, facts: Facts) -> None:
    per_head = catalogue()["D16"]
    reached = catalogue()["D18"]
    for level in dict.fromkeys(row.level for row in report.rows):
        rows = [row for row in report.rows if row.level == level and row.offices and row.comparable]
        exact = {row.unit: _fraction(_exact(per_head, row, facts, last_year=False)) for row in rows}
        for row in rows:
            growth, joined = row.cells["B08"].value, row.cells["B02"].value
            row.flags = flags_of(
                row.unit,
                exact,
                int(growth) if growth is not None else None,
                int(joined) if joined is not None else None,
                row.cells["B02"].target,
                first_half=report.period.is_first_half,
            )
        shares = {row.unit: _fraction(_exact(reached, row, facts, last_year=False)) for row in rows}
        report.praise += praised(shares, {row.unit: _growth(row) for row in rows})


def _fraction(value: int | Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _growth(row: Row) -> Fraction | None:
    """Member growth against the same period last year, as a share of what it was."""
    now, change = row.cells["B01"].value, row.cells["B08"].value
    if now is None or change is None or now == change:
        return None
    return Fraction(int(change), int(now) - int(change))
