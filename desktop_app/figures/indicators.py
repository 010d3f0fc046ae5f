"""Figures from the book, in SQL: for each office the additive numbers of a period, read at their own dates.

An office that keeps lists is counted from them; a branch without a single name in the list counts by its latest head
count. Persons are distinct within an office: by record, and once where records were joined. Money passed between levels feeds no mobilised or spent figure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from desktop_app.figures.joined import MAJORITY, PAID, Days, Once, read_once
from desktop_app.figures.owned import OTHER_STAY, owned
from desktop_app.values.periods import Period

Values = dict[str, int | None]
ByOffice = dict[bytes, dict[str, int]]
BRANCH_CODES = {"village": "A04", "school": "A05", "agency": "A06", "clan": "A07"}
MONEY = "p.account IN ('cash', 'bank')"


def values_of(
    db: sqlite3.Connection, offices: Collection[bytes], period: Period, once: Once | None = None
) -> dict[bytes, Values]:
    """The additive figures of each office in a period, by indicator code; None where an office keeps no such list.

    `once` is who counts once in this period, where that was read already.
    """
    first, last = period.first.isoformat(), period.last.isoformat()
    before = _year_before(period.last).isoformat()
    offices = list(offices)
    found: ByOffice = {}
    among = _among(offices)
    _add_branches(db, found, among, first, last)
    _add_members(db, found, among, first, last, before)
    _add_fund(db, found, among, first, last)
    _add_awards(db, found, among, first, last)
    once = once or read_once(db, days_of(period))
    for office in offices:
        _put(found, ((office, code, less) for code, less in once.within(office).items()))
    listed, counted = _ever_owners(db, "memberships"), _ever_owners(db, "head_counts")
    return {office: _complete(found.get(office, {}), office in counted - listed) for office in offices}


def _ever_owners(db: sqlite3.Connection, table: str) -> set[bytes]:
    """The offices that have, or had before a move, rows of a table."""
    rows = db.execute(
        f"SELECT DISTINCT office FROM {table} UNION SELECT f.office FROM former_owners f JOIN {table} t ON t.id = f.rec"
    )
    return {row[0] for row in rows}


def days_of(period: Period) -> Days:
    """The days between which a period's figures are counted."""
    return Days(period.first.isoformat(), period.last.isoformat(), _year_before(period.last).isoformat())


def _among(offices: Iterable[bytes]) -> str:
    """The offices as SQL: what others have recorded is not even read."""
    names = ", ".join(f"x'{office.hex()}'" for office in offices)
    return f"({names})"


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


CODES = tuple(
    "A03 A04 A05 A06 A07 A08 A09 B01 B02 B03 B06 B07 B08 D01 D02 D03 D04 D05 D06 D07 D08 D13 D14 D15 D22"
    " E01 E02 E04 E07 E08 E09 E10 E11 E12 E13 E14".split()
)
FROM_LISTS = ("B02", "B03", "B06", "B07")


def _complete(found: Mapping[str, int], counts_only: bool) -> Values:
    """Zero where nothing was recorded; None for what a head count cannot tell."""
    values: Values = {code: found.get(code, 0) for code in CODES}
    if counts_only:
        values.update(dict.fromkeys(FROM_LISTS))
    return values


def basis_of(db: sqlite3.Connection, office: bytes) -> str:
    """What an office's members are counted from: `list`, `head_count`, `both` or `none`."""
    lists, counts = (office in _ever_owners(db, table) for table in ("memberships", "head_counts"))
    return {(True, True): "both", (True, False): "list", (False, True): "head_count"}.get((lists, counts), "none")


def _put(found: ByOffice, rows: Iterable[tuple[bytes, str, int]]) -> None:
    for office, code, value in rows:
        figures = found.setdefault(office, {})
        figures[code] = figures.get(code, 0) + value


def _each(db: sqlite3.Connection, found: ByOffice, code: str, sql: str, values: Mapping[str, str]) -> None:
    _put(found, ((office, code, number) for office, number in db.execute(sql, values)))


# --- branches -------------------------------------------------------------------------------------------------------


def _add_branches(db: sqlite3.Connection, found: ByOffice, among: str, first: str, last: str) -> None:
    alive = f"office IN {among} AND (founded IS NULL OR founded <= :last) AND (dissolved IS NULL OR dissolved > :last)"
    days = {"first": first, "last": last}
    for office, kind, number in db.execute(
        f"SELECT office, kind, count(*) FROM {owned(db, 'branches', ':last')} WHERE {alive} GROUP BY office, kind",
        days,
    ):
        if kind == "board":
            _put(found, [(office, "A08", number)])
            continue
        _put(found, [(office, "A03", number)])
        if kind in BRANCH_CODES:
            _put(found, [(office, BRANCH_CODES[kind], number)])
    _each(
        db,
        found,
        "A09",
        f"SELECT office, count(*) FROM {owned(db, 'branches', 't.founded')} WHERE office IN {among}"
        " AND kind <> 'board' AND founded BETWEEN :first AND :last GROUP BY office",
        days,
    )


# --- members --------------------------------------------------------------------------------------------------------


