"""The cluster's report on paper: findings first, then the tables of indicators by group, sources last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.i18n import _
from desktop_app.papers.page import (
    BOLD,
    ITALIC,
    LANDSCAPE,
    REGULAR,
    Column,
    Heading,
    Line,
    Sheet,
    Signature,
    Table,
    draw_heading,
    draw_signatures,
    draw_title,
)


@dataclass(frozen=True)
class ReportRow:
    """A unit's row in one table: its name, how it stands out, and a text a column."""

    name: str
    bold: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ReportTable:
    """One group of indicators: the columns (code, name, unit of measure) and a row a unit."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True)
class Finding:
    """A unit that falls behind, in words: what, by which rule, against which median of how many peers."""

    unit: str
    text: str


@dataclass(frozen=True)
class ReportPaper:
    """Everything the paper says, as text."""

    heading: Heading
    title: str
    period: str
    as_of: str
    findings: tuple[Finding, ...]
    praise: tuple[Finding, ...]
    not_reported: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    sources: tuple[str, ...]
    signer_post: str
    signer: str = ""


def draw_cluster_report(values: ReportPaper, target: Path) -> int:
    """Draw it; returns the pages."""
    sheet = Sheet(target, LANDSCAPE, title=values.title, left=25)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("BÁO CÁO"), values.title, values.period)
    sheet.paragraph(values.as_of, font=ITALIC)
    _draw_findings(sheet, _("I. Đơn vị cần quan tâm"), values.findings, _("Không có đơn vị nào dưới mức."))
    _draw_findings(sheet, _("II. Đơn vị tiêu biểu"), values.praise, _("Chưa có đơn vị nào đạt mức biểu dương."))
    waiting = ", ".join(values.not_reported) if values.not_reported else _("Không có.")
    _draw_heading_line(sheet, _("III. Đơn vị chưa gửi số liệu kỳ này"))
    sheet.paragraph(waiting, indent=10)
    for number, table in enumerate(values.tables, 1):
        _draw_table(sheet, number, table)
    _draw_sources(sheet, values.sources)
    draw_signatures(sheet, [Signature(""), Signature(values.signer_post, values.signer)])
    return sheet.save()


def _draw_heading_line(sheet: Sheet, text: str) -> None:
    sheet.need(20)
    sheet.y += 7
    sheet.text(sheet.left, sheet.y, text, BOLD, 13)
    sheet.y += 1


def _draw_findings(sheet: Sheet, title: str, findings: tuple[Finding, ...], nothing: str) -> None:
    _draw_heading_line(sheet, title)
    for finding in findings:
        sheet.paragraph(f"- {finding.unit}: {finding.text}", indent=6, space=0.5)
    if not findings:
        sheet.paragraph(nothing, indent=6)


def _draw_table(sheet: Sheet, number: int, table: ReportTable) -> None:
    sheet.need(60)
    sheet.y += 9
    sheet.text(sheet.left, sheet.y, _("Bảng {number}. {title}").format(number=number, title=table.title), BOLD, 13)
    sheet.y += 3
    columns = [Column(_("Đơn vị"), 44), *(Column(name, 25, "right") for name in table.columns)]
    lines = [Line((row.name, *row.cells), bold=row.bold, shaded=row.bold) for row in table.rows]
    Table(sheet, columns, size=9.5, lowest=5.6).draw(lines)


def _draw_sources(sheet: Sheet, sources: tuple[str, ...]) -> None:
    _draw_heading_line(sheet, _("Các tệp số liệu làm căn cứ"))
    for source in sources:
        sheet.paragraph(source, font=REGULAR, size=9.5, space=0)
