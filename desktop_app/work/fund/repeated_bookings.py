"""What a person is asked about once before something is booked: it may be right, so nothing is refused."""

from __future__ import annotations

import sqlite3

from db.i18n import _
from db.seed import default_purse
from db.store import Book
from db.text import plain
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.fund.voucher_numbers import printed_number

ALIKE = (
    "SELECT m.book, m.block, m.number, m.year, coalesce(d.full_name, p.full_name, u.name, n.party, ''), m.purse, m.account,"
    " m.to_purse, m.to_account FROM movements m LEFT JOIN donors d ON d.id = m.party LEFT JOIN people p ON p.id = m.party"
    " LEFT JOIN units u ON u.id = m.party LEFT JOIN movement_notes n ON n.movement = m.id"
    " WHERE m.office = ? AND m.dated = ? AND m.kind = ? AND m.amount = ? AND m.reversed_on IS NULL ORDER BY m.id"
)
WITH_PARTY = ("receive", "pay")


def of_movement(book: Book, draft: FundDraft) -> list[str]:
    """That a movement of the same party (or, without parties, places), amount and day is booked already; else nothing."""
    with book.reading() as db:
        rows = db.execute(ALIKE, (book.unit, draft.on.isoformat(), draft.kind, draft.amount)).fetchall()
        party = plain(draft.party_text or _name(db, draft.party))
    places = (draft.purse or default_purse(book.unit), draft.account, draft.to_purse, draft.to_account)
    alike = [
        printed_number(*number)
        for *number, name, purse, account, to_purse, to_account in rows
        if (plain(name) == party if draft.kind in WITH_PARTY else (purse, account, to_purse, to_account) == places)
    ]
    return [_said(draft, alike[0])] if alike else []


def _said(draft: FundDraft, voucher: str) -> str:
    if draft.kind in WITH_PARTY:
        return _("Giống phiếu {voucher}: cùng người, số tiền và ngày.").format(voucher=voucher)
    if voucher:
        return _("Giống phiếu {voucher}: cùng quỹ, số tiền và ngày.").format(voucher=voucher)
    return _("Giống một số dư đầu đã ghi: cùng quỹ, số tiền và ngày.")


def _name(db: sqlite3.Connection, party: bytes | None) -> str:
    for table, column in (("donors", "full_name"), ("people", "full_name"), ("units", "name")):
        row = db.execute(f"SELECT {column} FROM {table} WHERE id = ?", (party,)).fetchone()
        if row is not None:
            return str(row[0])
    return ""
