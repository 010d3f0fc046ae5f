"""Whom an award goes to: someone on record, or someone entered by the way, each kind where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, FieldError
from db.store import Book
from desktop_app.work.awards.declared import GROUPS
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.people import people
from desktop_app.work.people.known_people import Known, find_known, known_bodies
from desktop_app.work.people.people import PersonDraft
from desktop_app.work.records import verbs

BODIES = ("family", "clan", "unit")
PUPIL_FIELDS = ("school", "class_name", "guardian", "consent_on", "consent_by")
DETAILS = ("born", "sex", "ethnic_group", "address", *PUPIL_FIELDS)
"""What a form asks of a recipient who is a person."""


@dataclass(frozen=True)
class RecipientDraft:
    """A recipient as typed: `known` is the record chosen, otherwise `name` is entered as the kind asks."""

    kind: str
    known: bytes | None
    name: str
    born: str | None = None
    school: str | None = None
    class_name: str | None = None
    sex: str | None = None
    ethnic_group: str | None = None
    address: str | None = None
    guardian: str | None = None
    consent_on: date | None = None
    consent_by: str | None = None


def is_person(kind: str) -> bool:
    """Whether recipients of this kind are people rather than bodies or donors."""
    return kind not in (*BODIES, "donor")


def recipient_of(book: Book, draft: RecipientDraft) -> bytes:
    """The id of the recipient, who is entered first where the book does not know them.

    Of someone on record, what the draft says otherwise is corrected (`corrections` tells before).
    """
    if draft.known is not None:
        if is_person(draft.kind):
            _correct(book, draft.known, draft)
        return draft.known
    if not draft.name:
        raise DraftRefused([FieldError("recipient", _("Nhập họ tên hoặc tên đơn vị nhận"))])
    if draft.kind in BODIES:
        return verbs.create(book, GROUPS, {"name": draft.name, "kind": draft.kind, "address": draft.address}).id
    if draft.kind == "donor":
        return verbs.create(book, DONORS, {"full_name": draft.name, "address": draft.address}).id
    try:
        return people.add_person(book, _person(draft)).id
    except DraftRefused as refusal:
        renamed = {"full_name": "recipient"}
        raise DraftRefused(
            [FieldError(renamed.get(error.field, error.field), error.message) for error in refusal.errors]
        ) from refusal


def _correct(book: Book, known: bytes, draft: RecipientDraft) -> None:
    """What the draft says otherwise; refused where an adult's record has no room for what only pupils have."""
    with book.reading() as db:
        adult = people.details(db, known).get("kind") == "person"
    misplaced = [name for name in PUPIL_FIELDS if adult and getattr(draft, name)]
    if misplaced:
        sentence = _("Trong sổ đây là người lớn nên không có mục này. Bỏ trống, hoặc gõ lại tên để ghi em là người mới")
        raise DraftRefused([FieldError(name, sentence) for name in misplaced])
    people.correct_as_said(book, known, _person(draft))


def _person(draft: RecipientDraft) -> PersonDraft:
    said = {name: getattr(draft, name) for name in DETAILS}
    return PersonDraft(full_name=draft.name, pupil=draft.kind == "pupil", **said)


def known_recipients(book: Book, draft: RecipientDraft) -> list[Known]:
    """Who is on record under the name of a recipient that was typed and not chosen; to be asked about."""
    with book.reading() as db:
        if is_person(draft.kind):
            return find_known(db, book.unit, draft.name, draft.born)
        return known_bodies(db, DONORS if draft.kind == "donor" else GROUPS, book.unit, draft.name)


def corrections(book: Book, draft: RecipientDraft) -> dict[str, tuple[Any, Any]]:
    """What is on record of the chosen person and what the draft says instead; only where something stood before."""
    if draft.known is None or not is_person(draft.kind):
        return {}
    with book.reading() as db:
        fields = people.differing(db, draft.known, _person(draft))
        before = people.details(db, draft.known)
    return {name: (before[name], value) for name, value in fields.items() if before.get(name) and name != "full_name"}
