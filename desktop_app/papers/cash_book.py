"""Sổ quỹ: the columns of form S11-H (Thông tư 107/2017/TT-BTC), with opening, movements, totals and closing balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.i18n import _
from desktop_app.papers.page import (
    LANDSCAPE,
    REGULAR,
    SIGNATURE_HEIGHT,
    Column,
    Heading,
    Line,
    Sheet,
    Signature,
    Table,
    draw_heading,
    draw_signatures,
    draw_title,
)
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money


@dataclass(frozen=True)
class BookLine:
    """One line: day, voucher, what for, in, out and the balance after it, in đồng."""

    day: date
    voucher: str
    text: str
    received: int
    paid: int
    balance: int


@dataclass(frozen=True)
class CashBookPaper:
    """A cash book over some days; amounts in đồng."""

    heading: Heading
    title: str
    period: str
    opening: int
    lines: tuple[BookLine, ...]
    closing: int
    year_received: int
    year_paid: int
    treasurer: str = ""
    accountant: str = ""
    head: str = ""


def draw_cash_book(values: CashBookPaper, target: Path) -> int:
    """Draw it; returns the pages."""
    sheet = Sheet(target, LANDSCAPE, title=values.title, left=25)
    draw_heading(sheet, values.heading)
    draw_title(sheet, values.title, values.period)
    columns = (
        Column(_("Ngày, tháng ghi sổ"), 24, "center"),
        Column(_("Số phiếu thu"), 26, "center"),
        Column(_("Số phiếu chi"), 26, "center"),
        Column(_("Diễn giải"), 84),
        Column(_("Thu (đồng)"), 30, "right"),
        Column(_("Chi (đồng)"), 30, "right"),
        Column(_("Tồn (đồng)"), 32, "right"),
    )
    received = sum(line.received for line in values.lines)
    paid = sum(line.paid for line in values.lines)
    lines = [
        Line(("", "", "", _("Số dư đầu kỳ"), "", "", format_money(values.opening)), bold=True),
        *(_line(line) for line in values.lines),
        Line(("", "", "", _("Cộng phát sinh trong kỳ"), format_money(received), format_money(paid), ""), bold=True),
        Line(("", "", "", _("Số dư cuối kỳ"), "", "", format_money(values.closing)), bold=True),
        Line(
            (
                "",
                "",
                "",
                _("Lũy kế từ đầu năm"),
                format_money(values.year_received),
                format_money(values.year_paid),
                "",
            ),
            bold=True,
        ),
    ]
    Table(sheet, columns, size=11).draw(lines, keep=SIGNATURE_HEIGHT + 8)
    sheet.y += 6
    note = _("Sổ này có {pages} trang, đánh số từ trang 01.").format(pages=sheet.pages)
    sheet.text(sheet.left, sheet.y, note, REGULAR, 11)
    draw_signatures(
        sheet,
        [
            Signature(_("THỦ QUỸ"), values.treasurer, _("(Ký, họ tên)")),
            Signature(_("KẾ TOÁN"), values.accountant, _("(Ký, họ tên)")),
            Signature(_("THỦ TRƯỞNG ĐƠN VỊ"), values.head, _("(Ký, họ tên, đóng dấu)")),
        ],
    )
    return sheet.save()


def _line(line: BookLine) -> Line:
    incoming = line.received > 0
    return Line(
        (
            format_date(line.day),
            line.voucher if incoming else "",
            "" if incoming else line.voucher,
            line.text,
            format_money(line.received) if line.received else "",
            format_money(line.paid) if line.paid else "",
            format_money(line.balance),
        )
    )
