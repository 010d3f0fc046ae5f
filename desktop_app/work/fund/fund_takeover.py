"""The unit that goes on takes over the fund that another unit's book has handed over to it: each voucher once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from db.exchange.wire.canonical_json import natural_key
from db.i18n import _
from db.journal import Writing
from db.refusal import FieldError, Refusal, require_no_errors
from db.seed import default_purse
from db.store import Book
from db.tables.fund import Movement, Purse
from db.text import clean
from desktop_app.values.dates import format_date
from desktop_app.work.fund.fund_handover import TAKEN, HandedOver, HandoverLine, handed_over
from desktop_app.work.fund.movements import FundDraft, record_movement, voucher_number
from desktop_app.work.records import field_checks
from desktop_app.work.records.results import Topic
from desktop_app.work.units.units import association_name, unit_of


def take_over_fund(book: Book, old_book: Path | None, minutes: str, on: date | None) -> HandedOver:
    """The new office receives what the old office's book (or a copy of it) has handed over to it; each voucher once.

    Refused while what was received for a voucher that the old office has voided since still stands here.
    """
    require_no_errors(_check_taking(old_book, minutes, on, book.clock.today()))
    assert old_book is not None and on is not None
    with Book.open(old_book, home=book.home, clock=book.clock) as old:
        office, lines = old.unit, handed_over(old, old.unit, book.unit)
        voided = handed_over(old, office, book.unit, voided=True)
        with old.read() as session:
            purses = {line.purse: session.get(Purse, line.purse) for line in lines}
    with book.write() as tx:
        name = unit_of(tx.db, office).name
        _refuse_voided(tx, name, voided)
        new = _not_yet_taken(tx, name, lines)
        require_no_errors(_check_days([line for line, _identity in new], on))
        for line, identity in new:
            purse = _own_purse(tx, line, default_purse(office), purses[line.purse])
            record_movement(tx, book, _receipt(line, office, name, minutes, on, purse), identity=identity)
    return HandedOver(office, frozenset({Topic.FUND, Topic.PURSES}), tuple(line for line, _identity in new))


def _check_taking(old_book: Path | None, minutes: str, on: date | None, today: date) -> list[FieldError]:
    errors = [
        *field_checks.required("old", old_book, _("Chọn sổ của đơn vị cũ")),
        *field_checks.required("minutes", clean(minutes), _("Nhập số biên bản bàn giao")),
        *field_checks.required("on", on, _("Nhập ngày bàn giao")),
    ]
    if on is not None:
        errors += field_checks.not_after("on", on, today, _("Ngày bàn giao phải từ hôm nay trở về trước"))
    return errors


def _check_days(lines: Sequence[HandoverLine], on: date) -> Iterator[FieldError]:
    """Money is not taken before it was given: until then the old office's book still holds it."""
    last = date.fromisoformat(max(line.dated for line in lines))
    return field_checks.in_order(
        "on",
        last,
        on,
        _("Đơn vị cũ bàn giao ngày {day}. Ngày nhận phải từ ngày ấy trở đi").format(day=format_date(last)),
    )


def _refuse_voided(tx: Writing, name: str, voided: Sequence[HandoverLine]) -> None:
    standing = [(line, one) for line in voided for one in _receipts_of(tx, line) if one.reversed_on is None]
    if standing:
        pairs = "; ".join(
            _("{voucher} (ở đây là {receipt})").format(voucher=line.voucher, receipt=voucher_number(one))
            for line, one in standing
        )
        raise Refusal(
            _(
                "{unit} đã hủy phiếu {pairs} sau khi đơn vị này nhận, nên nhận nữa là tính hai lần. "
                "Vào «Quỹ» hủy phiếu thu ấy, rồi nhận bàn giao lại."
            ).format(unit=name, pairs=pairs),
            code="VOIDED",
        )


def _not_yet_taken(tx: Writing, name: str, lines: Sequence[HandoverLine]) -> list[tuple[HandoverLine, bytes]]:
    """The vouchers still to be taken over, each with the id of its receipt; refused where there are none."""
    if not lines:
        raise Refusal(
            _("Sổ này không ghi bàn giao gì cho đơn vị này. Mở sổ cũ, vào «Cài đặt», chọn «Bàn giao quỹ» trước."),
            code="EMPTY",
        )
    new = [(line, identity) for line in lines if (identity := _free_id(tx, line)) is not None]
    if not new:
        raise Refusal(_("Quỹ bàn giao của {unit} đã nhận từ trước.").format(unit=name), code="TAKEN")
    return new


def _receipt(line: HandoverLine, office: bytes, name: str, minutes: str, on: date, purse: bytes) -> FundDraft:
    said = _("Nhận bàn giao theo biên bản số {number} ngày {day}, phiếu {voucher} của đơn vị cũ")
    return FundDraft(
        "receive",
        line.amount,
        on,
        line.account,
        purse,
        party=office,
        party_text=association_name(name),
        category=TAKEN,
        goods=_("Hiện vật còn trong quỹ") if line.account == "goods" else None,
        note=said.format(number=minutes, day=format_date(date.fromisoformat(line.dated)), voucher=line.voucher),
    )


def _own_purse(tx: Writing, line: HandoverLine, default: bytes, old: Purse | None) -> bytes:
    """The purse to take a line into: general money into the general purse, bound money into one of the same name."""
    own = tx.author.office
    if line.purse == default or old is None:
        return default_purse(own)
    tx.flush()
    known = tx.db.execute(
        "SELECT id FROM purses WHERE office = ? AND name = ? ORDER BY id", (own, line.purse_name)
    ).fetchone()
    if known is None:
        return tx.create(
            Purse, name=line.purse_name, restricted=old.restricted, purpose=old.purpose, allowed=old.allowed
        ).id
    identity: bytes = known[0]
    return identity


def _free_id(tx: Writing, line: HandoverLine) -> bytes | None:
    """The id under which a voucher is to be taken over; None where it is taken already.

    Two devices that take one voucher over write one record: it can never count twice. A receipt that was reversed leaves
    the place to the next one.
    """
    receipts = _receipts_of(tx, line)
    taken = any(one.reversed_on is None for one in receipts)
    return None if taken else _receipt_id(line, len(receipts))


def _receipts_of(tx: Writing, line: HandoverLine) -> list[Movement]:
    """What was received for a voucher so far, first to last; of several only the last can stand."""
    receipts: list[Movement] = []
    while (one := tx.get(Movement, _receipt_id(line, len(receipts)))) is not None:
        receipts.append(one)
    return receipts


def _receipt_id(line: HandoverLine, attempt: int) -> bytes:
    again = (attempt,) if attempt else ()
    return natural_key("movement", "handover", line.movement.hex(), *again)
