"""How a book stands with the others: what waits to be sent, what waits for a decision, what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from db.store import Book
from desktop_app.work.book.trust_in_force import must_enrol, trust_of
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import how_many
from desktop_app.work.exchange.outbox import Travelling, travelling
from desktop_app.work.exchange.settled_conflicts import decided_ids
from desktop_app.work.privacy import consent_withdrawal, erasure, residual_mentions


@dataclass(frozen=True)
class SyncStatus:
    """The start page of sending and receiving in figures.

    `left_over` are erased people of whom notes are kept here, `still_named` places that an erasure could not reach,
    `erasures` what offices ask the province to erase.
    """

    enrolled: bool
    must_enrol: bool
    travelling: Travelling
    conflicts: int
    decided: bool
    kept_files: int
    missing: int
    questions: int
    left_over: int
    still_named: int
    erasures: int


def sync_status_of(book: Book) -> SyncStatus:
    """How the book stands now."""
    is_province = book.identity.is_province
    with book.reading() as db:
        waiting = travelling(db, book.identity.device)
        conflicts = how_many(db, book)
        (asked,) = db.execute(
            "SELECT count(*) FROM questions WHERE ?1 OR office = ?2", (book.identity.is_province, book.unit)
        ).fetchone()
    return SyncStatus(
        enrolled=trust_of(book) is not None,
        must_enrol=not is_province and must_enrol(book),
        travelling=waiting,
        conflicts=conflicts,
        decided=bool(decided_ids(book)),
        kept_files=len(rulings.set_aside(book)),
        missing=len(rulings.missing_runs(book)),
        questions=asked,
        left_over=0 if is_province else len(consent_withdrawal.left_over(book)),
        still_named=len(residual_mentions.left(book)),
        erasures=len(erasure.asked(book)) if is_province else 0,
    )
