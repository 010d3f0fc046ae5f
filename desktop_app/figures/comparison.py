"""The cluster's report: rows on the map of a day, indicators with last year and target, flags, praise, sources.

A district's row is its own office plus its reported communes; the total is the sum of the top-level rows; whoever is in
several of the offices (one record, or records that were joined) counts once in a row and once in the total. Rows of their
own say a district's own office, who counts once, and what cannot be split, so that shown rows add up. A unit has reported
when what it stated reaches to the period's end and is merged with all that it counts (`statements`); of a unit that
has stated only a part the values are shown but compared with nobody's, of one that has not they are None.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from db.i18n import _
from db.refusal import Refusal
from db.unheard import BY_RIGHT
from desktop_app.figures.catalogue import FigureValues
from desktop_app.figures.joined_records import joined_by_province
from desktop_app.figures.period_figures import counted_in, figures_alone, once_in
from desktop_app.figures.report import APART, ONCE, TOTAL, Changed, ClusterReport, Row, SourceRun
from desktop_app.figures.rows.cells import Facts, Year, fill
from desktop_app.figures.rows.flags import flags_of, praised
from desktop_app.figures.rows.peers import middle_of_peers
from desktop_app.figures.rows.rows_beside import fill_apart, fill_once
from desktop_app.figures.rows.rows_on_map import ended_before, offices_of, rows_apart, rows_on_map
from desktop_app.figures.rows.unit_map import UnitMap
from desktop_app.figures.statements import Coverage, Stated, coverage, differing, figures_of_offices, moves, statements
from desktop_app.values.periods import Period


def cluster_report(
    db: sqlite3.Connection, number: int, period: Period, map_date: date | None, as_of: str
) -> ClusterReport:
    """The report of a cluster for a period, on the units as of `map_date` (default: the period's end)."""
    name, districts = _cluster(db, number, period)
    day = map_date or period.last
    known = UnitMap(db)
    offices = offices_of(known, districts, period)
    facts = _facts(db, known, offices, period)
    rows = rows_on_map(known, districts, offices, day, period.last, facts.reported | facts.in_part.keys())
    begin = period.same_period_last_year().first
    alive = [one for one in offices if one in facts.now.alive]
    for row in rows:
        _tell_how_far(row, facts)
        row.silent = tuple(office for office in row.silent if office in facts.now.alive)
        row.known_before = not known.has_part_since(row.unit, begin, period.last)
        fill(row, facts)
    report = ClusterReport(
        period=period,
        cluster=number,
        cluster_name=name,
        map_date=day,
        as_of=as_of,
        rows=rows,
        total={},
        praise=[],
        not_reported=[one for one in alive if one not in facts.reported and one not in facts.in_part],
        not_closed={one: facts.in_part[one] for one in alive if one in facts.in_part},
        changed=_changed(db, facts.stated),
        sources=_sources(db, [office for office in offices if office in facts.reported | facts.in_part.keys()]),
        codes={unit.id: unit.code for unit in known.units.values()},
        names={unit.id: unit.name for unit in known.units.values()},
        above=districts_above(db),
    )
    total = _total(report, facts)
    report.total = total.cells
    report.rows = _adding_up(report, total, facts)
    _raise_flags(report)
    return report


def _changed(db: sqlite3.Connection, stated: Sequence[tuple[Stated, FigureValues]]) -> list[Changed]:
    """What moved since it was stated: first by the units' own doing, then by the province's joining of people."""
    theirs = figures_of_offices(db, [one for one, _now in stated]) if joined_by_province(db) else {}
    found = []
    for one, now in stated:
        own = theirs.get(one.id, now)
        if by_office := moves(one, own):
            found.append(Changed(one.unit, one.period, by_office))
        if by_province := differing(own, now):
            found.append(Changed(one.unit, one.period, by_province, by_province=True))
    return found


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


def districts_above(db: sqlite3.Connection) -> dict[bytes, str]:
    """The name of the district that each commune of the old map lies in."""
    sql = "SELECT u.id, p.name FROM units u JOIN units p ON p.id = u.parent WHERE p.level = 'district'"
    return dict(db.execute(sql))


def own_row(db: sqlite3.Connection, offices: Sequence[bytes], period: Period) -> Row:
    """The figures of an office alone, as they stand in its book whether it has stated them or not, with last year and
    targets; further offices are those that its records belonged to before.
    """
    unit = offices[0]
    known = UnitMap(db)
    one = known.units[unit]
    row = Row(unit, one.code, one.name, one.level, None, reported=True, offices=tuple(offices))
    fill(row, _facts(db, known, offices, period))
    return row


# --- what is known ----------------------------------------------------------------------------------------------------


def _facts(db: sqlite3.Connection, known: UnitMap, offices: Sequence[bytes], period: Period) -> Facts:
    last_year = period.same_period_last_year()
    year = period.last.year
    ended = ended_before(known, offices, period.last)
    stated = statements(db, offices)
    reported, in_part = _with_successors(ended, coverage(stated, period))
    compared = [one for one in stated if one.figures is not None and one.period.overlaps(period)]
    periods = [period, last_year, *sorted({one.period for one in compared} - {period, last_year})]
    once = once_in(db, periods)
    values = dict(zip(periods, counted_in(db, offices, periods, once), strict=True))
    alive, alive_before = (
        frozenset(offices) - set(gone) for gone in (ended, ended_before(known, offices, last_year.last))
    )
    return Facts(
        now=Year(values[period], once[0], _population(db, year), alive),
        before=Year(values[last_year], once[1], _population(db, last_year.last.year), alive_before),
        targets={
            (unit, indicator): value
            for unit, indicator, value in db.execute(
                "SELECT unit, indicator, value FROM targets WHERE year = ?", (year,)
            )
        },
        reported=reported,
        in_part=in_part,
        stated=[(one, figures_alone(values[one.period][one.unit])) for one in compared],
        level={unit.id: unit.level for unit in known.units.values()},
        parent={unit.id: unit.parent for unit in known.units.values()},
        heirs={office: units[0] for office, units in ended.items() if len(units) == 1},
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
    return dict(db.execute(f"SELECT unit, people FROM population t WHERE year = ? AND {BY_RIGHT}", (year,)))


def _sources(db: sqlite3.Connection, offices: Sequence[bytes]) -> list[SourceRun]:
    runs: dict[bytes, list[SourceRun]] = {}
    for run in db.execute(
        "SELECT c.office, r.first_seq, r.last_seq, r.sha256 FROM runs r JOIN chains c ON c.no = r.chain"
        " ORDER BY c.dev, c.inc, r.first_seq"
    ):
        runs.setdefault(run[0], []).append(SourceRun(*run))
    return [run for office in offices for run in runs.get(office, ())]


# --- the total, and what makes rows add up ----------------------------------------------------------------------------


def _total(report: ClusterReport, facts: Facts) -> Row:
    offices = tuple(dict.fromkeys(office for row in report.top_rows() for office in row.offices))
    total = Row(b"", "", _("Cộng"), TOTAL, None, bool(offices), offices=offices)
    _tell_how_far(total, facts)
    fill(total, facts)
    return total


def _adding_up(report: ClusterReport, total: Row, facts: Facts) -> list[Row]:
    """The rows, with those that make shown rows add up below each row and at the end."""
    tops = report.top_rows()
    rows: list[Row] = []
    for top in tops:
        below = [row for row in report.rows if row.parent == top.unit]
        rows += [top, *below, *_beside(top, top.offices, below, facts)]
    return [*rows, *_beside(None, total.offices, tops, facts)]


def _beside(above: Row | None, offices: Sequence[bytes], below: Sequence[Row], facts: Facts) -> list[Row]:
    found = []
    for row in rows_apart(above, offices, below) if below else ():
        fill_once(row, facts) if row.level == ONCE else fill_apart(row, facts)
        if row.level == APART or any(cell.value or cell.last_year for cell in row.cells.values()):
            found.append(row)
    return found


# --- flags ------------------------------------------------------------------------------------------------------------


def _raise_flags(report: ClusterReport) -> None:
    units = [row for row in report.rows if row.is_compared]
    for row in units:
        growth, joined = row.cells["B08"].value, row.cells["B02"].value
        row.flags = flags_of(
            row.cells["D16"].exact,
            middle_of_peers(report.rows, row, "D16"),
            int(growth) if growth is not None else None,
            int(joined) if joined is not None else None,
            row.cells["B02"].target,
            first_half=report.period.is_first_half,
        )
    for level in dict.fromkeys(row.level for row in units):
        rows = [row for row in units if row.level == level]
        report.praise += praised({row.unit: _reached(row) for row in rows}, {row.unit: _growth(row) for row in rows})


def _reached(row: Row) -> Fraction | None:
    """The share of the fund's target, where it is that of the whole row."""
    cell = row.cells["D18"]
    return cell.exact if cell.counted is None else None


def _growth(row: Row) -> Fraction | None:
    """Member growth against the same period last year, as a share of what it was."""
    now, change = row.cells["B01"].value, row.cells["B08"].value
    if now is None or change is None or now == change:
        return None
    return Fraction(int(change), int(now) - int(change))
