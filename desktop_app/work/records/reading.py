"""One record as it was said, typed as field=value or in the cells of a row: read by the fields of its subject.

`read` reads all of it and gathers what is wrong; `Given` is asked field by field, by verbs that look at one before another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal
from db.register import is_too_long, too_long_words
from db.store import Book
from db.text import clean
from desktop_app.sheets.reading import Cell, as_text
from desktop_app.work.records.fields import Field, Ref, Text, Unreadable
from desktop_app.work.records.lookup import ID
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking, Subject

Verb = Callable[[], Done]
Judge = Callable[[Sequence[Field[Any]], Mapping[str, Any], Asking], Sequence[FieldError]]
"""What is wrong with the values of some fields."""


def read(
    book: Book,
    db: sqlite3.Connection,
    fields: Sequence[Field[Any]],
    cells: Mapping[str, Cell],
    judge: Judge | None = None,
    *,
    sheet: bool = False,
) -> dict[str, Any]:
    """The fields that were said, each as a value; an empty cell says that the field is empty.

    Raises what a single field refuses as it is, several refusals together as `DraftRefused`, in the order of the fields;
    among them what `judge` says of the fields that could be read.
    """
    said: dict[str, Any] = {}
    refused: dict[str, DraftRefused] = {}
    asking = Asking(book, db, said, sheet=sheet)
    for field in sorted(fields, key=lambda one: isinstance(one, Ref) and bool(one.as_of)):  # a unit after its year
        if field.name not in cells:
            continue
        try:
            said[field.name] = read_cell(field, cells[field.name], asking)
        except DraftRefused as refusal:
            refused[field.name] = refusal
    if not refused:
        return said
    readable = [field for field in fields if field.name not in refused]
    judged = {error.field: (error,) for error in (judge(readable, said, asking) if judge else ())}
    if len(refused) == 1 and not judged:
        raise next(iter(refused.values()))
    errors = {**judged, **{name: refusal.errors for name, refusal in refused.items()}}
    raise DraftRefused(error for field in fields for error in errors.get(field.name, ()))


def read_cell(field: Field[Any], cell: Cell, asking: Asking) -> Any:
    """What a cell says of a field, None for an empty one; refused at the field, with the code of whoever refused."""
    text = clean(as_text(cell))
    if is_too_long(text):
        raise wrong(field.name, too_long_words())
    try:
        return field.read(cell, asking) if text else None
    except Unreadable as error:
        raise wrong(field.name, str(error)) from None
    except DraftRefused:
        raise
    except Refusal as refusal:
        raise DraftRefused([FieldError(field.name, refusal.message)], code=refusal.code) from None


def refuse_unknown(subject: Subject[Any], names: Iterable[str]) -> None:
    """Refuse names that no field of a subject has."""
    known = [field.name for field in subject.said]
    unknown = [name for name in names if name not in known]
    if unknown:
        sentence = _("Không có mục «{name}». Các mục: {known}")
        raise DraftRefused(FieldError(name, sentence.format(name=name, known=", ".join(known))) for name in unknown)


class Given:
    """What was said of one record of a subject, asked field by field."""

    def __init__(self, book: Book, db: sqlite3.Connection, subject: Subject[Any], cells: Mapping[str, Cell]) -> None:
        self.book = book
        self.db = db
        self.cells = cells
        self._fields = {field.name: field for field in (*subject.said, *subject.cells)}

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self.book.clock.today()

    @property
    def new(self) -> bool:
        """Whether someone unknown may be entered."""
        return self.text("new") == "1"

    def says(self, *names: str) -> bool:
        """Whether any of these fields was named, also to clear it."""
        return any(name in self.cells for name in names)

    def text(self, name: str) -> str | None:
        """Cleaned text, or None where it is missing or empty."""
        return clean(as_text(self.cells.get(name))) or None

    def value(self, name: str) -> Any:
        """What the field of this name reads, or None where nothing is said."""
        return read_cell(self._fields[name], self.cells.get(name), Asking(self.book, self.db))

    def needed(self, name: str) -> Any:
        """The same; refused where it is missing."""
        self.required(name)
        return self.value(name)

    def required(self, name: str) -> str:
        """The text of a field; refused where it is missing, in the words of its declaration."""
        text, field = self.text(name), self._fields[name]
        if text is None:
            sentence = str(field.required) if field.required else _("Thiếu mục «{name}»").format(name=field.label)
            raise wrong(name, sentence)
        return text

    def identity(self, name: str) -> bytes:
        """An id of 32 hexadecimal digits; an error where it is missing or something else."""
        text = self.required(name)
        if not ID.match(text):
            raise wrong(name, _("«{text}» không phải mã của một mục (32 chữ số hệ 16)").format(text=text))
        return bytes.fromhex(text)

    def label(self, name: str) -> str:
        """What the field of this name is called."""
        return str(self._fields[name].label)

    def doubts(self) -> list[str]:
        """What may be a slip of the hand in the texts that were said."""
        texts = [field for name, field in self._fields.items() if isinstance(field, Text) and self.text(name)]
        return [doubt for field in texts for doubt in field.doubts(self.value(field.name))]

    def values(self, names: Iterable[str]) -> dict[str, Any]:
        """Those of these fields that were said."""
        return {name: self.value(name) for name in names if name in self.cells}

    def all(self, calls: Sequence[Verb], identity: bytes | None = None) -> Verb:
        """Several verbs as one, kept all or not at all; the result names `identity`, or what the last one made."""

        def together() -> Done:
            with self.book.together():
                results = [call() for call in calls]
            changed = frozenset(topic for result in results for topic in result.changed)
            return Done(identity or results[-1].id, changed)

        return together


def wrong(field: str, message: str) -> DraftRefused:
    """A refusal that stands at one field."""
    return DraftRefused([FieldError(field, message)])
