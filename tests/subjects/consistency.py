"""What a declaration and the table below it must agree on: each fault as a line, none where all is well."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from babel.messages.pofile import read_po

from db.i18n import TRANSLATIONS, Words
from db.tables import KINDS
from db.tables.record import Record, Shape, shapes_of
from db.text import plain
from desktop_app.work.records.fields import Birth, Choice, Day, Field, Ref, Refs, Text
from desktop_app.work.records.subject import Subject
from desktop_app.work.subjects import registry

SHAPED: dict[Shape, tuple[type[Field[Any]], ...]] = {
    Shape.DATE: (Day,),
    Shape.BIRTH: (Birth,),
    Shape.REF: (Ref,),
    Shape.TEXT: (Text, Choice),
}
"""The classes of field that a column of a shape may be said by; integers and lists have classes of their own."""
MADE_BY_VERBS = {
    ("membership", "person"),  # entered with the member, or chosen on the way
    ("head_count", "dated"),  # today where a number is said without a day
    ("head_count", "people"),  # a day without a number is refused by the check of branches
    ("movement", "account"),  # cash where nothing is said
    ("movement", "purse"),  # the common one where nothing is said
    ("movement", "dated"),  # today where nothing is said
    ("award", "recipient_kind"),  # a pupil where nothing is said
    ("award", "form"),  # a certificate where nothing is said
    ("award", "state"),  # from where it is nominated, approved, paid
}
"""Columns that a record must have and that verbs of their own fill in where nothing is said; each for the reason beside it."""

A_NAME_OR_A_RECORD = {("movement", "party")}
"""References that may also be said as a name alone, which then stands in the note."""


def faults() -> Iterator[str]:
    """Every fault of every kind and every subject."""
    for kind, model in KINDS.items():
        yield from _faults_of_kind(kind, model)
    for subject in registry.BY_NAME.values():
        yield from _faults_of_words(subject)
        yield from _faults_of_sheets(subject)


def _faults_of_kind(kind: str, model: type[Record]) -> Iterator[str]:
    subject = registry.subject_of(kind)
    if subject is None:
        if kind not in registry.OTHER_KINDS:
            yield f"{kind}: no subject, and no reason for none"
            return
        raw = [column for column in shapes_of(model) if registry.field_words(kind, column) == column]
        yield from (f"{kind}.{column}: goes by its raw name" for column in raw)
        return
    for column, shape in shapes_of(model).items():
        yield from _faults_of_column(subject, kind, column, shape)
    yield from _faults_of_key(subject, kind)


def _faults_of_column(subject: Subject[Any], kind: str, column: str, shape: Shape) -> Iterator[str]:
    about = f"{kind}.{column}"
    field = registry.field_of(kind, column)
    if field is None:
        if (kind, column) not in registry.OTHER_FIELDS and column not in _references(subject, kind):
            yield f"{about}: no field"
        return
    allowed = SHAPED.get(shape, (Field,))
    fitting = isinstance(field, allowed) or (kind, column) in A_NAME_OR_A_RECORD
    if not fitting or isinstance(field, Refs) != (shape is Shape.TEXTS and isinstance(field, Ref)):
        yield f"{about}: kept as {shape.value}, said as {type(field).__name__}"
    codes = KINDS[kind].kind_of.choices.get(column)
    said = tuple(field.words) if isinstance(field, Choice) else None
    if (codes is not None or said is not None) and set(codes or ()) != set(said or ()):
        yield f"{about}: codes {codes}, words of {said}"
    if column in KINDS[kind].kind_of.required and not (
        field.required or field.usual or (kind, column) in MADE_BY_VERBS
    ):
        yield f"{about}: must be there, and nothing is said where it is missing"


def _references(subject: Subject[Any], kind: str) -> set[str]:
    """The columns by which records of a kind hang on those of the subject."""
    parts = {part.by for part in subject.parts if part.model.kind_of.name == kind}
    return parts | {by for model, by in subject.hanging if model.kind_of.name == kind}


def _faults_of_key(subject: Subject[Any], kind: str) -> Iterator[str]:
    of = KINDS[kind].kind_of
    for column in (*of.key, *((of.owner,) if of.owner else ())):
        field = next((one for one in subject.fields if one.kept_in == column and not one.part), None)
        if field is None or not field.required or column not in of.required:
            yield f"{kind}.{column}: of the key or the owner, and not required in both places"


def _faults_of_words(subject: Subject[Any]) -> Iterator[str]:
    for words in _words_of(subject):
        if not words.text:
            yield f"{subject.name}: empty words"
        elif not english(words.text):
            yield f"{subject.name}: no English for «{words.text}»"
    for field in subject.fields:
        if field.part and field.part not in {part.name for part in subject.parts}:
            yield f"{subject.name}.{field.name}: of a part that there is not"


def _words_of(subject: Subject[Any]) -> Iterator[Words]:
    yield from (subject.title, subject.one)
    own = [column.field for column in subject.listing.columns]
    for field in (*subject.said, *subject.cells, *own):
        yield from (words for words in (field.label, field.short, field.hint, field.required) if words is not None)
        if isinstance(field, Choice):
            yield from (Words(text) for text in field.words.values())


@cache
def _catalogue() -> dict[str, str]:
    with (TRANSLATIONS / "en.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="en") if message.id}


def english(text: str) -> str:
    """The English of a text, "" for none."""
    return _catalogue().get(text, "")


def _faults_of_sheets(subject: Subject[Any]) -> Iterator[str]:
    headings = subject.headings
    for name in sorted({name for several in subject.needed for name in several} - set(headings)):
        yield f"{subject.name}.{name}: a sheet must have it, and no heading is known"
    if not subject.needed:
        return
    for name, titles in headings.items():
        if not {plain(text) for text in _titles(subject, name)} <= {plain(text) for text in titles}:
            yield f"{subject.name}.{name}: what its own list writes over it is not read"


def _titles(subject: Subject[Any], name: str) -> list[str]:
    return [column.field.title for column in subject.listing.columns if column.name == name and not column.hidden]
