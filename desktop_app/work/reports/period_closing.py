"""Saying that a period is complete (chốt số liệu): what is looked at before, stating, and taking it back while unsent."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from db.clock import in_vietnam
from db.exchange.outgoing.send import merged_up_to
from db.exchange.storage.former_chains import standing_chains
from db.exchange.wire.canonical_json import natural_key
from db.exchange.wire.entry import decode_line
from db.i18n import _
from db.refusal import Refusal
from db.settings import SettingKey, SettingSeries, setting
from db.store import Book
from db.tables.reports import Statement
from desktop_app.figures.catalogue import VERSION
from desktop_app.figures.period_figures import values_of
from desktop_app.figures.statements import digest_of, figures_text, statements
from desktop_app.values.dates import format_date
from desktop_app.values.periods import Period, last_half_year
from desktop_app.values.words import begun
from desktop_app.work.records.results import Done, Topic, done
from desktop_app.work.records.vocabulary import period_words


def close_period(book: Book, period: Period) -> Done:
    """Write the unit's statement for a period: its figures, their digest and the chain positions counted.

    A second statement of the period replaces the first; a period that is not over is refused.
    """
    require_over(period, book.clock.today())
    with book.write() as tx:
        values = values_of(tx.db, [book.unit], period)[book.unit]
        said = {
            "digest": digest_of(values),
            "upto": _positions(tx.db, book.unit),
            "figures": figures_text(values),
            "catalogue": VERSION,
        }
        identity = _identity(book.unit, period)
        known = tx.get(Statement, identity)
        if known is None:
            tx.create(Statement, id=identity, unit=book.unit, period=period.text, **said)
        else:
            for name, value in said.items():
                setattr(known, name, value)
        return done(identity, Topic.REPORTS, Topic.EXCHANGE)


def require_over(period: Period, today: date) -> None:
    """Refuse a period that is not over, and say from which day on it may be stated."""
    if not period.has_ended(today):
        raise Refusal(not_over_words(period, today), code="PERIOD")


def not_over_words(period: Period, today: date) -> str:
    """From which day a period may be stated."""
    first = period.last + timedelta(days=1)
    return _("{period} chưa hết nên chưa chốt được. Chốt được từ ngày {day}, còn {count} ngày nữa.").format(
        period=begun(period_words(period)), day=format_date(first), count=(first - today).days
    )


def take_back(book: Book, period: Period) -> Done:
    """Take the statement of a period back; refused once a file with it was written for the province."""
    with book.write() as tx:
        known = tx.get(Statement, _identity(book.unit, period))
        if known is None:
            raise Refusal(
                _("{period} chưa chốt nên không có gì để lấy lại.").format(period=begun(period_words(period))),
                code="REFERENCE",
            )
        if _was_sent(tx.db, known.id):
            raise Refusal(
                _(
                    "Số liệu {period} đã vào tệp gửi lên tỉnh nên không lấy lại được. Cần sửa thì cứ sửa trong sổ, "
                    "rồi bấm «Chốt số liệu» lần nữa và gửi lại: tỉnh dùng lần chốt sau."
                ).format(period=period_words(period)),
                code="SENT",
            )
        identity = known.id
        tx.delete(known)
        return done(identity, Topic.REPORTS, Topic.EXCHANGE)


def is_closed(book: Book, period: Period) -> bool:
    """Whether the office has said that its figures of a period are complete."""
    with book.reading() as db:
        return has_stated(db, book.unit, period)


def has_stated(db: sqlite3.Connection, unit: bytes, period: Period) -> bool:
    """Whether a unit's statement of exactly this period is here, with all that it counts."""
    return any(one.period == period for one in statements(db, [unit]))


def reversal_day(book: Book, booked: date) -> date:
    """The day to reverse a voucher on: its own, so that it counts nowhere; today where a period with it has been stated."""
    with book.reading() as db:
        stated = statements(db, [book.unit])
    closed = any(one.period.first <= booked <= one.period.last for one in stated)
    return book.clock.today() if closed else booked


