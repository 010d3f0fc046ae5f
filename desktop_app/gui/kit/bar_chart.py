"""A bar a unit and a line at the peers' median; read by eye, by screen reader and in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from db.i18n import _
from desktop_app.gui.kit import theme


@dataclass(frozen=True)
class Bar:
    """One unit: its value (None: not reported), as shown, and whether a flag stands on it."""

    name: str
    value: float | None
    shown: str
    flagged: bool = False


class BarChart(QWidget):
    """Horizontal bars from zero, their values as text, the median as a dashed line with its value."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: Sequence[Bar] = ()
        self._median: tuple[float, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, title: str, bars: Sequence[Bar], median: tuple[float, str] | None) -> None:
        """Show these bars; `median` is the value and its words."""
        self._bars, self._median = bars, median
        said = "; ".join(f"{bar.name}: {bar.shown}" for bar in bars)
        self.setAccessibleName(title)
        self.setAccessibleDescription(said)
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text a bar, and one for the median (Qt)."""
        return QSize(400, self._line() * (len(self._bars) + 2))

    def _line(self) -> int:
        return round(self.fontMetrics().height() * 1.4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw (Qt)."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, line = self.fontMetrics(), self._line()
        names = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        names = min(names, self.width() // 3) + 16  # elidedText needs a little more than the advance
        values = max((metrics.horizontalAdvance(bar.shown) for bar in self._bars), default=0) + 16
        room = max(self.width() - names - values, 40)
        numbers = [bar.value for bar in self._bars if bar.value is not None]
        top = max([*numbers, self._median[0] if self._median else 0, 0]) or 1
        lengths = [room * max(bar.value or 0, 0) / top for bar in self._bars]
        for place, (bar, length) in enumerate(zip(self._bars, lengths, strict=True)):
            self._paint_bar(painter, bar, place * line, (names, length, line))
        if self._median is not None:
            self._paint_median(painter, names + room * self._median[0] / top, line * len(self._bars))
        for place, (bar, length) in enumerate(zip(self._bars, lengths, strict=True)):
            self._paint_value(painter, bar, place * line, (names + length, line))
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: Bar, y: int, sizes: tuple[int, float, int]) -> None:
        left, length, line = sizes
        metrics = self.fontMetrics()
        painter.setPen(QColor(theme.INK))
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, left - 12)
        painter.drawText(
            QRectF(0, y, left - 8, line), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), name
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT if bar.flagged else "#b58a2c"))
        painter.drawRect(QRectF(left, y + line * 0.15, length, line * 0.7))

    def _paint_value(self, painter: QPainter, bar: Bar, y: int, sizes: tuple[float, int]) -> None:
        """The value stands over the median's line, on the ground of the window."""
        right, line = sizes
        text = f"▲ {bar.shown}" if bar.flagged else bar.shown
        box = QRectF(right + 4, y + line * 0.1, self.fontMetrics().horizontalAdvance(text) + 8, line * 0.8)
        painter.fillRect(box, QColor(theme.SURFACE))
        painter.setPen(QColor(theme.INK))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_median(self, painter: QPainter, x: float, bottom: int) -> None:
        assert self._median is not None
        painter.setPen(QPen(QColor(theme.NOTE), 2, Qt.PenStyle.DashLine))
        painter.drawLine(round(x), 0, round(x), bottom + 4)
        painter.setPen(QColor(theme.NOTE))
        text = _("mức giữa: {value}").format(value=self._median[1])
        wide = self.fontMetrics().horizontalAdvance(text) + 8
        left = min(max(x - wide / 2, 0), self.width() - wide)
        painter.drawText(QRectF(left, bottom + 4, wide, self._line()), int(Qt.AlignmentFlag.AlignCenter), text)
