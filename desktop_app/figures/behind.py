"""From a number to its records: what was counted, so that the values listed add up to the figure."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from db.ethnic_groups import minority_sql, untold_sql
from db.i18n import _
from desktop_app.figures import indicators
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.filling import NEEDS_LAST_YEAR
from desktop_app.figures.fund import ALL_ACCOUNTS, BY_GIVER, fed_by, feeds_of
from desktop_app.figures.fund import FED as FUND_FIGURES
from desktop_app.figures.joined import Correction, read_once, unknown_of
from desktop_app.figures.owned import other_stay, owned
from desktop_app.figures.report import ONCE, Row
from desktop_app.values.periods import Period

PERSON_COUNTS = frozenset(("B02", "B03", "B06", "B07"))
BALANCES = {"D13": "p.dated < :first", "D14": "p.dated <= :last", "D15": "p.dated <= :last"}
MOVEMENT_NAMES = (
    "LEFT JOIN categories c ON c.code = m.category LEFT JOIN movement_notes n ON n.movement = m.id"
    " LEFT JOIN donors d ON d.id = m.party LEFT JOIN purses q ON q.id = m.purse"
)
MOVEMENT_TEXT = "coalesce(n.note, n.party, d.full_name, c.name, q.name, '')"
FED = "(',' || replace(c.feeds, '|', ',') || ',') LIKE '%,' || :code || ',%'"
AWARD_TEXT = "coalesce(p.full_name, g.name, o.full_name, u.name, '') || ' · ' || r.name"
AWARDED = (
    "FROM awards a JOIN rounds r ON r.id = a.round LEFT JOIN decisions d ON d.id = a.decision"
    " LEFT JOIN movements v ON v.id = a.payment LEFT JOIN persons p ON p.id = a.recipient"
    " LEFT JOIN groups g ON g.id = a.recipient LEFT JOIN donors o ON o.id = a.recipient"
    " LEFT JOIN units u ON u.id = a.recipient WHERE a.office = :office"
)
ALIVE = "(founded IS NULL OR founded <= :last) AND (dissolved IS NULL OR dissolved > :last)"
MEMBER = "m.joined <= :last AND (m.left_on IS NULL OR m.left_on > :last)"
ASKED = {"B06": "p.sex IS NULL", "B07": untold_sql("p.ethnic_group")}
"""That nobody has written down of a person what a figure asks for, as SQL."""


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
    days = {"first": period.first.isoformat(), "last": period.last.isoformat(), "code": counted}
    found: list[Behind] = []
    for office in offices:
        found += _of_office(db, counted, days | {"office": office}, period.last)
        if counted in indicators.MAY_BE_UNKNOWN:
            found += _unknown(db, counted, days | {"office": office})
    found += _counted_once(db, offices, counted, period)
    if counted == "B08":
        found = _without_moves(found)
    return sorted(found, key=lambda one: (one.unknown != 0, one.on or "", one.text))


def behind_row(db: sqlite3.Connection, row: Row, code: str, period: Period) -> list[Behind]:
    """The records behind a figure of a row of the report; of one that only takes people off, these people."""
    if row.level == ONCE:
        groups = row.late_groups if code in NEEDS_LAST_YEAR else row.groups
        less = read_once(db, indicators.days_of(period)).between(groups)
        return _once_lines(db, less, code)
    offices = row.holders() if catalogue()[code].held else row.offices
    return records_behind(db, row.late if row.late and code in NEEDS_LAST_YEAR else offices, code, period)


def _without_moves(lines: Sequence[Behind]) -> list[Behind]:
    """Who went from one of these offices to another is neither gone nor new."""
    total: Counter[bytes] = Counter()
    for line in lines:
        total[line.record] += line.value
    return [line for line in lines if total[line.record]]


def _counted_once(db: sqlite3.Connection, offices: Sequence[bytes], code: str, period: Period) -> list[Behind]:
    if not code.startswith(("B", "E")):
        return []
    return _once_lines(db, read_once(db, indicators.days_of(period)).by_person(offices), code)


def _once_lines(db: sqlite3.Connection, less: Iterable[tuple[bytes, bytes, Correction]], code: str) -> list[Behind]:
    """What takes people off a figure, and off those of whom it is not known."""
    found = []
    for person, office, of in less:
        if of.get(code):
            found.append(_once_line(db, person, office, of[code]))
        if of.get(unknown_of(code)):
            found.append(replace(_once_line(db, person, office, 0), unknown=of[unknown_of(code)]))
    return found


def _once_line(db: sqlite3.Connection, person: bytes, office: bytes, less: int) -> Behind:
    row = db.execute("SELECT full_name FROM persons WHERE id = ?", (person,)).fetchone()
    text = _("{name}: cùng một người, chỉ tính một lần").format(name=row[0] if row else "")
    return Behind(person, None, text, office, less)


def _of_office(db: sqlite3.Connection, code: str, at: dict[str, str | bytes], last: date) -> list[Behind]:
    if code.startswith("A"):
        return _branches(db, code, at)
    if code == "B08":
        before = {**at, "last": _year_before(last).isoformat()}
        then, now = _members(db, before), _members(db, at)
        kept = {(one.record, one.value) for one in then} & {(one.record, one.value) for one in now}
        gone = [replace(one, value=-one.value) for one in then if (one.record, one.value) not in kept]
        return gone + [one for one in now if (one.record, one.value) not in kept]
    if code == "B01":
        return _members(db, at)
    if code in PERSON_COUNTS:
        return _persons(db, code, at)
    if code.startswith("D") or code in FUND_FIGURES:
        return _money(db, code, at)
    return _awards(db, code, at)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _list(db: sqlite3.Connection, sql: str, at: dict[str, str | bytes]) -> list[Behind]:
    office = at["office"]
    assert isinstance(office, bytes)
    return [Behind(record, on, text or "", office, value) for record, on, text, value in db.execute(sql, at)]


def _branches(db: sqlite3.Connection, code: str, at: dict[str, str | bytes]) -> list[Behind]:
    kinds = {code: kind for kind, code in indicators.BRANCH_CODES.items()}
    which = {
        "A03": "kind <> 'board'",
        "A08": "kind = 'board'",
        "A09": "kind <> 'board' AND founded BETWEEN :first AND :last",
    }
    where = which.get(code) or f"kind = '{kinds[code]}'"
    where = where if code == "A09" else f"{where} AND {ALIVE}"
    branches = owned(db, "branches", "t.founded" if code == "A09" else ":last")
    return _list(db, f"SELECT id, founded, name, 1 FROM {branches} WHERE office = :office AND {where}", at)


def _members(db: sqlite3.Connection, at: dict[str, str | bytes]) -> list[Behind]:
    """Each member on the last day, and the latest head count of each branch without a list."""
    named = _list(
        db,
        f"SELECT p.id, min(m.joined), p.full_name, 1 FROM {owned(db, 'memberships', ':last')} m"
        f" JOIN persons p ON p.id = m.person WHERE m.office = :office AND {MEMBER} GROUP BY m.person",
        at,
    )
    return named + _head_counts(db, at)


def _head_counts(db: sqlite3.Connection, at: dict[str, str | bytes]) -> list[Behind]:
    return _list(
        db,
        f"SELECT b.id, max(h.dated), b.name, h.people FROM {owned(db, 'head_counts', ':last')} h"
        " JOIN branches b ON b.id = h.branch WHERE h.office = :office AND h.dated <= :last"
        " AND (b.dissolved IS NULL OR b.dissolved > :last)"
        " AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.branch = h.branch) GROUP BY h.branch",
        at,
    )


def _unknown(db: sqlite3.Connection, code: str, at: dict[str, str | bytes]) -> list[Behind]:
    """Who may or may not belong to a figure: nobody has written it down."""
    if code == "A09":
        where = f"kind <> 'board' AND founded IS NULL AND {ALIVE}"
        sql = f"SELECT id, NULL, name, 1 FROM {owned(db, 'branches', ':last')} WHERE office = :office AND {where}"
        lines = _list(db, sql, at)
    else:
        sql = (
            f"SELECT p.id, min(m.joined), p.full_name, 1 FROM {owned(db, 'memberships', ':last')} m JOIN persons p"
            f" ON p.id = m.person WHERE m.office = :office AND {MEMBER} AND {ASKED[code]} GROUP BY m.person"
        )
        lines = _list(db, sql, at) + _head_counts(db, at)
    return [replace(line, value=0, unknown=line.value) for line in lines]


def _persons(db: sqlite3.Connection, code: str, at: dict[str, str | bytes]) -> list[Behind]:
    where = {
        "B02": "m.joined BETWEEN :first AND :last"
        f" AND NOT EXISTS ({other_stay(db, 'm.joined')} AND o.joined < m.joined"
        " AND (o.left_on IS NULL OR o.left_on >= m.joined))",
        "B03": "m.left_on BETWEEN :first AND :last"
        f" AND NOT EXISTS ({other_stay(db, 'm.left_on')} AND o.joined <= m.left_on"
        " AND (o.left_on IS NULL OR o.left_on > m.left_on))",
        "B06": f"{MEMBER} AND p.sex = 'female'",
        "B07": f"{MEMBER} AND {minority_sql('p.ethnic_group')}",
    }[code]
    at_day = {"B02": "t.joined", "B03": "t.left_on"}.get(code, ":last")
    day = "max(m.left_on)" if code == "B03" else "min(m.joined)"
    sql = (
        f"SELECT p.id, {day}, p.full_name, 1 FROM {owned(db, 'memberships', at_day)} m JOIN persons p ON p.id = m.person"
        f" WHERE m.office = :office AND {where} GROUP BY m.person"
    )
    return _list(db, sql, at)


def _money(db: sqlite3.Connection, code: str, at: dict[str, str | bytes]) -> list[Behind]:
    if code == "D22":
        return _list(
            db,
            f"SELECT m.id, m.dated, {MOVEMENT_TEXT}, 1 FROM movements m {MOVEMENT_NAMES} WHERE m.office = :office"
            " AND m.kind = 'receive' AND m.dated BETWEEN :first AND :last"
            f" AND (m.reversed_on IS NULL OR m.reversed_on > :last) AND {FED}",
            at,
        )
    if code in BALANCES:
        sign, where = 1, f"{BALANCES[code]} AND {indicators.MONEY}"
    else:
        sign, where = _fed(db, code)
    return _list(
        db,
        f"SELECT m.id, p.dated, {MOVEMENT_TEXT}, {sign} * p.amount FROM postings p"
        f" JOIN movements m ON m.id = p.movement {MOVEMENT_NAMES} WHERE p.office = :office AND {where}",
        at,
    )


def _fed(db: sqlite3.Connection, code: str) -> tuple[int, str]:
    """The sign of a figure of the fund, and which postings of the period feed it, by category, account and donor."""
    sign, kinds = 1, []
    for category, feeds in feeds_of(db).items():
        for account, giver in product(ALL_ACCOUNTS, (None, *BY_GIVER)):
            for fed, its_sign in fed_by(feeds, account, giver):
                if fed == code:
                    sign = its_sign
                    kinds.append(f"('{category}', '{account}', '{giver or ''}')")
    return sign, (
        "p.dated BETWEEN :first AND :last AND (m.category, p.account, coalesce(d.kind, ''))"
        f" IN (VALUES {', '.join(kinds)})"
    )


def _awards(db: sqlite3.Connection, code: str, at: dict[str, str | bytes]) -> list[Behind]:
    what, where = next((what, where) for known, what, where in indicators.AWARD_FIGURES if known == code)
    value = "1" if what.startswith("count") else what.removeprefix("sum(").removesuffix(")")
    lines = _list(db, f"SELECT a.id, coalesce(v.dated, d.dated), {AWARD_TEXT}, {value} {AWARDED} AND {where}", at)
    return lines + _given_again(db, where, at) if "DISTINCT" in what else lines


def _given_again(db: sqlite3.Connection, where: str, at: dict[str, str | bytes]) -> list[Behind]:
    """Of everybody who was given several: what takes off all but one."""
    again = _list(
        db,
        f"SELECT a.recipient, NULL, coalesce(p.full_name, ''), 1 - count(*) {AWARDED} AND {where}"
        " GROUP BY a.recipient HAVING count(*) > 1",
        at,
    )
    return [_once_line(db, line.record, line.office, line.value) for line in again]
