"""Từng bản ghi: for each record of the office whether the province has it, and since which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.i18n import _
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.lists.filter_bar import FilterBar
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.lists.search_bar import SearchBar
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage, ids_alone
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.values.money import format_money
from desktop_app.work.exchange import record_receipts
from desktop_app.work.subjects.record_labels import subject_words

SEARCH_WIDTH = 28
"""Letters."""


class TakenPage(ListPage[None]):
    """A row a record; searched by its words, filtered by list and by what waits."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Từng bản ghi"),
            (
                TableColumn("taken", _("Tỉnh đã nhận chưa"), 25),
                TableColumn("text", _("Bản ghi"), 48),
                TableColumn("subject", _("Loại"), 20),
            ),
            _("Không có bản ghi nào như vậy. Bỏ chữ đang tìm, hoặc chọn «Mọi loại»."),
            told=True,
        )
        super().__init__(screen, table)
        self.search = SearchBar()
        self.search.setMinimumWidth(self.fontMetrics().horizontalAdvance("n") * SEARCH_WIDTH)
        self.subject = ChoiceInput([(None, _("Mọi loại")), *subject_words().items()])
        self.state = ChoiceInput([(None, _("Tất cả")), (True, _("Còn chờ")), (False, _("Đã nhận"))])
        self.filters = self._filters()
        bar = ActionBar(((_("Quay lại"), screen.close_page),))
        self.lay_out(_("Tỉnh đã nhận bản ghi nào"), bar, above=(self.filters,))

    def seek(self) -> None:
        """Ctrl+F: to the search line."""
        self.search.edit.setFocus()

    def _filters(self) -> FilterBar:
        for label, given in ((_("Loại"), self.subject), (_("Tỉnh đã nhận chưa"), self.state)):
            given.target().setAccessibleName(label)
            given.changed.connect(self.show_open)
        self.search.asked.connect(lambda _text: self.show_open())
        self.search.down.connect(self.table.view.setFocus)
        return FilterBar([(given, given) for given in (self.subject, self.state)], self.search)

    def show_open(self) -> None:
        """Ask again, for what is searched and filtered now."""
        self._wanted = record_receipts.ReceiptQuery(self.subject.value(), self.search.text(), self.state.value())
        super().show_open()

    def read(self) -> Mapping[bytes, None]:
        """What is wanted."""
        return ids_alone(record_receipts.taken_ids(self._screen.book, self._wanted))

    def show_read(self, read: Mapping[bytes, None]) -> None:
        """The records, and how many there are."""
        super().show_read(read)
        self.search.count.setText(_("{count} bản ghi").format(count=format_money(len(read))))

    def rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        """A hundred records as they read."""
        return [
            {
                "subject": subject_words().get(one.subject, ""),
                "text": one.text,
                "taken": record_receipts.taken_words(one.taken),
            }
            for one in record_receipts.taken_rows(self._screen.book, ids)
        ]
