"""The forms of the fund: receive, pay, transfer, opening balance, reversal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput, DateInput, MoneyInput, TextInput
from desktop_app.gui.kit.look import wording, words
from desktop_app.gui.kit.screens.voucher_view import show_voucher
from desktop_app.gui.kit.subjects.subject_form import add_field
from desktop_app.gui.screens.fund.receiving import FundChoices, ReceiveForm
from desktop_app.work.awards import rounds_and_decisions
from desktop_app.work.fund import movements, repeated_bookings
from desktop_app.work.fund.declared import DONORS, FUND
from desktop_app.work.fund.voucher_numbers import printed_number
from desktop_app.work.records import verbs, vocabulary
from desktop_app.work.reports import period_closing

if TYPE_CHECKING:
    from desktop_app.gui.screens.fund import FundScreen


def receive(screen: FundScreen, offered: FundChoices) -> OpenedForm:
    """A donor gives money or goods; a name that is new is entered as a donor."""
    form = ReceiveForm(screen, offered)

    def save() -> None:
        read: list[tuple[movements.FundDraft, str | None]] = []
        if not screen.attempt(lambda: read.append(form.draft()), form):
            return
        draft, new_kind = read[0]

        def book() -> movements.Booked:
            with screen.book.together():
                if new_kind is None:
                    return movements.book_movement(screen.book, draft)
                donor = verbs.create(screen.book, DONORS, {"full_name": draft.party_text, "kind": new_kind}).id
                return movements.book_movement(screen.book, replace(draft, party=donor, party_text=None))

        _book(screen, form, draft, book)

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today(), "category": "gift_person"}


def pay(screen: FundScreen, offered: FundChoices) -> OpenedForm:
    """Money or goods go out; what for is always said."""
    form = Form(_("Chi tiền, xuất hiện vật"), _("Ghi và xem phiếu"))
    form.add("party_text", _("Ai nhận"), TextInput())
    add_field(form, FUND.field("amount"), required=True)
    what_for = ChoiceInput([(None, _("Chọn khoản chi")), *offered.costs])
    form.add("category", _("Khoản chi"), what_for, required=True)
    add_field(form, FUND.field("on"), required=True)
    add_field(form, FUND.field("note"))
    form.fold(_("Hiện vật, chuyển khoản, quỹ khác"))
    form.add("account", _("Chi bằng"), ChoiceInput(vocabulary.ACCOUNTS.items()))
    form.add("goods", _("Là hiện vật gì"), TextInput(), hint=_("Ví dụ 50 quyển vở"), required=True)
    form.add("purse", _("Từ quỹ"), ChoiceInput(offered.purses))

    def follow() -> None:
        is_goods = form.input("account").value() == "goods"
        form.show_fields(("goods",), shown=is_goods)
        form.show_fields(("category",), shown=not is_goods)
        form.letters_again()

    def save() -> None:
        draft = movements.FundDraft("pay", **form.values())
        _book(screen, form, draft, lambda: movements.book_movement(screen.book, draft))

    form.show_fields(("goods",), shown=False)
    form.input("account").changed.connect(follow)
    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def transfer(screen: FundScreen, offered: FundChoices) -> OpenedForm:
    """Between cash and bank, or between purses."""
    form = Form(_("Chuyển giữa các quỹ, tiền mặt và tiền gửi"), _("Ghi"))
    form.add("amount", _("Số tiền"), MoneyInput(), required=True)
    form.add("purse", _("Từ quỹ"), ChoiceInput(offered.purses))
    form.add("account", _("Từ"), ChoiceInput(vocabulary.MONEY_ACCOUNTS.items()))
    form.add("to_purse", _("Sang quỹ"), ChoiceInput(offered.purses))
    form.add("to_account", _("Sang"), ChoiceInput(vocabulary.MONEY_ACCOUNTS.items()))
    add_field(form, FUND.field("on"), required=True)
    form.add(
        "decision",
        _("Theo quyết định số"),
        TextInput(width=16),
        hint=_("Chỉ cần khi chuyển tiền ra khỏi một quỹ có mục đích riêng, ví dụ 12/2020"),
    )
    add_field(form, FUND.field("note"))

    def save() -> None:
        given = form.values()
        number = given.pop("decision")
        draft = movements.FundDraft("transfer", **given)

        def verb() -> movements.Booked:
            decision = rounds_and_decisions.decision_numbered(screen.book, number)
            return movements.book_movement(screen.book, replace(draft, decision=decision))

        doubts = repeated_bookings.of_movement(screen.book, draft)
        screen.carry_out(verb, _("Đã ghi khoản chuyển."), form=form, undoable=False, doubts=doubts)

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today(), "to_account": "bank"}


def opening(screen: FundScreen, offered: FundChoices) -> OpenedForm:
    """What was there when the book began."""
    form = Form(_("Số dư đầu: tiền, hiện vật có trước khi dùng sổ"), _("Ghi"))
    add_field(form, FUND.field("amount"), required=True)
    form.add("account", _("Đang ở dạng"), ChoiceInput(vocabulary.ACCOUNTS.items()))
    form.add("purse", _("Thuộc quỹ"), ChoiceInput(offered.purses))
    form.add("on", _("Tính đến ngày"), DateInput(), required=True)

    def save() -> None:
        draft = movements.FundDraft("opening", **form.values())
        screen.carry_out(
            lambda: movements.book_movement(screen.book, draft),
            _("Đã ghi số dư đầu."),
            form=form,
            undoable=False,
            instead=_("Số dư đầu đã ghi thì không hoàn tác. Chọn dòng ấy trong «Quỹ» rồi bấm «Bỏ số dư đầu»."),
            doubts=repeated_bookings.of_movement(screen.book, draft),
        )

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def day_of_reversal(book: Book, row: Mapping[str, Any]) -> date:
    """On which day a voucher is usually taken back; refused where an award hangs on it."""
    movements.require_free_of_awards(book, row["id"])
    return period_closing.reversal_day(book, date.fromisoformat(row["on"]))


def reverse(screen: FundScreen, row: dict[str, Any], on: date) -> OpenedForm:
    """What was wrong is taken back: a voucher keeps its number, an opening balance its line; its money goes back."""
    form, said = _reversal_of_opening(row) if row["number"] is None else _reversal_of_voucher(row)
    form.add("on", _("Ngày hủy"), DateInput(), required=True)
    what_instead = (
        _("Số dư đầu đã bỏ thì không lấy lại. Bấm «Số dư đầu» trong «Quỹ» để ghi lại.")
        if row["number"] is None
        else _("Phiếu đã hủy thì không lấy lại được. Cần thì ghi phiếu mới trong «Quỹ».")
    )

    def save() -> None:
        given = form.values()
        screen.carry_out(
            lambda: movements.reverse(screen.book, row["id"], given["on"], given["reason"]),
            said,
            form=form,
            undoable=False,
            instead=what_instead,
        )

    form.submitted.connect(save)
    return form, {"on": on}


def _reversal_of_voucher(row: dict[str, Any]) -> tuple[Form, str]:
    number = printed_number(row["book"], row["block"], row["number"], row["year"])
    heading = _("Hủy phiếu {number} ngày {day}: {amount} đồng").format(
        number=number, day=wording.day(row["on"]), amount=wording.money(row["amount"])
    )
    form = Form(heading, _("Hủy phiếu này"), deliberate=True)
    if row["party"]:
        form.add_text(words.text(_("Người nộp, nhận: {name}").format(name=row["party"])))
    add_field(
        form,
        FUND.field("reason"),
        _reasons(),
        hint=_("Phiếu vẫn giữ số, được đánh dấu đã hủy; tiền trở lại như trước"),
        required=True,
    )
    return form, _("Đã hủy phiếu {number}.").format(number=number)


def _reversal_of_opening(row: dict[str, Any]) -> tuple[Form, str]:
    heading = _("Bỏ số dư đầu {amount} đồng ({account}, {purse}, ngày {day})").format(
        amount=wording.money(row["amount"]),
        account=wording.word(vocabulary.ACCOUNTS, row["account"]).lower(),
        purse=row["purse"],
        day=wording.day(row["on"]),
    )
    form = Form(heading, _("Bỏ số dư đầu này"), deliberate=True)
    add_field(
        form,
        FUND.field("reason"),
        _reasons(),
        required=True,
        hint=_("Số dư đầu không có phiếu. Dòng này ở lại trong sổ, được đánh dấu đã bỏ; rồi ghi lại số đúng"),
    )
    return form, _("Đã bỏ số dư đầu. Bấm «Số dư đầu» để ghi lại số đúng.")


def _reasons() -> ChoiceInput:
    """Why something is taken back: none before a person has chosen it."""
    return ChoiceInput([(None, _("Chọn lý do")), *vocabulary.REVERSAL_REASONS.items()])


def _book(screen: FundScreen, form: Form, draft: movements.FundDraft, verb: Callable[[], movements.Booked]) -> None:
    doubts = repeated_bookings.of_movement(screen.book, draft)
    booked = screen.carry_out(verb, _("Đã ghi phiếu."), form=form, undoable=False, doubts=doubts)
    if booked is not None:
        said = _("Đã ghi phiếu {number}.").format(number=booked.voucher)
        screen.context.messages.show_message("good", said)
        show_voucher(screen, booked.id, draft.kind, booked.voucher, said)
