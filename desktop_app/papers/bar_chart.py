"""A calm bar chart in greys: one bar a unit, a mark at the median of its peers. Reads the same in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.i18n import _
from desktop_app.papers.page import BOLD, ITALIC, REGULAR, Sheet, fit, width_of

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


def draw_bar_chart(sheet: Sheet, title: str, bars: Sequence[Bar]) -> None:
    """The chart from `sheet.y` on, over as many pages as it needs; the highest value fills the width."""
    longest = max((max(bar.value, bar.median or 0) for bar in bars), default=0)
    if longest <= 0:
        return
    sheet.need(16 + ROW * min(len(bars), 6))
    _draw_title(sheet, title)
    for bar in bars:
        if sheet.need(ROW):
            _draw_title(sheet, title)
        _draw_bar(sheet, bar, longest)
    _draw_legend(sheet, bars)


def _draw_title(sheet: Sheet, title: str) -> None:
    sheet.y += 8
    sheet.text(sheet.left, sheet.y, title, BOLD, 12)
    sheet.y += 3


def _draw_bar(sheet: Sheet, bar: Bar, longest: float) -> None:
    start, top = sheet.left + sheet.inner * NAMES, sheet.y + (ROW - BAR) / 2
    scale = (sheet.inner * (1 - NAMES) - NUMBERS) / longest
    font = BOLD if bar.flagged else REGULAR
    name = fit(bar.name, sheet.inner * NAMES - 3, font, SIZE)
    sheet.text(sheet.left, sheet.y + ROW * 0.68, name.lines[0], font, name.size)
    sheet.filled(start, top, max(bar.value, 0) * scale, BAR, DARK if bar.flagged else LIGHT)
    end = start + max(bar.value, 0) * scale
    if bar.median is not None:
        place = start + bar.median * scale
        sheet.post(place, sheet.y + 0.3, sheet.y + ROW - 0.3, 1.4)
        end = place if end < place < end + width_of(bar.text, font, SIZE) + 4 else end
    sheet.text(end + 2, sheet.y + ROW * 0.68, bar.text, font, SIZE)
    sheet.post(start, sheet.y, sheet.y + ROW, 0.5)
    sheet.y += ROW


def _draw_legend(sheet: Sheet, bars: Sequence[Bar]) -> None:
    sheet.need(7)
    sheet.y += 5
    text = _("Vạch đứng: mức giữa của các đơn vị cùng cấp khác trong cụm đã gửi số liệu.")
    if any(bar.flagged for bar in bars):
        text += " " + _("Thanh đậm: thấp hơn một nửa mức giữa.")
    sheet.text(sheet.left, sheet.y, text, ITALIC, SIZE)
    sheet.y += 1
