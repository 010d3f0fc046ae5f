"""Figures from the book, in SQL: for each office the additive numbers of a period, read at their own dates.

An office that keeps lists is counted from them; a branch without a single name in the list counts by its latest head
count. Persons are distinct within an office: by record, and once where records were joined. Money passed between levels feeds no mobilised or spent figure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from db.ethnic_groups import minority_sql, untold_sql
from desktop_app.figures.among import Among, ByOffice, each, put
from desktop_app.figures.fund import add_fund
from desktop_app.figures.joined import PAID, Days, Once, read_once, unknown_of
from desktop_app.figures.owned import other_stay, owned, stays
from desktop_app.values.periods import Period

Values = dict[str, int | None]
BRANCH_CODES = {"village": "A04", "school": "A05", "agency": "A06", "clan": "A07"}
MONEY = "p.account IN ('cash', 'bank')"


def values_of(
    db: sqlite3.Connection, offices: Collection[bytes], period: Period, once: Once | None = None
) -> dict[bytes, Values]:
    """The additive figures of each office in a period, by indicator code; None where an office keeps no such list.

    `once` is who counts once in this period, where that was read already.
    """
    return values_in(db, offices, [period], [once or read_once(db, days_of(period))])[0]


def values_in(
    db: sqlite3.Connection, offices: Collection[bytes], periods: Sequence[Period], once: Sequence[Once]
) -> list[dict[bytes, Values]]:
    """The same for several periods, with who counts once in each; members and fund are read once for all of them."""
    counted = counted_in(db, offices, periods, once)
    return [{office: figures_alone(values) for office, values in found.items()} for found in counted]


def figures_alone(values: Mapping[str, int | None]) -> Values:
    """The figures without how many are not known."""
    return {code: values[code] for code in CODES}


def counted_in(
    db: sqlite3.Connection, offices: Collection[bytes], periods: Sequence[Period], once: Sequence[Once]
) -> list[dict[bytes, Values]]:
    """As `values_in`; beside the figures stand, under `unknown_of` their codes, how many of `MAY_BE_UNKNOWN` nobody has
    written down.
    """
    among = Among.of(offices)
    days = [days_of(period) for period in periods]
    found: list[ByOffice] = [{} for _period in periods]
    _add_stays(db, found, among, days)
    add_fund(db, found, among, days)
    for figures, one in zip(found, days, strict=True):
        _add_branches(db, figures, among, one.first, one.last)
        _add_members(db, figures, among, one)
        _add_awards(db, figures, among, one.first, one.last)
    for figures, corrected in zip(found, once, strict=True):
        for office in offices:
            put(figures, ((office, code, less) for code, less in corrected.within(office).items()))
    counted = _ever_owners(db, "head_counts") - _ever_owners(db, "memberships")
    return [{office: _complete(figures.get(office, {}), office in counted) for office in offices} for figures in found]


def _ever_owners(db: sqlite3.Connection, table: str) -> set[bytes]:
    """The offices that have, or had before a move, rows of a table."""
    rows = db.execute(
        f"SELECT u.id FROM units u WHERE EXISTS (SELECT 1 FROM {table} t WHERE t.office = u.id)"
        f" OR EXISTS (SELECT 1 FROM former_owners f JOIN {table} t ON t.id = f.rec WHERE f.office = u.id)"
    )
    return {row[0] for row in rows}


def days_of(period: Period) -> Days:
    """The days between which a period's figures are counted."""
    return Days(period.first.isoformat(), period.last.isoformat(), _year_before(period.last).isoformat())


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


CODES = tuple(
    "A03 A04 A05 A06 A07 A08 A09 B01 B02 B03 B06 B07 B08 B10 D01 D02 D03 D04 D05 D06 D07 D08 D09 D10 D11 D12"
    " D13 D14 D15 D22 E01 E02 E04 E07 E08 E09 E10 E11 E12 E13 E14".split()
)
GROUP = "coalesce(p.ethnic_group, l.ethnic_group)"
FROM_LISTS = ("B02", "B03", "B06", "B07")
MAY_BE_UNKNOWN = {"A09": "A03", "B06": "B01", "B07": "B01"}
"""Figures read from a field that may be empty, each with the figure that counts everything asked about."""


