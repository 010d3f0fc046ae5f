"""Vouchers on A5, or in two copies on A4: forms C40-BB and C41-BB for cash, the unit's own for bank, goods, transfers.

Thông tư 41/2022/TT-BTC prescribes no form for gifts in goods or over a bank; they carry the elements of the Accounting
Law (điều 16) in the same layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm

from db.i18n import _
from desktop_app.papers.heading import FormHead, draw_form_head, place_and_day
from desktop_app.papers.page import BOLD, ITALIC, PORTRAIT, REGULAR, SMALL_LANDSCAPE, Fitted, PaperDocument, fit
from desktop_app.papers.signing import Signature, draw_block
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.values.words import amount_in_words

HALF = 148.5
"""The height (mm) of one voucher: half of A4."""
FIELDS, END = 46.0, 142.0
"""Where the fields begin and where the last name must stand, in mm from the voucher's upper edge."""
LABEL = 54.0
SIZES = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
"""Sizes of the fields, tried in turn until everything fits."""
ROOMY, TIGHT, ALONE = 12.0, 7.0, 18.0
"""Room to sign in, in mm: at the largest size of the fields, at smaller ones, and where there is one row only."""
DOTS = "……………………………"


@dataclass(frozen=True)
class Voucher:
    """One voucher; `amount` in đồng, of goods their value.

    `kind` is receive, pay or transfer; `account` cash, bank or goods. `source` and `destination` are the purses of a
    transfer. `signs` is the name under the signature of who brings or takes: empty where an organisation does.
    """

    head: FormHead
    kind: str
    account: str
    number: str
    day: date
    party: str
    address: str
    text: str
    amount: int
    goods: str = ""
    source: str = ""
    destination: str = ""
    signs: str = ""
    chair: str = ""
    accountant: str = ""
    treasurer: str = ""
    writer: str = ""
    copy: bool = False
    reversed_on: date | None = None


def draw_vouchers(vouchers: Sequence[Voucher], target: Path, *, pairs: bool = False, sample: bool = False) -> int:
    """One voucher a page of A5; with `pairs` each one twice on a page of A4, to keep and to give. Returns the pages."""
    form = PORTRAIT if pairs else SMALL_LANDSCAPE
    sheet = PaperDocument(target, form, title=_title(vouchers[0]), left=18, right=14, sample=sample)
    for number, voucher in enumerate(vouchers):
        if number:
            sheet.blank_page()
        if not pairs:
            _draw(sheet, voucher, 0, "")
            continue
        _draw(sheet, voucher, 0, _("Liên 1: lưu"))
        _draw_cut(sheet)
        _draw(sheet, voucher, HALF, _("Liên 2: giao người nộp, người nhận"))
    return sheet.save()


def _draw_cut(sheet: PaperDocument) -> None:
    sheet.canvas.setDash(2, 3)
    sheet.rule(8, sheet.width - 8, HALF, 0.4)
    sheet.canvas.setDash()


def _draw(sheet: PaperDocument, voucher: Voucher, top: float, part: str) -> None:
    _draw_head(sheet, voucher, top, part)
    received = fit(_received(voucher), sheet.inner, ITALIC, 11)
    fields, room = _fields(voucher), END - FIELDS - _signing_height(received, ROOMY)
    for size in SIZES:
        fitted = [fit(value, sheet.inner - LABEL, REGULAR, size) for _label, value in fields]
        if sum(_field_height(one) for one in fitted) <= room:
            break
        room = END - FIELDS - _signing_height(received, TIGHT)
    y = top + FIELDS
    for (label, _value), one in zip(fields, _cut(fitted, room), strict=True):
        sheet.text(sheet.left, y, label, REGULAR, size)
        sheet.lines(sheet.left + LABEL, y, one)
        y += _field_height(one)
    _draw_signing(sheet, voucher, received, y, top + END)
    _draw_stamps(sheet, voucher, top)


def _field_height(one: Fitted) -> float:
    return one.height + one.size * 0.5


