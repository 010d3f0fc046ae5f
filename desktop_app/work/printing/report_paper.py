"""The cluster's report as a paper: findings, charts of the fund per head, tables with totals and notes, sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from db.i18n import _
from db.store import Book
from desktop_app.figures.flags import FUND_LOW, median
from desktop_app.figures.report import FORMER_DISTRICTS, ClusterReport, Row
from desktop_app.papers.bar_chart import Bar
from desktop_app.papers.cluster_report import (
    Finding,
    ReportChart,
    ReportPaper,
    ReportRow,
    ReportTable,
    SourceLine,
    draw_cluster_report,
)
from desktop_app.values.dates import format_date
from desktop_app.values.words import begun
from desktop_app.work.marks import is_sample
from desktop_app.work.printing import issuer
from desktop_app.work.printing.report_words import (
    REPORT_GROUPS,
    as_of_words,
    changed_words,
    flag_text,
    group_titles,
    indicator_title,
    name_words,
    not_closed_lines,
    not_closed_words,
    number_text,
    part_note,
    shown_value,
)
from desktop_app.work.terms import period_words
from desktop_app.work.units import association_name

REPORT_SIGN = "BC-HKH"
PER_HEAD = "D16"
"""Fund per inhabitant: what the chart shows."""


def draw(book: Book, report: ClusterReport, target: Path) -> int:
    """Fill and draw the paper; returns the pages."""
    names = {row.unit: row.name for row in report.rows}
    today = book.clock.today()
    with book.reading() as db:
        values = ReportPaper(
            heading=issuer.heading(db, book.unit, today, f"   /{REPORT_SIGN}"),
            title=_("Kết quả công tác khuyến học, khuyến tài {cluster}").format(cluster=report.cluster_name),
            period=begun(period_words(report.period)),
            as_of=_as_of(report),
            findings=tuple(Finding(row.name, flag_text(flag)) for row in report.rows for flag in row.flags),
            compared=report.is_compared(),
            praise=tuple(Finding(names[praise.unit], praise.reason) for praise in report.praise),
            not_reported=tuple(_unit_name(db, code) for code in report.not_reported),
            not_closed=tuple(
                not_closed_words(day, [_unit_name(db, code) for code in codes])
                for day, codes in not_closed_lines(report)
            ),
            changed=tuple(Finding(_unit_name(db, one.code), f"{changed_words(one)}.") for one in report.changed),
            charts=charts_of(report),
            tables=tuple(
                _table(report, title, group) for title, group in zip(group_titles(), REPORT_GROUPS, strict=True)
            ),
            sources=_sources(db, report),
            recipients=_recipients(db, book.unit),
            signer_post=_("CHỦ TỊCH"),
            signer=issuer.holder(db, book.unit, issuer.CHAIR, today),
        )
        sample = is_sample(db)
    return draw_cluster_report(values, target, sample=sample)


def _as_of(report: ClusterReport) -> str:
    return _("(Số liệu đến {as_of}; đơn vị theo bản đồ ngày {map})").format(
        as_of=as_of_words(report), map=format_date(report.map_date)
    )


def _unit_name(db: sqlite3.Connection, code: str) -> str:
    name: str = db.execute("SELECT name FROM units WHERE code = ? ORDER BY since", (code,)).fetchone()[0]
    return name


def _recipients(db: sqlite3.Connection, unit: bytes) -> tuple[str, ...]:
    above = db.execute("SELECT p.name FROM units u JOIN units p ON p.id = u.parent WHERE u.id = ?", (unit,)).fetchone()
    body = _("{association} (để báo cáo);").format(association=association_name(above[0] if above else _("Việt Nam")))
    return body, _("Các đơn vị trong cụm thi đua;"), _("Lưu: VT.")


# --- charts -----------------------------------------------------------------------------------------------------------


def charts_of(report: ClusterReport) -> tuple[ReportChart, ...]:
    """One chart a level, the largest fund per head first; units without a figure have no bar."""
    titles = {
        "district": _("Quỹ bình quân đầu người: cấp huyện (đồng/người)"),
        "commune": _("Quỹ bình quân đầu người: cấp xã (đồng/người)"),
    }
    charts = []
    for level, title in titles.items():
        rows = [
            row for row in report.rows if row.level == level and row.offices and row.comparable and not row.stated_to
        ]
        bars = _bars([row for row in rows if row.cells[PER_HEAD].value is not None])
        if bars:
            charts.append(ReportChart(title, bars))
    return tuple(charts)


def _bars(rows: Sequence[Row]) -> tuple[Bar, ...]:
    values = {row.unit: row.cells[PER_HEAD].value or 0 for row in rows}
    bars = []
    for row in sorted(rows, key=lambda row: -values[row.unit]):
        middle = median([Fraction(value) for unit, value in values.items() if unit != row.unit])
        flagged = any(flag.flag == FUND_LOW for flag in row.flags)
        value = values[row.unit]
        bars.append(
            Bar(row.name, value, number_text(PER_HEAD, value), None if middle is None else float(middle), flagged)
        )
    return tuple(bars)


# --- tables -----------------------------------------------------------------------------------------------------------


def _table(report: ClusterReport, title: str, codes: Sequence[str]) -> ReportTable:
    total = tuple(shown_value(code, report.total[code], reported=True) for code in codes)
    rows = tuple(_rows(report.rows, codes))
    return ReportTable(
        title=title,
        columns=tuple(indicator_title(code) for code in codes),
        rows=rows,
        total=ReportRow(_("Cộng"), True, total),
        notes=_notes(report, codes),
    )


def _rows(rows: Sequence[Row], codes: Sequence[str]) -> Iterator[ReportRow]:
    """A row a unit; the units of a district that have not reported share one row at its end, by name."""
    silent: list[str] = []
    for row in rows:
        if row.level == "district":
            yield from _silent_row(silent)
            silent = []
        if row.level != "district" and row.comparable and not row.offices:
            silent.append(row.name)
        else:
            yield _row(row, codes)
    yield from _silent_row(silent)


def _silent_row(names: Sequence[str]) -> Iterator[ReportRow]:
    if names:
        words = _("Chưa gửi ({count} đơn vị)").format(count=len(names))
        yield ReportRow(words, False, (", ".join(names),))


def _row(row: Row, codes: Sequence[str]) -> ReportRow:
    """What holds for a whole row is said once."""
    bold = row.level in ("district", FORMER_DISTRICTS)
    texts = tuple(shown_value(code, row.cells[code], reported=bool(row.offices)) for code in codes)
    silent = not row.offices or not row.comparable
    return ReportRow(name_words(row), bold, texts[:1] if silent and len(set(texts)) == 1 else texts)


def _notes(report: ClusterReport, codes: Sequence[str]) -> tuple[str, ...]:
    """What the words in this table's cells mean."""
    reported = [row for row in report.rows if row.offices]
    missing = any(row.cells[code].value is None for row in reported if row.comparable for code in codes)
    notes = {
        _("Chưa gửi: đơn vị chưa chốt và gửi số liệu kỳ này; không tính vào dòng Cộng và mức giữa."): bool(
            report.not_reported
        ),
        _("Chưa có: đơn vị đã gửi nhưng không có số liệu để tính chỉ tiêu này, không phải bằng 0."): missing,
        part_note(): bool(report.not_closed),
        _("Không so sánh được: địa bàn đã chia cho nhiều đơn vị nên không tách được số liệu cũ."): any(
            not row.comparable for row in report.rows
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


def _sources(db: sqlite3.Connection, report: ClusterReport) -> tuple[SourceLine, ...]:
    runs: dict[str, list[str]] = {}
    for source in report.sources:
        runs.setdefault(source.unit, []).append(f"{source.first}–{source.last} ({source.sha256[:8]})")
    return tuple(SourceLine(_unit_name(db, code), ", ".join(found)) for code, found in runs.items())
