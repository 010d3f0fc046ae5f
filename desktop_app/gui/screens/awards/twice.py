"""The children who have two scholarships in one school year, by two rounds or two offices of this book."""

from __future__ import annotations

from collections.abc import Mapping

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.work.awards.double_grants import GivenTwice, given_twice


class TwicePage(ListPage[GivenTwice]):
    """To be looked at; nothing is barred and nothing is changed here."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Em có hai suất học bổng trong một năm học"),
            (
                TableColumn("name", _("Họ và tên"), 22),
                TableColumn("year", _("Năm học"), 10),
                TableColumn("first", _("Suất thứ nhất"), 30),
                TableColumn("second", _("Suất thứ hai"), 30),
                TableColumn("certain", _("Vì sao"), 22),
            ),
            _("Không có em nào có hai suất học bổng trong một năm học."),
            told=True,
        )
        super().__init__(screen, table)
        hint = words.text(_("Xem lại từng em. Suất ghi nhầm thì rút; hai em khác nhau thì ghi ở «Trùng người»."))
        bar = ActionBar(((_("Quay lại"), screen.close_page),))
        self.lay_out(_("Em có hai suất học bổng trong một năm học"), bar, above=(hint,))

    def read(self) -> Mapping[bytes, GivenTwice]:
        """The children."""
        return {one.award + one.other: one for one in given_twice(self._screen.book)}

    def row(self, one: GivenTwice) -> dict[str, str]:
        """A child as it reads."""
        return _shown(one)


def _shown(one: GivenTwice) -> dict[str, str]:
    return {
        "name": one.name or _("(tên do cơ sở giữ)"),
        "year": one.school_year,
        "first": f"{one.own_round}, {one.own_office}",
        "second": f"{one.round}, {one.office}",
        "certain": _("cùng một em") if one.certain else _("cùng tên, cùng ngày sinh"),
    }
