"""Rounds of scholarships and awards, and the decisions that approve them."""

from __future__ import annotations

from db.refusal import DraftRefused, FieldError, Refusal
from db.store import Book
from desktop_app.work.fund.declared import next_number
from desktop_app.work.records.lookup import decision_id
from desktop_app.work.records.subject import Asking


def next_decision_number(book: Book, year: int) -> int:
    """The number after the highest used in a year."""
    with book.reading() as db:
        return next_number(Asking(book, db, {"year": year}))


def decision_numbered(book: Book, text: str | None) -> bytes | None:
    """The decision that a field names as «số/năm»; None for an empty one, refused at `decision` where there is none."""
    if not text:
        return None
    with book.reading() as db:
        try:
            return decision_id(db, text, book.unit)
        except Refusal as refusal:
            raise DraftRefused([FieldError("decision", refusal.message)]) from None