def stated_periods(db: sqlite3.Connection) -> dict[str, int]:
    """How many units have stated each period (by its code), with all that it counts."""
    found: dict[str, int] = {}
    for one in statements(db):
        found[one.period.text] = found.get(one.period.text, 0) + 1
    return found


def _identity(unit: bytes, period: Period) -> bytes:
    return natural_key("statement", unit.hex(), period.text)


def _positions(db: sqlite3.Connection, office: bytes) -> list[str]:
    """Where every chain that writes this office's records stands now, as far as the province can have it: dev:inc:seq:head."""
    chains = standing_chains(db, office)
    return sorted(f"{one.dev.hex()}:{one.inc.hex()}:{one.seq}:{one.head.hex()}" for one in chains if one.seq)


def _was_sent(db: sqlite3.Connection, statement: bytes) -> bool:
    """Whether an entry of the statement as it stands (after it was last taken back) is in a file for the province.

    What another device of the office wrote came here in a file, and so counts as sent. Chain by chain, because a device
    that takes another's place says again what that one may have sent.
    """
    rows = db.execute(
        "SELECT c.no, c.dev, c.inc, e.seq, e.line, EXISTS (SELECT 1 FROM run_headers h WHERE h.chain = c.no)"
        " FROM entries e JOIN chains c ON c.no = e.chain WHERE e.rec = ? ORDER BY c.no, e.seq DESC",
        (statement,),
    )
    taken_back: set[int] = set()
    for chain, dev, inc, seq, line, came in rows:
        if came:
            return True
        if decode_line(line).op == "del":
            taken_back.add(chain)
        elif chain not in taken_back and seq <= max(merged_up_to(db, dev, inc), _written_for_province(db, inc)):
            return True
    return False


def _written_for_province(db: sqlite3.Connection, inc: bytes) -> int:
    return int(setting(db, SettingSeries.SENT.of(inc)) or 0)


# --- what is due ------------------------------------------------------------------------------------------------------


def open_period(book: Book) -> Period | None:
    """The half year that ended last, where it is due and not stated; None where nothing is.

    Nothing is due of a time before the unit existed, nor of one before the book did in which it has no voucher.
    """
    ended = last_half_year(book.clock.today())
    with book.reading() as db:
        due = _is_due(db, book.unit, ended) and not has_stated(db, book.unit, ended)
    return ended if due else None


def _is_due(db: sqlite3.Connection, unit: bytes, period: Period) -> bool:
    return existed(db, unit, period) and (book_began(db, unit) <= period.last or _has_vouchers(db, unit, period))


def existed(db: sqlite3.Connection, unit: bytes, period: Period) -> bool:
    """Whether a unit existed on a day of the period."""
    return unit in existing(db, period)


def existing(db: sqlite3.Connection, period: Period) -> set[bytes]:
    """The units that existed on a day of the period."""
    rows = db.execute(
        "SELECT id FROM units WHERE since <= ? AND (until IS NULL OR until >= ?)",
        (period.last.isoformat(), period.first.isoformat()),
    )
    return {unit for (unit,) in rows}


def book_began(db: sqlite3.Connection, unit: bytes) -> date:
    """The day this book was made; where a program did not write it down, that of the unit's first entry."""
    if began := setting(db, SettingKey.BEGAN_ON):
        return date.fromisoformat(began)
    lines = db.execute(
        "SELECT e.line FROM entries e JOIN chains c ON c.no = e.chain WHERE c.office = ? AND e.seq = 1", (unit,)
    )
    return in_vietnam(min((decode_line(line).t for (line,) in lines), default=0)).date()


def _has_vouchers(db: sqlite3.Connection, unit: bytes, period: Period) -> bool:
    row = db.execute(
        "SELECT 1 FROM movements WHERE office = ? AND kind <> 'opening' AND dated BETWEEN ? AND ?",
        (unit, period.first.isoformat(), period.last.isoformat()),
    ).fetchone()
    return row is not None
