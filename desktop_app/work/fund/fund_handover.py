"""A unit that ends hands its fund over to the unit that goes on, by minutes.

The old office pays every balance out as money passed between levels, the new one receives the same vouchers
(`fund_takeover`); neither feeds a mobilised or spent figure, and the province sees whether both sides agree.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from db.i18n import _
from db.journal import Writing
from db.refusal import FieldError, Refusal, require_no_errors
from db.store import Book
from db.text import clean
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work.fund.movements import Balance, FundDraft, balances, record_movement
from desktop_app.work.fund.voucher_numbers import printed_number
from desktop_app.work.records import field_checks
from desktop_app.work.records.results import Done, Offered, Topic
from desktop_app.work.records.unit_lookup import units_of
from desktop_app.work.units.units import association_name, unit_of

GIVEN, TAKEN = "level_out", "level_in"


@dataclass(frozen=True)
class HandoverDraft:
    """Who takes the fund over, by which minutes (biên bản), as of which day."""

    successor: bytes | None
    minutes: str | None
    on: date | None


@dataclass(frozen=True)
class HandoverLine:
    """One voucher of a handover as the old office wrote it, in đồng, with the purse as that office names it."""

    movement: bytes
    purse: bytes
    purse_name: str
    account: str
    amount: int
    voucher: str
    dated: str


@dataclass(frozen=True)
class HandedOver(Done):
    """What passed this time; `id` is the unit on the other side."""

    lines: tuple[HandoverLine, ...] = ()

    @property
    def amount(self) -> int:
        """The sum of the vouchers, in đồng."""
        return sum(line.amount for line in self.lines)


def find_successors(book: Book, text: str, old: bytes | None = None) -> Offered:
    """Units that the words typed may mean, those that are said to succeed `old` (default this book's unit) first."""
    with book.reading() as db:
        units = units_of(db)
    return units.offer(units.find_heir(text, old or book.unit, book.clock.today()), lambda unit: unit.id)


def hand_over_fund(book: Book, draft: HandoverDraft) -> HandedOver:
    """The old office pays out all that every purse holds at the end of the day; refused where vouchers follow later."""
    require_no_errors(_check(book, draft))
    assert draft.successor is not None and draft.on is not None
    held = [line for line in balances(book, draft.on) if line.amount]
    if not held:
        raise Refusal(_("Quỹ không còn tiền hay hiện vật nên không có gì để bàn giao."), code="EMPTY")
    with book.write() as tx:
        _refuse_later_vouchers(tx.db, book.unit, draft.on)
        name = unit_of(tx.db, draft.successor).name
        lines = tuple(_hand_over(tx, book, draft, name, one) for one in held)
    return HandedOver(draft.successor, frozenset({Topic.FUND}), lines)


def _hand_over(tx: Writing, book: Book, draft: HandoverDraft, name: str, held: Balance) -> HandoverLine:
    assert draft.on is not None
    booked = record_movement(tx, book, _payment(draft, name, held.purse, held.account, held.amount), bound=False)
    return HandoverLine(
        booked.id, held.purse, held.name, held.account, held.amount, booked.voucher, draft.on.isoformat()
    )


def _payment(draft: HandoverDraft, name: str, purse: bytes, account: str, amount: int) -> FundDraft:
    assert draft.on is not None
    said = _("Bàn giao quỹ theo biên bản số {number} ngày {day}")
    return FundDraft(
        "pay",
        amount,
        draft.on,
        account,
        purse,
        party=draft.successor,
        party_text=association_name(name),
        category=GIVEN,
        goods=_("Hiện vật còn trong quỹ") if account == "goods" else None,
        note=said.format(number=draft.minutes, day=format_date(draft.on)),
    )


def _check(book: Book, draft: HandoverDraft) -> list[FieldError]:
    errors = [
        *field_checks.required("successor", draft.successor, _("Gõ tên đơn vị nhận rồi chọn một dòng")),
        *field_checks.required("minutes", clean(draft.minutes or ""), _("Nhập số biên bản bàn giao")),
        *field_checks.required("on", draft.on, _("Nhập ngày bàn giao")),
    ]
    if draft.on is not None:
        errors += field_checks.not_after(
            "on", draft.on, book.clock.today(), _("Ngày bàn giao phải từ hôm nay trở về trước")
        )
    if draft.successor == book.unit:
        errors.append(FieldError("successor", _("Đơn vị nhận phải khác đơn vị bàn giao")))
    return errors


def _refuse_later_vouchers(db: sqlite3.Connection, office: bytes, on: date) -> None:
    later = db.execute(
        "SELECT count(*) FROM postings WHERE office = ? AND dated > ?", (office, on.isoformat())
    ).fetchone()
    if later[0]:
        raise Refusal(
            _("Sổ quỹ còn phiếu sau ngày {day}. Chọn ngày bàn giao sau phiếu cuối cùng.").format(day=format_date(on)),
            code="LATER",
        )


def handed_over(
    book: Book, office: bytes, successor: bytes, *, on: date | None = None, voided: bool = False
) -> list[HandoverLine]:
    """The vouchers by which an office has handed its fund over to a unit (on a day), as far as this book holds them.

    With `voided` those that were taken back since.
    """
    with book.reading() as db:
        rows = db.execute(
            "SELECT m.id, m.purse, coalesce(q.name, ''), m.account, m.amount, m.book, m.block, m.number, m.year, m.dated"
            " FROM movements m LEFT JOIN purses q ON q.id = m.purse WHERE m.office = ? AND m.party = ?"
            " AND m.kind = 'pay' AND m.category = ? AND (m.reversed_on IS NOT NULL) = ? AND m.dated = coalesce(?, m.dated)"
            " ORDER BY m.dated, q.name, m.account",
            (office, successor, GIVEN, voided, on and on.isoformat()),
        ).fetchall()
    return [_line(*row) for row in rows]


def _line(
    movement: bytes, purse: bytes, name: str, account: str, amount: int,
    series: str, block: str | None, number: int, year: int, dated: str,
) -> HandoverLine:  # fmt: skip
    return HandoverLine(movement, purse, name, account, amount, printed_number(series, block, number, year), dated)


# --- what the province sees ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Handover:
    """One unit's fund on its way to another, in đồng: what was given, and what was taken."""

    old: bytes
    new: bytes
    old_name: str
    new_name: str
    given: int
    taken: int


def handovers(book: Book) -> list[Handover]:
    """Every handover between units that this book knows of; a difference is for a person to ask about."""
    with book.reading() as db:
        rows = db.execute(
            "SELECT old, new, sum(given), sum(taken) FROM ("
            " SELECT office AS old, party AS new, amount AS given, 0 AS taken FROM movements"
            " WHERE kind = 'pay' AND category = ?1 AND reversed_on IS NULL"
            " UNION ALL SELECT party, office, 0, amount FROM movements"
            " WHERE kind = 'receive' AND category = ?2 AND reversed_on IS NULL)"
            " WHERE old IN (SELECT id FROM units) AND new IN (SELECT id FROM units) GROUP BY old, new",
            (GIVEN, TAKEN),
        ).fetchall()
        names = dict(db.execute("SELECT id, name FROM units"))
    found = [Handover(old, new, names[old], names[new], given, taken) for old, new, given, taken in rows]
    return sorted(found, key=lambda one: (one.new_name, one.old_name))


def left_in_fund(book: Book, office: bytes) -> int:
    """What an office's fund still holds as this book knows it, money and goods, in đồng."""
    return sum(line.amount for line in balances(book, office=office))


def in_words(one: Handover) -> str:
    """A handover as the province reads it."""
    if one.given == one.taken:
        said = _("✔ {old} → {new}: đã giao và đã nhận {given} đồng.")
    elif not one.taken:
        said = _("▲ {old} → {new}: đã giao {given} đồng, bên nhận chưa ghi nhận.")
    elif not one.given:
        said = _("▲ {old} → {new}: bên nhận ghi {taken} đồng, chưa thấy bên giao ghi.")
    else:
        said = _("▲ {old} → {new}: giao {given} đồng, nhận {taken} đồng, lệch nhau. Gọi hai bên đối chiếu biên bản.")
    return said.format(old=one.old_name, new=one.new_name, given=format_money(one.given), taken=format_money(one.taken))
