"""The form of a declared subject: an input for every field, with its label, hint and choices."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.plain_inputs import (
    BirthInput,
    ChoiceInput,
    DateInput,
    Input,
    LongTextInput,
    MoneyInput,
    NumberInput,
    TextInput,
)
from desktop_app.gui.kit.inputs.reference_inputs import FoundByTyping, RecordInput, RecordsInput
from desktop_app.gui.kit.inputs.ticks import TicksInput
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.work.lists import list_queries, references
from desktop_app.work.records import verbs
from desktop_app.work.records.fields import (
    Birth,
    Choice,
    Day,
    Field,
    LongText,
    Money,
    Number,
    Ref,
    Refs,
    Several,
    YesNo,
)
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking, Subject

Choices = Sequence[tuple[Any, str]]
Offers = Mapping[str, Choices | FoundByTyping]
"""By field, what it may name: (id or code, words), or how that is found where it is too much to show."""
NOTHING: Offers = {}
INPUTS: dict[type[Field[Any]], Callable[[], Input]] = {
    Money: MoneyInput,
    Number: NumberInput,
    Day: DateInput,
    Birth: BirthInput,
    LongText: LongTextInput,
}


@dataclass(frozen=True)
class FormStart:
    """What a form opens with: values by field, what they may name, and which record it is in a line ("" for a new one)."""

    values: Mapping[str, Any]
    offers: Offers
    name: str = ""


def subject_form(subject: Subject[Any], heading: str, offers: Offers, *, without: Collection[str] = ()) -> Form:
    """A form with the fields of a subject, but for those `without`; folded ones behind their button."""
    form = Form(heading, _("Lưu"))
    add_fields(form, subject, offers, without=without)
    return form


def add_fields(form: Form, subject: Subject[Any], offers: Offers = NOTHING, *, without: Collection[str] = ()) -> None:
    """Put the fields of a subject into a form; what follows from others is not asked."""
    asked = [field for field in subject.fields if field.name not in without and field.follows is None]
    for field in sorted(asked, key=lambda one: one.folded):
        if field.folded and not form.is_folding():
            form.fold(str(field.label) if sum(one.folded for one in asked) == 1 else _("Thêm mục khác"))
        needs = field.required is not None and field.usual is None and not isinstance(field, Choice)
        offer = offers.get(field.name, ())
        typed = _("Gõ tên hoặc mã, không cần dấu") if isinstance(offer, FoundByTyping) else ""
        hint = str(field.hint) if field.hint else typed
        form.add(field.name, str(field.label), input_of(field, offer), hint=hint, required=needs)


def add_field(
    form: Form, field: Field[Any], given: Input | None = None, *, name: str = "", hint: str = "", required: bool = False
) -> None:
    """Put one declared field into a form of another shape; its label, and the hint where none is given, are as declared.

    `given` is an input other than that of its class, `name` what the form calls it.
    """
    said = hint or (str(field.hint) if field.hint else "")
    form.add(name or field.name, str(field.label), given or input_of(field), hint=said, required=required)


def input_of(field: Field[Any], offer: Choices | FoundByTyping = ()) -> Input:
    """The input that a field is entered in."""
    if isinstance(offer, FoundByTyping):
        return RecordsInput(offer) if isinstance(field, Refs) else RecordInput(offer)
    if isinstance(field, Choice):
        return ChoiceInput([*_none(field), *field.words.items()])
    if isinstance(field, YesNo):
        return ChoiceInput([(0, _("Không")), (1, _("Có"))])
    if isinstance(field, Refs):
        return TicksInput([(identity.hex(), words) for identity, words in offer])
    if isinstance(field, Several):
        return TicksInput(offer)
    if isinstance(field, Ref):
        return ChoiceInput([*_none(field), *offer])
    made = next((make for kind, make in INPUTS.items() if isinstance(field, kind)), None)
    return made() if made else TextInput(width=field.letters)


def _none(field: Field[Any]) -> Choices:
    return [] if field.required or field.usual else [(None, _("(không ghi)"))]


def open_new(
    screen: Screen,
    subject: Subject[Any],
    heading: str,
    said: Callable[[Mapping[str, Any]], str],
    *,
    without: Collection[str] = (),
    why: str = "",
) -> None:
    """Open the form of a new record; `said` says of its values that they are in the book, `why` that it is needed now."""

    def fill(new: FormStart) -> None:
        form = subject_form(subject, heading, new.offers, without=without)
        form.submitted.connect(lambda: _create(screen, subject, form, said))
        screen.open_form(form, dict(new.values))
        if why:
            screen.context.messages.show_message("note", why)

    screen.ask_first(partial(standing_new, screen.book, subject), fill)


def _create(screen: Screen, subject: Subject[Any], form: Form, said: Callable[[Mapping[str, Any]], str]) -> None:
    """What is left empty of a natural key's record stays as it stands in the book."""
    given = _with_followers(subject, form.values(), {})
    values = {name: value for name, value in given.items() if value is not None or not subject.key}
    verb = verbs.put if subject.key else verbs.create
    with screen.book.reading() as db:
        doubts = verbs.doubts_of_new(subject, Asking(screen.book, db, values))
    screen.carry_out(lambda: verb(screen.book, subject, values), said(values), form=form, doubts=doubts)


