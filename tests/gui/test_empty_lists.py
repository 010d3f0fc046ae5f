"""Who wants to do something with a row of an empty list is told what is missing, and what is missing now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from db.store import Book
from desktop_app.work.members import membership
from desktop_app.work.people.people import PersonDraft
from tests import entering
from tests.gui.driving import Person, press_action
from tests.gui.test_lists import go_to_list

SitDown = Callable[..., Person]


def at(sit_down: SitDown, book: Book, place: str) -> Person:
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl(place)
    return person


def shown(person: Person) -> str:
    """What stands in the place of rows."""
    table = person.screen.list_seen()
    assert table is not None
    return " ".join(label.text() for label in table.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize(
    ("place", "button", "missing"),
    [("2", "Sửa", "«Thêm hội viên»"), ("3", "Sửa", "«Thêm đợt»"), ("4", "In phiếu", "«Thu tiền»")],
)
def test_a_button_over_an_empty_list_says_what_is_missing(
    book: Book, sit_down: SitDown, place: str, button: str, missing: str
) -> None:
    person = at(sit_down, book, place)
    press_action(person, button)
    assert "Chọn một dòng" not in person.message()
    assert missing in person.message() and missing in shown(person)


def test_a_button_over_a_list_that_a_search_has_emptied_says_so(book: Book, sit_down: SitDown) -> None:
    membership.register(book, membership.MemberDraft(date(2020, 2, 1), None, PersonDraft("Nguyễn Thị Mai")))
    person = at(sit_down, book, "2")
    person.ctrl("F")
    person.type("zzz")
    person.wait(lambda: person.screen.table.model.rowCount() == 0)
    press_action(person, "Sửa")
    assert "Không tìm thấy «zzz»" in person.message()


def test_after_the_first_round_the_list_of_awards_asks_for_somebody_in_it(book: Book, sit_down: SitDown) -> None:
    entering.add_round(book, "Đầu năm", "talent")
    person = at(sit_down, book, "3")
    press_action(person, "Trao")
    for said in (shown(person), person.message()):
        assert "«Đề nghị»" in said and "«Thêm đợt»" not in said


def test_an_empty_catalogue_says_what_is_missing(book: Book, sit_down: SitDown) -> None:
    person = go_to_list(sit_down, book, "Nhà tài trợ")
    press_action(person, "Sửa")
    assert "«Thêm nhà tài trợ»" in person.message()