def _cut(fitted: Sequence[Fitted], room: float) -> list[Fitted]:
    """Whoever writes a page into one voucher finds its end cut off, visibly, rather than drawn over the signatures."""
    over = sum(_field_height(one) for one in fitted) - room
    if over <= 0:
        return list(fitted)
    longest = max(fitted, key=lambda one: len(one.lines))
    keep = max(len(longest.lines) - int(over / longest.step) - 1, 1)
    shorter = Fitted(longest.size, (*longest.lines[: keep - 1], f"{longest.lines[keep - 1][:-2]} …"))
    return [shorter if one is longest else one for one in fitted]


def _draw_head(sheet: PaperDocument, voucher: Voucher, top: float, part: str) -> None:
    middle = sheet.left + sheet.inner / 2
    draw_form_head(sheet, voucher.head, top + 12, size=10.5)
    sheet.text(middle, top + 27, _title(voucher), BOLD, 17, "center")
    sheet.text(middle, top + 33, place_and_day("", voucher.day), ITALIC, 12, "center")
    sheet.text(middle, top + 38.5, _("Số: {number}").format(number=voucher.number), BOLD, 12, "center")
    for number, label in enumerate((_("Quyển số:"), _("Nợ:"), _("Có:"))):
        y = top + 27.5 + 5.5 * number
        sheet.text(sheet.right - 44, y, label, REGULAR, 11)
        sheet.text(sheet.right - 26, y, "…………………", REGULAR, 9)
    if part:
        sheet.text(sheet.left, top + 22.5, part, ITALIC, 9.5)


def _title(voucher: Voucher) -> str:
    return {
        ("receive", "cash"): _("PHIẾU THU"),
        ("pay", "cash"): _("PHIẾU CHI"),
        ("receive", "bank"): _("PHIẾU THU TIỀN GỬI"),
        ("pay", "bank"): _("PHIẾU CHI TIỀN GỬI"),
        ("receive", "goods"): _("PHIẾU NHẬN HIỆN VẬT"),
        ("pay", "goods"): _("PHIẾU CẤP HIỆN VẬT"),
    }.get((voucher.kind, voucher.account), _("PHIẾU ĐIỀU CHUYỂN QUỸ"))


def _fields(voucher: Voucher) -> list[tuple[str, str]]:
    """Label and value of each line, as the form of this kind of voucher has them."""
    words = amount_in_words(voucher.amount, exact=True)
    amount = _("{amount} đồng").format(amount=format_money(voucher.amount))
    if voucher.kind == "transfer":
        return [
            (_("Từ:"), voucher.source),
            (_("Đến:"), voucher.destination),
            (_("Nội dung:"), voucher.text or DOTS),
            (_("Số tiền:"), amount),
            (_("Viết bằng chữ:"), words),
        ]
    sums = [(_("Số tiền:"), amount), (_("Viết bằng chữ:"), words)]
    if voucher.account == "goods":
        goods = (_("Tên hiện vật, số lượng:"), voucher.goods or DOTS)
        sums = [goods, (_("Giá trị quy ra tiền:"), amount), (_("Viết bằng chữ:"), words)]
    return [
        (_party_label(voucher), voucher.party or DOTS),
        (_("Địa chỉ:"), voucher.address or DOTS),
        (_("Nội dung:") if voucher.kind == "receive" else _("Lý do chi:"), voucher.text or DOTS),
        *sums,
        (_("Kèm theo:"), _attached(voucher)),
    ]


def _party_label(voucher: Voucher) -> str:
    return {
        ("receive", "cash"): _("Họ và tên người nộp tiền:"),
        ("pay", "cash"): _("Họ và tên người nhận tiền:"),
        ("receive", "bank"): _("Người (đơn vị) chuyển tiền:"),
        ("pay", "bank"): _("Người (đơn vị) nhận tiền:"),
        ("receive", "goods"): _("Người (đơn vị) giao:"),
        ("pay", "goods"): _("Người (đơn vị) nhận:"),
    }[voucher.kind, voucher.account]


def _attached(voucher: Voucher) -> str:
    if voucher.account == "bank" and voucher.kind == "receive":
        return _("Giấy báo Có của ngân hàng số ………… ngày …………………")
    if voucher.account == "bank":
        return _("Giấy báo Nợ của ngân hàng số ………… ngày …………………")
    return _("………… chứng từ gốc")


# --- signing ----------------------------------------------------------------------------------------------------------


