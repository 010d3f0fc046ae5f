"""The cluster's report on paper: findings first, charts, the tables of indicators by group; its sources in an annex."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.i18n import _
from desktop_app.papers.bar_chart import Bar, draw_bar_chart
from desktop_app.papers.heading import Heading, draw_heading, draw_title
from desktop_app.papers.page import BOLD, ITALIC, LANDSCAPE, PaperDocument, width_of
from desktop_app.papers.signing import SIGNATURE_HEIGHT, Signature, draw_signatures
from desktop_app.papers.table import PADDING, PaperColumn, PaperLine, Table

SOURCE_PAIRS = 2
"""Units side by side in the table of sources."""
NAME_SHARE, SHARE = 44.0, 25.0
"""Of the width: the column of names, and each other one."""
ENDING, NOTE = SIGNATURE_HEIGHT + 20, 5.2
"""Room in mm for what ends the report, and for a note under a table."""
PARTS = ("I", "II", "III", "IV", "V")
"""The numbers of the parts: who falls behind, who stands out, what changed and what was stated anew where there is
something, who is missing."""
TABLE_SIZES = (11.0, 10.5, 10.0, 9.5)


@dataclass(frozen=True)
class ReportRow:
    """A unit's row in one table: its name, how it stands out, and a text a column; one text goes over all columns."""

    name: str
    bold: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ReportTable:
    """One group of indicators: the columns (name and unit of measure), a row a unit, the total, notes under it.

    Without a column nothing is drawn but the notes.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[ReportRow, ...]
    total: ReportRow
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportChart:
    """A chart with its title."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Finding:
    """A unit that falls behind or stands out, in words: what, by which rule, against which median of how many peers."""

    unit: str
    text: str


@dataclass(frozen=True)
class SourceLine:
    """The runs of entries of one unit that the report rests on, in words."""

    unit: str
    runs: str


@dataclass(frozen=True)
class ReportPaper:
    """Everything the paper says, as text."""

    heading: Heading
    title: str
    period: str
    as_of: str
    findings: tuple[Finding, ...]
    not_compared: str
    praise: tuple[Finding, ...]
    not_reported: tuple[str, ...]
    not_closed: tuple[str, ...]
    lacking: tuple[str, ...]
    changed: tuple[Finding, ...]
    restated: tuple[str, ...]
    charts: tuple[ReportChart, ...]
    tables: tuple[ReportTable, ...]
    basis: str
    sources: tuple[SourceLine, ...]
    recipients: tuple[str, ...]
    signer_post: str
    signer: str = ""


def draw_cluster_report(values: ReportPaper, target: Path, *, sample: bool = False) -> int:
    """Draw it; returns the pages."""
    sheet = PaperDocument(target, LANDSCAPE, title=values.title, left=25, sample=sample)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("BÁO CÁO"), values.title, values.period, note=values.as_of)
    nobody = _("Không có đơn vị nào dưới mức.")
    _draw_findings(sheet, _("I. Đơn vị cần quan tâm"), values.findings, values.not_compared or nobody)
    nobody = _("Chưa có đơn vị nào đạt mức biểu dương.")
    _draw_findings(sheet, _("II. Đơn vị tiêu biểu"), values.praise, values.not_compared or nobody)
    parts = iter(PARTS[2:])
    if values.changed:
        _draw_findings(sheet, _("{part}. Số liệu đã đổi sau khi chốt").format(part=next(parts)), values.changed, "")
    if values.restated:
        _draw_heading_line(sheet, _("{part}. Số liệu chốt lại sau báo cáo lập trước").format(part=next(parts)))
        for text in values.restated:
            sheet.paragraph(f"- {text}", indent=6, space=0.5)
    _draw_waiting(sheet, next(parts), values.not_reported, (*values.not_closed, *values.lacking))
    for chart in values.charts:
        draw_bar_chart(sheet, chart.title, chart.bars)
    for number, table in enumerate(values.tables, 1):
        keep = ENDING + NOTE * len(table.notes) if number == len(values.tables) else 5
        _draw_table(sheet, number, table, keep)
    sheet.need(ENDING)
    sheet.y += 4
    sheet.paragraph(values.basis, size=11, indent=6)
    draw_signatures(sheet, [Signature(""), Signature(values.signer_post, values.signer)], recipients=values.recipients)
    _draw_sources(sheet, values.sources)
    return sheet.save()


