"""Vouchers out of the fund: originals once, copies ever after."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.settings import SettingKey, setting
from db.store import Book
from desktop_app.papers.vouchers import Voucher, draw_vouchers
from desktop_app.work.book.book_marks import is_sample
from desktop_app.work.fund.voucher_numbers import printed_number
from desktop_app.work.printing import issuer
from desktop_app.work.records.name_matching import TOMBSTONE
from desktop_app.work.records.vocabulary import ACCOUNTS
from desktop_app.work.units import posts
from desktop_app.work.units.officers import officer_name

FORM_NUMBERS = {("receive", "cash"): "C40-BB", ("pay", "cash"): "C41-BB"}
TWO_ON_A4 = "a4"
"""Value of the setting `voucher_sheet`: each voucher twice on a page of A4; otherwise one on a page of A5."""


def draw(book: Book, db: sqlite3.Connection, ids: Sequence[bytes], target: Path) -> int:
    """The vouchers of these movements; a book that only reads here (a copy from elsewhere) gives copies only."""
    if not ids:
        raise Refusal(
            _("Chưa chọn phiếu nào nên không có gì để in. Chọn phiếu trong danh sách quỹ rồi in lại."), code="EMPTY"
        )
    printed = {row[0] for row in db.execute("SELECT movement FROM printed_vouchers")}
    vouchers = [
        _voucher(book, db, _movement(db, identity, book.unit), copy=book.keys is None or identity in printed)
        for identity in ids
    ]
    pairs = setting(db, SettingKey.VOUCHER_SHEET) == TWO_ON_A4
    return draw_vouchers(vouchers, target, pairs=pairs, sample=is_sample(db))


def _movement(db: sqlite3.Connection, identity: bytes, office: bytes) -> dict[str, Any]:
    cursor = db.execute(
        "SELECT m.id, m.kind, m.amount, m.account, m.to_account, m.dated, m.book, m.block, m.number, m.year,"
        " m.reversed_on, q.name AS purse, coalesce(t.name, q.name) AS to_purse, coalesce(d.kind, 'person') AS party_kind,"
        " coalesce(d.full_name, p.full_name, n.party, '') AS party, coalesce(d.address, p.address, '') AS address,"
        " coalesce(n.note, c.name, '') AS text, coalesce(n.goods, '') AS goods"
        " FROM movements m JOIN purses q ON q.id = m.purse LEFT JOIN purses t ON t.id = m.to_purse"
        " LEFT JOIN donors d ON d.id = m.party LEFT JOIN persons p ON p.id = m.party"
        " LEFT JOIN movement_notes n ON n.movement = m.id LEFT JOIN categories c ON c.code = m.category"
        " WHERE m.id = ? AND m.office = ?",
        (identity, office),
    )
    row = cursor.fetchone()
    found = dict(zip([column[0] for column in cursor.description], row, strict=True)) if row else None
    if found is not None and found["party"] == TOMBSTONE:
        found["party"] = ""
    if found is None or found["book"] is None:
        raise Refusal(
            _(
                "Mục này không có phiếu để in: không phải phiếu thu, phiếu chi của đơn vị. Chọn lại trong danh sách quỹ."
            ),
            code="REFERENCE",
        )
    return found


def _voucher(book: Book, db: sqlite3.Connection, row: Mapping[str, Any], *, copy: bool) -> Voucher:
    day = date.fromisoformat(row["dated"])
    return Voucher(
        head=issuer.voucher_head(db, book.unit, day, FORM_NUMBERS.get((row["kind"], row["account"]), "")),
        kind=row["kind"],
        account=row["account"],
        number=printed_number(row["book"], row["block"], row["number"], row["year"]),
        day=day,
        party=row["party"],
        address=row["address"],
        text=row["text"],
        amount=row["amount"],
        goods=row["goods"],
        source=_purse(row["purse"], row["account"]),
        destination=_purse(row["to_purse"], row["to_account"] or row["account"]),
        signs=row["party"] if row["party_kind"] == "person" else "",
        chair=posts.holder(db, book.unit, posts.CHAIR, day),
        accountant=posts.holder(db, book.unit, posts.ACCOUNTANT, day),
        treasurer=posts.holder(db, book.unit, posts.TREASURER, day),
        writer=officer_name(db, book),
        copy=copy,
        reversed_on=date.fromisoformat(row["reversed_on"]) if row["reversed_on"] else None,
    )


def _purse(name: str, account: str) -> str:
    return _("{purse} ({account})").format(purse=name, account=ACCOUNTS[account].lower())
