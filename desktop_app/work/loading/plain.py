"""Lists of declared subjects: rows known by name or by their natural key, new ones entered, others corrected."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from db.i18n import _
from db.refusal import FieldError, Refusal, require_no_errors
from db.register import key_id
from db.store import Book
from db.text import clean, plain
from desktop_app.sheets.columns import Matched
from desktop_app.sheets.reading import Cell, as_text
from desktop_app.work.loading.rows import Loaded, carry_out, meant
from desktop_app.work.records import reading, verbs
from desktop_app.work.records.fields import Field
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking, Subject

Columns = dict[str, Any]
"""What the book keeps of a record: its id, and by the name of each field the column behind it."""


def load(subject: Subject[Any], book: Book, matched: Matched, dry_run: bool) -> Loaded:
    """Load a list of a subject; a row that says nothing else than the book is the same, an empty cell says nothing."""
    verbs.require_may_write(book, subject)
    loaded = Loaded()
    calls: list[tuple[int, reading.Verb]] = []
    entered: set[str] = set()
    with book.reading() as db:
        known = _Known(subject, db, book.unit)
        for row, cells in matched.rows:
            try:
                said = _said(book, db, subject, cells)
                asking = Asking(book, db, said)
                whole = verbs.with_usual(subject, said, asking)
                found = known.meant(whole)
                if found is None:
                    verbs.drafted(subject, whole, asking)
            except Refusal as refusal:
                loaded.reject(matched, row, refusal)
                continue
            if found is None:
                name = known.name(said)
                loaded.new += 1
                loaded.doubtful += bool(name) and name in entered
                entered.add(name)
                calls.append((row, partial(_enter, book, subject, said)))
            elif differing := _differing(subject, said, found):
                loaded.changed += 1
                calls.append((row, partial(verbs.correct, book, subject, found["id"], differing)))
            else:
                loaded.same += 1
    carry_out(book, matched, loaded, calls, dry_run=dry_run)
    return loaded


def _enter(book: Book, subject: Subject[Any], said: Columns) -> Done:
    """Rows of a natural key may name one record twice: the later one says what stands."""
    return verbs.put(book, subject, said) if subject.key else verbs.create(book, subject, said)


def _said(book: Book, db: sqlite3.Connection, subject: Subject[Any], cells: Mapping[str, Cell]) -> Columns:
    """What a row says; refused with every field that cannot be read, is missing or wrong."""
    filled = {name: cell for name, cell in cells.items() if clean(as_text(cell))}
    judge = partial(_problems, set(subject.needed[0]))
    said = reading.read(book, db, subject.fields, filled, judge, sheet=True)
    require_no_errors(judge(subject.fields, said, Asking(book, db, said)))
    return said


def _problems(
    needed: set[str], fields: Sequence[Field[Any]], said: Mapping[str, Any], asking: Asking
) -> list[FieldError]:
    """What is wrong with a row: with what it says, and that something is missing which every row says."""
    found = []
    for field in fields:
        wrong = field.problem(said.get(field.name), asking) if field.name in said or field.name in needed else None
        if wrong is None and field.name in needed and said.get(field.name) is None:
            wrong = _("Thiếu số liệu")
        found += [FieldError(field.name, wrong)] if wrong else []
    return found


def _differing(subject: Subject[Any], said: Columns, found: Columns) -> Columns:
    """What a row says otherwise than the record; a part goes whole, as a head count with its day."""
    fixed = {*subject.key, *subject.known_by}
    fields = [field for field in subject.fields if field.name in said and field.name not in fixed]
    other = {field.name for field in fields if said[field.name] != field.value_of(found[field.name])}
    parts = {field.part for field in fields if field.part and field.name in other}
    return {field.name: said[field.name] for field in fields if field.name in other or field.part in parts}


class _Known:
    """The records on hand: by id where they have a natural key, else by plain name."""

    def __init__(self, subject: Subject[Any], db: sqlite3.Connection, office: bytes) -> None:
        self._subject = subject
        owner = "1" if subject.key else "t.office = :office"
        wanted = {field.name: verbs.kept_sql(subject, field) for field in subject.fields}
        columns = ", ".join(f'{sql} AS "{name}"' for name, sql in wanted.items())
        cursor = db.execute(f"SELECT t.id, {columns} FROM {subject.stored_in} t WHERE {owner}", {"office": office})
        rows = [dict(zip(("id", *wanted), row, strict=True)) for row in cursor]
        self._by_id = {row["id"]: row for row in rows}
        self._by_name: dict[str, list[Columns]] = {}
        for row in rows if subject.known_by else ():
            self._by_name.setdefault(plain(row[subject.known_by[0]]), []).append(row)

    def name(self, said: Columns) -> str:
        """The plain name of a row; "" where records are known by a key."""
        return plain(said[self._subject.known_by[0]]) if self._subject.known_by else ""

    def meant(self, said: Columns) -> Columns | None:
        """The record of a row, None for a new one; refused at the name where it might be one of several."""
        subject = self._subject
        if subject.key:
            return self._by_id.get(key_id(subject.model, verbs.columns(subject, said)))
        several = self._by_name.get(self.name(said), ())
        if not several:
            return None
        same = next((one for one in several if not _differing(subject, said, one)), None)
        if same is not None:
            return same
        column = subject.known_by[0]
        spelled = [one for one in several if one[column] == said[column]] or several
        chosen = meant([(one["id"], said[column]) for one in spelled], column, said[column], str(subject.one))
        return self._by_id[chosen]
