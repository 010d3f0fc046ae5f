"""What a purse holds in an account, and the refusal of what would take more out of it."""

from __future__ import annotations

import sqlite3
from datetime import date

from db.i18n import _
from db.refusal import DraftRefused, FieldError
from desktop_app.values.money import format_money
from desktop_app.work.records.vocabulary import ACCOUNTS

OTHER_MONEY = {"cash": "bank", "bank": "cash"}
"""Where money may lie instead."""


def lowest_balance(db: sqlite3.Connection, office: bytes, purse: bytes, account: str, day: date) -> int:
    """The lowest balance (đồng) of a purse in an account from `day` on, counting everything booked so far."""
    rows = db.execute(
        "SELECT dated, sum(amount) FROM postings WHERE office = ? AND purse = ? AND account = ? GROUP BY dated"
        " ORDER BY dated",
        (office, purse, account),
    ).fetchall()
    balance, lowest = 0, None
    for dated, amount in rows:
        if dated > day.isoformat():
            lowest = balance if lowest is None else min(lowest, balance)
        balance += amount
    return balance if lowest is None else min(lowest, balance)


def require_balance(
    db: sqlite3.Connection,
    office: bytes,
    purse: bytes,
    account: str,
    day: date,
    amount: int,
    *,
    other: str | None = None,
) -> None:
    """Refuse where a purse holds less in an account; `other` is named where that one holds enough."""
    held = lowest_balance(db, office, purse, account, day)
    if held >= amount:
        return
    enough = lowest_balance(db, office, purse, other, day) if other else 0
    said = _("{purse}, {account} chỉ còn {held} đồng")
    if other and enough >= amount:
        said = _("{purse}, {account} chỉ còn {held} đồng. {other} còn {enough} đồng: chọn «{other}» thì đủ")
    (name,) = db.execute("SELECT name FROM purses WHERE id = ?", (purse,)).fetchone() or ("",)
    words = {
        "purse": name,
        "account": ACCOUNTS[account].lower(),
        "held": format_money(max(held, 0)),
        "other": ACCOUNTS.get(other or "", ""),
        "enough": format_money(enough),
    }
    raise DraftRefused([FieldError("amount", said.format(**words))])
