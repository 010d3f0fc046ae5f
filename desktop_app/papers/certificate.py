"""Giấy khen, A4 landscape, with a frame of our own in red and gold; the frame is drawn once and used on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm

from db.i18n import _
from db.progress import Progress
from desktop_app.papers.heading import MOTTO, NATION, place_and_day
from desktop_app.papers.page import BOLD, BOLD_ITALIC, ITALIC, LANDSCAPE, REGULAR, Fitted, PaperDocument, fit, width_of
from desktop_app.values.dates import format_date

RED, GOLD, DARK_GOLD = (0.70, 0.09, 0.12), (0.83, 0.67, 0.30), (0.62, 0.46, 0.12)
BLACK = (0.0, 0.0, 0.0)
BODY_TOP, FOOT_HIGH, FOOT_LOW = 55.0, 146.0, 152.0
"""Where the body begins, where the foot stands as a rule, and how far a long body may push it down, in mm."""
SCALES = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62, 0.55, 0.48, 0.4)
"""The body is drawn at the first of these at which it ends above the foot."""


@dataclass(frozen=True)
class Certificate:
    """One certificate: who gives what to whom, for what, by which decision."""

    issuer: str
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


def draw_certificates(
    certificates: Sequence[Certificate], target: Path, report: Progress | None = None, *, sample: bool = False
) -> int:
    """One certificate a page; `report(done, total)` may raise `Cancelled`. Returns the pages."""
    sheet = PaperDocument(target, LANDSCAPE, title=certificates[0].kind, left=25, right=25, sample=sample)
    _draw_frame(sheet)
    for number, certificate in enumerate(certificates, 1):
        if number > 1:
            sheet.blank_page()
        sheet.canvas.doForm("frame")
        _draw(sheet, certificate)
        if report:
            report(number, len(certificates))
    return sheet.save()


def _draw_frame(sheet: PaperDocument) -> None:
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


def _draw(sheet: PaperDocument, one: Certificate) -> None:
    middle = sheet.width / 2
    sheet.text(middle, 32, NATION, BOLD, 13, "center")
    sheet.text(middle, 38, MOTTO, BOLD, 13.5, "center")
    half = width_of(MOTTO, BOLD, 13.5) / 2
    sheet.rule(middle - half, middle + half, 39.8)
    y = BODY_TOP
    for part in _body(one, sheet.inner - 30):
        sheet.canvas.setFillColorRGB(*part.colour)
        y = sheet.lines(middle, y + part.gap, part.fitted, part.font, "center")
    sheet.canvas.setFillColorRGB(*BLACK)
    _draw_foot(sheet, one, min(max(y + 14, FOOT_HIGH), FOOT_LOW))


@dataclass(frozen=True)
class _Part:
    """One text of the body, `gap` mm below the one before it."""

    gap: float
    fitted: Fitted
    font: str
    colour: tuple[float, float, float] = BLACK


def _body(one: Certificate, width: float) -> list[_Part]:
    """The texts of the body at the largest scale at which they leave room for the foot."""
    for scale in SCALES:
        parts = _parts(one, width, scale)
        if BODY_TOP + sum(part.gap + part.fitted.height for part in parts) + 10 <= FOOT_LOW:
            break
    return parts


def _parts(one: Certificate, width: float, scale: float) -> list[_Part]:
    wanted = (
        (0, one.issuer, BOLD, 18, RED),
        (10, _("TẶNG"), BOLD, 14, BLACK),
        (18, one.kind, BOLD, 44, RED),
        (18, one.recipient, BOLD, 25, BLACK),
        (11, one.details, REGULAR, 16, BLACK),
        (12, one.achievement, BOLD_ITALIC, 17, BLACK),
    )
    return [
        _Part(gap * scale, fit(text, width, font, size * scale), font, colour)
        for gap, text, font, size, colour in wanted
        if text
    ]


def _draw_foot(sheet: PaperDocument, one: Certificate, y: float) -> None:
    left, right = sheet.left + 8, sheet.right - 62
    lines = [
        _("Quyết định số: {number}").format(number=one.decision),
        _("Ngày {day}").format(day=format_date(one.decided_on)),
    ]
    if one.register_number:
        lines.append(_("Vào sổ khen thưởng số: {number}").format(number=one.register_number))
    for number, line in enumerate(lines, 1):
        sheet.fitted(left, y + 6 * number, line, 105, REGULAR, 12)
    sheet.fitted(right, y, place_and_day(one.place, one.day), 110, ITALIC, 13, "center")
    below = sheet.fitted(right, y + 6.5, one.signer_post, 100, BOLD, 14, "center")
    sheet.fitted(right, max(below + 24, y + 36), one.signer, 100, BOLD, 14, "center")
