"""Purses kept apart from the common one: a new one, or what an old one is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.i18n import _
from db.seed import default_purse
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import ChoiceInput, TextInput
from desktop_app.gui.kit.ticks import TicksInput
from desktop_app.gui.screens.fund.receiving import FundChoices
from desktop_app.work.fund.declared import PURSES
from desktop_app.work.lists import list_queries
from desktop_app.work.records import verbs
from desktop_app.work.records.results import Done

if TYPE_CHECKING:
    from desktop_app.gui.screens.fund import FundScreen


class PurseForm(Form):
    """Which purse, its name and purpose, and what may be paid out of it."""

    def __init__(self, screen: FundScreen, offered: FundChoices) -> None:
        super().__init__(_("Quỹ riêng: thêm hoặc sửa"), _("Lưu"))
        self._screen = screen
        general = default_purse(screen.book.unit)
        known = [(one, name) for one, name in offered.purses if one != general]
        self.add("purse", _("Quỹ"), ChoiceInput([(None, _("Thêm quỹ mới")), *known]))
        self.add("name", _("Tên quỹ"), TextInput(), hint=_("Ví dụ: Quỹ học bổng Y Jút"), required=True)
        self.add(
            "purpose", _("Dùng vào việc"), TextInput(), hint=_("Điều người tài trợ yêu cầu; để trống nếu dùng chung")
        )
        self.fold(_("Được chi cho khoản nào"))
        self.add(
            "allowed",
            _("Được chi cho"),
            TicksInput(offered.costs),
            hint=_("Không chọn gì: mọi khoản, trừ chi hoạt động Hội, chi khác và chuyển cấp khác"),
        )
        self.show_fields(("purse",), shown=bool(known))
        self.input("purse").combo.activated.connect(lambda _row: self._show_chosen())
        self.submitted.connect(self._save)

    def _show_chosen(self) -> None:
        purse = self.input("purse").value()
        with self._screen.book.reading() as db:
            row: dict[str, Any] = list_queries.rows(db, PURSES.listing, [purse])[0] if purse else {}
        for name in ("name", "purpose"):
            self.input(name).set_value(row.get(name))
        self.input("allowed").set_value((row.get("allowed") or "").split())
        self.mark_saved()

    def _save(self) -> None:
        given = self.values()
        purse, book = given.pop("purse"), self._screen.book
        said = {**given, "restricted": int(bool(given["purpose"]))}

        def verb() -> Done:
            if purse is None:
                return verbs.create(book, PURSES, said)
            return verbs.correct(book, PURSES, purse, said)

        sentence = _("Đã sửa quỹ {name}.") if purse else _("Đã thêm quỹ {name}.")
        self._screen.carry_out(verb, sentence.format(name=given["name"]), form=self)
