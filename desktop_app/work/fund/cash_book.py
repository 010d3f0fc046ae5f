"""The cash book: the movements of an account in order, with a running balance (form S11-H)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from db.i18n import _
from db.store import Book
from desktop_app.work.fund.voucher_numbers import printed_number


@dataclass(frozen=True)
class CashLine:
    """One line of the cash book: a movement or its reversal, with the running balance after it."""

    movement: bytes
    on: date
    voucher: str
    text: str
    received: int
    paid: int
    balance: int
    reversal: bool


@dataclass(frozen=True)
class CashBook:
    """The cash book of an account over some days, in đồng."""

    account: str
    first: date
    last: date
    opening: int
    lines: list[CashLine]
    year_received: int
    year_paid: int

    @property
    def closing(self) -> int:
        """The balance after the last line."""
        return self.lines[-1].balance if self.lines else self.opening


def cash_book(book: Book, account: str, first: date, last: date) -> CashBook:
    """The cash book of an account (all purses) from one day to another, with a running balance."""
    with book.reading() as db:
        opening = _sum(db, book.unit, account, "0000", first.isoformat(), "amount")
        rows = db.execute(
            "SELECT p.movement, p.dated, p.amount, p.reversal, m.book, m.block, m.number, m.year, m.kind,"
            " coalesce(n.note, n.party, d.full_name, c.name, '') FROM postings p JOIN movements m ON m.id = p.movement"
            " LEFT JOIN movement_notes n ON n.movement = m.id LEFT JOIN donors d ON d.id = m.party"
            " LEFT JOIN categories c ON c.code = m.category"
            " WHERE p.office = ? AND p.account = ? AND p.dated BETWEEN ? AND ?"
            " ORDER BY p.dated, p.reversal, p.amount < 0, m.book, m.number, m.id",
            (book.unit, account, first.isoformat(), last.isoformat()),
        ).fetchall()
        year = f"{last.year}-01-01"
        after = f"{last.isoformat()}~"
        received = _sum(db, book.unit, account, year, after, "max(amount, 0)")
        paid = -_sum(db, book.unit, account, year, after, "min(amount, 0)")
    lines, balance = [], opening
    for movement, dated, amount, reversal, series, block, number, of_year, kind, text in rows:
        balance += amount
        voucher = printed_number(series, block, number, of_year)
        said = text or _kind_text(kind)
        taken_back = _("Hủy {voucher}: {text}") if voucher else _("Bỏ: {text}")
        lines.append(
            CashLine(
                movement,
                date.fromisoformat(dated),
                voucher,
                taken_back.format(voucher=voucher, text=said) if reversal else said,
                max(amount, 0),
                max(-amount, 0),
                balance,
                bool(reversal),
            )
        )
    return CashBook(account, first, last, opening, lines, received, paid)


def _kind_text(kind: str) -> str:
    return {"opening": _("Số dư đầu kỳ"), "transfer": _("Điều chuyển quỹ")}.get(kind, "")


def _sum(db: sqlite3.Connection, office: bytes, account: str, first: str, before: str, what: str) -> int:
    row = db.execute(
        f"SELECT coalesce(sum({what}), 0) FROM postings WHERE office = ? AND account = ? AND dated >= ? AND dated < ?",
        (office, account, first, before),
    ).fetchone()
    total: int = row[0]
    return total
