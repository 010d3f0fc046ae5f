"""At the largest text a page opens at its top, and one bar leads from there to the last row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar, QWidget

from db.store import Book
from desktop_app.gui.kit.lists.table_area import TableArea
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from tests.gui.driving import Person

SitDown = Callable[..., Person]
MANY = 30


@pytest.fixture
def person(book: Book, sit_down: SitDown) -> Person:
    """Somebody at a fund with many vouchers, in a book that is a sample or has another strip above."""
    for day in range(1, MANY):
        movements.book_movement(book, FundDraft("receive", 10_000 * day, date(2020, 3, day), party_text="Ông An"))
    book.close()
    person = sit_down(book.home, percent=200)
    person.start(book.path)
    person.window.resize(1366, 660)
    person.ctrl("4")
    person.settle()
    return person


def area_of(person: Person) -> TableArea:
    return person.screen.currentWidget().findChild(TableArea)


def is_seen(person: Person, widget: QWidget) -> bool:
    """Whether nothing of it is out of the page's sight."""
    area = area_of(person).viewport()
    top = widget.mapTo(area, QPoint(0, 0)).y()
    return top >= 0 and top + widget.height() <= area.height()


def bars(person: Person) -> list[QScrollBar]:
    """The upright bars that are seen."""
    found = area_of(person).findChildren(QScrollBar)
    return [one for one in found if one.isVisible() and one.orientation() == Qt.Orientation.Vertical]


def row_is_seen(person: Person) -> bool:
    """Whether the chosen row is whole on the screen."""
    view, area = person.screen.table.view, area_of(person).viewport()
    row = view.visualRect(view.currentIndex())
    top = view.viewport().mapTo(area, row.topLeft()).y()
    inside = view.viewport().rect().contains(row.center())
    return inside and top >= 0 and top + row.height() <= area.height()


def test_a_page_opens_at_its_top_with_one_bar(person: Person) -> None:
    assert person.focus() is person.screen.table.view
    assert area_of(person).verticalScrollBar().maximum() > 0
    assert is_seen(person, person.screen.balances) and is_seen(person, person.screen.search.edit)
    assert row_is_seen(person)
    assert bars(person) == [area_of(person).bar]


def test_the_cursor_is_followed_to_the_last_row_and_back(person: Person) -> None:
    for _row in range(MANY):
        person.press(Qt.Key.Key_Down)
        assert row_is_seen(person)
    assert area_of(person).bar.value() == area_of(person).bar.maximum()
    person.ctrl("F")
    assert is_seen(person, person.screen.search.edit)


def test_the_bar_and_the_wheel_lead_from_the_top_to_the_last_row(person: Person) -> None:
    view, bar = person.screen.table.view, area_of(person).bar
    bar.setValue(bar.maximum())
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert area_of(person).verticalScrollBar().value() == area_of(person).verticalScrollBar().maximum()
    bar.setValue(0)
    assert view.verticalScrollBar().value() == 0 and area_of(person).verticalScrollBar().value() == 0
    spot = QPointF(view.viewport().mapTo(person.window, QPoint(20, 20)))
    QTest.wheelEvent(person.window.windowHandle(), spot, QPoint(0, -120))
    person.settle()
    assert area_of(person).verticalScrollBar().value() > 0 and bar.value() > 0


def test_with_room_for_everything_the_rows_have_their_own_bar_alone(person: Person) -> None:
    person.window.resize(1366, 1400)
    person.settle()
    assert not area_of(person).bar.isVisible()
    assert bars(person) in ([person.screen.table.view.verticalScrollBar()], [])
