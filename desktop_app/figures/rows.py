"""The rows of a report: the units of a day, and the offices of the period that each of them takes in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from db.i18n import _
from desktop_app.figures.report import APART, FORMER_DISTRICTS, OFFICE, ONCE, Row
from desktop_app.values.periods import Period

Reported = frozenset[bytes]


def offices_of(db: sqlite3.Connection, districts: Sequence[bytes], period: Period) -> list[bytes]:
    """The districts, the communes they had in the period or the year before, and who took over from these by its end.

    Who ended keeps the figures of its own time; members that nobody moved are still counted there.
    """
    last, begin = period.last.isoformat(), period.same_period_last_year().first.isoformat()
    found = list(districts)
    for district in districts:
        found += [
            row[0]
            for row in db.execute(
                "SELECT c.id FROM units c JOIN units d ON d.id = c.parent WHERE d.id = ?1 AND c.since <= ?2"
                " AND coalesce(c.until, ?2) >= min(?3, coalesce(d.until, ?3)) ORDER BY c.sort_key, c.since",
                (district, last, begin),
            )
        ]
    for office in found[len(districts) :]:
        found += [unit for unit, _whole in _successors(db, office, period.last) if unit not in found]
    return found


def ended_before(db: sqlite3.Connection, offices: Iterable[bytes], day: date) -> dict[bytes, list[bytes]]:
    """The offices that ended before a day, each with the units of that day that took over from it."""
    return {
        office: [unit for unit, _whole in _successors(db, office, day)]
        for office in offices
        if not _alive(db, office, day)
    }


def has_part_since(db: sqlite3.Connection, unit: bytes, first: date, last: date) -> bool:
    """Whether a part of another unit came to this one in a time: how many members it had before, nobody can say."""
    row = db.execute(
        "WITH RECURSIVE before (id) AS (SELECT ?1 UNION SELECT s.old FROM successions s JOIN before b ON b.id = s.new)"
        " SELECT 1 FROM before b JOIN successions s ON s.new = b.id WHERE s.share = 'part' AND s.dated > ?2"
        " AND s.dated <= ?3",
        (unit, first.isoformat(), last.isoformat()),
    ).fetchone()
    return row is not None


def rows_on_map(
    db: sqlite3.Connection,
    districts: Sequence[bytes],
    offices: Sequence[bytes],
    day: date,
    last: date,
    reported: Reported,
) -> list[Row]:
    """Rows of the map of a day: each old office counts in the unit that took it over.

    One that was split keeps a row of its own where that was before `last`, the period's end: its branches went one by one.
    """
    split = frozenset(one for one in offices if not _alive(db, one, last) and not _went_whole(db, one, last))
    if _alive(db, districts[0], day):
        return _rows_of_the_time(db, districts, offices, day, split, reported)
    rows: dict[bytes, Row] = {}
    former = Row(b"", "", _("Hội cấp huyện cũ"), FORMER_DISTRICTS, None, False)
    for office in offices:
        if office in districts:
            _join(former, office, reported, whole=True)
            continue
        _join_successors(db, rows, office, day, split, reported)
    return [*sorted(rows.values(), key=lambda row: row.code), former]


def _went_whole(db: sqlite3.Connection, office: bytes, day: date) -> bool:
    return all(whole for _unit, whole in _successors(db, office, day))


def _join_successors(
    db: sqlite3.Connection, rows: dict[bytes, Row], office: bytes, day: date, split: Reported, reported: Reported
) -> None:
    for unit, whole in [(office, True)] if office in split else _successors(db, office, day):
        if unit not in rows:
            rows[unit] = _row(db, unit, None, reported=False)
        _join(rows[unit], office, reported, whole=whole)


def _rows_of_the_time(
    db: sqlite3.Connection,
    districts: Sequence[bytes],
    offices: Sequence[bytes],
    day: date,
    split: Reported,
    reported: Reported,
) -> list[Row]:
    """Each district with its communes of the day; who took over from them later has a row of its own below."""
    rows: dict[bytes, Row] = {}
    for office in offices[len(districts) :]:
        if _since(db, office) > day.isoformat():
            rows[office] = _row(db, office, _district_of(db, office, districts), reported=False)
            _join(rows[office], office, reported, whole=True)
        else:
            _join_successors(db, rows, office, day, split, reported)
    for unit, row in rows.items():
        row.parent = row.parent or _parent(db, unit)
    found: list[Row] = []
    for district in districts:
        top = _row(db, district, None, reported=district in reported)
        below = [row for row in rows.values() if row.parent == district]
        own = (district,) if district in reported else ()
        top.offices = (*own, *dict.fromkeys(office for row in below for office in row.offices))
        found += [top, *([_own_office(top, own)] if below else []), *below]
    return found + [row for row in rows.values() if row.parent not in districts]


def _own_office(top: Row, own: tuple[bytes, ...]) -> Row:
    name = _("Hội cấp huyện (sổ riêng)")
    return Row(_beside(top.unit, OFFICE), "", name, OFFICE, top.unit, bool(own), offices=own)


def _beside(parent: bytes, level: str) -> bytes:
    """What stands for the unit of a row that is none's."""
    return parent + level.encode()


