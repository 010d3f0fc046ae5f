"""Reports as they were handed out: kept in the book, shown and printed again, never computed again."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from db.tables.reports import FrozenReport
from desktop_app.figures.comparison import districts_above
from desktop_app.figures.report import ClusterReport, as_json, from_json


@dataclass(frozen=True)
class KeptReport:
    """One kept report; `made_at` and `map_date` are ISO."""

    number: int
    cluster: int
    period: str
    map_date: str
    made_at: str


def keep(book: Book, report: ClusterReport) -> None:
    """Keep a report that is handed out; once, when nothing but the moment differs from the last one of its kind."""
    content = as_json(report)
    with book.write() as tx:
        row = tx.db.execute(
            "SELECT content FROM frozen_reports WHERE cluster = ? AND period = ? AND map_date = ? ORDER BY id DESC",
            (report.cluster, report.period.text, report.map_date.isoformat()),
        ).fetchone()
        if row is not None and _same(json.loads(row[0]), content):
            return
        tx.add(
            FrozenReport(
                cluster=report.cluster,
                period=report.period.text,
                map_date=report.map_date.isoformat(),
                made_at=report.as_of,
                content=json.dumps(content, ensure_ascii=False),
            )
        )


def _same(former: dict[str, Any], content: dict[str, Any]) -> bool:
    return {**former, "as_of": None} == {**content, "as_of": None}


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
