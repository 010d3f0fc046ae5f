"""What offices have withdrawn: the province erases it everywhere, one record or all of them, with a protocol."""

from __future__ import annotations

from collections.abc import Mapping

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.pages.erasing import erase
from desktop_app.work.privacy import erasure
from desktop_app.work.privacy.erasure import ErasureRequest


class ErasuresPage(ListPage[ErasureRequest]):
    """A row a record: whose it is and what it was; never a name."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Đề nghị xóa dữ liệu cá nhân"),
            (
                TableColumn("unit", _("Đơn vị"), 28),
                TableColumn("kind", _("Nội dung cần xóa"), 26),
                TableColumn("about", _("Của ai"), 50),
            ),
            _("✔ Không có đơn vị nào đề nghị xóa dữ liệu cá nhân."),
        )
        super().__init__(screen, table)
        actions = (
            (_("Quay lại"), screen.close_page),
            (_("Xóa mục này…"), self._erase),
            (_("Xóa tất cả…"), self._erase_all),
        )
        hint = words.text(
            _(
                "Đơn vị đã rút lại đồng ý hoặc bỏ các mục này. Tên đã thôi hiện; nội dung gửi trước đây còn nằm trong sổ "
                "cho đến khi tỉnh xóa."
            ),
            "hint",
        )
        self.lay_out(_("Đề nghị xóa dữ liệu cá nhân"), ActionBar(actions), above=(hint,))

    def read(self) -> Mapping[bytes, ErasureRequest]:
        """What is asked for."""
        return {one.rec: one for one in erasure.asked(self._screen.book)}

    def row(self, one: ErasureRequest) -> dict[str, str]:
        """A record as it reads."""
        return {"unit": one.unit, "kind": erasure.kind_words(one.kind), "about": one.about}

    def _erase(self) -> None:
        if (chosen := self.chosen_id()) is not None:
            erase(self._screen, chosen)

    def _erase_all(self) -> None:
        if self.found:
            erase(self._screen, *self.found)
