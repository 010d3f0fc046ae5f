"""What a person is asked about once before something is booked: it may be right, so nothing is refused."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from db.i18n import _
from db.seed import default_purse
from db.store import Book
from db.text import plain
from desktop_app.values.dates import format_date
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.fund.voucher_numbers import printed_number

ALIKE = (
    "SELECT m.book, m.block, m.number, m.year, coalesce(d.full_name, p.full_name, u.name, n.party, ''), m.purse, m.account,"
    " m.to_purse, m.to_account FROM movements m LEFT JOIN donors d ON d.id = m.party LEFT JOIN people p ON p.id = m.party"
    " LEFT JOIN units u ON u.id = m.party LEFT JOIN movement_notes n ON n.movement = m.id"
    " WHERE m.office = ? AND m.dated = ? AND m.kind = ? AND m.amount = ? AND m.reversed_on IS NULL ORDER BY m.id"
)
WITH_PARTY = ("receive", "pay")


LONG_AGO = timedelta(days=2 * 365)
"""So old a voucher rarely comes in any more; a year typed wrongly does."""


def of_movement(book: Book, draft: FundDraft) -> list[str]:
    """What is odd about the day of a movement, and that one of the same party (or, without parties, places), amount and day
    is booked already.
    """
    with book.reading() as db:
        return [*doubts_of_day(db, book.unit, draft, book.clock.today()), *_repeated(db, book.unit, draft)]


def doubts_of_day(db: sqlite3.Connection, office: bytes, draft: FundDraft, today: date) -> list[str]:
    """That the day lies years back, or before the money the book began with was counted."""
    found, day = [], format_date(draft.on)
    if today - draft.on > LONG_AGO:
        found.append(_("Ngày {day} đã lâu, trước hôm nay hơn hai năm. Xem lại năm.").format(day=day))
    if draft.kind == "opening":
        return found
    (opened,) = db.execute(
        "SELECT max(dated) FROM movements WHERE office = ? AND kind = 'opening' AND purse = ? AND reversed_on IS NULL",
        (office, draft.purse or default_purse(office)),
    ).fetchone()
    if opened and draft.on.isoformat() < opened:
        said = _(
            "Ngày {day} trước ngày ghi số dư đầu ({opened}). Khoản này đã nằm trong số dư đầu thì không ghi nữa: ghi là tính "
            "hai lần."
        )
        found.append(said.format(day=day, opened=format_date(date.fromisoformat(opened))))
    return found


def _repeated(db: sqlite3.Connection, office: bytes, draft: FundDraft) -> list[str]:
    rows = db.execute(ALIKE, (office, draft.on.isoformat(), draft.kind, draft.amount)).fetchall()
    party = plain(draft.party_text or _name(db, draft.party))
    places = (draft.purse or default_purse(office), draft.account, draft.to_purse, draft.to_account)
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