def _complete(found: Mapping[str, int], counts_only: bool) -> Values:
    """Zero where nothing was recorded; None for what a head count cannot tell."""
    values: Values = {code: found.get(code, 0) for code in (*CODES, *map(unknown_of, MAY_BE_UNKNOWN))}
    if counts_only:
        values.update(dict.fromkeys(FROM_LISTS))
    return values


# --- branches -------------------------------------------------------------------------------------------------------


def _add_branches(db: sqlite3.Connection, found: ByOffice, among: Among, first: str, last: str) -> None:
    alive = f"office IN {among.names} AND (founded IS NULL OR founded <= :last) AND (dissolved IS NULL OR dissolved > :last)"
    days = {"first": first, "last": last}
    for office, kind, number in db.execute(
        f"SELECT office, kind, count(*) FROM {owned(db, 'branches', ':last')} WHERE {alive} GROUP BY office, kind",
        days,
    ):
        if kind == "board":
            put(found, [(office, "A08", number)])
            continue
        put(found, [(office, "A03", number)])
        if kind in BRANCH_CODES:
            put(found, [(office, BRANCH_CODES[kind], number)])
    each(
        db,
        found,
        unknown_of("A09"),
        f"SELECT office, count(*) FROM {owned(db, 'branches', ':last')} WHERE {alive} AND kind <> 'board'"
        " AND founded IS NULL GROUP BY office",
        days,
    )
    each(
        db,
        found,
        "A09",
        f"SELECT office, count(*) FROM {owned(db, 'branches', 't.founded')} WHERE office IN {among.names}"
        " AND kind <> 'board' AND founded BETWEEN :first AND :last GROUP BY office",
        days,
    )


# --- members --------------------------------------------------------------------------------------------------------


def _add_members(db: sqlite3.Connection, found: ByOffice, among: Among, days: Days) -> None:
    untold = ((unknown_of("B06"), 1), (unknown_of("B07"), 1))
    for day, codes in ((days.last, (("B01", 1), ("B08", 1), *untold)), (days.before, (("B08", -1),))):
        for office, people in _head_counts_on(db, among, day):
            put(found, ((office, code, sign * people) for code, sign in codes))
    between = {"first": days.first, "last": days.last}
    each(
        db,
        found,
        "B02",
        f"SELECT m.office, count(DISTINCT m.person) FROM {owned(db, 'memberships', 't.joined')} m"
        f" WHERE m.office IN {among.names} AND m.joined BETWEEN :first AND :last"
        f" AND NOT EXISTS ({other_stay(db, 'm.joined')} AND o.joined < m.joined"
        " AND (o.left_on IS NULL OR o.left_on >= m.joined)) GROUP BY m.office",
        between,
    )
    each(
        db,
        found,
        "B03",
        f"SELECT m.office, count(DISTINCT m.person) FROM {owned(db, 'memberships', 't.left_on')} m"
        f" WHERE {among.where('m.office')} AND m.left_on BETWEEN :first AND :last"
        f" AND NOT EXISTS ({other_stay(db, 'm.left_on')} AND o.joined <= m.left_on"
        " AND (o.left_on IS NULL OR o.left_on > m.left_on)) GROUP BY +m.office",
        between,
    )