def open_change(screen: Screen, subject: Subject[Any], identity: bytes, heading: str, said: str) -> None:
    """Open the form of a record, filled with what stands; only what is changed in it is corrected.

    Where this book may not write it, the form only shows.
    """

    def fill(found: FormStart) -> None:
        form = subject_form(subject, heading.format(name=found.name), found.offers, without=subject.key)
        form.submitted.connect(lambda: _correct(screen, subject, identity, form, found, said))
        screen.open_form(form, dict(found.values))
        if why := verbs.why_not_written(screen.book, subject):
            form.only_show(why)

    screen.ask_first(partial(standing_record, screen.book, subject, identity), fill)


def _correct(
    screen: Screen, subject: Subject[Any], identity: bytes, form: Form, found: FormStart, said: str
) -> Done | None:
    given = _with_followers(subject, form.values(), found.values)
    changed = _changed(subject, given, found.values)
    if not changed:
        screen.close_page()
        return None
    with screen.book.reading() as db:
        doubts = verbs.doubts(subject, Asking(screen.book, db, changed, identity))
    name = str(given.get(subject.named_by) or found.name)
    return screen.carry_out(
        lambda: verbs.correct(screen.book, subject, identity, changed),
        said.format(name=name),
        form=form,
        doubts=doubts,
    )


def _with_followers(subject: Subject[Any], given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered with what follows from it; not where it stood otherwise than it follows."""
    followers = [field for field in subject.fields if field.follows]
    follow = {field.name: field.follows for field in followers if field.follows}
    kept = {name: follows(given) for name, follows in follow.items() if not before or follows(before) == before[name]}
    return {**given, **kept}


def _changed(subject: Subject[Any], given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What is said otherwise than it stands; a part goes whole, as a head count with its day."""
    other = {name for name, value in given.items() if value != before.get(name)}
    parts = {field.part for field in subject.fields if field.part and field.name in other}
    whole = {field.name for field in subject.fields if field.part in parts}
    return {name: value for name, value in given.items() if name in other | whole}


def standing_new(book: Book, subject: Subject[Any]) -> FormStart:
    """What the form of a new record opens with; asked beside the window."""
    with book.reading() as db:
        asking = Asking(book, db)
        makers = {field.name: field.usual or field.proposed for field in subject.fields}
        values = {name: make(asking) for name, make in makers.items() if make}
        return FormStart(values, _offers(book, db, subject, values, book.unit))


def standing_record(book: Book, subject: Subject[Any], identity: bytes) -> FormStart:
    """What the form of a record opens with, its parts too; asked beside the window."""
    with book.reading() as db:
        values = verbs.values_of(db, subject, identity)
        office = db.execute(f"SELECT office FROM {subject.stored_in} WHERE id = ?", (identity,)).fetchone()[0]
        rows = list_queries.rows(db, subject.listing, [identity])
        return FormStart(values, _offers(book, db, subject, values, office), subject.line(rows[0]))


def _offers(
    book: Book, db: sqlite3.Connection, subject: Subject[Any], values: Mapping[str, Any], office: bytes
) -> Offers:
    several = {field.name: field.offered(db) for field in subject.fields if isinstance(field, Several)}
    named = {
        field.name: _offer(book, db, field.to()[0], values.get(field.name), office)
        for field in subject.fields
        if isinstance(field, Ref)
    }
    return {**several, **named}


def _offer(
    book: Book, db: sqlite3.Connection, subject: Subject[Any], value: Any, office: bytes
) -> Choices | FoundByTyping:
    """All that may be named where that can be shown, with what is named now; else how it is found."""
    kept = [bytes.fromhex(one) for one in value] if isinstance(value, list) else [value] if value else []
    known = references.choices(db, subject, office)
    named = references.named(db, subject, kept)
    if known is not None:
        return [*known, *((one, words) for one, words in named.items() if one not in dict(known))]
    return FoundByTyping(
        partial(references.offered, book, subject, office), partial(references.meant, book, subject), named
    )
