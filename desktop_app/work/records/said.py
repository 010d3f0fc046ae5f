"""One record as it was said, typed as field=value or in the cells of a row: read field by field, all errors together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal
from db.store import Book
from desktop_app.sheets.reading import Cell, as_text
from desktop_app.work.records.fields import Field, Unreadable
from desktop_app.work.records.subject import Asking, Subject


def read(
    book: Book,
    db: sqlite3.Connection,
    fields: Sequence[Field[Any]],
    cells: Mapping[str, Cell],
    seek: Callable[[Subject[Any], str], bytes] | None = None,
) -> dict[str, Any]:
    """The fields that were said, each as a value; an empty cell says that the field is empty.

    Raises what a single field refuses as it is, several refusals together as `DraftRefused`, in the order of the fields.
    """
    said: dict[str, Any] = {}
    refusals: list[Refusal] = []
    asking = Asking(book, db, said, seek=seek)
    for field in fields:
        if field.name not in cells:
            continue
        cell = cells[field.name]
        try:
            said[field.name] = field.read(cell, asking) if as_text(cell).strip() else None
        except Unreadable as error:
            refusals.append(DraftRefused([FieldError(field.name, str(error))]))
        except Refusal as refusal:
            refusals.append(_at(field, refusal))
    raise_all(refusals)
    return said


def _at(field: Field[Any], refusal: Refusal) -> Refusal:
    """A refusal of whoever was asked, at its field; it keeps its code."""
    if isinstance(refusal, DraftRefused):
        return refusal
    return DraftRefused([FieldError(field.name, refusal.message)], code=refusal.code)


def raise_all(refusals: Sequence[Refusal]) -> None:
    """Nothing for no refusal, the one there is, or all of them as one."""
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise DraftRefused(error for one in refusals if isinstance(one, DraftRefused) for error in one.errors)


def refuse_unknown(fields: Iterable[Field[Any]], names: Iterable[str]) -> None:
    """Refuse names that no field has."""
    known = [field.name for field in fields]
    unknown = [name for name in names if name not in known]
    if unknown:
        sentence = _("Không có mục «{name}». Các mục: {known}")
        raise DraftRefused(FieldError(name, sentence.format(name=name, known=", ".join(known))) for name in unknown)
