"""What is typed lands where it is meant and where it is seen; what is pressed with Alt is never typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QScrollArea, QWidget

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from tests import entering
from tests.gui.driving import Person

SitDown = Callable[..., Person]
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
ALT_GR = CTRL | ALT
"""As Windows says it."""


@pytest.fixture
def at_form(sit_down: SitDown, book: Book) -> Person:
    """Somebody at the empty form of a new member."""
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl("2")
    person.ctrl("N")
    return person


def form_of(person: Person) -> Form:
    page = person.screen.currentWidget()
    assert isinstance(page, Form)
    return page


def strike(person: Person, widget: QWidget, letter: str, held: Qt.KeyboardModifier) -> None:
    """A letter with a modifier, as a keyboard gives it: with its text."""
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, Qt.Key(ord(letter.upper())), held, letter))
    person.settle()


def commit(person: Person, text: str) -> None:
    """Text from an input method or the clipboard, at the cursor."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(person.focus(), event)
    person.settle()


def is_seen(form: Form, widget: QWidget) -> bool:
    """Whether a widget - in lines of text the place of the cursor - is in the part of the form that is seen."""
    area = form.findChild(QScrollArea)
    assert area is not None
    view = area.viewport()
    place = widget.cursorRect() if isinstance(widget, QPlainTextEdit) else widget.rect()
    top = widget.mapTo(view, place.topLeft()).y()
    return top >= 0 and top + place.height() <= view.height()


def wheel_away(person: Person, form: Form, *, down: bool) -> None:
    area = form.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum() if down else 0)
    person.settle()


# --- with Alt -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("held", [ALT, ALT | Qt.KeyboardModifier.ShiftModifier])
def test_a_letter_with_alt_that_nothing_on_the_page_has_is_not_typed(at_form: Person, held) -> None:
    form = form_of(at_form)
    at_form.type("Y Blah Niê")
    strike(at_form, form.input("full_name").target(), "z", held)
    assert form.input("full_name").value() == "Y Blah Niê"
    form.unfold()
    for name in form.names():
        strike(at_form, form.input(name).target(), "z", held)
    assert {name for name in form.names() if form.input(name).typed().lower().endswith("z")} == set()


def test_a_sign_with_alt_gr_is_typed(at_form: Person) -> None:
    line = form_of(at_form).input("full_name").target()
    strike(at_form, line, "@", ALT_GR)
    strike(at_form, line, "€", Qt.KeyboardModifier.GroupSwitchModifier)
    assert line.text() == "@€"


def test_a_letter_with_alt_chooses_nothing_in_a_list_of_choices(at_form: Person) -> None:
    for combo in form_of(at_form).findChildren(QComboBox):
        combo.setCurrentIndex(0)
        for place in range(1, combo.count()):
            strike(at_form, combo, combo.itemText(place)[0], ALT)
        assert combo.currentIndex() == 0


# --- in sight -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def scrolled(at_form: Person) -> tuple[Person, Form]:
    """The cursor is in the name, which the wheel has moved out of sight."""
    form = form_of(at_form)
    form.unfold()
    form.input("full_name").target().setFocus()
    at_form.settle()
    wheel_away(at_form, form, down=True)
    assert not is_seen(form, at_form.focus())
    return at_form, form


def test_a_letter_typed_out_of_sight_brings_the_field_back(scrolled: tuple[Person, Form]) -> None:
    person, form = scrolled
    strike(person, person.focus(), "y", Qt.KeyboardModifier.NoModifier)
    assert is_seen(form, person.focus())


def test_what_an_input_method_holds_or_writes_brings_the_field_back(scrolled: tuple[Person, Form]) -> None:
    person, form = scrolled
    QCoreApplication.sendEvent(person.focus(), QInputMethodEvent("y", []))
    person.settle()
    assert is_seen(form, person.focus())
    wheel_away(person, form, down=True)
    commit(person, "Y Blah")
    assert is_seen(form, person.focus())


def test_what_is_pasted_out_of_sight_brings_the_field_back(scrolled: tuple[Person, Form]) -> None:
    person, form = scrolled
    QApplication.clipboard().setText("Y Blah Niê")
    person.press(Qt.Key.Key_V, CTRL)
    assert form.input("full_name").value() == "Y Blah Niê"
    assert is_seen(form, person.focus())


def test_a_choice_changed_out_of_sight_and_lines_of_text_bring_their_field_back(sit_down: SitDown, book: Book) -> None:
    entering.add_round(book, "Đầu năm", "talent")
    book.close()
    person = sit_down(book.home, percent=200)
    person.start(book.path)
    person.ctrl("3")
    person.ctrl("N")
    form = form_of(person)
    for name, key in (("recipient_kind", Qt.Key.Key_Down), ("reason", Qt.Key.Key_Y)):
        field = form.input(name).target()
        field.setFocus()
        person.settle()
        wheel_away(person, form, down=name == "recipient_kind")
        assert not is_seen(form, field)
        person.press(key)
        assert is_seen(form, field)
