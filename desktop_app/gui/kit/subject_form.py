"""The form of a declared subject: an input for every field, with its label, hint and choices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import (
    BirthInput,
    ChoiceInput,
    DateInput,
    Input,
    LongTextInput,
    MoneyInput,
    NumberInput,
    TextInput,
)
from desktop_app.gui.kit.screen import Screen
from desktop_app.gui.kit.ticks import TicksInput
from desktop_app.work.lists import list_queries
from desktop_app.work.records import verbs
from desktop_app.work.records.fields import Birth, Choice, Day, Field, LongText, Money, Number, Ref, Refs, YesNo
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking, Subject

Offered = Mapping[str, Collection[tuple[Any, str]]]
"""By field, what a reference may name: (id, words)."""
INPUTS: dict[type[Field[Any]], Callable[[], Input]] = {
    Money: MoneyInput,
    Number: NumberInput,
    Day: DateInput,
    Birth: BirthInput,
    LongText: LongTextInput,
}


def offered(book: Book, subject: Subject[Any]) -> Offered:
    """What the references of a subject may name; asked beside the window."""
    return {field.name: _choices(book, field.to()[0]) for field in subject.fields if isinstance(field, Ref)}


def _choices(book: Book, subject: Subject[Any]) -> list[tuple[bytes, str]]:
    office = None if subject.shown.office == "t.id" else book.unit
    with book.reading() as db:
        ids = list_queries.ids(db, list_queries.Query(subject.listing, office))
        rows = list_queries.rows(db, subject.listing, ids)
        return [(identity, subject.line(row)) for identity, row in zip(ids, rows, strict=True)]


def subject_form(subject: Subject[Any], heading: str, choices: Offered, *, without: Collection[str] = ()) -> Form:
    """A form with the fields of a subject, but for those `without`; folded ones behind their button."""
    form = Form(heading, _("Lưu"))
    asked = [field for field in subject.fields if field.name not in without]
    for field in sorted(asked, key=lambda one: one.folded):
        if field.folded and not form.is_folding():
            form.fold(_("Thêm mục khác"))
        needs = field.required is not None and field.usual is None and not isinstance(field, Choice)
        hint = str(field.hint) if field.hint else ""
        form.add(field.name, str(field.label), input_of(field, choices), hint=hint, required=needs)
    return form


def input_of(field: Field[Any], choices: Offered) -> Input:
    """The input that a field is entered in."""
    if isinstance(field, Choice):
        none = [] if field.required or field.usual else [(None, _("(không ghi)"))]
        return ChoiceInput([*none, *field.words.items()])
    if isinstance(field, YesNo):
        return ChoiceInput([(0, _("Không")), (1, _("Có"))])
    if isinstance(field, Refs):
        return TicksInput([(identity.hex(), words) for identity, words in choices[field.name]])
    if isinstance(field, Ref):
        none = [] if field.required else [(None, _("(không ghi)"))]
        return ChoiceInput([*none, *choices[field.name]])
    made = next((make for kind, make in INPUTS.items() if isinstance(field, kind)), None)
    return made() if made else TextInput(width=field.letters)


def open_new(screen: Screen, subject: Subject[Any], heading: str, said: str) -> None:
    """Open the form of a new record; `said` with {name} is told when it is in the book."""
    book = screen.book

    def fill(found: tuple[Offered, Mapping[str, Any]]) -> None:
        choices, usual = found
        form = subject_form(subject, heading, choices)
        verb = verbs.put if subject.key else verbs.create
        form.submitted.connect(lambda: _carry_out(screen, subject, form, partial(verb, book, subject), said))
        screen.open_form(form, dict(usual))

    screen.ask_first(lambda: (offered(book, subject), usual_values(book, subject)), fill)


def open_change(screen: Screen, subject: Subject[Any], identity: bytes, heading: str, said: str) -> None:
    """Open the form of a record, filled with what stands; only what is changed in it is corrected."""
    book = screen.book

    def fill(found: tuple[Offered, Mapping[str, Any], str]) -> None:
        choices, before, name = found
        form = subject_form(subject, heading.format(name=name), choices, without=subject.key)

        def verb(values: Mapping[str, Any]) -> Done:
            changed = {field: value for field, value in values.items() if value != before.get(field)}
            return verbs.correct(book, subject, identity, changed)

        form.submitted.connect(lambda: _carry_out(screen, subject, form, verb, said, identity))
        screen.open_form(form, dict(before))

    screen.ask_first(lambda: (offered(book, subject), *standing(book, subject, identity)), fill)


def _carry_out(
    screen: Screen,
    subject: Subject[Any],
    form: Form,
    verb: Callable[[Mapping[str, Any]], Done],
    said: str,
    own: bytes = b"",
) -> None:
    values = form.values()
    with screen.book.reading() as db:
        doubts = verbs.doubts(subject, Asking(screen.book, db, values, own))
    name = str(values.get(subject.called[0]) or subject.one)
    screen.carry_out(lambda: verb(values), said.format(name=name), form=form, doubts=doubts)


def usual_values(book: Book, subject: Subject[Any]) -> dict[str, Any]:
    """What a new record says where nothing is said."""
    with book.reading() as db:
        asking = Asking(book, db)
        return {field.name: field.usual(asking) for field in subject.fields if field.usual}


def standing(book: Book, subject: Subject[Any], identity: bytes) -> tuple[dict[str, Any], str]:
    """The values of a record by field, its parts too, and what it is in a line."""
    with book.reading() as db:
        values = verbs.values_of(db, subject, identity)
        rows: Sequence[Mapping[str, Any]] = list_queries.rows(db, subject.listing, [identity])
    return values, subject.line(rows[0])
