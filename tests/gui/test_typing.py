"""What is typed lands where it is meant and where it is seen; what is pressed with Alt is never typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea, QWidget

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
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
    """Whether all of a widget is in the part of the form that is seen."""
    area = form.findChild(QScrollArea)
    assert area is not None
    view = area.viewport()
    top = widget.mapTo(view, widget.rect().topLeft()).y()
    return 0 <= top and top + widget.height() <= view.height()


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
