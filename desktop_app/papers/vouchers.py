"""Receipt and payment vouchers with the elements of forms C40-BB and C41-BB (Thông tư 107/2017/TT-BTC), A5 landscape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm

from db.i18n import _
from desktop_app.papers.page import BOLD, ITALIC, REGULAR, SMALL_LANDSCAPE, Sheet, Signature
from desktop_app.values.dates import long_date
from desktop_app.values.money import format_money
from desktop_app.values.words import amount_in_words


@dataclass(frozen=True)
class Voucher:
    """One voucher; `amount` in đồng. `receives` is True for money (or goods) coming in."""

    unit: str
    form: str
    form_note: str
    title: str
    number: str
    day: date
    receives: bool
    party: str
    address: str
    text: str
    amount: int
    account: str
    head: str = ""
    accountant: str = ""
    writer: str = ""
    copy: bool = False
    reversed_on: date | None = None


def draw_vouchers(vouchers: Sequence[Voucher], target: Path) -> int:
    """One voucher a page; returns the pages."""
    sheet = Sheet(target, SMALL_LANDSCAPE, title=vouchers[0].title, left=15, right=12)
    for number, voucher in enumerate(vouchers):
        if number:
            sheet.canvas.showPage()
            sheet.pages += 1
        sheet.y = 8
        _draw(sheet, voucher)
    return sheet.save()


def _draw(sheet: Sheet, voucher: Voucher) -> None:
    _draw_head(sheet, voucher)
    y = 45.0
    party = _("Họ và tên người nộp tiền:") if voucher.receives else _("Họ và tên người nhận tiền:")
    reason = _("Nội dung:") if voucher.receives else _("Lý do chi:")
    for label, value in (
        (party, voucher.party),
        (_("Địa chỉ:"), voucher.address),
        (reason, voucher.text),
        (
            _("Số tiền:"),
            _("{amount} đồng ({account})").format(amount=format_money(voucher.amount), account=voucher.account),
        ),
        (_("Viết bằng chữ:"), amount_in_words(voucher.amount, exact=True)),
        (_("Kèm theo:"), _("………… chứng từ gốc")),
    ):
        y = _draw_field(sheet, y, label, value)
    _draw_signatures(sheet, y + 3, voucher)
    if voucher.copy:
        _stamp(sheet, _("BẢN SAO"), sheet.left + 15, 31)
    if voucher.reversed_on is not None:
        _stamp(sheet, _("ĐÃ HỦY"), sheet.left + 50, 31)


def _draw_head(sheet: Sheet, voucher: Voucher) -> None:
    middle = sheet.width / 2
    sheet.fitted(sheet.left, 15, _("Đơn vị: {unit}").format(unit=voucher.unit), 95, BOLD, 11)
    sheet.text(sheet.right - 27, 15, _("Mẫu số: {form}").format(form=voucher.form), BOLD, 11, "center")
    sheet.fitted(sheet.right - 27, 20, voucher.form_note, 54, ITALIC, 9, "center")
    sheet.text(middle, 29, voucher.title, BOLD, 17, "center")
    sheet.text(middle, 35.5, long_date(voucher.day)[0].upper() + long_date(voucher.day)[1:], ITALIC, 12, "center")
    sheet.text(sheet.right, 35.5, _("Số: {number}").format(number=voucher.number), BOLD, 12, "right")


def _draw_field(sheet: Sheet, y: float, label: str, value: str) -> float:
    """A label with its value; returns where the next line begins."""
    sheet.text(sheet.left, y, label, REGULAR, 12)
    return sheet.fitted(sheet.left + 52, y, value or "…………………………………………………………", sheet.inner - 52, REGULAR, 12) + 6.4


def _draw_signatures(sheet: Sheet, y: float, voucher: Voucher) -> None:
    other = _("NGƯỜI NỘP") if voucher.receives else _("NGƯỜI NHẬN TIỀN")
    signers = (
        Signature(_("THỦ TRƯỞNG ĐƠN VỊ"), voucher.head, _("(Ký, họ tên, đóng dấu)")),
        Signature(_("KẾ TOÁN"), voucher.accountant, _("(Ký, họ tên)")),
        Signature(_("NGƯỜI LẬP"), voucher.writer, _("(Ký, họ tên)")),
        Signature(_("THỦ QUỸ"), "", _("(Ký, họ tên)")),
        Signature(other, voucher.party, _("(Ký, họ tên)")),
    )
    step = sheet.inner / len(signers)
    for number, signer in enumerate(signers):
        middle = sheet.left + step * (number + 0.5)
        sheet.fitted(middle, y, signer.title, step - 2, BOLD, 10.5, "center")
        sheet.text(middle, y + 4.6, signer.hint, ITALIC, 9.5, "center")
        sheet.fitted(middle, y + 26, signer.name, step - 2, REGULAR, 10.5, "center")
    done = _("Đã nhận đủ số tiền (viết bằng chữ): {words}").format(words=amount_in_words(voucher.amount, exact=True))
    sheet.fitted(sheet.left, sheet.height - 9, done, sheet.inner, ITALIC, 11)


def _stamp(sheet: Sheet, text: str, x: float, y: float) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    canvas.setStrokeColorRGB(0.72, 0.1, 0.1)
    canvas.setFillColorRGB(0.72, 0.1, 0.1)
    canvas.setLineWidth(1.2)
    canvas.roundRect((x - 15) * mm, (sheet.height - y - 3) * mm, 30 * mm, 9 * mm, 2)
    sheet.text(x, y + 0.6, text, BOLD, 13, "center")
    canvas.restoreState()
