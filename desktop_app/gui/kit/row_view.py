"""The part of a list that shows its rows and takes its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTableView

if TYPE_CHECKING:
    from desktop_app.gui.kit.row_table import RowTable


class RowView(QTableView):
    """Enter opens a row."""

    def __init__(self, table: RowTable) -> None:
        super().__init__()
        self._table = table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the new width (Qt)."""
        super().resizeEvent(event)
        self._table.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Escape is the page's; everything else as usual (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._table.press_enter()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


HEADING = 0.85
"""Share of a heading's room that plain letters may take: headings are bold."""


def beside_title(metrics: QFontMetrics) -> int:
    """Pixels left free beside a title, both sides together; they follow the text size as the theme's paddings do."""
    return 2 * (metrics.height() // 3)


def lines_of(metrics: QFontMetrics, title: str, width: int) -> float:
    """How many lines a title takes in a column."""
    room = QRect(0, 0, max(round((width - beside_title(metrics)) * HEADING), 20), 10_000)
    return metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), title).height() / metrics.lineSpacing()
