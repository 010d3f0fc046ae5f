"""Which paper is wanted: each is filled from one state of the book and drawn as a PDF."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.files import remove_quietly, whole_file
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.values.periods import Period
from desktop_app.work import exports
from desktop_app.work.references import decision_id

Report = Callable[[int, int], None]
VOUCHERS = ("receipt", "payment")
BY_DECISION = ("certificate", "award-list", "scholarship-list")
PAPERS = (*VOUCHERS, *BY_DECISION, "cash-book", "own-report", "members", "erasure")


@dataclass(frozen=True)
class Wanted:
    """What to print: the paper, and whatever of decision («số/năm»), ids, period and reason it asks for."""

    paper: str
    decision: str | None
    ids: Sequence[bytes]
    period: Period | None
    reason: str = ""


def print_paper(
    book: Book,
    paper: str,
    target: Path,
    *,
    decision: str | None = None,
    ids: Sequence[bytes] = (),
    period: Period | None = None,
    reason: str = "",
    report: Report | None = None,
    remember: bool = True,
) -> int:
    """Draw a paper (one of `PAPERS`) as PDF at `target`, whole or not at all; returns its pages.

    It is written into the log of exports before the file is there. The first print of a voucher is its original, which
    the book remembers; every later one says «Bản sao». A preview passes `remember=False` and calls `exports.log` and
    `book.keep_printed(ids)` when it is really printed or kept. A paper with nothing on it is refused.
    `report(done, total)` may raise `Cancelled`.
    """
    wanted = Wanted(paper, decision, ids, period, reason)
    with whole_file(target) as part, book.reading() as db:
        pages = _draw(book, db, wanted, part, report)
        if remember:
            exports.log(book, paper, pages, target)
    if paper in VOUCHERS and remember:
        _remember(book, ids, target)
    return pages


def _draw(book: Book, db: sqlite3.Connection, wanted: Wanted, target: Path, report: Report | None) -> int:
    """Only here are the drawing modules loaded, and with them reportlab."""
    if wanted.paper in VOUCHERS:
        from desktop_app.work.printing import vouchers

        return vouchers.draw(book, db, wanted.ids, target)
    if wanted.paper in BY_DECISION:
        return _draw_by_decision(book, db, wanted, target, report)
    if wanted.paper == "cash-book":
        from desktop_app.work.printing import cash_book

        if wanted.period is None:
            raise Refusal(_("Chọn kỳ cần in, ví dụ --period 2020H1."), code="PERIOD")
        return cash_book.draw(book, db, wanted.period, target, report)
    if wanted.paper == "own-report":
        from desktop_app.work.printing import own_report

        if wanted.period is None:
            raise Refusal(_("Chọn kỳ cần in, ví dụ --period 2020H1."), code="PERIOD")
        return own_report.draw(book, db, wanted.period, target)
    if wanted.paper == "members":
        from desktop_app.work.printing import members

        return members.draw(book, db, target, report)
    if wanted.paper == "erasure":
        from desktop_app.work.printing import erasure

        return erasure.draw(book, db, wanted.ids, wanted.reason, target)
    known = ", ".join(PAPERS)
    raise Refusal(_("Không có loại giấy «{paper}». Chọn một trong: {known}.").format(paper=wanted.paper, known=known))


def _draw_by_decision(book: Book, db: sqlite3.Connection, wanted: Wanted, target: Path, report: Report | None) -> int:
    from desktop_app.work.printing import award_lists, awards, certificates

    if wanted.decision is None:
        raise Refusal(_("Chọn quyết định cần in, ví dụ 1/2020."), code="DECISION")
    made = awards.decision(db, decision_id(db, wanted.decision, book.unit), book.unit)
    if wanted.paper == "certificate":
        return certificates.draw(book, db, made, wanted.ids, target, report)
    return award_lists.draw(book, db, made, target, report, scholarships=wanted.paper == "scholarship-list")


def _remember(book: Book, ids: Sequence[bytes], target: Path) -> None:
    """An original that the book cannot remember must not be out."""
    with book.reading() as db:
        marks = ", ".join("?" * len(ids))
        known = {
            row[0]
            for row in db.execute(f"SELECT movement FROM printed_vouchers WHERE movement IN ({marks})", list(ids))
        }
    originals = [identity for identity in ids if identity not in known]
    if not originals or book.keys is None:
        return
    try:
        book.keep_printed(originals)
    except Refusal:
        remove_quietly(target)
        raise
