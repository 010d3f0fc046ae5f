"""Units that are merged, split or abolished: which of them still hold branches, and whether their funds agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.branch_moving import move_form
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.screens.exchange.sending import ResultPage
from desktop_app.values.money import format_money
from desktop_app.work import branch_holders, handover
from desktop_app.work.branch_holders import Holder

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen


class HandoversPage(QWidget):
    """A row an office, those that have ended first; from here their branches go to who took over."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._holders: dict[bytes, Holder] = {}
        self.table = RowTable(
            _("Các đơn vị có chi hội"),
            (
                Column("state", _("Tình trạng"), 22),
                Column("name", _("Đơn vị"), 26),
                Column("branches", _("Chi hội"), 10, number=True),
                Column("members", _("Hội viên"), 10, number=True),
            ),
            _("Chưa đơn vị nào có chi hội hay hội viên. Nhận tệp của các đơn vị trước."),
            sorts=True,
        )
        self.table.opened.connect(lambda _id: self._move())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Bàn giao giữa các đơn vị")))
        column.addWidget(self.table, 1)
        actions = ((_("Quay lại"), screen.close_page), (_("Quỹ đã bàn giao"), self._show_funds))
        column.addWidget(ActionBar(actions, (_("Chuyển chi hội"), self._move)))

    def showEvent(self, event: QShowEvent) -> None:
        """After a move it comes back into view, and reads again (Qt)."""
        super().showEvent(event)
        book = self._screen.book
        self._screen.ask(lambda: branch_holders.holders(book), self._fill, page=self)

    def _fill(self, holders: Sequence[Holder]) -> None:
        self._holders = {one.office: one for one in holders}
        self.table.set_rows(list(self._holders), self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [_shown(self._holders[one]) for one in ids]

    def _move(self) -> None:
        chosen = self.table.current()
        if chosen is None:
            self._screen.context.messages.show_message("note", _("Chọn một dòng trước."))
            return
        self._screen.open_form(move_form(self._screen, chosen, self._holders[chosen].name))

    def _show_funds(self) -> None:
        lines = [handover.in_words(one) for one in handover.handovers(self._screen.book)]
        none = _("Chưa đơn vị nào bàn giao quỹ. Đơn vị cũ bàn giao trong sổ của mình: «Cài đặt», «Bàn giao quỹ».")
        self._screen.open_page(ResultPage(self._screen, _("Quỹ bàn giao giữa các đơn vị"), lines or [none]))


def _shown(one: Holder) -> dict[str, str]:
    return {
        "state": branch_holders.state_words(one),
        "name": one.name,
        "branches": format_money(one.branches),
        "members": format_money(one.members),
    }
