"""Sổ quỹ in the columns of form S11-H (Thông tư 107/2017/TT-BTC): opening, movements, sums of pages, closing, year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.i18n import _
from db.progress import Progress
from desktop_app.papers.heading import FormHead, draw_form_head, draw_title, place_and_day
from desktop_app.papers.page import ITALIC, LANDSCAPE, REGULAR, PaperDocument
from desktop_app.papers.signing import SIGNATURE_HEIGHT, Signature, draw_signatures
from desktop_app.papers.table import CarriedSums, PaperColumn, PaperLine, Table
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money

TEXT, RECEIVED, PAID, BALANCE = 4, 5, 6, 7
"""The columns that carry words and sums."""


@dataclass(frozen=True)
class BookLine:
    """One line, amounts in đồng: the day it is booked, the voucher and its day, what for, in, out, balance after it."""

    booked: date
    day: date
    receipt: str
    payment: str
    text: str
    received: int
    paid: int
    balance: int
    note: str = ""


@dataclass(frozen=True)
class CashBookPaper:
    """A cash book over some days; amounts in đồng. `opened_on` is the first day of the book's first line, if known."""

    head: FormHead
    title: str
    period: str
    place: str
    day: date
    opening: int
    lines: tuple[BookLine, ...]
    closing: int
    year_received: int
    year_paid: int
    opened_on: date | None = None
    treasurer: str = ""
    accountant: str = ""
    chair: str = ""


def draw_cash_book(values: CashBookPaper, target: Path, report: Progress | None = None, *, sample: bool = False) -> int:
    """Draw it; returns the pages."""
    sheet = PaperDocument(target, LANDSCAPE, title=values.title, left=25, sample=sample)
    sheet.y = draw_form_head(sheet, values.head, sheet.y + 3)
    draw_title(sheet, values.title, values.period)
    sheet.text(sheet.right, sheet.y - 2, _("Đơn vị tính: đồng"), ITALIC, 11, "right")
    table = Table(sheet, _columns(), size=11, carried=CarriedSums(TEXT, (RECEIVED, PAID), BALANCE))
    closing = _closing_lines(values)
    table.draw(
        [_opening_line(values), *(_line(line) for line in values.lines), *closing],
        keep=SIGNATURE_HEIGHT + 18,
        together=len(closing) + 1,
        report=report,
    )
    _draw_foot(sheet, values)
    return sheet.save()


def _columns() -> tuple[PaperColumn, ...]:
    number, money = _("Số hiệu chứng từ"), _("Số tiền")
    return (
        PaperColumn(_("Ngày, tháng ghi sổ"), 23, "center", sign="A"),
        PaperColumn(_("Ngày, tháng chứng từ"), 23, "center", sign="B"),
        PaperColumn(_("Thu"), 25, "center", number, "C"),
        PaperColumn(_("Chi"), 25, "center", number, "D"),
        PaperColumn(_("Diễn giải"), 70, sign="E"),
        PaperColumn(_("Thu"), 27, "right", money, "1"),
        PaperColumn(_("Chi"), 27, "right", money, "2"),
        PaperColumn(_("Tồn"), 28, "right", money, "3"),
        PaperColumn(_("Ghi chú"), 18, sign="G"),
    )


def _opening_line(values: CashBookPaper) -> PaperLine:
    return _words(_("Số dư đầu kỳ"), balance=values.opening, amounts={BALANCE: values.opening})


def _closing_lines(values: CashBookPaper) -> list[PaperLine]:
    received = sum(line.received for line in values.lines)
    paid = sum(line.paid for line in values.lines)
    return [
        _words(_("Cộng phát sinh trong kỳ"), received, paid),
        _words(_("Số dư cuối kỳ"), balance=values.closing),
        _words(_("Lũy kế từ đầu năm"), values.year_received, values.year_paid),
    ]


def _words(
    text: str,
    received: int | None = None,
    paid: int | None = None,
    balance: int | None = None,
    amounts: dict[int, int] | None = None,
) -> PaperLine:
    sums = [format_money(amount) if amount is not None else "" for amount in (received, paid, balance)]
    return PaperLine(("", "", "", "", text, *sums, ""), bold=True, amounts=amounts or {})


def _line(line: BookLine) -> PaperLine:
    return PaperLine(
        (
            format_date(line.booked),
            format_date(line.day),
            line.receipt,
            line.payment,
            line.text,
            format_money(line.received) if line.received else "",
            format_money(line.paid) if line.paid else "",
            format_money(line.balance),
            line.note,
        ),
        amounts={RECEIVED: line.received, PAID: line.paid, BALANCE: line.balance},
    )


def _draw_foot(sheet: PaperDocument, values: CashBookPaper) -> None:
    pages = _("Sổ này có {pages} trang, đánh số từ trang 01 đến trang {last}.").format(
        pages=sheet.pages, last=f"{sheet.pages:02d}"
    )
    opened = _("Ngày mở sổ: {day}.").format(day=format_date(values.opened_on) if values.opened_on else "……………………")
    for text in (pages, opened):
        sheet.y += 5.5
        sheet.text(sheet.left, sheet.y, text, REGULAR, 11)
    draw_signatures(
        sheet,
        [
            Signature(_("THỦ QUỸ"), values.treasurer, _("(Ký, họ tên)")),
            Signature(_("KẾ TOÁN TRƯỞNG"), values.accountant, _("(Ký, họ tên)")),
            Signature(_("THỦ TRƯỞNG ĐƠN VỊ"), values.chair, _("(Ký, họ tên, đóng dấu)")),
        ],
        day_line=place_and_day(values.place, values.day),
    )