def rows_apart(above: Row | None, offices: Sequence[bytes], below: Sequence[Row]) -> list[Row]:
    """The rows that make those below one row, or the total (None), add up to it: what cannot be split, who counts once."""
    parent = above.unit if above else None
    shown = [row for row in below if row.comparable]
    hidden = _all_of(row for row in below if not row.comparable)
    late = _all_of(row for row in below if not row.comparable or not row.known_before)
    apart = Row(_beside(parent or b"", APART), "", _("Không tách được theo đơn vị"), APART, parent, reported=True)
    apart.offices, apart.late = hidden, late
    once = Row(_beside(parent or b"", ONCE), "", _("Tính một lần (trùng giữa các đơn vị)"), ONCE, parent, reported=True)
    once.offices = tuple(offices)
    once.groups = (hidden, *(row.offices for row in shown))
    once.late_groups = (late, *(row.offices for row in shown if row.known_before))
    return [apart, once] if late else [once]


def _all_of(rows: Iterable[Row]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(office for row in rows for office in row.offices))


def _since(db: sqlite3.Connection, unit: bytes) -> str:
    since: str = db.execute("SELECT since FROM units WHERE id = ?", (unit,)).fetchone()[0]
    return since


def _district_of(db: sqlite3.Connection, unit: bytes, districts: Sequence[bytes]) -> bytes | None:
    """The one district that everything lay in from which a unit took over, or None where there are several."""
    known = {
        row[0]
        for row in db.execute(
            "WITH RECURSIVE before (id) AS (SELECT ?1 UNION SELECT s.old FROM successions s JOIN before b ON b.id = s.new)"
            " SELECT u.parent FROM before b JOIN units u ON u.id = b.id WHERE b.id <> ?1",
            (unit,),
        )
    }
    return known.pop() if len(known) == 1 and known <= set(districts) else None


def _row(db: sqlite3.Connection, unit: bytes, parent: bytes | None, *, reported: bool) -> Row:
    code, name, level = db.execute("SELECT code, name, level FROM units WHERE id = ?", (unit,)).fetchone()
    return Row(unit, code, name, level, parent, reported)


def _parent(db: sqlite3.Connection, unit: bytes) -> bytes | None:
    parent: bytes | None = db.execute("SELECT parent FROM units WHERE id = ?", (unit,)).fetchone()[0]
    return parent


def _join(row: Row, office: bytes, reported: Reported, *, whole: bool) -> None:
    """Count an old office in a row; an office split between rows makes both incomparable."""
    row.comparable = row.comparable and whole
    if office in reported:
        row.reported = True
        row.offices = (*row.offices, office)
    else:
        row.silent = (*row.silent, office)


def _alive(db: sqlite3.Connection, unit: bytes, day: date) -> bool:
    row = db.execute(
        "SELECT 1 FROM units WHERE id = ?1 AND since <= ?2 AND (until IS NULL OR until >= ?2)", (unit, day.isoformat())
    ).fetchone()
    return row is not None


def _successors(db: sqlite3.Connection, unit: bytes, day: date) -> list[tuple[bytes, bool]]:
    """The units of a day that a unit went into, and whether it went there whole all the way."""
    if _alive(db, unit, day):
        return [(unit, True)]
    found: dict[bytes, bool] = {}
    for new, share in db.execute(
        "SELECT new, share FROM successions WHERE old = ? AND dated <= ?", (unit, day.isoformat())
    ).fetchall():
        for last, whole in _successors(db, new, day):
            found[last] = found.get(last, True) and whole and share == "whole"
    return list(found.items())
