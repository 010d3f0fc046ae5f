"""The rows of a report: the units of a day, and the offices of the period that each of them takes in."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from db.i18n import _
from desktop_app.figures.report import FORMER_DISTRICTS, Row

Reported = frozenset[bytes]


def rows_on_map(
    db: sqlite3.Connection, districts: Sequence[bytes], offices: Sequence[bytes], day: date, reported: Reported
) -> list[Row]:
    """Rows of the map of a day: each old office counts in the unit that took it over."""
    if _alive(db, districts[0], day):
        return _rows_of_the_time(db, districts, offices, reported)
    rows: dict[bytes, Row] = {}
    former = Row(b"", "", _("Hội cấp huyện cũ"), FORMER_DISTRICTS, None, False)
    for office in offices:
        if office in districts:
            _join(former, office, reported, whole=True)
            continue
        for unit, whole in _successors(db, office, day):
            if unit not in rows:
                rows[unit] = _row(db, unit, None, reported=False)
            _join(rows[unit], office, reported, whole=whole)
    return [*sorted(rows.values(), key=lambda row: row.code), former]


def _rows_of_the_time(
    db: sqlite3.Connection, districts: Sequence[bytes], offices: Sequence[bytes], reported: Reported
) -> list[Row]:
    rows: list[Row] = []
    for district in districts:
        top = _row(db, district, None, reported=district in reported)
        below = [_row(db, o, district, reported=o in reported) for o in offices if _parent(db, o) == district]
        for row in below:
            row.offices = (row.unit,) if row.reported else ()
        top.offices = tuple(o for o in (district, *(row.unit for row in below)) if o in reported)
        rows += [top, *below]
    return rows


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
