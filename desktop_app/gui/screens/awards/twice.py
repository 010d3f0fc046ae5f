"""The children who have two scholarships in one school year, by two rounds or two offices of this book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.work.given_twice import GivenTwice, given_twice

if TYPE_CHECKING:
    from desktop_app.gui.screens.awards import AwardsScreen


class TwicePage(QWidget):
    """To be looked at; nothing is barred and nothing is changed here."""

    def __init__(self, screen: AwardsScreen) -> None:
        super().__init__()
        self._found: dict[bytes, GivenTwice] = {}
        self.table = RowTable(
            _("Em có hai suất học bổng trong một năm học"),
            (
                Column("name", _("Họ và tên"), 22),
                Column("year", _("Năm học"), 10),
                Column("first", _("Suất thứ nhất"), 30),
                Column("second", _("Suất thứ hai"), 30),
                Column("certain", _("Vì sao"), 22),
            ),
            _("Không có em nào có hai suất học bổng trong một năm học."),
            told=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Em có hai suất học bổng trong một năm học")))
        column.addWidget(
            words.text(_("Xem lại từng em. Suất ghi nhầm thì rút; hai em khác nhau thì ghi ở «Trùng người»."))
        )
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(((_("Quay lại"), screen.close_page),)))
        book = screen.book
        screen.ask(lambda: given_twice(book), self._show, page=self)

    def _show(self, found: Sequence[GivenTwice]) -> None:
        self._found = {one.award + one.other: one for one in found}
        self.table.set_rows(list(self._found), self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [_shown(self._found[identity]) for identity in ids]


def _shown(one: GivenTwice) -> dict[str, str]:
    return {
        "name": one.name or _("(tên do cơ sở giữ)"),
        "year": one.school_year,
        "first": f"{one.own_round}, {one.own_office}",
        "second": f"{one.round}, {one.office}",
        "certain": _("cùng một em") if one.certain else _("cùng tên, cùng ngày sinh"),
    }
