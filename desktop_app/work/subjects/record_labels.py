"""What a record is, in one line: whom or what it is about, as people would name it; for every kind a list shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from db.forms import is_period
from db.i18n import N_, Words
from db.register import load_states
from db.store import Book
from db.tables.record import Writer
from db.tables.reports import Statement
from desktop_app.values.periods import parse_period
from desktop_app.values.words import begun
from desktop_app.work.lists import list_queries
from desktop_app.work.records import vocabulary
from desktop_app.work.records.subject import Listing, Subject
from desktop_app.work.subjects.other_lists import STATEMENTS
from desktop_app.work.subjects.registry import BY_NAME, kinds_of, subject_of

STATEMENT = Statement.kind_of.name
STATEMENTS_IN_WORDS = N_("Chốt số liệu")
SAME = 'SELECT "first" FROM sames WHERE id = ?'
"""The record that a verdict on two people hangs on."""


def recorded_lists() -> tuple[Listing, ...]:
    """The lists of what an office records."""
    return (*(subject.listing for subject in _recorded()), STATEMENTS)


def recorded_kinds() -> tuple[str, ...]:
    """The kinds that stand in these lists, without what hangs on them."""
    own = (kind for subject in _recorded() for kind in kinds_of(subject) if not _hangs_on(subject, kind))
    return (*own, STATEMENT)


def _recorded() -> tuple[Subject[Any], ...]:
    return tuple(subject for subject in BY_NAME.values() if subject.model.kind_of.writer is not Writer.PROVINCE)


def subject_words() -> dict[str, str]:
    """The lists of what an office records, each in words for one record, the commonest first."""
    words: dict[str, Words] = {subject.name: subject.one for subject in _recorded()}
    return {name: begun(str(one)) for name, one in words.items()} | {STATEMENTS.name: str(STATEMENTS_IN_WORDS)}


def record_words(book: Book, record: bytes) -> str:
    """What a record is in words; where the book no longer knows, the beginning of its id."""
    with book.reading() as db:
        return record_text(db, record)


def record_text(db: sqlite3.Connection, record: bytes) -> str:
    """The same, on an open reading."""
    state = load_states(db, [record]).get(record)
    owner = owner_of(db, state.kind, record) if state else record
    return texts(db, [owner])[owner][1]


def owner_of(db: sqlite3.Connection, kind: str, record: bytes) -> bytes:
    """The record that this one hangs on; itself where it stands alone, or where the other is gone."""
    row = db.execute(sql, (record,)).fetchone() if (sql := _owner_sql(kind)) else None
    return row[0] if row else record


def _owner_sql(kind: str) -> str:
    """How to find the record that a record of a kind hangs on; "" for one that stands alone."""
    if kind == "same":
        return SAME
    subject = subject_of(kind)
    found = (model for model in _hanging(subject) if model[0] == kind) if subject else iter(())
    return next((f'SELECT "{by}" FROM {table} WHERE id = ?' for _kind, table, by in found), "")


def _hanging(subject: Subject[Any]) -> list[tuple[str, str, str]]:
    """Kind, table and reference of what hangs on the records of a subject."""
    parts = [(part.model, part.by) for part in subject.parts]
    return [(model.kind_of.name, str(model.__tablename__), by) for model, by in [*parts, *subject.hanging]]


def _hangs_on(subject: Subject[Any], kind: str) -> bool:
    return any(kind == hanging for hanging, _table, _by in _hanging(subject))


def texts(db: sqlite3.Connection, records: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
    """For each record the list it stands in ("" for none) and what it is."""
    states = load_states(db, records)
    found = {record: ("", record.hex()[:8]) for record in records}
    subjects = {kind: subject_of(kind) for kind in {state.kind for state in states.values()}}
    for subject in {one.name: one for one in subjects.values() if one is not None}.values():
        wanted = [record for record, state in states.items() if subjects[state.kind] is subject]
        rows = list_queries.rows(db, subject.listing, wanted)
        found |= {bytes.fromhex(row["id"]): (subject.name, subject.line(row)) for row in rows}
    stated = [record for record, state in states.items() if state.kind == STATEMENT]
    for row in list_queries.rows(db, STATEMENTS, stated):
        found[bytes.fromhex(row["id"])] = (STATEMENTS.name, _stated(row))
    return found


def _stated(row: Mapping[str, Any]) -> str:
    period: str = row["period"]
    return vocabulary.period_words(parse_period(period)) if is_period(period) else period