def _add_members(db: sqlite3.Connection, found: ByOffice, among: str, first: str, last: str, before: str) -> None:
    now = members_on(db, among, last)
    _put(found, ((office, "B01", number) for office, number in now.items()))
    _put(found, ((office, "B08", number) for office, number in now.items()))
    _put(found, ((office, "B08", -number) for office, number in members_on(db, among, before).items()))
    days = {"first": first, "last": last}
    _each(
        db,
        found,
        "B02",
        f"SELECT m.office, count(DISTINCT m.person) FROM {owned(db, 'memberships', 't.joined')} m"
        f" WHERE m.office IN {among} AND m.joined BETWEEN :first AND :last"
        f" AND NOT EXISTS ({OTHER_STAY.format(day='m.joined')} AND o.joined < m.joined"
        " AND (o.left_on IS NULL OR o.left_on >= m.joined)) GROUP BY m.office",
        days,
    )
    _each(
        db,
        found,
        "B03",
        f"SELECT m.office, count(DISTINCT m.person) FROM {owned(db, 'memberships', 't.left_on')} m"
        f" WHERE m.office IN {among} AND m.left_on BETWEEN :first AND :last"
        f" AND NOT EXISTS ({OTHER_STAY.format(day='m.left_on')} AND o.joined <= m.left_on"
        " AND (o.left_on IS NULL OR o.left_on > m.left_on)) GROUP BY m.office",
        days,
    )
    _add_sorts_of_members(db, found, among, last)


def members_on(db: sqlite3.Connection, among: str, day: str) -> dict[bytes, int]:
    """Members of each office `among` these at the end of a day (ISO): from its lists, and by head count where a branch
    has no list.
    """
    counts: dict[bytes, int] = dict(
        db.execute(
            f"SELECT office, count(DISTINCT person) FROM {owned(db, 'memberships', '?1')} WHERE office IN {among}"
            " AND joined <= ?1 AND (left_on IS NULL OR left_on > ?1) GROUP BY office",
            (day,),
        ).fetchall()
    )
    rows = db.execute(
        f"SELECT h.office, h.people, max(h.dated) FROM {owned(db, 'head_counts', '?1')} h JOIN branches b ON b.id = h.branch"
        f" WHERE h.office IN {among} AND h.dated <= ?1 AND (b.dissolved IS NULL OR b.dissolved > ?1)"
        " AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.branch = h.branch) GROUP BY h.branch",
        (day,),
    )
    for office, people, _day in rows:
        counts[office] = counts.get(office, 0) + people
    return counts


def _add_sorts_of_members(db: sqlite3.Connection, found: ByOffice, among: str, last: str) -> None:
    """Women, and members of the ethnic minorities, in one reading of the members."""
    ethnic_group = "coalesce(p.ethnic_group, l.ethnic_group)"
    rows = db.execute(
        "SELECT m.office, count(DISTINCT CASE WHEN coalesce(p.sex, l.sex) = 'female' THEN m.person END),"
        f" count(DISTINCT CASE WHEN {ethnic_group} <> '{MAJORITY}' THEN m.person END)"
        f" FROM {owned(db, 'memberships', ':last')} m LEFT JOIN people p ON p.id = m.person LEFT JOIN learners l ON l.id = m.person"
        f" WHERE m.office IN {among} AND m.joined <= :last AND (m.left_on IS NULL OR m.left_on > :last)"
        " GROUP BY m.office",
        {"last": last},
    )
    for office, women, minorities in rows:
        _put(found, [(office, "B06", women), (office, "B07", minorities)])


# --- fund -----------------------------------------------------------------------------------------------------------


def _add_fund(db: sqlite3.Connection, found: ByOffice, among: str, first: str, last: str) -> None:
    days = {"first": first, "last": last}
    fed = "(',' || replace(c.feeds, '|', ',') || ',') LIKE '%,' || :code || ',%'"
    for code, accounts, sign in (
        ("D02", MONEY, 1),
        ("D03", "1", 1),
        ("D04", "1", 1),
        ("D05", "1", 1),
        ("D06", "p.account = 'goods'", 1),
        ("D07", MONEY, -1),
        ("D08", MONEY, -1),
    ):
        _each(
            db,
            found,
            code,
            f"SELECT p.office, {sign} * sum(p.amount) FROM postings p JOIN categories c ON c.code = p.category"
            f" WHERE p.office IN {among} AND p.dated BETWEEN :first AND :last AND {accounts} AND {fed} GROUP BY p.office",
            {**days, "code": code},
        )
    for figures in found.values():
        figures["D01"] = figures.get("D02", 0) + figures.get("D06", 0)
    for code, compare in (("D13", "< :first"), ("D14", "<= :last")):
        sql = (
            "SELECT p.office, sum(p.amount) FROM postings p"
            f" WHERE p.office IN {among} AND p.dated {compare} AND {MONEY} GROUP BY p.office"
        )
        _each(db, found, code, sql, days)
    for figures in found.values():
        figures["D15"] = figures.get("D14", 0)
    _each(
        db,
        found,
        "D22",
        "SELECT m.office, count(*) FROM movements m JOIN categories c ON c.code = m.category"
        f" WHERE m.office IN {among} AND m.kind = 'receive' AND m.dated BETWEEN :first AND :last AND (m.reversed_on IS NULL OR m.reversed_on > :last)"
        f" AND {fed} GROUP BY m.office",
        {**days, "code": "D22"},
    )


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


def _add_awards(db: sqlite3.Connection, found: ByOffice, among: str, first: str, last: str) -> None:
    for code, what, where in AWARD_FIGURES:
        _each(
            db,
            found,
            code,
            f"SELECT a.office, {what} FROM awards a JOIN rounds r ON r.id = a.round"
            " LEFT JOIN decisions d ON d.id = a.decision LEFT JOIN movements v ON v.id = a.payment"
            f" WHERE a.office IN {among} AND {where} GROUP BY a.office",
            {"first": first, "last": last},
        )
