"""Reports as they were handed out: kept in the book, shown and printed again, never computed again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.figures.comparison import districts_above
from desktop_app.figures.report import Changed, ClusterReport
from desktop_app.figures.report_json import as_json, from_json
from desktop_app.figures.statements import differing


@dataclass(frozen=True)
class KeptReport:
    """One kept report; `made_at` and `map_date` are ISO."""

    number: int
    cluster: int
    period: str
    map_date: str
    made_at: str


def keep(book: Book, report: ClusterReport) -> None:
    """Keep a report that is handed out; once, when nothing but the moment differs from the last one of its kind.

    It is entered in no chain, so it is kept also beside a window that has the book open for writing. A book that lies
    where nothing can be written is an archive and keeps no more.
    """
    content = as_json(report)
    if any(_same(former, content) for former in _kept_before(book, report)[:1]):
        return
    row = (*_kind(report), report.as_of, json.dumps(content, ensure_ascii=False))
    try:
        book.beside(
            "INSERT INTO frozen_reports (cluster, period, map_date, made_at, content) VALUES (?, ?, ?, ?, ?)", [row]
        )
    except Refusal as refusal:
        if book.writable or refusal.code != "DISK":
            raise


def _kept_before(book: Book, report: ClusterReport) -> list[dict[str, Any]]:
    """The kept reports of the same cluster, period and map as JSON, the newest first."""
    sql = "SELECT content FROM frozen_reports WHERE cluster = ? AND period = ? AND map_date = ? ORDER BY id DESC"
    with book.reading() as db:
        return [json.loads(text) for (text,) in db.execute(sql, _kind(report))]


def restated(book: Book, report: ClusterReport) -> list[Changed]:
    """What differs from the last report with other figures, of units that had stated the period then and have stated it
    now; the total last.

    What is not as it was stated is named in the report as changed, so it is left out.
    """
    now = as_json(report)
    former = next((one for one in _kept_before(book, report) if not _same(one, now)), None)
    found = _of_units(report, former) if former else []
    if not found or former is None:
        return []
    codes = {move.code for one in found for move in one.moves}
    before = from_json(former).total
    totals = [{code: _whole(cells[code].value) for code in cells if code in codes} for cells in (before, report.total)]
    return [*found, Changed(b"", report.period, differing(*totals))]


def _of_units(report: ClusterReport, former: Mapping[str, Any]) -> list[Changed]:
    before = {row.code: row for row in from_json(former).rows if row.reported and row.own and not row.stated_to}
    open_now = {one.unit for one in report.changed if one.period == report.period}
    found = []
    for row in report.rows:
        known = before.get(row.code)
        if known and row.reported and not row.stated_to and row.unit not in open_now and known.name == row.name:
            now = {code: None if value is None else int(value) for code, value in row.own.items()}
            if moves := differing({code: _whole(value) for code, value in known.own.items()}, now):
                found.append(Changed(row.unit, report.period, moves))
    return found


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _kind(report: ClusterReport) -> tuple[int, str, str]:
    return report.cluster, report.period.text, report.map_date.isoformat()


def _same(former: dict[str, Any], content: dict[str, Any]) -> bool:
    but = {"as_of": None, "restated": None}
    return {**former, **but} == {**content, **but}


def kept_reports(book: Book) -> list[KeptReport]:
    """Every kept report, the newest first."""
    with book.reading() as db:
        rows = db.execute("SELECT id, cluster, period, map_date, made_at FROM frozen_reports ORDER BY id DESC")
        return [KeptReport(*row) for row in rows]


def kept_report(book: Book, number: int) -> ClusterReport:
    """A report as it was kept."""
    with book.reading() as db:
        row = db.execute("SELECT content FROM frozen_reports WHERE id = ?", (number,)).fetchone()
        if row is None:
            sentence = _("Không có báo cáo đã lập mang số {number}. Xem lại danh sách.")
            raise Refusal(sentence.format(number=number), code="REFERENCE")
        return _told(db, from_json(json.loads(row[0])))


def _above(db: sqlite3.Connection, day: str) -> dict[bytes, str]:
    """The districts of communes, which go by their codes of that time."""
    names = districts_above(db)
    in_force = db.execute("SELECT code, id FROM units WHERE since <= ? ORDER BY since", (day,)).fetchall()
    return {code.encode(): names[unit] for code, unit in in_force if unit in names}


def _told(db: sqlite3.Connection, report: ClusterReport) -> ClusterReport:
    """With the names of the units: the run says whose it is, other codes are those in force at the period's end."""
    day = report.period.last.isoformat()
    in_force = db.execute("SELECT code, name FROM units WHERE since <= ? ORDER BY since", (day,))
    names = {code.encode(): name for code, name in in_force} | dict(db.execute("SELECT id, name FROM units"))
    writers = dict(db.execute("SELECT r.sha256, c.office FROM runs r JOIN chains c ON c.no = r.chain"))
    return replace(
        report,
        sources=[replace(one, unit=writers.get(one.sha256, one.unit)) for one in report.sources],
        codes={**report.codes, **dict(db.execute("SELECT id, code FROM units"))},
        names={**names, **report.names},
        above=_above(db, day),
    )
