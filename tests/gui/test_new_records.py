"""What was just saved is seen and chosen, whatever was searched for or filtered before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt

from db.store import Book
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.people.people import PersonDraft
from tests import entering
from tests.gui.driving import Person, press_action
from tests.gui.test_lists import go_to_list

SitDown = Callable[..., Person]
SAID = "Đã bỏ chữ tìm, bỏ lọc"


@pytest.fixture
def filled(book: Book) -> Book:
    """Two members, two nominated lines of one round, and money in the fund."""
    for name in ("Nguyễn Thị Mai", "Lê Văn Hùng"):
        membership.register(book, membership.MemberDraft(date(2020, 2, 1), None, PersonDraft(name)))
    round_ = entering.add_round(book, "Đầu năm", "talent").id
    for name in ("H’Lan Niê", "H’Mai Byă"):
        pupil = people.add_person(book, PersonDraft(name)).id
        award_lines.nominate(book, AwardDraft(round_, pupil, "pupil", "certificate"))
    movements.book_movement(book, FundDraft("receive", 500_000, date(2020, 2, 1), party_text="Ông Bảy"))
    return book


def at(sit_down: SitDown, book: Book, place: str) -> Person:
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl(place)
    return person


def search(person: Person, words: str, rows: int) -> None:
    """Search, and wait for what is found."""
    person.ctrl("F")
    person.type(words)
    table = person.screen.list_seen()
    assert table is not None
    person.wait(lambda: table.model.rowCount() == rows)


def chosen(person: Person) -> list[str]:
    """The row that is chosen, as it reads."""
    person.wait_for_work()
    person.settle()
    person.wait_for_work()
    table = person.screen.list_seen()
    assert table is not None
    row = table.view.currentIndex().row()
    return [str(table.model.index(row, place).data() or "") for place in range(table.model.columnCount())]


def test_a_new_member_is_seen_under_an_old_search_which_is_taken_away_and_said(filled: Book, sit_down: SitDown) -> None:
    person = at(sit_down, filled, "2")
    search(person, "Mai", 1)
    person.ctrl("N")
    person.type("Y Blah Niê")
    person.ctrl("S")
    assert chosen(person)[0] == "Y Blah Niê"
    assert person.screen.search.text() == ""
    assert SAID in person.message() and "Y Blah Niê" in person.message()
    person.seen("Hoàn tác")


def test_a_new_line_is_seen_under_a_filter_that_would_hide_it(filled: Book, sit_down: SitDown) -> None:
    person = at(sit_down, filled, "3")
    person.screen.state.set_value("approved")
    person.wait_for_work()
    person.ctrl("N")
    person.choose("Người nhận")
    person.type("Trần Văn Tư")
    person.choose("Hình thức")
    person.screen.currentWidget().input("form").set_value("certificate")
    person.ctrl("S")
    assert chosen(person)[0] == "Trần Văn Tư"
    assert person.screen.state.value() == "all"
    assert SAID in person.message()


def test_a_new_voucher_is_seen_in_the_list_behind_its_paper(filled: Book, sit_down: SitDown) -> None:
    person = at(sit_down, filled, "4")
    search(person, "Bảy", 1)
    person.ctrl("N")
    person.type("Bà Tám")
    person.choose("Số tiền")
    person.type("200000")
    person.ctrl("S")
    person.wait_for_work()
    person.wait(lambda: isinstance(person.screen.currentWidget(), PrintView))
    over_paper = person.message()
    assert "PT002/2020" in over_paper
    person.press(Qt.Key.Key_Escape)
    assert "Bà Tám" in chosen(person)
    assert (
        SAID in f"{over_paper} {person.message()}"
    )  # over the list, where the paper was there before the list was read


def test_a_new_one_of_a_catalogue_is_seen_under_an_old_search(filled: Book, sit_down: SitDown) -> None:
    entering.add_donor(filled, "Công ty Ea Kar", "organisation")
    person = go_to_list(sit_down, filled, "Nhà tài trợ")
    search(person, "kar", 1)
    person.ctrl("N")
    person.type("Bà Tám")
    person.ctrl("S")
    assert chosen(person)[0] == "Bà Tám"
    assert SAID in person.message()


def test_a_line_that_leaves_a_filter_by_what_was_done_with_it_takes_no_filter_away(
    filled: Book, sit_down: SitDown
) -> None:
    person = at(sit_down, filled, "3")
    person.screen.state.set_value("nominated")
    person.wait_for_work()
    press_action(person, "Rút")
    person.wait_for_work()
    assert person.screen.state.value() == "nominated"
    press_action(person, "Duyệt…")
    person.ctrl("S")
    person.wait_for_work()
    assert person.screen.state.value() == "nominated"
    assert SAID not in person.message()
