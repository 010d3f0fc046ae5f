"""Whom an award goes to: someone on record, or someone entered by the way, each kind where it belongs."""

from __future__ import annotations

from dataclasses import dataclass

from db.i18n import _
from db.refusal import DraftRefused, FieldError
from db.store import Book
from desktop_app.work import people, purses

GROUPS = ("family", "clan", "unit")


@dataclass(frozen=True)
class RecipientDraft:
    """A recipient as typed: `known` is the record chosen, otherwise `name` is entered as the kind asks."""

    kind: str
    known: bytes | None
    name: str
    born: str | None = None
    school: str | None = None
    class_name: str | None = None


def recipient_of(book: Book, draft: RecipientDraft) -> bytes:
    """The id of the recipient, who is entered first where the book does not know them."""
    if draft.known is not None:
        return draft.known
    if not draft.name:
        raise DraftRefused([FieldError("recipient", _("Nhập họ tên hoặc tên đơn vị nhận"))])
    if draft.kind in GROUPS:
        return people.add_group(book, draft.name, draft.kind).id
    if draft.kind == "donor":
        return purses.add_donor(book, draft.name, "person").id
    person = people.PersonDraft(full_name=draft.name, born=draft.born, school=draft.school, class_name=draft.class_name)
    try:
        return people.add_person(book, person).id
    except DraftRefused as refusal:
        renamed = {"full_name": "recipient"}
        raise DraftRefused(
            [FieldError(renamed.get(error.field, error.field), error.message) for error in refusal.errors]
        ) from refusal
