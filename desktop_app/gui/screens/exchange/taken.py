"""Từng bản ghi: for each record of the office whether the province has it, and since which day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.flow import FlowLayout
from desktop_app.gui.kit.inputs import ChoiceInput
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.kit.search_bar import SearchBar
from desktop_app.values.money import format_money
from desktop_app.work import taken
from desktop_app.work.record_texts import subject_words

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen

SEARCH_WIDTH = 36
"""Letters."""


class TakenPage(QWidget):
    """A row a record; searched by its words, filtered by list and by what waits."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self.search = SearchBar()
        self.search.setMinimumWidth(self.fontMetrics().horizontalAdvance("n") * SEARCH_WIDTH)
        self.subject = ChoiceInput([(None, _("Mọi loại")), *subject_words().items()])
        self.state = ChoiceInput([(None, _("Tất cả")), (True, _("Còn chờ")), (False, _("Đã nhận"))])
        self.table = RowTable(
            _("Từng bản ghi"),
            (
                Column("taken", _("Tỉnh đã nhận chưa"), 25),
                Column("text", _("Bản ghi"), 48),
                Column("subject", _("Loại"), 20),
            ),
            _("Không có bản ghi nào như vậy. Bỏ chữ đang tìm, hoặc chọn «Mọi loại»."),
            told=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Tỉnh đã nhận bản ghi nào")))
        column.addWidget(self._choices())
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(((_("Quay lại"), screen.close_page),)))
        self._fill()

    def open(self) -> None:
        """Show it, the cursor in the list."""
        self._screen.open_page(self)
        self.table.view.setFocus()

    def seek(self) -> None:
        """Ctrl+F: to the search line."""
        self.search.edit.setFocus()

    def _choices(self) -> QWidget:
        top = QWidget()
        row = FlowLayout(top)
        row.addWidget(self.search)
        for label, given in ((_("Loại"), self.subject), (_("Tỉnh đã nhận chưa"), self.state)):
            given.target().setAccessibleName(label)
            given.changed.connect(self._fill)
            row.addWidget(given)
        self.search.asked.connect(lambda _text: self._fill())
        self.search.down.connect(self.table.view.setFocus)
        return top

    def _fill(self) -> None:
        wanted = taken.Wanted(self.subject.value(), self.search.text(), self.state.value())
        book = self._screen.book
        self._screen.ask(lambda: taken.taken_ids(book, wanted), self._show, page=self)

    def _show(self, ids: Sequence[bytes]) -> None:
        self.table.set_rows(ids, self._rows)
        self.search.count.setText(_("{count} bản ghi").format(count=format_money(len(ids))))

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [
            {
                "subject": subject_words().get(one.subject, ""),
                "text": one.text,
                "taken": taken.taken_words(one.taken),
            }
            for one in taken.taken_rows(self._screen.book, ids)
        ]