def _received(voucher: Voucher) -> str:
    """What the second row of signatures confirms; nothing passes by hand over a bank or between purses."""
    if voucher.kind == "transfer" or voucher.account == "bank":
        return ""
    if voucher.account == "goods":
        return _("Đã giao, nhận đủ số hiện vật ghi trên.")
    return _("Đã nhận đủ số tiền: bằng số {amount} đồng; bằng chữ: {words}.").format(
        amount=format_money(voucher.amount), words=amount_in_words(voucher.amount, exact=True)
    )


def _second_row(voucher: Voucher) -> tuple[Signature, Signature]:
    """The right block is whoever receives, under the day on which that happens."""
    hint = _("(Ký, họ tên)")
    if voucher.account == "goods":
        giver, taker = Signature(_("NGƯỜI GIAO"), hint=hint), Signature(_("NGƯỜI NHẬN"), hint=hint)
        named = Signature(giver.title if voucher.kind == "receive" else taker.title, voucher.signs, hint)
        return (named, taker) if voucher.kind == "receive" else (giver, named)
    treasurer = Signature(_("THỦ QUỸ"), voucher.treasurer, hint)
    if voucher.kind == "receive":
        return Signature(_("NGƯỜI NỘP"), voucher.signs, hint), treasurer
    return treasurer, Signature(_("NGƯỜI NHẬN TIỀN"), voucher.signs, hint)


def _signing_height(received: Fitted, space: float) -> float:
    """From the last field to the last name, in mm, with `space` mm to sign in."""
    return 31.0 + received.height + 2 * space if received.lines[0] else 8.7 + ALONE


def _draw_signing(sheet: PaperDocument, voucher: Voucher, received: Fitted, y: float, end: float) -> None:
    """Both rows of the form, with as much room to sign as there is between `y` and the lower edge."""
    first = (
        Signature(_("THỦ TRƯỞNG ĐƠN VỊ"), voucher.chair, _("(Ký, họ tên, đóng dấu)")),
        Signature(_("KẾ TOÁN TRƯỞNG"), voucher.accountant, _("(Ký, họ tên)")),
        Signature(_("NGƯỜI LẬP"), voucher.writer, _("(Ký, họ tên)")),
    )
    if not received.lines[0]:
        _draw_row(sheet, first, y + 4, ALONE)
        return
    space = min((end - y - _signing_height(received, 0)) / 2, ALONE)
    _draw_row(sheet, first, y + 4, space)
    y = sheet.lines(sheet.left, y + 16.2 + space, received, ITALIC) + 5
    sheet.text(sheet.left + sheet.inner * 0.75, y, _("Ngày …… tháng …… năm ………"), ITALIC, 11, "center")
    _draw_row(sheet, _second_row(voucher), y + 5, space)


def _draw_row(sheet: PaperDocument, signatures: Sequence[Signature], y: float, space: float) -> None:
    step = sheet.inner / len(signatures)
    for number, signature in enumerate(signatures):
        draw_block(sheet, sheet.left + step * (number + 0.5), y, step - 4, signature, size=10.5, space=space)


# --- stamps -----------------------------------------------------------------------------------------------------------


def _draw_stamps(sheet: PaperDocument, voucher: Voucher, top: float) -> None:
    """«Bản sao» on what is not the original; «Đã hủy» on a voucher that was reversed, with the day."""
    if voucher.copy:
        _draw_stamp(sheet, _("BẢN SAO"), top + 29)
    if voucher.reversed_on is not None:
        _draw_stamp(sheet, _("ĐÃ HỦY {day}").format(day=format_date(voucher.reversed_on)), top + 38.5)


def _draw_stamp(sheet: PaperDocument, text: str, y: float) -> None:
    canvas, width = sheet.canvas, 46.0
    canvas.saveState()
    canvas.setStrokeColorRGB(0.72, 0.1, 0.1)
    canvas.setFillColorRGB(0.72, 0.1, 0.1)
    canvas.setLineWidth(1.2)
    canvas.roundRect(sheet.left * mm, (sheet.height - y - 2.4) * mm, width * mm, 7.6 * mm, 2)
    sheet.text(sheet.left + width / 2, y + 0.2, text, BOLD, 12, "center")
    canvas.restoreState()
