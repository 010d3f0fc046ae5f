"""A bar a unit and a mark at its peers' median; read by eye, by screen reader and in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui.kit.look import theme


@dataclass(frozen=True)
class ChartBar:
    """One unit: its value (None: not reported), as shown, whether a flag stands on it, the middle of its peers."""

    name: str
    value: float | None
    shown: str
    flagged: bool = False
    middle: float | None = None


@dataclass(frozen=True)
class _Scale:
    """In pixels: where the names end, where zero stands, how long one is, how high a line is."""

    names: int
    zero: float
    step: float
    line: int

    def place(self, value: float) -> float:
        """Where a value stands."""
        return self.zero + value * self.step


class BarChart(QWidget):
    """Horizontal bars from zero, those below it to the left, their values as text, a mark at each one's middle."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: Sequence[ChartBar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, title: str, bars: Sequence[ChartBar], legend: str) -> None:
        """Show these bars; `legend`, for the screen reader, says what the marks are."""
        self._bars = bars
        said = "; ".join(f"{bar.name}: {bar.shown}" for bar in bars)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{said}. {legend}")
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text a bar (Qt)."""
        return QSize(400, self._line() * len(self._bars))

    def _line(self) -> int:
        return round(self.fontMetrics().height() * 1.4)

    def _scale(self) -> _Scale:
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        names = min(names, self.width() // 3) + 16  # elidedText needs a little more than the advance
        words = max((metrics.horizontalAdvance(_words(bar)) for bar in self._bars), default=0) + 16
        numbers = [0.0, *(number for bar in self._bars for number in (bar.value, bar.middle) if number is not None)]
        least, most = min(numbers), max(numbers)
        room = max(self.width() - names - words * (2 if least < 0 else 1), 40)
        step = room / ((most - least) or 1)
        return _Scale(names, names + (words if least < 0 else 0) - least * step, step, self._line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw (Qt)."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale()
        for number, bar in enumerate(self._bars):
            top = self._line() * number
            self._paint_bar(painter, bar, top, scale)
            self._paint_value(painter, bar, top, scale)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: ChartBar, top: int, scale: _Scale) -> None:
        painter.setPen(QColor(theme.INK))
        name = self.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, scale.names - 12)
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(QRectF(0, top, scale.names - 8, scale.line), right, name)
        end = scale.place(bar.value or 0)
        box = QRectF(min(scale.zero, end), top + scale.line * 0.15, abs(end - scale.zero), scale.line * 0.7)
        painter.fillRect(box, QColor(theme.ACCENT if bar.flagged else "#b58a2c"))
        painter.drawLine(QPointF(scale.zero, top), QPointF(scale.zero, top + scale.line))
        if bar.middle is not None:
            painter.setPen(QPen(QColor(theme.NOTE), 3))
            mark = scale.place(bar.middle)
            painter.drawLine(QPointF(mark, top + 2), QPointF(mark, top + scale.line - 2))

    def _paint_value(self, painter: QPainter, bar: ChartBar, top: int, scale: _Scale) -> None:
        """Behind the end of the bar, and behind the mark where the text would hide it."""
        text = _words(bar)
        wide = self.fontMetrics().horizontalAdvance(text) + 8
        away = -1 if (bar.value or 0) < 0 else 1
        end = scale.place(bar.value or 0)
        if bar.middle is not None and 0 <= (scale.place(bar.middle) - end) * away < wide + 8:
            end = scale.place(bar.middle)
        left = end + 4 if away > 0 else end - 4 - wide
        painter.setPen(QColor(theme.INK))
        painter.drawText(QRectF(left, top, wide, scale.line), int(Qt.AlignmentFlag.AlignCenter), text)


def _words(bar: ChartBar) -> str:
    return f"▲ {bar.shown}" if bar.flagged else bar.shown
