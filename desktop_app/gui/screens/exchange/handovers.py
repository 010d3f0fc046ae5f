"""Units that are merged, split or abolished: which of them still hold branches, and whether their funds agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.pages.branch_moving import open_moving
from desktop_app.gui.screens.exchange.sending import ResultPage
from desktop_app.values.money import format_money
from desktop_app.work.fund import fund_handover
from desktop_app.work.members import branch_holders
from desktop_app.work.members.branch_holders import Holder


class HandoversPage(ListPage[Holder]):
    """A row an office, those that have ended first; from here their branches go to who took over."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Các đơn vị có chi hội"),
            (
                TableColumn("state", _("Tình trạng"), 22),
                TableColumn("name", _("Đơn vị"), 26, names=True),
                TableColumn("branches", _("Chi hội"), 10, number=True),
                TableColumn("members", _("Hội viên"), 10, number=True),
            ),
            _("Chưa đơn vị nào có chi hội hay hội viên. Nhận tệp của các đơn vị trước."),
            sorts=True,
        )
        super().__init__(screen, table)
        table.opened.connect(lambda _id: self._move())
        actions = ((_("Quay lại"), screen.close_page), (_("Quỹ đã bàn giao"), self._show_funds))
        self.lay_out(_("Bàn giao giữa các đơn vị"), ActionBar(actions, (_("Chuyển chi hội"), self._move)))

    def read(self) -> Mapping[bytes, Holder]:
        """The offices."""
        return {one.office: one for one in branch_holders.holders(self._screen.book)}

    def row(self, one: Holder) -> dict[str, str]:
        """An office as it reads."""
        return _shown(one)

    def _move(self) -> None:
        if (one := self.chosen()) is not None:
            open_moving(self._screen, one.office, one.name)

    def _show_funds(self) -> None:
        book = self._screen.book
        self._screen.ask_first(lambda: fund_handover.handovers(book), self._show_handovers)

    def _show_handovers(self, found: Sequence[fund_handover.Handover]) -> None:
        none = _("Chưa đơn vị nào bàn giao quỹ. Đơn vị cũ bàn giao trong sổ của mình: «Cài đặt», «Bàn giao quỹ».")
        lines = [fund_handover.in_words(one) for one in found] or [none]
        self._screen.open_page(ResultPage(self._screen, _("Quỹ bàn giao giữa các đơn vị"), lines))


def _shown(one: Holder) -> dict[str, str]:
    return {
        "state": branch_holders.state_words(one),
        "name": one.name,
        "branches": format_money(one.branches),
        "members": format_money(one.members),
    }
