"""Quỹ: balances, the list of vouchers, and what is done with money; what is booked is reversed, never deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from db.i18n import _, data_text
from desktop_app.gui.kit.forms.form import OpenedForm
from desktop_app.gui.kit.lists.row_model import INK, STRUCK
from desktop_app.gui.kit.lists.row_table import TableColumn
from desktop_app.gui.kit.look import mnemonics, wording, words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.kit.screens.list_screen import ListAnswer, ListScreen
from desktop_app.gui.kit.screens.voucher_view import show_voucher
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.gui.pages.asking import asking_actions
from desktop_app.gui.screens.fund import forms
from desktop_app.gui.screens.fund.cash_book import CashBookForm
from desktop_app.gui.screens.fund.receiving import FundChoices, known
from desktop_app.values.money import format_money
from desktop_app.work.fund import movements
from desktop_app.work.fund.declared import FUND, PURSES
from desktop_app.work.fund.voucher_numbers import printed_number
from desktop_app.work.lists import list_queries
from desktop_app.work.records import vocabulary
from desktop_app.work.records.results import Topic

REVERSAL = 5
"""The place of «Hủy phiếu» among the buttons."""


class FundScreen(ListScreen):
    """The list of vouchers with the balances above."""

    shows = frozenset((Topic.FUND, Topic.PURSES, Topic.DONORS, Topic.PEOPLE))
    own_first = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Quỹ")
        self.balances = words.text("")
        self.lay_out(
            _("Các phiếu của quỹ"),
            (
                TableColumn("on", FUND.field("on").title, 14),
                TableColumn("voucher", _("Số phiếu"), 14),
                TableColumn("kind", FUND.field("kind").title, 8),
                TableColumn("amount", _("Số tiền (đồng)"), 15, number=True),
                TableColumn("state", _("Tình trạng"), 22),
                TableColumn("party", FUND.field("party").title, 22),
                TableColumn("text", _("Nội dung"), 24),
            ),
            _("Quỹ chưa có phiếu nào. Bấm «Số dư đầu» để ghi tiền đang có, hoặc «Thu tiền» khi có người ủng hộ."),
            {},
            self._buttons(),
            above=self.balances,
        )
        self.table.chosen.connect(lambda _id: self._name_reversal())

    def _buttons(self) -> ActionBar:
        others = (
            (_("Chi tiền"), lambda: self._fill_in(forms.pay)),
            (_("Chuyển"), lambda: self._fill_in(forms.transfer)),
            (_("Số dư đầu"), lambda: self._fill_in(forms.opening)),
            (_("Quỹ riêng"), lambda: self.open_page(SubjectPage(self, PURSES))),
            (_("In phiếu"), self.print_page),
            (_("Hủy phiếu"), self.reverse),
            (_("Sổ quỹ tiền mặt"), self.show_cash_book),
            *asking_actions(self, self.chosen_records),
        )
        bar = ActionBar(others, (_("Thu tiền"), self.new))
        self._reversal = bar.buttons[REVERSAL]
        return bar

    def answer(self, query: list_queries.Query) -> ListAnswer:
        """Balances and vouchers."""
        return replace(super().answer(query), above=self._balances(query.office))

    def _balances(self, office: bytes | None) -> str:
        if office is None:
            return _("Chọn một đơn vị để xem số dư.")
        lines = [
            _("{purse} – {account}: {amount}").format(
                purse=line.name,
                account=wording.word(vocabulary.ACCOUNTS, line.account),
                amount=format_money(line.amount),
            )
            for line in movements.balances(self.book, office=office)
            if line.amount
        ]
        return _("Đang có (đồng): {lines}").format(lines="; ".join(lines)) if lines else _("Quỹ chưa có tiền.")

    def show_found(self, found: ListAnswer) -> None:
        """The balances above the vouchers."""
        self.balances.setText(found.above)
        super().show_found(found)

    def query(self) -> list_queries.Query:
        """What is searched now."""
        return list_queries.Query(FUND.listing, office=self.office(), search=self.search.text())

    def counted(self, number: str) -> str:
        """How many there are, in words."""
        return _("{count} phiếu").format(count=number)

    def shown(self, row: Mapping[str, Any]) -> dict[str, str]:
        """A row as it is read."""
        return _shown(row)

    def open_chosen(self) -> None:
        """The voucher as it is printed."""
        self.print_page()

    def open_named(self, page: str) -> None:
        """From «Hôm nay» to money that comes in, or that was there before."""
        if page == "opening":
            self._fill_in(forms.opening)
        else:
            self.new()

    # --- what is done -------------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Money comes in."""
        self._fill_in(forms.receive)

    def _fill_in(self, form: Callable[[FundScreen, FundChoices], OpenedForm]) -> None:
        self.ask_and_fill(partial(known, self.book), partial(form, self))

    def print_page(self) -> None:
        """The chosen voucher on paper."""
        row = self.chosen()
        if row is None:
            return
        if row["number"] is None:
            self.context.messages.show_message(
                "note", _("Số dư đầu không có phiếu để in. Chọn một phiếu thu hoặc phiếu chi.")
            )
            return
        show_voucher(self, row["id"], row["kind"], _number(row))

    def reverse(self) -> None:
        """Take a voucher or an opening balance back by its reversal."""
        row = self.chosen()
        if row is None:
            return
        if row["reversed_on"]:
            day = wording.day(row["reversed_on"])
            self.context.messages.show_message("note", _("Mục này đã hủy ngày {day}.").format(day=day))
            return
        self.ask_and_fill(partial(forms.day_of_reversal, self.book, row), partial(forms.reverse, self, row))

    def _name_reversal(self) -> None:
        """An opening balance has no voucher that could be taken back."""
        row = self.table.model.row(self.table.view.currentIndex().row())
        words_now = _("Hủy phiếu") if row.get("numbered", "-") else _("Bỏ số dư đầu")
        if self._reversal.text().replace("&", "") != words_now:
            self._reversal.setText(words_now)
            self._reversal.setAccessibleName(words_now)
            mnemonics.assign(self)

    def show_cash_book(self) -> None:
        """The cash book of a period."""
        self.open_form(CashBookForm(self), {"period": CashBookForm.default_period(self)})


def _number(row: Mapping[str, Any]) -> str:
    if row["number"] is None:
        return ""
    return printed_number(row["book"], row["block"], row["number"], row["year"])


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    state, number = row["taken"], _number(row)
    if row["reversed_on"]:
        reason = wording.word(vocabulary.REVERSAL_REASONS, row["reversed_reason"])
        said = _("✖ Đã hủy {day}: {reason}") if number else _("✖ Đã bỏ {day}: {reason}")
        state = said.format(day=wording.day(row["reversed_on"]), reason=reason)
    return {
        "on": wording.day(row["on"]),
        "voucher": f"✖ {number}".strip() if row["reversed_on"] else number,
        "numbered": number,
        "kind": vocabulary.MOVEMENT_KINDS.get(row["kind"], row["kind"]),
        "party": row["party"] or "",
        "text": row["note"] or row["goods"] or data_text(row["category_name"] or ""),
        "amount": format_money(row["amount"]),
        "state": state,
        INK: STRUCK if row["reversed_on"] else "",
    }
