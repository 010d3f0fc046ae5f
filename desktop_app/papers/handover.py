"""Biên bản bàn giao: what one association hands over to another, by purse and account, with the sum in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.i18n import _
from desktop_app.papers.heading import Heading, draw_heading, draw_title
from desktop_app.papers.page import PORTRAIT, PaperDocument
from desktop_app.papers.signing import SIGNATURE_HEIGHT, Signature, draw_signatures
from desktop_app.papers.table import PaperColumn, PaperLine, Table
from desktop_app.values.money import format_money
from desktop_app.values.words import amount_in_words


@dataclass(frozen=True)
class HandedLine:
    """One voucher: the purse, where the money lies, the voucher's number, the amount in đồng; goods stand apart."""

    purse: str
    account: str
    voucher: str
    amount: int
    goods: bool = False


@dataclass(frozen=True)
class HandoverPaper:
    """The minutes of a handover of the fund; `giver` and `taker` are the names of both associations."""

    heading: Heading
    giver: str
    taker: str
    lines: tuple[HandedLine, ...]
    giver_signs: str = ""
    accountant: str = ""


def draw_handover(values: HandoverPaper, target: Path, *, sample: bool = False) -> int:
    """Draw it; returns the pages."""
    sheet = PaperDocument(target, PORTRAIT, title=_("BIÊN BẢN BÀN GIAO QUỸ"), sample=sample)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("BIÊN BẢN BÀN GIAO QUỸ"))
    sheet.paragraph(_("Bên giao: {name}.").format(name=values.giver))
    sheet.paragraph(_("Bên nhận: {name}.").format(name=values.taker))
    sheet.paragraph(_("Hai bên bàn giao toàn bộ quỹ, gồm:"))
    table = Table(sheet, _columns(), size=12)
    table.draw([_row(number, line) for number, line in enumerate(values.lines, start=1)], keep=SIGNATURE_HEIGHT + 40)
    sheet.y += 3
    for title, goods in ((_("Tổng số tiền"), False), (_("Giá trị hiện vật"), True)):
        total = sum(line.amount for line in values.lines if line.goods is goods)
        if goods and not total:
            continue
        said = _("{title}: {amount} đồng. Bằng chữ: {words}.")
        sheet.paragraph(said.format(title=title, amount=format_money(total), words=amount_in_words(total)))
    sheet.paragraph(_("Biên bản lập thành ba bản: mỗi bên giữ một bản, Hội Khuyến học tỉnh giữ một bản."))
    draw_signatures(
        sheet,
        [
            Signature(_("ĐẠI DIỆN BÊN GIAO"), values.giver_signs, _("(Ký, họ tên, đóng dấu)")),
            Signature(_("KẾ TOÁN BÊN GIAO"), values.accountant, _("(Ký, họ tên)")),
            Signature(_("ĐẠI DIỆN BÊN NHẬN"), "", _("(Ký, họ tên, đóng dấu)")),
        ],
    )
    return sheet.save()


def _columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(_("Số TT"), 14, "center"),
        PaperColumn(_("Quỹ"), 58),
        PaperColumn(_("Nơi giữ"), 38),
        PaperColumn(_("Số phiếu"), 30, "center"),
        PaperColumn(_("Số tiền (đồng)"), 34, "right"),
    )


def _row(number: int, line: HandedLine) -> PaperLine:
    return PaperLine((str(number), line.purse, line.account, line.voucher, format_money(line.amount)))
