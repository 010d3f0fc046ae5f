"""One scroll bar for a page whose table scrolls too: first what stands above goes out of sight, then the rows go on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QScrollBar

from desktop_app.gui.kit.lists.row_table import RowTable


class JointBar(QScrollBar):
    """Stands at the edge of `area`; the table has no bar of its own while this one is there."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self._table: RowTable | None = None
        self._heard: set[RowTable] = set()
        self._moves = False
        self.hide()
        self._hear(area.verticalScrollBar())
        self.valueChanged.connect(self._lead)

    def join(self, table: RowTable | None, *, scrolls: bool) -> None:
        """Lead through the area and the rows of this table; with `scrolls` False there is room for everything."""
        self._table = table
        if table is not None:
            policy = Qt.ScrollBarPolicy
            table.view.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if scrolls else policy.ScrollBarAsNeeded)
            if table not in self._heard:
                self._heard.add(table)
                self._hear(table.view.verticalScrollBar())
        self.setVisible(scrolls)
        self._follow()

    def _hear(self, bar: QScrollBar) -> None:
        bar.valueChanged.connect(self._follow)
        bar.rangeChanged.connect(self._follow)

    def _rows(self) -> tuple[QScrollBar, int] | None:
        """The bar of the rows, and the pixels of one of its steps."""
        if self._table is None:
            return None
        return self._table.view.verticalScrollBar(), self._table.view.verticalHeader().defaultSectionSize()

    def _follow(self, *_how: int) -> None:
        """Show where page and rows stand."""
        if self._moves:
            return
        self._moves = True
        above, rows = self._area.verticalScrollBar(), self._rows()
        bar, step = rows or (above, 0)
        self.setRange(0, above.maximum() + bar.maximum() * step)
        self.setPageStep(above.pageStep())
        self.setSingleStep(step or above.singleStep())
        self.setValue(above.value() + bar.value() * step)
        self._moves = False

    def _lead(self, value: int) -> None:
        """Move the page, and with what is left the rows."""
        if self._moves:
            return
        self._moves = True
        above, rows = self._area.verticalScrollBar(), self._rows()
        above.setValue(min(value, above.maximum()))
        if rows is not None:
            bar, step = rows
            bar.setValue(-(min(above.maximum() - value, 0) // step))
        self._moves = False
