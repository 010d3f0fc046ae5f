"""The fund: opening balances, receipts, payments, transfers, goods, reversals, balances. Nothing is ever deleted."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from db.change import Change
from db.i18n import _
from db.journal import Writing
from db.refusal import FieldError, Refusal, require_no_errors
from db.seed import default_purse
from db.store import Book
from db.tables.fund import ACCOUNTS, REVERSAL_REASONS, Movement, MovementNote
from db.text import clean
from desktop_app.values.money import LARGEST
from desktop_app.work.fund import bound_purses
from desktop_app.work.fund.purse_balance import OTHER_MONEY, require_balance
from desktop_app.work.fund.used_fields import TOLD_APART, unused
from desktop_app.work.fund.voucher_numbers import printed_number
from desktop_app.work.records import field_checks
from desktop_app.work.records.results import Done, Topic

BOOKS = {
    ("receive", "cash"): "PT",
    ("receive", "bank"): "BC",
    ("receive", "goods"): "NK",
    ("pay", "cash"): "PC",
    ("pay", "bank"): "BN",
    ("pay", "goods"): "XK",
}
TRANSFER_BOOK = "DC"
SIDES = {"receive": "in", "pay": "out"}
GOODS_CATEGORY = {"receive": "goods_in", "pay": "goods_out"}
GIFT_CATEGORY = {"person": "gift_person", "organisation": "gift_organisation"}


@dataclass(frozen=True)
class FundDraft:
    """One movement to book, in đồng. `party` is a donor or adult on record; `party_text` a name kept in the office.

    `decision` is the one by which money is paid or leaves a restricted purse.
    """

    kind: str
    amount: int
    on: date
    account: str = "cash"
    purse: bytes | None = None
    to_purse: bytes | None = None
    to_account: str | None = None
    party: bytes | None = None
    party_text: str | None = None
    category: str | None = None
    goods: str | None = None
    note: str | None = None
    decision: bytes | None = None


@dataclass(frozen=True)
class Booked(Done):
    """A booked movement and its voucher number as printed ("" for an opening balance)."""

    voucher: str = ""


def book_movement(book: Book, draft: FundDraft) -> Booked:
    """Book an opening balance, receipt, payment or transfer; refused where an account would fall below zero."""
    with book.write() as tx:
        return record_movement(tx, book, draft)


def record_movement(
    tx: Writing, book: Book, draft: FundDraft, *, identity: bytes | None = None, bound: bool = True
) -> Booked:
    """The same inside a verb that does more (paying an award); `identity` is a natural key where two may write it.

    With `bound` false a restricted purse gives all the same: the whole fund is handed over.
    """
    tx.flush()
    purse = draft.purse or default_purse(book.unit)
    require_no_errors(_check(tx.db, draft, book.unit, purse, book.clock.today()))
    category = _category(tx.db, draft)
    if bound:
        _require_free(tx.db, draft, purse, category)
    if draft.kind in ("pay", "transfer"):
        other = OTHER_MONEY.get(draft.account)
        require_balance(tx.db, book.unit, purse, draft.account, draft.on, draft.amount, other=other)
    number = _number(tx, book.unit, draft)
    movement = tx.create(
        Movement,
        id=identity,
        kind=draft.kind,
        amount=draft.amount,
        purse=purse,
        account=draft.account,
        to_purse=draft.to_purse,
        to_account=draft.to_account,
        dated=draft.on.isoformat(),
        party=draft.party,
        category=category,
        book=number[0],
        year=draft.on.year if number[0] else None,
        block=tx.block or None if number[0] else None,
        number=number[1],
        decision=draft.decision,
    )
    if draft.party_text or draft.goods or draft.note:
        texts = {name: clean(text) if text else None for name, text in _texts(draft).items()}
        tx.create(MovementNote, movement=movement.id, **texts)
    return Booked(movement.id, frozenset({Topic.FUND}), voucher_number(movement))


def _require_free(db: sqlite3.Connection, draft: FundDraft, purse: bytes, category: str | None) -> None:
    """What a restricted purse is not for is refused."""
    if draft.kind == "pay":
        bound_purses.require_purpose(db, purse, category, draft.decision)
    elif draft.kind == "transfer" and (draft.to_purse or purse) != purse:
        bound_purses.require_decision(db, purse, draft.decision)


def _texts(draft: FundDraft) -> dict[str, str | None]:
    return {"party": draft.party_text, "goods": draft.goods, "note": draft.note}


def _category(db: sqlite3.Connection, draft: FundDraft) -> str | None:
    """What was said, else what the account or the giver makes of it; other money that came in is «other»."""
    if draft.kind not in SIDES or draft.category:
        return draft.category if draft.kind in SIDES else None
    if draft.account == "goods":
        return GOODS_CATEGORY[draft.kind]
    row = db.execute("SELECT kind FROM donors WHERE id = ?", (draft.party,)).fetchone()
    return GIFT_CATEGORY[row[0]] if row is not None else "other_in"


def becomes_other(db: sqlite3.Connection, draft: FundDraft) -> bool:
    """Whether money that came in is booked as «other» because nothing says what it is."""
    return draft.kind == "receive" and not draft.category and _category(db, draft) == "other_in"


def _check(db: sqlite3.Connection, draft: FundDraft, office: bytes, purse: bytes, today: date) -> list[FieldError]:
    errors = [
        *field_checks.one_of("kind", draft.kind, ("opening", "receive", "pay", "transfer")),
        *field_checks.one_of("account", draft.account, ACCOUNTS),
        *field_checks.one_of("to_account", draft.to_account, ACCOUNTS),
        *field_checks.not_after("on", draft.on, today, _("Ngày chứng từ phải từ hôm nay trở về trước")),
    ]
    if draft.amount <= 0:
        errors.append(FieldError("amount", _("Số tiền phải lớn hơn 0")))
    elif draft.amount > LARGEST:
        errors.append(FieldError("amount", _("Số tiền quá lớn. Kiểm tra lại số chữ số 0")))
    for name, wanted in (("purse", purse), ("to_purse", draft.to_purse)):
        if wanted is not None and not _exists(db, wanted, office):
            errors.append(FieldError(name, _("Không thấy quỹ này. Chọn lại quỹ")))
    if draft.decision is not None and not _exists(db, draft.decision, office, "decisions"):
        errors.append(FieldError("decision", _("Không thấy quyết định này. Ghi quyết định vào sổ trước")))
    said = [name for name in TOLD_APART if getattr(draft, name)]
    return [*errors, *unused(draft.kind, said), *_check_transfer(draft, purse), *_check_category(db, draft)]


def _check_transfer(draft: FundDraft, purse: bytes) -> list[FieldError]:
    if draft.kind != "transfer":
        return []
    if (draft.to_purse or purse, draft.to_account or draft.account) == (purse, draft.account):
        return [FieldError("to_account", _("Chọn nơi chuyển đến khác nơi chuyển đi"))]
    if "goods" in (draft.account, draft.to_account):
        return [
            FieldError("to_account", _("Hiện vật không chuyển thành tiền được. Ghi xuất hiện vật và thu tiền riêng"))
        ]
    return []


def _check_category(db: sqlite3.Connection, draft: FundDraft) -> list[FieldError]:
    if draft.kind == "pay" and draft.account != "goods" and draft.category is None:
        return [FieldError("category", _("Chọn khoản chi: tiền này chi vào việc gì"))]
    if draft.kind not in SIDES or draft.category is None:
        return []
    row = db.execute("SELECT side, level_transfer FROM categories WHERE code = ?", (draft.category,)).fetchone()
    if row is None or row[0] not in (SIDES[draft.kind], "both"):
        return [FieldError("category", _("Chọn nội dung thu hoặc chi đúng với loại phiếu"))]
    if row[1]:
        return []  # what passes between levels is money or goods alike
    if (draft.category == GOODS_CATEGORY[draft.kind]) != (draft.account == "goods"):
        return [FieldError("category", _("Nội dung hiện vật chỉ dùng cho hiện vật, nội dung tiền chỉ dùng cho tiền"))]
    return []


def _exists(db: sqlite3.Connection, record: bytes, office: bytes, table: str = "purses") -> bool:
    return db.execute(f"SELECT 1 FROM {table} WHERE id = ? AND office = ?", (record, office)).fetchone() is not None


def _number(tx: Writing, office: bytes, draft: FundDraft) -> tuple[str | None, int | None]:
    """The voucher book and the next number in it; gapless within office, book, year and block."""
    if draft.kind == "opening":
        return None, None
    series = TRANSFER_BOOK if draft.kind == "transfer" else BOOKS[draft.kind, draft.account]
    row = tx.db.execute(
        "SELECT coalesce(max(number), 0) + 1 FROM movements WHERE office = ? AND book = ? AND year = ?"
        " AND coalesce(block, '') = ?",
        (office, series, draft.on.year, tx.block),
    ).fetchone()
    return series, row[0]


def voucher_number(movement: Movement) -> str:
    """A voucher number as printed: PT001/2020, in a second device's block PT2-001/2020."""
    return printed_number(movement.book, movement.block, movement.number, movement.year)


