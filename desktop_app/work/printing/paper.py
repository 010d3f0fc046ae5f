"""Which paper is wanted: each is filled from one state of the book and drawn as a PDF."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.files import remove_quietly, whole_file
from db.i18n import _
from db.progress import Progress
from db.refusal import Refusal
from db.store import Book
from desktop_app.values.periods import Period
from desktop_app.work.records import export_log
from desktop_app.work.records.lookup import decision_id

if TYPE_CHECKING:
    from desktop_app.work.printing.awards import MadeDecision

VOUCHERS = ("receipt", "payment")
BY_DECISION = ("certificate", "award-list", "scholarship-list")
PAPERS = (*VOUCHERS, *BY_DECISION, "cash-book", "own-report", "members", "erasure")


@dataclass(frozen=True)
class PaperRequest:
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
    report: Progress | None = None,
    remember: bool = True,
) -> int:
    """Draw a paper (one of `PAPERS`) as PDF at `target`, whole or not at all; returns its pages.

    It is written into the log of exports before the file is there. The first print of a voucher is its original, which
    the book remembers; every later one says «Bản sao». Of certificates the
    day of the first print is kept, which `before_printing` tells. A preview passes `remember=False` and calls `exports.log` and
    `book.keep_printed(ids)` when it is really printed or kept. A paper with nothing on it is refused.
    `report(done, total)` may raise `Cancelled`.
    """
    wanted = PaperRequest(paper, decision, ids, period, reason)
    with whole_file(target) as part, book.reading() as db:
        pages = _draw(book, db, wanted, part, report)
        if remember:
            export_log.log(book, paper, pages, target)
    if paper in VOUCHERS and remember:
        _remember(book, ids, target)
    if paper == "certificate" and remember:
        _remember_certificates(book, decision, ids)
    return pages


def _remember_certificates(book: Book, decision: str | None, ids: Sequence[bytes]) -> None:
    """A book that lies where nothing can be written is an archive: what is printed of it cannot be noted there."""
    try:
        book.keep_printed_certificates(certificates_of(book, decision, ids))
    except Refusal as refusal:
        if book.writable or refusal.code != "DISK":
            raise


def certificates_of(book: Book, decision: str | None, ids: Sequence[bytes]) -> list[bytes]:
    """The awards whose certificates are printed for a decision or for these awards: those with a name."""
    from desktop_app.work.printing import certificates

    with book.reading() as db:
        lines = certificates.lines_of(
            db, _decisions(db, PaperRequest("certificate", decision, ids, None), book.unit), ids
        )
    return [row["id"] for _made, row in lines if row["name"]]


def keep_printed_certificates(book: Book, ids: Sequence[bytes], pages: range) -> None:
    """Remember that of the certificates of these awards, one a page in their order, these pages (from 0) were printed."""
    named = certificates_of(book, None, ids)
    book.keep_printed_certificates(named[pages.start : pages.stop])


def before_printing(book: Book, paper: str, *, decision: str | None = None, ids: Sequence[bytes] = ()) -> list[str]:
    """What to know before a paper of a decision, or the list of members, is printed: printed before, or not complete."""
    from desktop_app.work.printing import before

    wanted = PaperRequest(paper, decision, ids, None)
    with book.reading() as db:
        if paper == "members":
            return before.members(db, book.unit, book.clock.today())
        return before.of_decisions(db, paper, _decisions(db, wanted, book.unit), ids) if paper in BY_DECISION else []


def _draw(book: Book, db: sqlite3.Connection, wanted: PaperRequest, target: Path, report: Progress | None) -> int:
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
        from desktop_app.work.printing.reports import own_report

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


def _draw_by_decision(
    book: Book, db: sqlite3.Connection, wanted: PaperRequest, target: Path, report: Progress | None
) -> int:
    from desktop_app.work.printing import award_lists, certificates

    made = _decisions(db, wanted, book.unit)
    if wanted.paper == "certificate":
        return certificates.draw(book, db, certificates.lines_of(db, made, wanted.ids), target, report)
    return award_lists.draw(book, db, made[0], target, report, scholarships=wanted.paper == "scholarship-list")


def _decisions(db: sqlite3.Connection, wanted: PaperRequest, office: bytes) -> list[MadeDecision]:
    """The decision that is named; of certificates also all those by which the named awards were approved."""
    from desktop_app.work.printing import awards

    if wanted.decision is not None:
        return [awards.decision(db, decision_id(db, wanted.decision, office), office)]
    found = awards.decisions_of(db, wanted.ids, office) if wanted.paper == "certificate" else []
    if not found:
        raise Refusal(_("Chọn quyết định cần in, ví dụ 1/2020."), code="DECISION")
    return found


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
