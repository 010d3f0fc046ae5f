"""A table and what stands around it; where the window has no room for both, they scroll as one and no row is given up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.kit.lists.joint_bar import JointBar
from desktop_app.gui.kit.lists.row_table import RowTable

FEW = 2
"""With fewer rows in sight the page does not stay at its top while the cursor is in them."""
GAP = 4
"""Pixels between what stands one above the other."""


class TableArea(QScrollArea):
    """`table` is a table, or a stack of pages of which one may be seen; it takes what the others leave, and its rows at least.

    It opens at its top where a few rows are seen below, and follows the row that the cursor is in. One bar leads through what stands above and then
    through the rows. The arrows scroll on where the rows end; with Ctrl they scroll without leaving the row.
    """

    def __init__(
        self, above: Sequence[QWidget], table: RowTable | QStackedWidget, below: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self._table = table
        self._keeps_table = self._moves = False
        table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._inside = QWidget()
        self._column, self._above = QVBoxLayout(self._inside), QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._above)
        for column in (self._above, self._column):
            column.setSpacing(GAP)
        for widget in above:  # one after the other as they are seen: so Tab goes
            self._above.addWidget(widget)
        self._column.addWidget(table, 1)
        for widget in below:
            self._column.addWidget(widget)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bar = JointBar(self)
        self.setWidget(self._inside)
        self._inside.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another window has room for something else (Qt)."""
        super().resizeEvent(event)
        self._lay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other words or rows want other room (Qt)."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self._lay()
        return super().eventFilter(watched, event)

    def _lay(self) -> None:
        """Share the height; without enough of it a bar stands beside all and the table has at least its rows."""
        if self._moves:
            return
        self._moves = True
        high, wide, least = self.contentsRect().height(), self.contentsRect().width(), _least(self._table)
        scrolls = _high(self._column, wide) + least > high
        beside = self.bar.sizeHint().width() if scrolls else 0
        wide -= beside
        self.setViewportMargins(0, 0, beside, 0)
        self.bar.setGeometry(wide, 0, beside, high)
        self.bar.join(_shown(self._table), scrolls=scrolls)
        wanted = max(high, _high(self._column, wide) + least, self._rest(wide) + high)
        self._inside.resize(wide, wanted)
        self._column.activate()
        self.verticalScrollBar().setSingleStep(self.fontMetrics().lineSpacing())
        self._moves = False
        if self._keeps_table:
            self._show_row()

    def _rest(self, wide: int) -> int:
        """Where the page stands so that the rows are seen, below as much of what is above as there is room for, uncut."""
        tops = [0]
        for item in filter(None, map(self._above.itemAt, range(self._above.count()))):
            if not item.isEmpty():
                high = item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
                tops.append(tops[-1] + high + GAP)
        room = self.contentsRect().height() - _least(self._table)
        return next((top for top in tops if tops[-1] - top <= room), tops[-1])

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """What the cursor has come to by keys is in sight; under a pressed mouse nothing moves."""
        if now is None or not self._inside.isAncestorOf(now) or QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        self._keeps_table = self._table.isAncestorOf(now)
        if self._keeps_table:
            self._show_row()
        else:
            self.ensureWidgetVisible(now, 0, 0)

    def _show_row(self) -> None:
        """The row that the cursor is in; the page moves only where too little of the table is seen, or not that row."""
        if (shown := _shown(self._table)) is None:
            return
        self._moves = True
        if self._rows_seen(shown) < min(FEW, shown.model.rowCount()):
            self.verticalScrollBar().setValue(self._rest(self._inside.width()))
        shown.view.bring_into_sight()
        self._moves = False

    def _rows_seen(self, shown: RowTable) -> int:
        """How many rows are seen whole."""
        rows = shown.view.viewport()
        top = rows.mapTo(self.viewport(), rows.rect().topLeft()).y()
        bottom = min(top + rows.height(), self.viewport().height())
        return (bottom - top) // shown.view.verticalHeader().defaultSectionSize()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel turns the one bar, wherever the pointer is (Qt)."""
        if self.bar.isVisible():
            QApplication.sendEvent(self.bar, event)
        else:
            super().wheelEvent(event)

    def _scrolled(self, _value: int) -> None:
        """Where a person scrolls to, the page stays."""
        if not self._moves:
            self._keeps_table = False


def lay_out(
    page: QWidget,
    table: RowTable | QStackedWidget,
    actions: QWidget,
    *,
    above: Sequence[QWidget] = (),
    below: Sequence[QWidget] = (),
) -> None:
    """Put a page together: what scrolls, and under it what can be done, always in sight."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    column.addWidget(TableArea(above, table, below), 1)
    column.addWidget(actions)


def _high(column: QVBoxLayout, wide: int) -> int:
    """Pixels that all but the table take at a width."""
    return column.heightForWidth(wide) if column.hasHeightForWidth() else column.sizeHint().height()


def _least(table: RowTable | QStackedWidget) -> int:
    """Pixels that must be left to the table, or to the page of the stack that is seen."""
    shown = _shown(table)
    return shown.least_height() if shown is not None else 0


def _shown(table: RowTable | QStackedWidget) -> RowTable | None:
    """The table itself, or the one among the pages of a stack that is seen."""
    shown = table if isinstance(table, RowTable) else table.currentWidget()
    return shown if isinstance(shown, RowTable) else None