def reverse(book: Book, movement: bytes, on: date, reason: str) -> Booked:
    """Reverse a booked movement: it stays in the books with its number, and is taken back on the day `on`."""
    errors = [
        *field_checks.one_of("reason", reason, REVERSAL_REASONS),
        *field_checks.not_after("on", on, book.clock.today(), _("Ngày hủy phải từ hôm nay trở về trước")),
    ]
    require_no_errors(errors)
    with book.write() as tx:
        record = tx.get(Movement, movement)
        if record is None or record.office != book.unit:
            raise Refusal(_("Không thấy chứng từ này trong sổ quỹ. Tìm lại trong danh sách."), code="REFERENCE")
        if record.reversed_on is not None:
            raise Refusal(_("Chứng từ này đã hủy từ trước. Không cần hủy lại."), code="REVERSED")
        require_no_errors(
            field_checks.in_order(
                "on", date.fromisoformat(record.dated), on, _("Ngày hủy phải từ ngày chứng từ trở đi")
            )
        )
        _require_reversible(tx.db, record, on)
        _refuse_paid_award(tx.db, movement)
        tx.db.execute(
            "UPDATE movements SET reversed_on = ?, reversed_reason = ? WHERE id = ?", (on.isoformat(), reason, movement)
        )
        tx.note(Change("rev", "movement", movement, record.office, {"dated": on.isoformat(), "reason": reason}))
        return Booked(movement, frozenset({Topic.FUND}), voucher_number(record))


