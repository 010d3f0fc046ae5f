"""What offices have withdrawn: the province erases it everywhere, one record or all of them, with a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.erasing import erase
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.work import erasing
from desktop_app.work.erasing import Asked

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen


class ErasuresPage(QWidget):
    """A row a record: whose it is and what it was; never a name."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._asked: dict[bytes, Asked] = {}
        self.table = RowTable(
            _("Đề nghị xóa dữ liệu cá nhân"),
            (
                Column("unit", _("Đơn vị"), 28),
                Column("kind", _("Nội dung cần xóa"), 32),
                Column("record", _("Mã của mục"), 36),
            ),
            _("✔ Không có đơn vị nào đề nghị xóa dữ liệu cá nhân."),
        )
        actions = (
            (_("Quay lại"), screen.close_page),
            (_("Xóa mục này…"), self._erase),
            (_("Xóa tất cả…"), self._erase_all),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Đề nghị xóa dữ liệu cá nhân")))
        column.addWidget(
            words.text(
                _(
                    "Đơn vị đã rút lại đồng ý hoặc bỏ các mục này. Tên đã thôi hiện; nội dung gửi trước đây còn nằm trong sổ "
                    "cho đến khi tỉnh xóa."
                ),
                "hint",
            )
        )
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(actions))

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what is asked for, also after a protocol was looked at (Qt)."""
        super().showEvent(event)
        book = self._screen.book
        self._screen.ask(lambda: erasing.asked(book), self._fill, page=self)

    def _fill(self, asked: Sequence[erasing.Asked]) -> None:
        self._asked = {one.rec: one for one in asked}
        self.table.set_rows(list(self._asked), self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [
            {"unit": one.unit, "kind": erasing.kind_words(one.kind), "record": one.rec.hex()}
            for one in (self._asked[rec] for rec in ids)
        ]

    def _erase(self) -> None:
        chosen = self.table.current()
        if chosen is None:
            self._screen.context.messages.show_message("note", _("Chọn một dòng trong danh sách trước."))
            return
        erase(self._screen, chosen)

    def _erase_all(self) -> None:
        if self._asked:
            erase(self._screen, *self._asked)
