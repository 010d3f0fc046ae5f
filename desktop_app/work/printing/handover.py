"""The minutes by which an office hands its fund over, out of the vouchers of the handover."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from db.files import whole_file
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.papers.handover import HandedLine, HandoverPaper, draw_handover
from desktop_app.values.dates import format_date
from desktop_app.work.book.book_marks import is_sample
from desktop_app.work.fund.fund_handover import handed_over
from desktop_app.work.printing import issuer
from desktop_app.work.records import export_log, vocabulary
from desktop_app.work.units import posts
from desktop_app.work.units.units import association_name, unit_of


def print_minutes(book: Book, successor: bytes, minutes: str, on: date, target: Path, *, remember: bool = True) -> int:
    """Draw the minutes of the handover to a unit on a day as PDF; returns the pages. A preview passes `remember=False`."""
    lines = handed_over(book, book.unit, successor, on=on)
    if not lines:
        raise Refusal(
            _("Ngày {day} sổ không ghi bàn giao gì cho đơn vị này. Bàn giao quỹ trước rồi in biên bản.").format(
                day=format_date(on)
            ),
            code="EMPTY",
        )
    with book.reading() as db, whole_file(target) as part:
        heading = issuer.heading(db, book.unit, on, minutes)
        values = HandoverPaper(
            heading=heading,
            giver=association_name(unit_of(db, book.unit).name),
            taker=association_name(unit_of(db, successor).name),
            lines=tuple(
                HandedLine(
                    line.purse_name,
                    vocabulary.ACCOUNTS[line.account],
                    line.voucher,
                    line.amount,
                    goods=line.account == "goods",
                )
                for line in lines
            ),
            giver_signs=posts.holder(db, book.unit, posts.CHAIR, on),
            accountant=posts.holder(db, book.unit, posts.ACCOUNTANT, on),
        )
        pages = draw_handover(values, part, sample=is_sample(db))
        if remember:
            export_log.log(book, "handover", pages, target)
        return pages
