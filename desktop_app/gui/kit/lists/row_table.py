"""Lists of any length: the model keeps ids in display order and reads a hundred rows when they are painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.kit.lists.column_room import Wish, shared
from desktop_app.gui.kit.lists.row_model import RowModel, RowReader, TableColumn
from desktop_app.gui.kit.lists.row_order import order_key
from desktop_app.gui.kit.lists.row_view import HEADING, RowView, beside_text, beside_title, lines_of
from desktop_app.gui.kit.look import theme, words

__all__ = ["RowModel", "RowReader", "RowTable", "TableColumn"]
SHORT = 14
"""Letters of a column that holds days, numbers or a word: less room would cut them, more would do nothing for them."""
SLACK = 8
"""Pixels a cell keeps free beside its text."""
LOOKED_AT = 100
"""Rows whose cells say how wide a column is: those that are read and painted first."""
NARROWEST = 0.7
"""Share of the letters that a column was thought to hold below which a table scrolls sideways instead."""
TITLE_LINES, WIDEST_TITLE = 2.1, 60
"""Lines of a title, and letters of its column, where a table has little room or scrolls sideways."""
ROWS = 5
"""So many rows are seen before the line below the table takes room."""
LIT = 2500
"""Milliseconds that a row just saved stands out."""


class RowTable(QStackedWidget):
    """A table of records. Signals: `opened` (Enter or double click) and `chosen` (another row) carry the id.

    With `told`, a line below says the chosen row in full whenever its columns have no room for all of it. With `sorts`,
    a click on a title sorts by it, another turns the order round: only for rows that the page holds anyway.
    """

    opened = Signal(bytes)
    chosen = Signal(bytes)

    def __init__(
        self, name: str, columns: Sequence[TableColumn], empty: str, *, told: bool = False, sorts: bool = False
    ) -> None:
        super().__init__()
        self.model = RowModel(columns, self)
        self.view = RowView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(name)
        self._columns = columns
        self._sorted: tuple[int, bool] | None = None
        if sorts:
            self.view.horizontalHeader().setSectionsClickable(True)
            self.view.horizontalHeader().sectionClicked.connect(self.sort_by)
        self._wanted: bytes | None = None
        self._stand_in: QWidget | None = None
        self._light = QTimer(self, singleShot=True, interval=LIT)
        self._light.timeout.connect(lambda: self._shine(lit=False))
        self._nothing = QWidget()
        column_of_words = QVBoxLayout(self._nothing)
        self._empty = words.text(empty, "hint")
        column_of_words.addWidget(self._empty)
        column_of_words.addStretch(1)
        self._told = words.text("", "hint") if told else None
        self.addWidget(self._with_words())
        self.addWidget(self._nothing)
        self.follow_text()
        self.view.doubleClicked.connect(lambda index: self._open(index.row()))
        self.view.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))

    def _with_words(self) -> QWidget:
        if self._told is None:
            return self.view
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self._told)
        self._told.hide()
        return page

    def _tell(self) -> None:
        """The chosen row in full where something of it is cut off or out of sight."""
        if self._told is None:
            return
        number = self.view.currentIndex().row()
        row = self.model.row(number) if self.model.id_at(number) is not None else {}
        said = [(column.title, row[column.key]) for column in self._columns if row.get(column.key)]
        self._told.setText("; ".join(f"{title}: {text}" for title, text in said))
        self._told.setVisible(bool(said) and self._is_cut(row) and self._has_room_to_tell())

    def _has_room_to_tell(self) -> bool:
        """Whether the words below the table leave it its rows; sideways everything can be read without them."""
        assert self._told is not None
        return self.height() - self._told.heightForWidth(self.width()) >= self.least_height() + SLACK

    def least_height(self) -> int:
        """Pixels in which its rows are seen, or the words that stand there when there are none."""
        if not self.model.rowCount():
            return self._nothing.heightForWidth(self.width())
        return self.view.height_of(min(ROWS, self.model.rowCount()))

    def hasHeightForWidth(self) -> bool:
        """Its words give way to its rows, so that its height is its own (Qt)."""
        return False

    def _is_cut(self, row: Mapping[str, str]) -> bool:
        metrics, view = self.view.fontMetrics(), self.view
        widths = [view.columnWidth(place) for place in range(len(self._columns))]
        texts = [metrics.horizontalAdvance(row.get(column.key, "")) for column in self._columns]
        return sum(widths) > view.viewport().width() + SLACK or any(
            text + beside_text(metrics) + SLACK > width for text, width in zip(texts, widths, strict=True)
        )

    def set_rows(self, ids: Sequence[bytes], read: RowReader) -> None:
        """Show other rows; the chosen record stays chosen where it is still there, and the order that was chosen too."""
        kept, wanted = self.current(), self._wanted
        self.model.set_rows(self._in_order(ids, read), read)
        self.setCurrentIndex(0 if ids else 1)
        self.fit_columns()
        row = self.model.row_of(kept) if kept is not None else -1
        if ids:
            self.view.selectRow(max(row, 0))
            self._wanted = None
            self._take_back_focus()
        if wanted is not None:
            self._go_to(wanted)
        self._tell()

    def sort_by(self, place: int) -> None:
        """By a column, smallest first; where it is sorted by that already, the other way round."""
        self._sorted = (place, self._sorted == (place, False))
        direction = Qt.SortOrder.DescendingOrder if self._sorted[1] else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicatorShown(True)
        self.view.horizontalHeader().setSortIndicator(place, direction)
        self.set_rows(self.model.ids, self.model.reader)

    def _in_order(self, ids: Sequence[bytes], read: RowReader) -> Sequence[bytes]:
        if self._sorted is None:
            return ids
        key = self._columns[self._sorted[0]].key
        rows = zip(ids, read(ids), strict=True)
        ordered = sorted(rows, key=lambda one: order_key(one[1].get(key, "")), reverse=self._sorted[1])
        return [identity for identity, _row in ordered]

    def follow_text(self) -> None:
        """Rows and columns for the size that the text has now."""
        self.view.verticalHeader().setDefaultSectionSize(theme.row_height(self.view.fontMetrics()))
        self.fit_columns()

    def choose(self, identity: bytes) -> None:
        """Choose a record just saved, bring it into sight and let it stand out; remembered until its rows are here."""
        self._wanted = identity
        self._go_to(identity)

    def _go_to(self, identity: bytes) -> None:
        row = self.model.row_of(identity)
        if row >= 0:
            self.view.selectRow(row)
            self.view.scrollTo(self.model.index(row, 0))
            self.view.bring_into_sight()
            self._shine(lit=True)
            self._light.start()

    def _shine(self, *, lit: bool) -> None:
        self.view.setProperty("lit", lit)
        self.view.style().unpolish(self.view)
        self.view.style().polish(self.view)

    def hideEvent(self, event: QHideEvent) -> None:
        """A row that another page covers keeps its light until it is seen (Qt)."""
        super().hideEvent(event)
        self._light.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """The light goes a moment after it is seen (Qt)."""
        super().showEvent(event)
        if self.is_lit():
            self._light.start()

    def is_lit(self) -> bool:
        """Whether the chosen row stands out, because it was just saved."""
        return bool(self.view.property("lit"))

    def say_empty(self, text: str) -> None:
        """What stands in the place of rows when there are none."""
        self._empty.setText(text)

    def take_focus(self) -> None:
        """The cursor into the list; without rows, where the page goes on until rows come."""
        if self.model.rowCount():
            self.view.setFocus()
            return
        page = self._page()
        buttons = [one for one in page.findChildren(QPushButton) if one.isVisibleTo(page) and one.isEnabled()]
        buttons.sort(key=lambda one: not one.property("main"))
        if buttons:
            buttons[0].setFocus()
            self._stand_in = buttons[0]

    def _page(self) -> QWidget:
        """What holds the table and the buttons that belong to it."""
        page: QWidget = self
        while (holds := page.parentWidget()) is not None and not isinstance(holds, QStackedWidget):
            page = holds
        return page

    def _take_back_focus(self) -> None:
        if self._stand_in is not None and self._stand_in is QApplication.focusWidget():
            self.view.setFocus()
        self._stand_in = None

    def fit_columns(self) -> None:
        """What is short is whole, long words share the rest; where that is far too little the table scrolls sideways."""
        room = self.view.viewport().width()
        widths = shared([self._wish(column) for column in self._columns], room)
        self._figures_first(scrolls=widths is None)
        lines = 1.0
        for place, width in enumerate(widths or self._sideways(room)):
            self.view.setColumnWidth(place, width)
            title = self._columns[place].title
            lines = max(lines, lines_of(self.view.horizontalHeader().fontMetrics(), title, width))
        self.view.horizontalHeader().setFixedHeight(round((lines + 0.4) * self.view.fontMetrics().lineSpacing()))
        self.updateGeometry()
        self._tell()

    def _wish(self, column: TableColumn) -> Wish:
        """The room in which its first rows are whole, and the least; figures are never cut."""
        thought, title, word = self._thought(column), self._title(column), self._title_word(column)
        found = self._widest(column) if self.model.rowCount() else thought
        if column.number:
            return Wish(max(found, title), max(found, word), column.width // 2)
        least = round(thought * NARROWEST) if _gives_way(column) else thought
        whole = max(found, title) if _gives_way(column) else max(min(found, thought), title)
        return Wish(whole, max(min(found, least), word), column.width if _gives_way(column) else column.width // 2)

    def _sideways(self, room: int) -> list[int]:
        """Widths of a table that scrolls: its rows' names leave room for the first figures beside them."""
        wishes = [self._wish(column) for column in self._columns]
        pairs = list(zip(self._columns, wishes, strict=True))
        widths = [
            wish.whole
            if column.number
            else min(wish.whole, max(wish.least, self._thought(column), self._title(column)))
            for column, wish in pairs
        ]
        widths = [self._wide_enough(column.title, width) for column, width in zip(self._columns, widths, strict=True)]
        figure = next((width for column, width in zip(self._columns, widths, strict=True) if column.number), 0)
        first = self._first()
        named = first[-1]
        beside = sum(widths[place] for place in first[:-1]) + figure
        widths[named] = min(widths[named], max(room - beside, self._title(self._columns[named])))
        return widths

    def _first(self) -> list[int]:
        """The columns that are seen before all others: the first, and the one that names the row."""
        return [place for place, column in enumerate(self._columns) if not place or column.names]

    def _wide_enough(self, title: str, width: int) -> int:
        """A width at which a title is no higher than a table that scrolls sideways can spare."""
        metrics = self.view.horizontalHeader().fontMetrics()
        step = metrics.horizontalAdvance("n")
        while lines_of(metrics, title, width) > TITLE_LINES and width < step * WIDEST_TITLE:
            width += step
        return width

    def _thought(self, column: TableColumn) -> int:
        """Pixels of the letters that a column was thought to hold."""
        metrics = self.view.fontMetrics()
        return column.width * metrics.horizontalAdvance("n") + beside_text(metrics)

    def _title(self, column: TableColumn) -> int:
        """Pixels that a title in one line needs, or as many of them as its column was thought to have."""
        metrics = self.view.horizontalHeader().fontMetrics()
        title = round(metrics.horizontalAdvance(column.title) / HEADING) + beside_title(metrics) + SLACK
        return min(title, max(column.width, SHORT) * metrics.horizontalAdvance("n"))

    def _title_word(self, column: TableColumn) -> int:
        """Pixels of the longest word of a title, which may stand in two lines; no more than it needs in one."""
        metrics = self.view.horizontalHeader().fontMetrics()
        longest = max(map(metrics.horizontalAdvance, column.title.split()), default=0)
        narrow = self._wide_enough(column.title, round(longest / HEADING) + beside_title(metrics) + SLACK)
        return min(narrow, self._title(column))

    def _widest(self, column: TableColumn) -> int:
        rows = range(min(self.model.rowCount(), LOOKED_AT))
        texts = [self.model.row(number).get(column.key, "") for number in rows]
        metrics = self.view.fontMetrics()
        return max(map(metrics.horizontalAdvance, texts), default=0) + beside_text(metrics) + SLACK

    def _figures_first(self, *, scrolls: bool) -> None:
        """Where the columns scroll sideways the figures stand beside the names, in sight; else each has its own place."""
        places = range(len(self._columns))
        first = self._first()
        figures = [place for place in places if place not in first and self._columns[place].number] if scrolls else []
        led = [*first, *figures] if scrolls else []
        header = self.view.horizontalHeader()
        for at, place in enumerate([*led, *(one for one in places if one not in led)]):
            if header.visualIndex(place) != at:
                header.moveSection(header.visualIndex(place), at)

    def current(self) -> bytes | None:
        """The id of the chosen row."""
        return self.model.id_at(self.view.currentIndex().row())

    def current_column(self) -> str:
        """The column of the cell that was chosen last, by its key; "" where none was."""
        place = self.view.currentIndex().column()
        return self._columns[place].key if 0 <= place < len(self._columns) else ""

    def press_enter(self) -> None:
        """Open the chosen row."""
        self._open(self.view.currentIndex().row())

    def _open(self, row: int) -> None:
        identity = self.model.id_at(row)
        if identity is not None:
            self.opened.emit(identity)

    def _choose(self, row: int) -> None:
        identity = self.model.id_at(row)
        if identity is not None:
            self._tell()
            self.chosen.emit(identity)


def _gives_way(column: TableColumn) -> bool:
    """Whether a column may be narrower than it wants."""
    return column.width > SHORT and not column.number
