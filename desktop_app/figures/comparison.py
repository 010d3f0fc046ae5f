"""The cluster's report: rows on the map of a day, indicators with last year and target, flags, praise, sources.

A district's row is its own office plus its reported communes; the total is the sum of the top-level rows; whoever is in
several of the offices (one record, or records that were joined) counts once in a row and once in the total. A unit has
reported when what it stated reaches to the period's end and is merged with all that it counts (`stated.coverage`); of a
unit that has stated only a part the values are shown but compared with nobody's, of one that has not they are None.
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
from desktop_app.figures.indicators import CODES, Values, days_of, values_in
from desktop_app.figures.joined import Once, members_of_several_offices, read_once
from desktop_app.figures.report import FORMER_DISTRICTS, TOTAL, Cell, Changed, ClusterReport, Number, Row, Source
from desktop_app.figures.rows import ended_before, has_part_since, offices_of, rows_on_map
from desktop_app.figures.stated import Coverage, Stated, coverage, moves, statements
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
    in_part: Mapping[bytes, date]
    stated: Sequence[tuple[Stated, Values]]
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
    rows = rows_on_map(db, districts, offices, day, period.last, facts.reported | facts.in_part.keys())
    begin = period.same_period_last_year().first
    for row in rows:
        _tell_how_far(row, facts)
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
        not_reported=[
            _code(db, one) for one in offices if one in facts.alive - facts.reported and one not in facts.in_part
        ],
        not_closed={_code(db, one): facts.in_part[one] for one in offices if one in facts.in_part},
        changed=[
            Changed(_code(db, one.unit), one.period, found) for one, now in facts.stated if (found := moves(one, now))
        ],
        sources=_sources(db, [office for office in offices if office in facts.reported | facts.in_part.keys()]),
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


def own_row(db: sqlite3.Connection, offices: Sequence[bytes], period: Period) -> Row:
    """The figures of an office alone, as they stand in its book whether it has stated them or not, with last year and
    targets; further offices are those that its records belonged to before.
    """
    unit = offices[0]
    code, name, level = db.execute("SELECT code, name, level FROM units WHERE id = ?", (unit,)).fetchone()
    row = Row(unit, code, name, level, None, reported=True, offices=tuple(offices))
    _fill(row, _facts(db, offices, period))
    return row


# --- what is known ----------------------------------------------------------------------------------------------------


def _facts(db: sqlite3.Connection, offices: Sequence[bytes], period: Period) -> Facts:
    last_year = period.same_period_last_year()
    year = period.last.year
    ended = ended_before(db, offices, period.last)
    stated = statements(db, offices)
    reported, in_part = _with_successors(ended, coverage(stated, period))
    several = members_of_several_offices(db)
    compared = [one for one in stated if one.figures is not None and one.period.overlaps(period)]
    periods = [period, last_year, *sorted({one.period for one in compared} - {period, last_year})]
    once = [read_once(db, days_of(one), several) for one in periods]
    values = dict(zip(periods, values_in(db, offices, periods, once), strict=True))
    return Facts(
        now=values[period],
        before=values[last_year],
        once=once[0],
        once_before=once[1],
        people=_population(db, year),
        people_before=_population(db, last_year.last.year),
        targets={
            (unit, indicator): value
            for unit, indicator, value in db.execute(
                "SELECT unit, indicator, value FROM targets WHERE year = ?", (year,)
            )
        },
        reported=reported,
        in_part=in_part,
        stated=[(one, values[one.period][one.unit]) for one in compared],
        alive=frozenset(offices) - set(ended),
        alive_before=frozenset(offices) - set(ended_before(db, offices, last_year.last)),
        level=dict(db.execute("SELECT id, level FROM units")),
    )


def _with_successors(
    ended: Mapping[bytes, Sequence[bytes]], said: Coverage
) -> tuple[frozenset[bytes], Mapping[bytes, date]]:
    """Who has stated the period, and who a part of it; offices that ended before its end need no statement of their own:
    whoever took over has made one.
    """
    spoken_for = {office for office, units in ended.items() if not units or said.full & set(units)}
    in_part = {
        office: max(said.until[unit] for unit in units if unit in said.until)
        for office, units in ended.items()
        if said.until.keys() & set(units)
    }
    full = said.full | spoken_for
    return full, {office: day for office, day in {**said.until, **in_part}.items() if office not in full}


def _tell_how_far(row: Row, facts: Facts) -> None:
    """Whether the row's own office (of a row without one, any of its offices) has stated the period, and to which day."""
    own = [office for office in row.offices if office == row.unit] or row.offices
    row.reported = row.reported and any(office in facts.reported for office in own)
    row.stated_to = min((facts.in_part[office] for office in row.offices if office in facts.in_part), default=None)


def _population(db: sqlite3.Connection, year: int) -> dict[bytes, int | None]:
    return dict(db.execute("SELECT unit, people FROM population WHERE year = ?", (year,)))


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
    if row.unit in row.offices:
        row.own = {code: facts.now[row.unit].get(code) for code in CODES}
    for code, indicator in catalogue().items():
        cell = row.cells[code] = Cell(comparable=row.comparable)
        cell.target = _target(row, code, facts)
        if row.offices and row.comparable:
            if row.known_before:
                cell.last_year = _figure(indicator, row, facts, last_year=True)
            if row.known_before or not NEEDS_LAST_YEAR & {code, indicator.numerator}:
                cell.value = _figure(indicator, row, facts, last_year=False)
        cell.why = _why(indicator, row, cell)


def _why(indicator: Indicator, row: Row, cell: Cell) -> str:
    """Why there is no figure, or why it is compared with nobody's; "" for one as any other."""
    if not row.comparable:
        return "not_comparable"
    if not row.offices:
        return "not_reported"
    if cell.value is not None:
        return "not_closed" if row.stated_to else ""
    if not row.known_before and NEEDS_LAST_YEAR & {indicator.code, indicator.numerator}:
        return "not_comparable"
    return "no_denominator" if indicator.denominator else "not_kept"


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
    _tell_how_far(total, facts)
    _fill(total, facts)
    return total.cells


# --- flags ------------------------------------------------------------------------------------------------------------


def _raise_flags(report: ClusterReport, facts: Facts) -> None:
    per_head = catalogue()["D16"]
    reached = catalogue()["D18"]
    for level in dict.fromkeys(row.level for row in report.rows):
        rows = [row for row in report.rows if row.level == level and _is_compared(row)]
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


def _is_compared(row: Row) -> bool:
    """Whether a row is measured against others: all that it counts has been stated, and it can be told from others."""
    return bool(row.offices) and row.comparable and row.stated_to is None


def _fraction(value: int | Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _growth(row: Row) -> Fraction | None:
    """Member growth against the same period last year, as a share of what it was."""
    now, change = row.cells["B01"].value, row.cells["B08"].value
    if now is None or change is None or now == change:
        return None
    return Fraction(int(change), int(now) - int(change))
