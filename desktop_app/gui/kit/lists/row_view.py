"""The part of a list that shows its rows and takes its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHeaderView, QScrollArea, QTableView

if TYPE_CHECKING:
    from desktop_app.gui.kit.lists.row_table import RowTable


class RowView(QTableView):
    """Enter opens a row; where the rows end an arrow is the page's, and so is one with Ctrl."""

    def __init__(self, table: RowTable) -> None:
        super().__init__()
        self._table = table
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(1)  # the table says how narrow; Qt's own least is wider than a short code
        header.setDefaultAlignment(Qt.AlignmentFlag(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap))

    def height_of(self, rows: int) -> int:
        """Pixels in which so many rows are seen whole, with their headings and the bar that leads sideways."""
        header, edge = self.horizontalHeader(), 2 * self.frameWidth()
        bar = self.horizontalScrollBar().sizeHint().height() if header.length() > self.width() - edge else 0
        return header.height() + rows * self.verticalHeader().defaultSectionSize() + bar + edge

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the new width (Qt)."""
        super().resizeEvent(event)
        self._table.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Escape and arrows that find no row are the page's; everything else as usual (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._table.press_enter()
        elif event.key() == Qt.Key.Key_Escape or self._is_beyond(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
            self.bring_into_sight()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Where one bar stands beside the whole page the wheel is that bar's (Qt)."""
        if self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff and event.angleDelta().y():
            event.ignore()
        else:
            super().wheelEvent(event)

    def bring_into_sight(self) -> None:
        """Where the whole page scrolls it follows the row that a key has led to."""
        row = self.visualRect(self.currentIndex())
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and (inside := around.widget()) is not None:
            middle = self.viewport().mapTo(inside, row.center())
            around.ensureVisible(0, middle.y(), 0, row.height())

    def _is_beyond(self, event: QKeyEvent) -> bool:
        """Whether an arrow leads out of the rows."""
        row, last = self.currentIndex().row(), self.model().rowCount() - 1
        ends = {Qt.Key.Key_Up: row <= 0, Qt.Key.Key_Down: row >= last}
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return event.key() in ends and (ends[Qt.Key(event.key())] or bool(held))


HEADING = 0.85
"""Share of a heading's room that plain letters may take: headings are bold."""


def beside_title(metrics: QFontMetrics) -> int:
    """Pixels left free beside a title, both sides together; they follow the text size as the theme's paddings do."""
    return 2 * (metrics.height() // 3)


def beside_text(metrics: QFontMetrics) -> int:
    """Pixels that the theme leaves free beside the text of a cell, both sides together."""
    return beside_title(metrics) // 2


def lines_of(metrics: QFontMetrics, title: str, width: int) -> float:
    """How many lines a title takes in a column."""
    room = QRect(0, 0, max(round((width - beside_title(metrics)) * HEADING), 20), 10_000)
    return metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), title).height() / metrics.lineSpacing()
