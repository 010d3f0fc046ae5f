"""How a paper ends: blocks to sign in, and «Nơi nhận»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.i18n import _
from desktop_app.papers.page import BOLD, BOLD_ITALIC, ITALIC, REGULAR, PaperDocument, fit

SPACE = 20.0
"""Room to sign in, in mm: three to four empty lines (Nghị định 30/2020/NĐ-CP, phụ lục I)."""
SIGNATURE_HEIGHT = 7 + SPACE + 5.4


@dataclass(frozen=True)
class Signature:
    """Who signs: the title in capitals, a hint beneath it, the name under the empty space."""

    title: str
    name: str = ""
    hint: str = ""


def draw_signatures(
    sheet: PaperDocument, signatures: Sequence[Signature], *, day_line: str = "", recipients: Sequence[str] = ()
) -> None:
    """Signature blocks side by side, on one page; `day_line` (place and day) stands over the last one.

    `recipients` are the lines of «Nơi nhận» at the left; the first block is then left out by the caller.
    """
    sheet.need(SIGNATURE_HEIGHT + (6 if day_line else 0))
    step = sheet.inner / len(signatures)
    y = sheet.y + 7
    if day_line:
        sheet.text(sheet.left + step * (len(signatures) - 0.5), y, day_line, ITALIC, 12, "center")
        y += 6
    if recipients:
        draw_recipients(sheet, y, recipients)
    for number, signature in enumerate(signatures):
        draw_block(sheet, sheet.left + step * (number + 0.5), y, step - 4, signature)
    sheet.y = y + SPACE + 6


def draw_block(
    sheet: PaperDocument,
    middle: float,
    y: float,
    width: float,
    signature: Signature,
    *,
    size: float = 12,
    space: float = SPACE,
) -> None:
    """One block around `middle`: title, hint, and the name `space` mm below them; a long one takes of that room."""
    y = sheet.fitted(middle, y, signature.title, width, BOLD, size, "center")
    y = sheet.fitted(middle, y + size * 0.45, signature.hint, width, ITALIC, size - 1, "center")
    name = fit(signature.name, width, BOLD, size)
    sheet.lines(middle, y + space - name.height, name, BOLD, "center")


def draw_recipients(sheet: PaperDocument, y: float, lines: Sequence[str]) -> None:
    """«Nơi nhận» from the baseline `y` on."""
    sheet.text(sheet.left, y, _("Nơi nhận:"), BOLD_ITALIC, 12)
    for line in lines:
        y = sheet.fitted(sheet.left, y + 5, f"- {line}", sheet.inner * 0.45, REGULAR, 11)
