"""The cluster's report: computed once, then written as PDF, Excel or JSON with the same figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from db.clock import in_vietnam
from db.exchange.storage.missing_runs import missing, missing_words
from db.files import whole_file
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.figures import comparison
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.report import UNKNOWN, Cell, ClusterReport, Row
from desktop_app.figures.report_json import as_json
from desktop_app.sheets.writing import SheetColumn, SheetTable, write_xlsx
from desktop_app.values.dates import format_date
from desktop_app.values.periods import Period
from desktop_app.work.printing.reports.report_words import (
    as_of_words,
    changed_words,
    indicator_title,
    partly_notes,
    restated_words,
    value_text,
)
from desktop_app.work.records import export_log
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.reports.report_archive import keep, restated
from desktop_app.work.units import posts


def make_cluster_report(book: Book, cluster: int, period: Period, map_date: date | None) -> ClusterReport:
    """The report of a cluster as of now."""
    as_of = in_vietnam(book.clock.now()).replace(tzinfo=None).isoformat(timespec="minutes")
    with book.reading() as db:
        report = comparison.cluster_report(db, cluster, period, map_date, as_of)
        trust = book.trust_lists.in_force(db)
        report.no_machine = len(set(report.not_reported) - set(trust.offices() if trust else ()))
        sources = {one.unit for one in report.sources}
        report.lacking = {unit: runs for unit, runs in missing_words(missing(db)).items() if unit in sources}
    report.restated = restated(book, report)
    return report


def print_cluster_report(
    book: Book, cluster: int, period: Period, map_date: date | None, target: Path | None
) -> dict[str, Any]:
    """Compute the report, hand it out at `target`, and return its JSON."""
    report = make_cluster_report(book, cluster, period, map_date)
    if target is not None:
        hand_out(book, report, target)
    return as_json(report)


def hand_out(book: Book, report: ClusterReport, target: Path) -> None:
    """Write a report and keep it as it is."""
    write_report(book, report, target)
    keep(book, report)


def write_report(book: Book, report: ClusterReport, target: Path, *, remember: bool = True) -> None:
    """Write a report as the target's ending says (.pdf, .xlsx, .json), and into the log of exports unless it is a preview."""
    ending = target.suffix.lower()
    if ending not in (".pdf", ".xlsx", ".json"):
        raise Refusal(_("Chọn tên tệp có đuôi .pdf, .xlsx hoặc .json."), code="ENDING")
    if remember and ending != ".pdf":
        export_log.log(book, "report", len(report.rows), target)
    if ending == ".xlsx":
        write_xlsx(target, _report_sheets(report))
        return
    with whole_file(target) as part:
        if ending == ".json":
            part.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        else:
            from desktop_app.work.printing.reports import cluster_paper

            pages = cluster_paper.draw(book, report, part)
            if remember:
                export_log.log(book, "report", pages, target)


def unsigned(book: Book) -> str:
    """What to tell before the report is printed when nobody is recorded who signs it; "" otherwise."""
    with book.reading() as db:
        if posts.holder(db, book.unit, posts.CHAIR, book.clock.today()):
            return ""
    return _(
        "Chưa ghi ai là Chủ tịch nên dưới chỗ ký không có tên. Ghi ở «Hội viên», trang «Ban chấp hành», rồi in lại."
    )


def _report_sheets(report: ClusterReport) -> list[SheetTable]:
    columns = [
        SheetColumn("code", _("Mã")),
        SheetColumn("name", _("Đơn vị"), width=36),
        SheetColumn("reported", _("Đã gửi"), width=16),
    ]
    for code in catalogue():
        columns += _columns(code, report.cells_of(code))
    rows = [_sheet_row(row.code, row.name, row.cells, _reported(row)) for row in report.rows]
    rows.append(_sheet_row("", _("Cộng"), report.total, _all_reported(report)))
    notes = [
        _("Kỳ: {period}").format(period=period_words(report.period)),
        _("Số liệu đến {as_of}").format(as_of=as_of_words(report)),
        _("Ô trống: chưa có số liệu; «chưa gửi»: đơn vị chưa chốt và gửi số liệu kỳ này."),
        *(
            _("{unit}: {words}").format(unit=report.names[one.unit], words=changed_words(one, every=True))
            for one in report.changed
        ),
        *restated_words(report),
        *partly_notes(report),
        *([_("Chỉ tiêu của đơn vị chưa gửi không cộng vào dòng Cộng.")] if report.not_reported else []),
    ]
    return [SheetTable(report.cluster_name, columns, rows, notes)]


def _columns(code: str, cells: Sequence[Cell]) -> Iterator[SheetColumn]:
    """The figure, last year and target; how many are not known and of how many units it is, where that is to be said."""
    decimals = catalogue()[code].decimals
    kind = "ratio" if decimals else "int"
    yield SheetColumn(code, f"{code} {indicator_title(code)}", kind, 16, decimals)
    if any(cell.unknown for cell in cells):
        yield SheetColumn(f"{code}_unknown", _("{code} chưa ghi").format(code=code), "int", 14)
    if any(cell.counted is not None for cell in cells):
        yield SheetColumn(f"{code}_counted", _("{code} tính trên").format(code=code), "text", 14)
    yield SheetColumn(f"{code}_last_year", _("{code} cùng kỳ").format(code=code), kind, 14, decimals)
    yield SheetColumn(f"{code}_target", _("{code} chỉ tiêu").format(code=code), "int", 14)


def _reported(row: Row) -> str:
    if row.stated_to:
        return _("chốt đến {day}").format(day=format_date(row.stated_to))
    if row.level == "district" and row.is_partial:
        return _("{heard}/{of} xã").format(heard=row.parts[0], of=row.parts[1])
    return _("đã gửi") if row.reported else _("chưa gửi")


def _all_reported(report: ClusterReport) -> str:
    """How the total stands: of how many units nothing is in it."""
    if report.not_reported:
        return _("{count} chưa gửi").format(count=len(report.not_reported))
    return _("{count} chốt một phần").format(count=len(report.not_closed)) if report.not_closed else _("đã gửi")


def _sheet_row(code: str, name: str, cells: Mapping[str, Cell], reported: str) -> dict[str, Any]:
    row: dict[str, Any] = {"code": code, "name": name, "reported": reported}
    for indicator, cell in cells.items():
        row |= {indicator: cell.value, f"{indicator}_last_year": cell.last_year, f"{indicator}_target": cell.target}
        row[f"{indicator}_unknown"] = cell.unknown or None
        if cell.counted is not None:
            row[f"{indicator}_counted"] = _("{counted}/{of} đơn vị").format(counted=cell.counted, of=cell.of)
        if not cell.comparable or cell.why == UNKNOWN:
            row[indicator] = value_text(indicator, cell, reported=True)
    return row