def _add_stays(db: sqlite3.Connection, found: Sequence[ByOffice], among: Among, days: Sequence[Days]) -> None:
    """Members by the lists, women and members of the ethnic minorities among them, and of whom that is not known.

    Everybody is looked at once, person by person, so that whoever stays twice in an office counts once, and people are
    read in the order they lie.
    """
    table, had = stays(db)
    inner, outer = "", ""
    values: dict[str, str] = {}
    for number, one in enumerate(days):
        values |= {f"last{number}": one.last, f"before{number}": one.before}
        for name in (f"last{number}", f"before{number}"):
            there = (
                f"m.joined <= :{name} AND (m.left_on IS NULL OR m.left_on > :{name}) AND {had.format(day=f':{name}')}"
            )
            inner += f", max({there}) AS {name}"
            outer += f", sum(s.{name})"
        outer += f", coalesce(sum(s.last{number} AND coalesce(p.sex, l.sex) = 'female'), 0)"
        outer += f", coalesce(sum(s.last{number} AND {minority_sql(GROUP)}), 0)"
        outer += f", sum(s.last{number} AND coalesce(p.sex, l.sex) IS NULL)"
        outer += f", sum(s.last{number} AND {untold_sql(GROUP)})"
    rows = db.execute(
        f"SELECT s.office{outer} FROM (SELECT m.person, m.office{inner} FROM {table} m"
        f" WHERE {among.where('m.office')} GROUP BY m.person, m.office) s"
        " LEFT JOIN people p ON p.id = s.person LEFT JOIN learners l ON l.id = s.person GROUP BY s.office",
        values,
    )
    for office, *counts in rows:
        for number, figures in enumerate(found):
            now, before, *of_whom = counts[6 * number : 6 * number + 6]
            codes = ("B06", "B07", unknown_of("B06"), unknown_of("B07"))
            counted = (("B01", now), ("B08", now - before), *zip(codes, of_whom, strict=True))
            put(figures, ((office, code, value) for code, value in counted))


def _head_counts_on(db: sqlite3.Connection, among: Among, day: str) -> list[tuple[bytes, int]]:
    """Office and head count of each branch that has no list, at the end of a day (ISO)."""
    rows = db.execute(
        f"SELECT h.office, h.people, max(h.dated) FROM {owned(db, 'head_counts', '?1')} h JOIN branches b ON b.id = h.branch"
        f" WHERE h.office IN {among.names} AND h.dated <= ?1 AND (b.dissolved IS NULL OR b.dissolved > ?1)"
        " AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.branch = h.branch) GROUP BY h.branch",
        (day,),
    )
    return [(office, people) for office, people, _day in rows]


# --- awards ---------------------------------------------------------------------------------------------------------

GIVEN = "a.state IN ('approved', 'paid') AND d.dated BETWEEN :first AND :last"
WORTH = "coalesce(a.amount, 0) + coalesce(a.goods_value, 0)"
ONE_PERSON = "a.recipient_kind IN ('pupil', 'student', 'teacher', 'official', 'member')"
AWARD_FIGURES = (
    ("E01", "count(*)", f"{PAID} AND a.form = 'scholarship'"),
    ("E02", f"sum({WORTH})", f"{PAID} AND a.form = 'scholarship'"),
    ("E04", "count(DISTINCT a.recipient)", f"{PAID} AND a.form = 'scholarship'"),
    ("E07", "count(*)", f"{PAID} AND r.purpose = 'support' AND a.recipient_kind = 'pupil'"),
    ("E08", "count(*)", f"{GIVEN} AND r.purpose = 'talent' AND a.recipient_kind = 'pupil'"),
    ("E09", "sum(coalesce(a.amount, 0))", f"{GIVEN} AND r.purpose = 'talent' AND a.recipient_kind = 'pupil'"),
    ("E10", "count(*)", f"{GIVEN} AND a.recipient_kind = 'teacher'"),
    ("E11", "count(*)", f"{GIVEN} AND a.recipient_kind = 'student'"),
    ("E12", "count(*)", f"{GIVEN} AND r.purpose = 'talent' AND {ONE_PERSON}"),
    ("E13", "count(*)", f"{PAID} AND a.form = 'gift'"),
    ("E14", f"sum({WORTH})", f"{PAID} AND a.form = 'gift'"),
)


def _add_awards(db: sqlite3.Connection, found: ByOffice, among: Among, first: str, last: str) -> None:
    sums = ", ".join(f"{what} FILTER (WHERE {where})" for _code, what, where in AWARD_FIGURES)
    rows = db.execute(
        f"SELECT a.office, {sums} FROM awards a JOIN rounds r ON r.id = a.round"
        " LEFT JOIN decisions d ON d.id = a.decision LEFT JOIN movements v ON v.id = a.payment"
        f" WHERE a.office IN {among.names} GROUP BY a.office",
        {"first": first, "last": last},
    )
    for office, *values in rows:
        codes = (code for code, _what, _where in AWARD_FIGURES)
        put(found, ((office, code, value or 0) for code, value in zip(codes, values, strict=True)))