def _draw_heading_line(sheet: PaperDocument, text: str, room: float = 20) -> None:
    """The heading of a part, with `room` mm of the part on the same page."""
    sheet.need(room)
    sheet.y += 7
    sheet.text(sheet.left, sheet.y, text, BOLD, 13)
    sheet.y += 1


def _draw_findings(sheet: PaperDocument, title: str, findings: tuple[Finding, ...], nothing: str) -> None:
    _draw_heading_line(sheet, title)
    for finding in findings:
        sheet.paragraph(f"- {finding.unit}: {finding.text}", indent=6, space=0.5)
    if not findings:
        sheet.paragraph(nothing, indent=6)


def _draw_waiting(sheet: PaperDocument, part: str, units: tuple[str, ...], in_part: tuple[str, ...]) -> None:
    _draw_heading_line(sheet, _("{part}. Đơn vị chưa gửi số liệu kỳ này").format(part=part))
    for text in (*(units or (_("Không có: tất cả các đơn vị đã gửi."),)), *in_part):
        sheet.paragraph(text, indent=6)


def _draw_table(sheet: PaperDocument, number: int, table: ReportTable, keep: float) -> None:
    """A table with its notes; its last rows stand on one page with `keep` mm that follow."""
    sheet.need(60 if table.columns else 30)
    sheet.y += 9
    sheet.text(sheet.left, sheet.y, _("Bảng {number}. {title}").format(number=number, title=table.title), BOLD, 13)
    sheet.y += 3
    if table.columns:
        columns = [PaperColumn(_("Đơn vị"), NAME_SHARE), *(PaperColumn(name, SHARE, "right") for name in table.columns)]
        lines = [_line(row, len(table.columns)) for row in (*table.rows, table.total)]
        Table(sheet, columns, size=_size(sheet, table), lowest=5.6).draw(lines, keep=keep)
    for note in table.notes:
        sheet.paragraph(note, font=ITALIC, size=11, space=0)


def _size(sheet: PaperDocument, table: ReportTable) -> float:
    """The largest size in points at which no number is cut: lists are read by people of 60 to 75."""
    width = SHARE / (NAME_SHARE + SHARE * len(table.columns)) * sheet.inner - 2 * PADDING
    words = [
        word
        for row in (*table.rows, table.total)
        if len(row.cells) == len(table.columns)
        for cell in row.cells
        for word in cell.split()
    ]
    fitting = (size for size in TABLE_SIZES if all(width_of(word, BOLD, size) <= width for word in words))
    return next(fitting, TABLE_SIZES[-1])


def _line(row: ReportRow, columns: int) -> PaperLine:
    return PaperLine((row.name, *row.cells), bold=row.bold, shaded=row.bold, spanning=len(row.cells) < columns)


def _draw_sources(sheet: PaperDocument, sources: tuple[SourceLine, ...]) -> None:
    """The annex, behind the signature."""
    sheet.new_page()
    sheet.y += 6
    sheet.text(sheet.left + sheet.inner / 2, sheet.y, _("PHỤ LỤC"), BOLD, 13, "center")
    sheet.y += 6
    sheet.text(sheet.left + sheet.inner / 2, sheet.y, _("Các tệp số liệu làm căn cứ"), BOLD, 13, "center")
    sheet.y += 2
    note = _("Mỗi tệp ghi bằng số thứ tự lần ghi đầu và cuối, trong ngoặc là 8 ký tự đầu của dấu tệp (SHA-256).")
    sheet.paragraph(note, font=ITALIC, size=11, indent=6)
    columns = [PaperColumn(_("Đơn vị"), 34), PaperColumn(_("Các tệp"), 62)] * SOURCE_PAIRS
    cells = [text for source in sources for text in (source.unit, source.runs)]
    cells += [""] * (-len(cells) % len(columns))
    lines = [PaperLine(tuple(cells[start : start + len(columns)])) for start in range(0, len(cells), len(columns))]
    Table(sheet, columns, size=11, lowest=5.6).draw(lines or [PaperLine(("", _("Chưa có tệp nào.")), spanning=True)])
