"""The payment voucher that stands for an award line, and what is to be known of it before the line is withdrawn."""

from __future__ import annotations

from db.i18n import _
from db.store import Book
from desktop_app.work.fund.voucher_numbers import printed_number


def voucher_of(book: Book, award: bytes) -> str:
    """The number of the payment voucher that stands for a line, as printed; "" for none, or where it was reversed."""
    with book.reading() as db:
        row = db.execute(
            "SELECT m.book, m.block, m.number, m.year FROM awards a JOIN movements m ON m.id = a.payment"
            " WHERE a.id = ? AND m.reversed_on IS NULL",
            (award,),
        ).fetchone()
    return printed_number(*row) if row else ""


def withdrawal_doubts(book: Book, award: bytes) -> list[str]:
    """That money has left for a line: withdrawing it brings nothing back."""
    voucher = voucher_of(book, award)
    said = _(
        "Suất này đã trao tiền bằng phiếu {voucher}. Rút suất thì phiếu ấy vẫn còn và tiền chưa về quỹ: sau khi rút, sang "
        "«Quỹ» hủy phiếu ấy."
    )
    return [said.format(voucher=voucher)] if voucher else []
