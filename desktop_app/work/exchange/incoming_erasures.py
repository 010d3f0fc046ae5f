"""Erasures that come in with files of the province: the names are remembered until it is known whose they were.

A book that takes an erasure in has lost the name by the time anybody could look for it in exported files and free text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from db.register import load_states
from db.store import Book
from desktop_app.work.book.trust_in_force import trust_of
from desktop_app.work.privacy import residual_mentions
from desktop_app.work.privacy.erasure import asked
from desktop_app.work.records.export_log import NAMED_BY_PATH
from desktop_app.work.records.name_matching import WordSet, spelled, words_of

NAMES_OF = (
    ("people", "full_name", "phone"),
    ("learner_names", "full_name", "guardian", "phone"),
    ("donors", "full_name", "phone"),
    ("groups", "name"),
)


@contextmanager
def erased_meanwhile(book: Book) -> Iterator[None]:
    """Whoever is erased in the block is looked for in what left the book; nothing of it is kept but ids and paths."""
    if not _may_be_told(book):
        yield
        return
    erased, names, withdrawn = book.erased().read(), _names(book), _withdrawn(book)
    yield
    fresh = {bytes.fromhex(rec) for rec, entries in book.erased().read().items() if entries != erased.get(rec)}
    if fresh:
        words = spelled(text for rec in fresh for text in names.get(rec, ()) if text)
        _note(book, words.union(*(withdrawn.get(rec, ()) for rec in fresh)))


def _may_be_told(book: Book) -> bool:
    """Only the province erases; its only machine is told of nothing."""
    trust = trust_of(book)
    return trust is not None and not (book.identity.is_province and len(trust.province_certs()) == 1)


def _names(book: Book) -> dict[bytes, tuple[str | None, ...]]:
    with book.reading() as db:
        return {
            row[0]: row[1:]
            for table, *columns in NAMES_OF
            for row in db.execute(f"SELECT id, {', '.join(columns)} FROM {table}")
        }


def _withdrawn(book: Book) -> dict[bytes, WordSet]:
    """What is still held of those who are out of use already and wait for the province."""
    recs = [one.rec for one in asked(book)]
    with book.reading() as db:
        return {rec: words_of(db, [state]) for rec, state in load_states(db, recs).items()}


def _note(book: Book, words: WordSet) -> None:
    with book.reading() as db:
        seen = residual_mentions.look(db, words)
    for statement, row in residual_mentions.notes(seen):
        book.beside(statement, [row])
    if any(bits & NAMED_BY_PATH for bits in seen.files.values()):
        residual_mentions.scrub(book)
