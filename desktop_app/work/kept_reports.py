"""Reports as they were handed out: kept in the book, shown and printed again, never computed again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from db.tables.reports import FrozenReport
from desktop_app.figures.report import ClusterReport, as_json, from_json


@dataclass(frozen=True)
class Kept:
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


def kept_reports(book: Book) -> list[Kept]:
    """Every kept report, the newest first."""
    with book.reading() as db:
        rows = db.execute("SELECT id, cluster, period, map_date, made_at FROM frozen_reports ORDER BY id DESC")
        return [Kept(*row) for row in rows]


def kept_report(book: Book, number: int) -> ClusterReport:
    """A report as it was kept."""
    with book.reading() as db:
        row = db.execute("SELECT content FROM frozen_reports WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise Refusal(
            _("Không có báo cáo đã lập mang số {number}. Xem lại danh sách.").format(number=number), code="REFERENCE"
        )
    return from_json(json.loads(row[0]))
