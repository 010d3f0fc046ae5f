"""Correcting fields of one record: only those that may be, checked together as they then stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from db.i18n import _
from db.journal import Writing
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.tables.record import Record
from db.text import clean

AnyRecord = TypeVar("AnyRecord", bound=Record)


def own_record(tx: Writing, model: type[AnyRecord], identity: bytes) -> AnyRecord:
    """The record with this id; refused when there is none."""
    record = tx.get(model, identity)
    if record is None:
        raise not_found()
    return record


def not_found() -> Refusal:
    """The refusal where a record is no longer in the book."""
    return Refusal(_("Không thấy mục này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")


def refuse_unknown(fields: Mapping[str, Any], allowed: Sequence[str]) -> None:
    """Refuse fields that may not be corrected."""
    unknown = [name for name in fields if name not in allowed]
    if unknown:
        raise DraftRefused(
            [FieldError(name, _("Không sửa được mục «{name}» ở đây").format(name=name)) for name in unknown]
        )


def correct(
    tx: Writing,
    model: type[AnyRecord],
    identity: bytes,
    fields: Mapping[str, Any],
    allowed: Sequence[str],
    check: Callable[[AnyRecord], Sequence[FieldError]],
) -> AnyRecord:
    """Set fields of a record as a table keeps them (dates as ISO, "" as nothing) and check what came of it."""
    refuse_unknown(fields, allowed)
    record = own_record(tx, model, identity)
    for name, value in fields.items():
        setattr(record, name, as_kept(value))
    require_no_errors(check(record))
    return record


def as_kept(value: Any) -> Any:
    """A value as the table keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return (clean(value) or None) if isinstance(value, str) else value


def as_day(kept: str | None) -> date | None:
    """A day as drafts know it, of what the table keeps."""
    return date.fromisoformat(kept) if kept else None
