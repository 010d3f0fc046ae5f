"""A book whose newest entry lies after the machine's day is not shown before somebody has looked at the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db.clock import Clock
from db.store import Book
from desktop_app.gui.screens.day_page import DayPage
from desktop_app.work.people import people
from tests.gui.driving import Person
from tests.offices import NOW

DAY = 86_400_000


class Calendar:
    """The machine's clock, which somebody sets."""

    def __init__(self) -> None:
        self.days = 0

    def set_to(self, day: date) -> None:
        self.days = (day - date(2020, 7, 5)).days

    def clock(self, chance: Callable[[int], bytes]) -> Clock:
        return Clock(
            now=lambda: NOW + self.days * DAY,
            today=lambda: date.fromordinal(date(2020, 7, 5).toordinal() + self.days),
            random=chance,
        )


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def sit(qtbot, book: Book, home, clock, calendar) -> Iterator[Callable[[], Person]]:
    """Opens the book again at a machine whose calendar can be set."""
    path: Path = book.path
    book.close()
    seated: list[Person] = []

    def make() -> Person:
        seated.append(Person(qtbot, home, calendar.clock(clock.random)))
        seated[-1].start(path)
        return seated[-1]

    yield make
    for person in seated:
        person.window.close()
        person.window.deleteLater()


def page_of(person: Person) -> DayPage:
    page = person.window.centralWidget()
    assert isinstance(page, DayPage)
    return page


def test_the_page_says_both_days_and_enter_looks_again_until_the_day_is_mended(sit, calendar):
    calendar.set_to(date(2010, 1, 1))
    person = sit()
    assert page_of(person).said.text() == "Máy đang ghi hôm nay là 01/01/2010, mà sổ đã có mục ghi ngày 05/07/2020."
    person.enter()
    assert person.seen("Máy vẫn ghi ngày này").isVisible()
    assert person.window.desk is None
    calendar.set_to(date(2020, 7, 6))
    person.enter()
    assert person.screen.name == "Hôm nay"


def test_a_day_that_is_right_is_confirmed_once_and_asked_about_again_when_it_goes_back(sit, calendar):
    calendar.set_to(date(2023, 3, 1))
    person = sit()
    assert "lần ghi sổ gần nhất là ngày 05/07/2020" in page_of(person).said.text()
    person.choose("Ngày này đúng")
    assert person.screen.name == "Hôm nay"
    person.window.close()
    again = sit()
    assert again.screen.name == "Hôm nay"
    people.add_person(again.desk.book, people.PersonDraft(full_name="Y Bliu"))
    again.window.close()
    calendar.set_to(date(2020, 7, 6))
    back = sit()
    assert "mục ghi ngày 01/03/2023" in page_of(back).said.text()


def test_a_confirmed_day_is_asked_about_when_something_was_written_after_it(sit, calendar):
    calendar.set_to(date(2023, 3, 1))
    person = sit()
    person.choose("Ngày này đúng")
    person.window.close()
    calendar.set_to(date(2023, 6, 1))
    ahead = sit()
    people.add_person(ahead.desk.book, people.PersonDraft(full_name="Y Bliu"))
    ahead.window.close()
    calendar.set_to(date(2023, 3, 2))
    assert "mục ghi ngày 01/06/2023" in page_of(sit()).said.text()


def test_the_book_may_be_closed_again_from_the_page(sit, calendar, book):
    calendar.set_to(date(2010, 1, 1))
    person = sit()
    person.choose("Đóng sổ")
    assert person.window.first_run is not None
    with Book.open(book.path, home=book.home, clock=book.clock, write=True) as free:
        assert free.writable


def test_a_member_of_after_today_is_marked_in_the_list(sit, calendar):
    calendar.set_to(date(2021, 1, 10))
    person = sit()
    person.ctrl("2")
    person.ctrl("N")
    person.type("Y Thông Niê")
    person.enter()
    assert "Đã ghi hội viên" in person.message()
    person.window.close()
    calendar.set_to(date(2020, 7, 5))
    back = sit()
    back.choose("Ngày này đúng")
    back.ctrl("2")
    table = back.screen.table
    shown = table.view.model().index(0, 3).data(Qt.ItemDataRole.DisplayRole)
    assert shown == "▲ 10/01/2021, sau hôm nay"


def test_a_day_before_the_newest_entry_stays_marked_until_it_is_mended(sit, calendar):
    calendar.set_to(date(2017, 1, 1))
    person = sit()
    person.choose("Ngày này đúng")
    for place in ("1", "2", "4"):
        person.ctrl(place)
        assert "hôm nay là 01/01/2017, mà sổ đã có mục ghi ngày 05/07/2020" in person.desk.standing.text()
        assert person.window.windowTitle().startswith("XEM LẠI NGÀY: ")
    people.add_person(person.desk.book, people.PersonDraft(full_name="Y Bliu"))
    person.desk.announce(frozenset({"people"}))
    person.wait_for_reading()
    assert "01/01/2017" in person.desk.standing.text()
    person.window.close()
    again = sit()
    assert "01/01/2017" in again.desk.standing.text()
    calendar.set_to(date(2020, 7, 6))
    again.desk.announce(frozenset({"people"}))
    again.wait_for_reading()
    assert again.desk.standing.text() == ""
    assert "NGÀY" not in again.window.windowTitle()
