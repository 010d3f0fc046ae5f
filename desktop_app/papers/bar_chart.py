"""A calm bar chart in greys: one bar a unit, a mark at the median of its peers. Reads the same in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.i18n import _
from desktop_app.papers.page import BOLD, ITALIC, REGULAR, PaperDocument, fit, width_of

ROW, BAR = 6.0, 3.6
"""Heights in mm of a unit's row and of the bar in it."""
LIGHT, DARK = 0.72, 0.25
SIZE = 10.0
NAMES, NUMBERS = 0.22, 24.0
"""The share of the width for names; mm for the numbers behind the bars."""


@dataclass(frozen=True)
class Bar:
    """One unit: its value as a number and as text, the median of its peers, whether it was flagged."""

    name: str
    value: float
    text: str
    median: float | None = None
    flagged: bool = False


@dataclass(frozen=True)
class _Scale:
    """Where zero stands on the page, and how many mm one is."""

    zero: float
    step: float

    def place(self, value: float) -> float:
        return self.zero + value * self.step


def draw_bar_chart(sheet: PaperDocument, title: str, bars: Sequence[Bar]) -> None:
    """The chart from `sheet.y` on, over as many pages as it needs; bars below zero go to the left of it."""
    values = [number for bar in bars for number in (bar.value, bar.median or 0)]
    least, most = min([*values, 0]), max([*values, 0])
    if least == most:
        return
    sheet.need(16 + ROW * min(len(bars), 6))
    _draw_title(sheet, title)
    room = sheet.inner * (1 - NAMES) - NUMBERS * (2 if least < 0 else 1)
    step = room / (most - least)
    left = sheet.left + sheet.inner * NAMES + (NUMBERS if least < 0 else 0)
    scale = _Scale(left - least * step, step)
    for bar in bars:
        if sheet.need(ROW):
            _draw_title(sheet, title)
        _draw_bar(sheet, bar, scale)
    _draw_legend(sheet, bars)


def _draw_title(sheet: PaperDocument, title: str) -> None:
    sheet.y += 8
    sheet.text(sheet.left, sheet.y, title, BOLD, 12)
    sheet.y += 3


def _draw_bar(sheet: PaperDocument, bar: Bar, scale: _Scale) -> None:
    top = sheet.y + (ROW - BAR) / 2
    font = BOLD if bar.flagged else REGULAR
    name = fit(bar.name, sheet.inner * NAMES - 3, font, SIZE)
    sheet.text(sheet.left, sheet.y + ROW * 0.68, name.lines[0], font, name.size)
    end = scale.place(bar.value)
    sheet.filled(min(scale.zero, end), top, abs(end - scale.zero), BAR, DARK if bar.flagged else LIGHT)
    if bar.median is not None:
        sheet.post(scale.place(bar.median), sheet.y + 0.3, sheet.y + ROW - 0.3, 1.4)
    _draw_number(sheet, bar, end, None if bar.median is None else scale.place(bar.median))
    sheet.post(scale.zero, sheet.y, sheet.y + ROW, 0.5)
    sheet.y += ROW


def _draw_number(sheet: PaperDocument, bar: Bar, end: float, mark: float | None) -> None:
    """Behind the bar's end, and behind the median's mark where that would go through it."""
    font = BOLD if bar.flagged else REGULAR
    away = -1 if bar.value < 0 else 1
    room = width_of(bar.text, font, SIZE) + 4
    if mark is not None and 0 < (mark - end) * away < room:
        end = mark
    sheet.text(end + 2 * away, sheet.y + ROW * 0.68, bar.text, font, SIZE, "right" if away < 0 else "left")


def _draw_legend(sheet: PaperDocument, bars: Sequence[Bar]) -> None:
    sheet.need(7)
    sheet.y += 5
    text = _("Vạch đứng: mức giữa của các đơn vị cùng cấp khác trong cụm đã gửi số liệu.")
    if any(bar.flagged for bar in bars):
        text += " " + _("Thanh đậm: thấp hơn một nửa mức giữa.")
    sheet.text(sheet.left, sheet.y, text, ITALIC, SIZE)
    sheet.y += 1
