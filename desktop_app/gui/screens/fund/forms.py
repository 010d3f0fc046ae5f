"""The forms of the fund: receive, pay, transfer, opening balance, reversal, a purse of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.i18n import _, data_text
from db.text import clean
from desktop_app.gui.kit import wording
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import ChoiceInput, DateInput, MoneyInput, TextInput
from desktop_app.gui.kit.pick_input import PickInput
from desktop_app.work import fund, lists, purses, terms

if TYPE_CHECKING:
    from desktop_app.gui.screens.fund import FundScreen

Opened = tuple[Form, dict[str, object]]


def _purses(screen: FundScreen) -> list[tuple[bytes, str]]:
    with screen.book.reading() as db:
        ids = lists.ids(db, lists.Query("purses", office=screen.book.unit))
        return [(identity, row["name"]) for identity, row in zip(ids, lists.rows(db, "purses", ids), strict=True)]


def _categories(screen: FundScreen, side: str) -> list[tuple[str, str]]:
    with screen.book.reading() as db:
        codes = lists.ids(db, lists.Query("categories"))
        rows = lists.rows(db, "categories", codes)
    fitting = [row for row in rows if row["side"] == side and not row["code"].startswith("goods")]
    return [(row["code"], data_text(row["name"])) for row in fitting]


def _find_donors(screen: FundScreen, text: str) -> list[tuple[bytes, str]]:
    with screen.book.reading() as db:
        ids = lists.ids(db, lists.Query("donors", office=screen.book.unit, search=text))[:8]
        return [(identity, row["full_name"]) for identity, row in zip(ids, lists.rows(db, "donors", ids), strict=True)]


def receive(screen: FundScreen) -> Opened:
    """A donor gives money or goods; a name that is new is entered as a donor."""
    form = Form(_("Thu tiền, nhận hiện vật"), _("Ghi và xem phiếu"))
    form.add(
        "donor",
        _("Ai ủng hộ"),
        PickInput(lambda text: _find_donors(screen, text)),
        hint=_("Gõ tên; đã có trong sổ thì chọn bằng ↓ và Enter, chưa có thì được ghi mới"),
        required=False,
    )
    form.add("amount", _("Số tiền hoặc giá trị"), MoneyInput(), hint=_("Đồng, ví dụ 500000"), required=True)
    form.add("account", _("Nhận bằng"), ChoiceInput(terms.accounts().items()))
    form.add("goods", _("Là hiện vật gì"), TextInput(), hint=_("Chỉ ghi khi nhận bằng hiện vật, ví dụ 50 quyển vở"))
    form.add("purse", _("Vào quỹ"), ChoiceInput(_purses(screen)))
    form.add("category", _("Khoản thu"), ChoiceInput(_categories(screen, "in")))
    form.add("on", _("Ngày"), DateInput(), required=True)
    form.add("note", _("Nội dung"), TextInput())

    def save() -> None:
        given = form.values()
        typed = form.input("donor").typed()

        def book() -> fund.Booked:
            with screen.book.together():
                party = given["donor"] or (purses.add_donor(screen.book, typed, "person").id if typed else None)
                return fund.book_movement(screen.book, _draft("receive", given, party=party))

        _book(screen, form, book, "receive")

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today(), "category": "gift_person"}


def pay(screen: FundScreen) -> Opened:
    """Money or goods go out."""
    form = Form(_("Chi tiền, xuất hiện vật"), _("Ghi và xem phiếu"))
    form.add("party_text", _("Ai nhận"), TextInput())
    form.add("amount", _("Số tiền hoặc giá trị"), MoneyInput(), hint=_("Đồng, ví dụ 500000"), required=True)
    form.add("account", _("Chi bằng"), ChoiceInput(terms.accounts().items()))
    form.add("goods", _("Là hiện vật gì"), TextInput(), hint=_("Chỉ ghi khi xuất hiện vật"))
    form.add("purse", _("Từ quỹ"), ChoiceInput(_purses(screen)))
    form.add("category", _("Khoản chi"), ChoiceInput(_categories(screen, "out")))
    form.add("on", _("Ngày"), DateInput(), required=True)
    form.add("note", _("Nội dung"), TextInput())

    def save() -> None:
        given = form.values()
        _book(screen, form, lambda: fund.book_movement(screen.book, _draft("pay", given)), "pay")

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def transfer(screen: FundScreen) -> Opened:
    """Between cash and bank, or between purses."""
    form = Form(_("Chuyển giữa các quỹ, tiền mặt và tiền gửi"), _("Ghi"))
    form.add("amount", _("Số tiền"), MoneyInput(), required=True)
    form.add("purse", _("Từ quỹ"), ChoiceInput(_purses(screen)))
    form.add("account", _("Từ"), ChoiceInput(terms.money_accounts().items()))
    form.add("to_purse", _("Sang quỹ"), ChoiceInput(_purses(screen)))
    form.add("to_account", _("Sang"), ChoiceInput(terms.money_accounts().items()))
    form.add("on", _("Ngày"), DateInput(), required=True)
    form.add("note", _("Nội dung"), TextInput())

    def save() -> None:
        given = form.values()
        screen.carry_out(
            lambda: fund.book_movement(screen.book, fund.FundDraft("transfer", **given)),
            _("Đã ghi khoản chuyển."),
            form=form,
            undoable=False,
        )

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today(), "to_account": "bank"}


def opening(screen: FundScreen) -> Opened:
    """What was there when the book began."""
    form = Form(_("Số dư đầu: tiền, hiện vật có trước khi dùng sổ"), _("Ghi"))
    form.add("amount", _("Số tiền hoặc giá trị"), MoneyInput(), required=True)
    form.add("account", _("Đang ở dạng"), ChoiceInput(terms.accounts().items()))
    form.add("purse", _("Thuộc quỹ"), ChoiceInput(_purses(screen)))
    form.add("on", _("Tính đến ngày"), DateInput(), required=True)

    def save() -> None:
        given = form.values()
        screen.carry_out(
            lambda: fund.book_movement(screen.book, fund.FundDraft("opening", **given)),
            _("Đã ghi số dư đầu."),
            form=form,
            undoable=False,
        )

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def purse(screen: FundScreen) -> Opened:
    """A fund kept apart from the common one."""
    form = Form(_("Thêm quỹ riêng"), _("Lưu"))
    form.add("name", _("Tên quỹ"), TextInput(), hint=_("Ví dụ: Quỹ học bổng Y Jút"), required=True)
    form.add("purpose", _("Dùng vào việc"), TextInput(), hint=_("Điều người tài trợ yêu cầu; để trống nếu dùng chung"))

    def save() -> None:
        given = form.values()
        screen.carry_out(
            lambda: purses.add_purse(
                screen.book, given["name"], restricted=bool(given["purpose"]), purpose=given["purpose"]
            ),
            _("Đã thêm quỹ {name}.").format(name=given["name"]),
            form=form,
        )

    form.submitted.connect(save)
    return form, {}


def reverse(screen: FundScreen, row: dict[str, Any]) -> Opened:
    """A voucher that was wrong: its number stays, its money goes back."""
    number = (
        fund.printed_number(row["book"], row["block"], row["number"], row["year"]) if row["number"] is not None else ""
    )
    form = Form(
        _("Hủy phiếu {number}: {amount} đồng").format(number=number, amount=wording.money(row["amount"])),
        _("Hủy phiếu"),
    )
    form.add(
        "reason",
        _("Lý do"),
        ChoiceInput(terms.reversal_reasons().items()),
        hint=_("Phiếu vẫn giữ số, được đánh dấu đã hủy; tiền trở lại như trước"),
    )
    form.add("on", _("Ngày hủy"), DateInput(), required=True)

    def save() -> None:
        given = form.values()
        screen.carry_out(
            lambda: fund.reverse(screen.book, row["id"], given["on"], given["reason"]),
            _("Đã hủy phiếu {number}.").format(number=number),
            form=form,
            undoable=False,
        )

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def _draft(kind: str, given: dict[str, Any], *, party: bytes | None = None) -> fund.FundDraft:
    is_goods = given["account"] == "goods"
    return fund.FundDraft(
        kind=kind,
        amount=given["amount"],
        on=given["on"],
        account=given["account"],
        purse=given["purse"],
        party=party,
        party_text=clean(given.get("party_text") or "") or None,
        category=fund.GOODS_CATEGORY[kind] if is_goods else given["category"],
        goods=given["goods"],
        note=given["note"],
    )


def _book(screen: FundScreen, form: Form, verb: Any, kind: str) -> None:
    booked = screen.carry_out(verb, _("Đã ghi phiếu."), form=form, undoable=False)
    if booked is not None:
        screen.context.messages.show_message("good", _("Đã ghi phiếu {number}.").format(number=booked.voucher))
        screen.print_voucher(booked.id, kind)
