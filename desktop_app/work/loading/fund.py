"""Lists of fund movements (a cash book): booked in the order of their days, so that no balance falls below zero."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused
from db.seed import default_purse
from db.store import Book
from db.text import plain
from desktop_app.sheets import columns
from desktop_app.work.fund import movements
from desktop_app.work.fund.repeated_bookings import doubts_of_day
from desktop_app.work.loading.rows import Cells, Loaded, Named, by_name, carry_out, fitting, meant, wrong_cell
from desktop_app.work.records import vocabulary
from desktop_app.work.records.reading import Verb

ORDER = ("opening", "receive", "transfer", "pay")
UNSAID_CATEGORY = "other_out"
"""What a cash book that has no column for it says of a payment."""
Key = tuple[Any, ...]


@dataclass(frozen=True)
class _Names:
    """What names in a list stand for: purses, donors, categories."""

    purses: Named
    donors: Mapping[str, bytes]
    categories: Mapping[str, str]
    default: bytes


def load(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    """Load a list of movements; vouchers get the next numbers in the order of their days."""
    loaded = Loaded()
    found: list[tuple[int, movements.FundDraft]] = []
    with book.reading() as db:
        names, known = _names(db, book.unit), _known(db, book.unit)
        found += _new_rows(db, book, matched, names, known, loaded)
    loaded.new = len(found)
    calls = [(row, _verb(book, draft)) for row, draft in sorted(found, key=_place)]
    carry_out(book, matched, loaded, calls, dry_run=dry_run)
    return loaded


def _new_rows(
    db: sqlite3.Connection, book: Book, matched: columns.Matched, names: _Names, known: Counter[Key], loaded: Loaded
) -> Iterator[tuple[int, movements.FundDraft]]:
    """The rows that are to be booked, each with what it says; the others are counted, or refused."""
    for row, cells in matched.rows:
        try:
            draft = _draft(Cells(cells), names)
            key = _key(draft, is_reversed=Cells(cells).text("reversed_on") is not None)
            if known[key] > 0:
                known[key] -= 1
                loaded.same += 1
                continue
            _refuse_reversed(Cells(cells))
        except DraftRefused as refusal:
            loaded.reject(matched, row, refusal)
            continue
        for sentence in doubts_of_day(db, book.unit, draft, book.clock.today()):
            loaded.remark(matched, row, "on", sentence)
        yield row, draft


def _place(one: tuple[int, movements.FundDraft]) -> tuple[date, int, int]:
    return one[1].on, ORDER.index(one[1].kind), one[0]


def _verb(book: Book, draft: movements.FundDraft) -> Verb:
    return lambda: movements.book_movement(book, draft)


def _refuse_reversed(cells: Cells) -> None:
    if cells.text("reversed_on"):
        raise wrong_cell("reversed_on", _("Phiếu này đã hủy. Bỏ dòng này rồi nhập lại"))


def _draft(cells: Cells, names: _Names) -> movements.FundDraft:
    tried = cells.tried
    what, on = tried(_kind_and_amount, cells), tried(_day, cells)
    party, goods, note = (tried(cells.text, name) for name in ("party", "goods", "note"))
    account, to_account = (tried(cells.choice, name, vocabulary.ACCOUNTS) for name in ("account", "to_account"))
    purse, to_purse = (tried(_purse, cells, name, names) for name in ("purse", "to_purse"))
    category = tried(_category, cells, names)
    cells.refuse_wrong()
    assert what is not None and on is not None
    kind, amount = what
    donor = names.donors.get(party) if party else None
    usual = UNSAID_CATEGORY if kind == "pay" and account != "goods" else None
    return movements.FundDraft(
        kind=kind,
        amount=amount,
        on=on,
        account=account or "cash",
        purse=purse or names.default,
        to_purse=to_purse,
        to_account=to_account,
        party=donor,
        party_text=party if donor is None else None,
        category=category or usual,
        goods=goods,
        note=note,
    )


def _day(cells: Cells) -> date:
    on = cells.day("on")
    if on is None:
        raise wrong_cell("on", _("Ghi ngày của chứng từ"))
    return on


def _kind_and_amount(cells: Cells) -> tuple[str, int]:
    """A column of kinds and one of amounts, or a column of receipts and one of payments."""
    received, paid = cells.money("received"), cells.money("paid")
    if received and paid:
        raise wrong_cell("paid", _("Một dòng chỉ ghi thu hoặc chi. Tách thành hai dòng"))
    if received or paid:
        return ("receive", received) if received else ("pay", paid or 0)
    kind, amount = cells.choice("kind", vocabulary.MOVEMENT_KINDS), cells.money("amount")
    if amount is None:
        raise wrong_cell("amount", _("Nhập số tiền"))
    if kind is None:
        raise wrong_cell("kind", _("Ghi Thu hoặc Chi"))
    return kind, amount


def _purse(cells: Cells, name: str, names: _Names) -> bytes | None:
    text = cells.text(name)
    if text is None:
        return None
    found = fitting(names.purses, text)
    if not found:
        raise wrong_cell(name, _("Không thấy quỹ «{name}». Kiểm tra lại tên quỹ").format(name=text))
    return meant(found, name, text, _("quỹ"))


def _category(cells: Cells, names: _Names) -> str | None:
    text = cells.text("category")
    if text is None:
        return None
    code = text if text in names.categories.values() else names.categories.get(plain(text))
    if code is None:
        raise wrong_cell("category", _("Không có nội dung thu chi «{name}». Ghi đúng tên hoặc mã").format(name=text))
    return code


def _names(db: sqlite3.Connection, office: bytes) -> _Names:
    purses = by_name(db.execute("SELECT id, name FROM purses WHERE office = ?", (office,)))
    donors = dict(
        db.execute(
            "SELECT full_name, id FROM donors WHERE office = ? GROUP BY full_name HAVING count(*) = 1", (office,)
        ).fetchall()
    )
    categories = {plain(name): code for code, name in db.execute("SELECT code, name FROM categories")}
    return _Names(purses, donors, categories, default_purse(office))


def _key(draft: movements.FundDraft, *, is_reversed: bool) -> Key:
    money = (
        draft.on.isoformat(),
        draft.kind,
        draft.amount,
        draft.account,
        draft.purse,
        draft.to_purse,
        draft.to_account,
    )
    return (*money, is_reversed, draft.party or plain(draft.party_text or ""), plain(draft.note or ""))


def _known(db: sqlite3.Connection, office: bytes) -> Counter[Key]:
    """The movements on record, each counting for one row of a list that says of it, too, whether it was reversed."""
    rows = db.execute(
        "SELECT t.dated, t.kind, t.amount, t.account, t.purse, t.to_purse, t.to_account, t.reversed_on IS NOT NULL, d.id,"
        " coalesce(p.full_name, n.party, ''), coalesce(n.note, '') FROM movements t LEFT JOIN donors d ON d.id = t.party"
        " LEFT JOIN people p ON p.id = t.party LEFT JOIN movement_notes n ON n.movement = t.id WHERE t.office = ?",
        (office,),
    )
    return Counter((*money, donor or plain(name), plain(note)) for *money, donor, name, note in rows)
