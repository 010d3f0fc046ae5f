"""For every field of every subject: form, list, export, load error, conflict and mention say the declaration's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.subjects.load_form import LoadForm
from desktop_app.sheets.columns import Matched
from desktop_app.work.loading.rows import Loaded
from desktop_app.work.records.fields import Field
from desktop_app.work.records.reading import wrong
from desktop_app.work.records.subject import Subject
from desktop_app.work.subjects.registry import BY_NAME, field_of
from tests.gui.driving import Person
from tests.snapshots import adapter, forms, window
from tests.snapshots.clerk import Clerk
from tests.snapshots.conftest import at_desk, built, person_at  # noqa: F401
from tests.subjects.narrower import NARROWER, NO_FIELD, OF_FIELD

AtWindow = Callable[[str, Clerk, str], Person]
REQUIRED = " (bắt buộc)"
BESIDE: dict[str, tuple[str, ...]] = {"awards": ("people", "decisions")}
"""The subjects that forms of another also enter; persons beside all."""


@pytest.mark.parametrize("subject", BY_NAME.values(), ids=BY_NAME)
def test_an_export_and_an_error_of_a_sheet_name_a_field_as_its_column_is_named(subject: Subject[Any]) -> None:
    said = adapter.in_sheet()
    for field in subject.fields:
        if (column := f"{subject.name}.{field.name}") in said:
            assert said[column] == field.title, column
        loaded = Loaded()
        loaded.reject(Matched(subject=subject.name, columns={}, rows=[]), 2, wrong(field.name, "…"))
        assert [error.column for error in loaded.rejected] == [field.title]


def test_a_conflict_and_a_mention_name_a_column_by_its_label() -> None:
    for kind, column in adapter.fields():
        if (field := field_of(kind, column)) is not None:
            label = str(field.label)
            assert adapter.in_mention(kind, column) == label[:1].upper() + label[1:], (kind, column)
            assert adapter.in_conflict(kind, column) == label[:1].lower() + label[1:], (kind, column)


@pytest.mark.parametrize("subject", [name for name in forms.PAGES if name in BY_NAME])
def test_forms_and_lists_of_the_window_say_the_words_of_the_declaration(
    at_desk: Callable[[str], Clerk],  # noqa: F811
    person_at: AtWindow,  # noqa: F811
    subject: str,
) -> None:
    clerk = at_desk("vi")
    wrong_words = []
    for page in forms.PAGES[subject].values():
        person = person_at("vi", clerk, page.book)
        forms._go(person, page)
        window.page(person)  # what is folded is unfolded
        wrong_words += [said for said in _words(person) if not _is_declared(subject, *said)]
    assert wrong_words == []


def _words(person: Person) -> Iterator[tuple[str, str]]:
    """What the seen page calls its fields or columns, each with its words."""
    here = person.screen.currentWidget()
    if isinstance(here, LoadForm):
        return
    if isinstance(here, Form):
        labels = {id(label.buddy()): label.text() for label in here.findChildren(QLabel) if label.buddy() is not None}
        for name in here.names():
            yield name, labels[id(_buddy(here, name))].replace("&", "").removesuffix(REQUIRED)
    for table in _tables(here):
        yield from ((column.key, column.title) for column in table._columns)


def _buddy(form: Form, name: str) -> QWidget:
    target: QWidget = form.input(name).target()
    return target


def _tables(page: QWidget | None) -> list[RowTable]:
    return page.findChildren(RowTable) if page is not None else []


def _is_declared(subject: str, name: str, words: str) -> bool:
    if (subject, name) in NO_FIELD or (subject, name, words) in NARROWER:
        return True
    return any(words in (str(field.label), field.title) for field in _meant(subject, name))


def _meant(subject: str, name: str) -> list[Field[Any]]:
    """The declared fields that may be meant: of the subject, of its list, or of what the form enters besides."""
    declared, called = OF_FIELD.get((subject, name), (subject, name))
    one = BY_NAME[declared]
    own = [*one.said, *one.cells, *(column.field for column in one.listing.columns)]
    others = [field for other in BESIDE.get(subject, ("people",)) for field in BY_NAME[other].fields]
    return [field for field in (*own, *others) if field.name == called]


def test_no_narrower_word_is_kept_that_no_form_says(at_desk: Callable[[str], Clerk], person_at: AtWindow) -> None:  # noqa: F811
    clerk, said = at_desk("vi"), set()
    for subject in {name for name, _field, _words in NARROWER}:
        for page in forms.PAGES[subject].values():
            person = person_at("vi", clerk, page.book)
            forms._go(person, page)
            window.page(person)
            said |= {(subject, *words) for words in _words(person)}
    assert set(NARROWER) <= said
