"""Giấy khen, A4 landscape, with a frame of our own in red and gold; the frame is drawn once and used on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm

from db.i18n import _
from desktop_app.papers.page import BOLD, BOLD_ITALIC, ITALIC, LANDSCAPE, MOTTO, NATION, REGULAR, Sheet, width_of
from desktop_app.values.dates import format_date, long_date

RED, GOLD, DARK_GOLD = (0.70, 0.09, 0.12), (0.83, 0.67, 0.30), (0.62, 0.46, 0.12)
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Certificate:
    """One certificate: who gives what to whom, for what, by which decision."""

    issuer: str
    body: str
    kind: str
    recipient: str
    details: str
    achievement: str
    place: str
    day: date
    decision: str
    decided_on: date
    register_number: str
    signer_post: str
    signer: str


def draw_certificates(certificates: Sequence[Certificate], target: Path, report: Report | None = None) -> int:
    """One certificate a page; `report(done, total)` may raise `Cancelled`. Returns the pages."""
    sheet = Sheet(target, LANDSCAPE, title=certificates[0].kind, left=25, right=25)
    _draw_frame(sheet)
    for number, certificate in enumerate(certificates):
        if number:
            sheet.canvas.showPage()
            sheet.pages += 1
        sheet.canvas.doForm("frame")
        _draw(sheet, certificate)
        if report and number % 50 == 49:
            report(number + 1, len(certificates))
    return sheet.save()


def _draw_frame(sheet: Sheet) -> None:
    """Two rules and a corner ornament of leaves, as a shared form."""
    canvas = sheet.canvas
    canvas.beginForm("frame", 0, 0, sheet.width * mm, sheet.height * mm)
    for inset, width, colour in ((9, 2.6, RED), (11.6, 0.6, GOLD), (13.2, 1.1, GOLD)):
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(width)
        canvas.rect(inset * mm, inset * mm, (sheet.width - 2 * inset) * mm, (sheet.height - 2 * inset) * mm)
    for x, y, turn in (
        (13.2, 13.2, 0),
        (sheet.width - 13.2, 13.2, 90),
        (sheet.width - 13.2, sheet.height - 13.2, 180),
        (13.2, sheet.height - 13.2, 270),
    ):
        _draw_corner(canvas, x, y, turn)
    _draw_star(canvas, sheet.width / 2, sheet.height - 13.2)
    canvas.endForm()


def _draw_corner(canvas: Any, x: float, y: float, turn: float) -> None:
    """Two twigs of leaves that leave a corner along its two sides, the second the mirror image of the first."""
    canvas.saveState()
    canvas.translate(x * mm, y * mm)
    canvas.rotate(turn)
    canvas.setStrokeColorRGB(*DARK_GOLD)
    canvas.setFillColorRGB(*GOLD)
    _draw_twig(canvas)
    canvas.saveState()
    canvas.transform(0, 1, 1, 0, 0, 0)
    _draw_twig(canvas)
    canvas.restoreState()
    canvas.setFillColorRGB(*RED)
    canvas.circle(4 * mm, 4 * mm, 1.5 * mm, stroke=0, fill=1)
    canvas.restoreState()


def _draw_twig(canvas: Any) -> None:
    canvas.setLineWidth(0.3)
    for place in range(5):
        start, size = (7 + 5.4 * place) * mm, (3.8 - 0.45 * place) * mm
        path = canvas.beginPath()
        path.moveTo(start, 2.6 * mm)
        path.curveTo(start + size * 0.3, 2.6 * mm + size, start + size, 2.6 * mm + size, start + size * 1.6, 2.6 * mm)
        path.curveTo(start + size, 2.6 * mm - size * 0.35, start + size * 0.4, 2.6 * mm - size * 0.35, start, 2.6 * mm)
        canvas.drawPath(path, stroke=1, fill=1)


def _draw_star(canvas: Any, x: float, y: float) -> None:
    from math import cos, pi, sin

    canvas.saveState()
    canvas.translate(x * mm, y * mm)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(-9 * mm, -3 * mm, 18 * mm, 7 * mm, stroke=0, fill=1)
    canvas.setFillColorRGB(*RED)
    path = canvas.beginPath()
    for point in range(10):
        radius = (4.2 if point % 2 == 0 else 1.65) * mm
        angle = pi / 2 + point * pi / 5
        (path.moveTo if point == 0 else path.lineTo)(radius * cos(angle), radius * sin(angle))
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _draw(sheet: Sheet, one: Certificate) -> None:
    middle, wide = sheet.width / 2, sheet.inner - 30
    sheet.text(middle, 32, NATION, BOLD, 13, "center")
    sheet.text(middle, 38, MOTTO, BOLD, 13.5, "center")
    half = width_of(MOTTO, BOLD, 13.5) / 2
    sheet.rule(middle - half, middle + half, 39.8)
    sheet.canvas.setFillColorRGB(*RED)
    y = sheet.fitted(middle, 55, one.issuer, wide, BOLD, 18, "center")
    sheet.canvas.setFillGray(0)
    sheet.text(middle, y + 10, _("TẶNG"), BOLD, 14, "center")
    sheet.canvas.setFillColorRGB(*RED)
    sheet.text(middle, y + 28, one.kind, BOLD, 44, "center")
    sheet.canvas.setFillGray(0)
    y = sheet.fitted(middle, y + 46, one.recipient, wide, BOLD, 25, "center")
    if one.details:
        y = sheet.fitted(middle, y + 11, one.details, wide, REGULAR, 16, "center")
    if one.achievement:
        y = sheet.fitted(middle, y + 12, one.achievement, wide, BOLD_ITALIC, 17, "center")
    _draw_foot(sheet, one, max(y + 14, 146))


def _draw_foot(sheet: Sheet, one: Certificate, y: float) -> None:
    left, right = sheet.left + 8, sheet.right - 62
    sheet.text(left, y + 6, _("Quyết định số: {number}").format(number=one.decision), REGULAR, 12)
    sheet.text(left, y + 12, _("Ngày {day}").format(day=format_date(one.decided_on)), REGULAR, 12)
    if one.register_number:
        sheet.text(left, y + 18, _("Vào sổ khen thưởng số: {number}").format(number=one.register_number), REGULAR, 12)
    place = f"{one.place}, {long_date(one.day)}" if one.place else long_date(one.day)
    sheet.fitted(right, y, place, 110, ITALIC, 13, "center")
    sheet.fitted(right, y + 6.5, one.signer_post, 100, BOLD, 14, "center")
    sheet.fitted(right, y + 38, one.signer, 100, BOLD, 14, "center")
