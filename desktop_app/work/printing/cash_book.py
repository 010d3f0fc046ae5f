"""The cash book of a period out of the fund."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from db.i18n import _
from db.progress import Progress
from db.store import Book
from desktop_app.papers.cash_book import BookLine, CashBookPaper, draw_cash_book
from desktop_app.values.periods import Period
from desktop_app.values.words import begun
from desktop_app.work.book.book_marks import is_sample
from desktop_app.work.fund import cash_book
from desktop_app.work.printing import issuer
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.units import posts

FORM = "S11-H"


def draw(book: Book, db: sqlite3.Connection, period: Period, target: Path, report: Progress | None) -> int:
    """The cash account of all purses, from the first to the last day of the period, or to today."""
    found = cash_book.cash_book(book, "cash", period.first, period.last)
    days = dict(
        db.execute("SELECT id, dated FROM movements WHERE office = ? AND 'cash' IN (account, to_account)", (book.unit,))
    )
    day = min(period.last, book.clock.today())
    opened = db.execute(
        "SELECT min(dated) FROM movements WHERE office = ? AND 'cash' IN (account, to_account)", (book.unit,)
    ).fetchone()[0]
    _parent, _body, place = issuer.unit_names(db, book.unit)
    values = CashBookPaper(
        head=issuer.book_head(db, book.unit, period.first, FORM),
        title=_("SỔ QUỸ TIỀN MẶT"),
        period=begun(period_words(period)),
        place=place,
        day=day,
        opening=found.opening,
        lines=tuple(_line(line, days.get(line.movement)) for line in found.lines),
        closing=found.closing,
        year_received=found.year_received,
        year_paid=found.year_paid,
        opened_on=date.fromisoformat(opened) if opened else None,
        treasurer=posts.holder(db, book.unit, posts.TREASURER, day),
        accountant=posts.holder(db, book.unit, posts.ACCOUNTANT, day),
        chair=posts.holder(db, book.unit, posts.CHAIR, day),
    )
    return draw_cash_book(values, target, report, sample=is_sample(db))


def _line(line: cash_book.CashLine, dated: str | None) -> BookLine:
    """A voucher keeps to its own column, also where its reversal takes the money back on the other side."""
    is_receipt = (line.received > 0) != line.reversal
    return BookLine(
        booked=line.on,
        day=date.fromisoformat(dated) if dated else line.on,
        receipt=line.voucher if is_receipt else "",
        payment="" if is_receipt else line.voucher,
        text=line.text,
        received=line.received,
        paid=line.paid,
        balance=line.balance,
    )