def require_free_of_awards(book: Book, movement: bytes) -> None:
    """Refuse a voucher that pays for an award, which is withdrawn first: known before anything is asked of its reversal."""
    with book.reading() as db:
        _refuse_paid_award(db, movement)


def _require_reversible(db: sqlite3.Connection, record: Movement, on: date) -> None:
    if record.kind == "transfer":
        purse, account = record.to_purse or record.purse, record.to_account or record.account
        require_balance(db, record.office, purse, account, on, record.amount)
    elif record.kind in ("opening", "receive"):
        require_balance(db, record.office, record.purse, record.account, on, record.amount)


def _refuse_paid_award(db: sqlite3.Connection, movement: bytes) -> None:
    if db.execute("SELECT 1 FROM awards WHERE payment = ? AND state = 'paid'", (movement,)).fetchone():
        raise Refusal(
            _(
                "Phiếu này trả cho một suất khen thưởng hoặc học bổng. Rút suất đó ở «Khen thưởng» trước, rồi hủy phiếu."
            ),
            code="AWARD",
        )


@dataclass(frozen=True)
class Balance:
    """What a purse holds in an account, in đồng."""

    purse: bytes
    name: str
    account: str
    amount: int


def balances(book: Book, on: date | None = None, office: bytes | None = None) -> list[Balance]:
    """An office's (this one's) balances by purse and account at the end of a day (today); goods apart, at their value."""
    day = (on or book.clock.today()).isoformat()
    with book.reading() as db:
        rows = db.execute(
            "SELECT p.purse, coalesce(q.name, ''), p.account, sum(p.amount) FROM postings p LEFT JOIN purses q ON q.id = p.purse"
            " WHERE p.office = ? AND p.dated <= ? GROUP BY p.purse, p.account ORDER BY q.name, p.account",
            (office or book.unit, day),
        ).fetchall()
    return [Balance(*row) for row in rows]
