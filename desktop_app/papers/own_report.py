"""A unit's own figures of a period on paper: every indicator with last year, what it grew by, the year's target."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.i18n import _
from desktop_app.papers.heading import Heading, draw_heading, draw_title
from desktop_app.papers.page import ITALIC, PORTRAIT, PaperDocument
from desktop_app.papers.signing import SIGNATURE_HEIGHT, Signature, draw_signatures
from desktop_app.papers.table import PaperColumn, PaperLine, Table

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


@dataclass(frozen=True)
class OwnLine:
    """An indicator: its name and unit of measure, this period, last year, the change, the year's target and its share."""

    name: str
    unit: str
    value: str
    last_year: str
    change: str
    target: str
    reached: str


@dataclass(frozen=True)
class OwnReport:
    """Everything the paper says, as text; `groups` are titles with their lines."""

    heading: Heading
    subject: str
    period: str
    state: str
    groups: tuple[tuple[str, tuple[OwnLine, ...]], ...]
    note: str
    recipients: tuple[str, ...]
    signer: str = ""
    writer: str = ""


def draw_own_report(values: OwnReport, target: Path) -> int:
    """Draw it; returns the pages."""
    sheet = PaperDocument(target, PORTRAIT, title=f"{values.subject} {values.period}", left=25)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("BÁO CÁO"), values.subject, values.period, note=values.state)
    columns = (
        PaperColumn(_("TT"), 8, "center"),
        PaperColumn(_("Chỉ tiêu"), 57),
        PaperColumn(_("Đơn vị tính"), 22, "center"),
        PaperColumn(_("Kỳ này"), 22, "right"),
        PaperColumn(_("Cùng kỳ năm trước"), 22, "right"),
        PaperColumn(_("Tăng, giảm"), 22, "right"),
        PaperColumn(_("Chỉ tiêu năm"), 20, "right"),
        PaperColumn(_("Đạt (%)"), 12, "right"),
    )
    Table(sheet, columns, size=10, lowest=5).draw(_lines(values), keep=SIGNATURE_HEIGHT + 12)
    sheet.paragraph(values.note, font=ITALIC, size=10.5, space=0)
    draw_signatures(
        sheet,
        [Signature(""), Signature(_("NGƯỜI LẬP"), values.writer), Signature(_("CHỦ TỊCH"), values.signer)],
        recipients=values.recipients,
    )
    return sheet.save()


def _lines(values: OwnReport) -> list[PaperLine]:
    """A bold line a group, its indicators numbered through."""
    lines, number = [], 0
    for sign, (title, group) in zip(ROMAN, values.groups, strict=False):
        lines.append(PaperLine((sign, title), bold=True, shaded=True, spanning=True))
        for one in group:
            number += 1
            cells = (one.name, one.unit, one.value, one.last_year, one.change, one.target, one.reached)
            lines.append(PaperLine((str(number), *cells)))
    return lines
