"""What is pressed before a page has what it asked the book for: meant for that page, never for another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from db.tables.people import Person as PersonRecord
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.work.exchange.conflicts import open_conflicts
from tests import entering
from tests.exchange.people import add
from tests.gui.driving import Person
from tests.gui.test_reading import hold_reading
from tests.gui.test_screens import SitDown, lived_in
from tests.offices import COMMUNES, Network, receive

__all__ = ["lived_in"]


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What every thread that reads waits for."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def at_branches(lived_in: Network, sit_down: SitDown) -> Person:
    """An office with two branches, its window at the members."""
    book = lived_in.offices[COMMUNES[0]]
    entering.add_branch(book, entering.branch("Chi hội thôn 9"))
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl("2")
    return person


def keys(person: Person, *pressed: Qt.Key) -> None:
    """Keys as they come in from the system, one straight after the other."""
    for key in pressed:
        QTest.keyClick(person.window.windowHandle(), key)
        QCoreApplication.processEvents()


def test_keys_pressed_before_a_list_has_its_rows_are_meant_for_them(at_branches: Person, gate: threading.Event) -> None:
    kept = hold_reading(at_branches, gate)
    at_branches.screen.show_branches()  # type: ignore[attr-defined]
    keys(at_branches, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert isinstance(at_branches.screen.currentWidget(), SubjectPage) and kept
    gate.set()
    at_branches.wait_for_reading()
    at_branches.settle()
    form = at_branches.screen.currentWidget()
    assert isinstance(form, Form) and form.input("name").value() == "Chi hội thôn 9"


def test_keys_pressed_before_a_place_has_its_rows_are_meant_for_them_and_for_no_button(
    lived_in: Network, sit_down: SitDown, gate: threading.Event
) -> None:
    book = lived_in.offices[COMMUNES[0]]
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    kept = hold_reading(person, gate)
    person.desk.go_to("members")
    keys(person, Qt.Key.Key_Return)
    assert person.screen.currentIndex() == 0 and kept
    gate.set()
    person.wait_for_reading()
    person.settle()
    form = person.screen.currentWidget()
    assert isinstance(form, Form) and form.input("full_name").value() == "H’Ngoan Êban"


def test_keys_pressed_for_a_list_do_not_follow_to_another_place(at_branches: Person, gate: threading.Event) -> None:
    kept = hold_reading(at_branches, gate)
    at_branches.screen.show_branches()  # type: ignore[attr-defined]
    keys(at_branches, Qt.Key.Key_Return)
    at_branches.desk.go_to("today")
    gate.set()
    at_branches.wait_for_reading()
    at_branches.settle()
    assert at_branches.screen.objectName() == "today" and at_branches.screen.currentIndex() == 0 and kept


def test_what_is_typed_before_a_form_is_there_stands_in_its_first_field(
    at_branches: Person, gate: threading.Event
) -> None:
    kept = hold_reading(at_branches, gate)
    at_branches.screen.new()
    keys(at_branches, Qt.Key.Key_M, Qt.Key.Key_A, Qt.Key.Key_I)
    assert at_branches.screen.currentIndex() == 0 and kept
    gate.set()
    at_branches.wait_for_reading()
    at_branches.settle()
    form = at_branches.screen.currentWidget()
    assert isinstance(form, Form) and form.input("full_name").value() == "mai"


def test_escape_leaves_a_list_that_is_still_reading_and_what_was_pressed_for_it_goes_nowhere(
    at_branches: Person, gate: threading.Event
) -> None:
    kept = hold_reading(at_branches, gate)
    at_branches.screen.show_branches()  # type: ignore[attr-defined]
    keys(at_branches, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert at_branches.screen.currentIndex() == 0 and kept
    gate.set()
    at_branches.wait_for_reading()
    at_branches.settle()
    assert at_branches.screen.currentIndex() == 0


def test_a_form_that_is_still_asked_for_is_not_opened_over_another_place(
    at_branches: Person, gate: threading.Event
) -> None:
    kept = hold_reading(at_branches, gate)
    screen = at_branches.screen
    screen.new()
    at_branches.desk.go_to("fund")
    gate.set()
    at_branches.wait_for_reading()
    assert screen.currentIndex() == 0 and at_branches.screen.currentIndex() == 0 and kept


def test_after_a_verb_on_a_list_the_saved_row_is_chosen(at_branches: Person) -> None:
    at_branches.screen.show_branches()  # type: ignore[attr-defined]
    at_branches.wait_for_reading()
    page = at_branches.screen.currentWidget()
    assert isinstance(page, ListPage)
    at_branches.ctrl("N")
    at_branches.type("Chi hội thôn 5")
    at_branches.enter()
    at_branches.wait_for_reading()
    assert at_branches.screen.currentWidget() is page and page.table.model.rowCount() == 3
    row = page.table.model.row(page.table.view.currentIndex().row())
    assert row["name"] == "Chi hội thôn 5" and page.table.is_lit()


def test_a_number_pressed_before_the_next_conflict_is_seen_chooses_nothing(
    make_network: Callable[..., Network], sit_down: SitDown, gate: threading.Event
) -> None:
    network = make_network(COMMUNES[0])
    first = network.offices[COMMUNES[0]]
    second = network.enrol("may-2", unit=COMMUNES[0])[0]
    receive(first, network.answer())
    both = add(first, "H'Hen Niê", "Y Biêr Kmăn")
    receive(second, *network.send(first, own=True))
    for book, phone in ((first, "0901"), (second, "0902")):
        with book.write() as tx:
            for identity in both:
                tx.get(PersonRecord, identity).phone = phone
    receive(first, *network.send(second, own=True))
    first.close()
    person = sit_down(first.home)
    person.start(first.path)
    person.desk.go_to("exchange/conflicts")
    person.wait_for_reading()
    kept = hold_reading(person, gate)

    for _press in range(2):
        person.window.activateWindow()
        QTest.keyClick(person.focus(), Qt.Key.Key_1)

    assert len(open_conflicts(person.desk.book)) == 1 and kept
    gate.set()
    person.wait_for_reading()
    assert len(open_conflicts(person.desk.book)) == 1
