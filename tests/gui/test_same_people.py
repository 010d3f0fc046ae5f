"""The same person twice, at the keyboard: a pair side by side, a key for each answer, and parting again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.store import Book
from desktop_app.figures.joined_records import components
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.screens.awards.twice import TwicePage
from desktop_app.gui.screens.members.decided import DecidedPage
from desktop_app.gui.screens.members.same import SamePage
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.members import membership
from desktop_app.work.people import duplicate_review, people
from tests import entering
from tests.gui.driving import CTRL, Person

SitDown = Callable[..., Person]


def _member(book: Book, name: str, born: str, phone: str | None = None) -> bytes:
    who = people.add_person(book, people.PersonDraft(name, born=born, phone=phone)).id
    membership.register(book, membership.MemberDraft(date(2020, 2, 1), person=who))
    return who


@pytest.fixture
def doubled(book: Book) -> Book:
    """An office's book in which two people stand twice."""
    for phone in ("0905111222", "0905333444"):
        _member(book, "H’Ngoan Êban", "1961-04-12", phone)
        _member(book, "Lê Thị Bé", "1949-05-06")
    book.close()
    return book


@pytest.fixture
def comparing(sit_down: SitDown, doubled: Book) -> Person:
    """Somebody who has opened «Trùng người» and sees the first pair."""
    person = sit_down(doubled.home)
    person.start(doubled.path)
    person.ctrl("2")
    person.choose("Trùng người")
    person.wait(lambda: isinstance(person.screen.currentWidget(), SamePage))
    person.seen("Có phải cùng một người? Còn 2 cặp.")
    return person


def test_today_says_that_nobody_has_looked_for_people_twice_and_then_how_many_pairs_wait(
    sit_down: SitDown, doubled: Book
) -> None:
    person = sit_down(doubled.home)
    person.start(doubled.path)
    assert person.seen("Chưa tìm người ghi trùng.")
    person.seen("Tìm người ghi trùng").click()
    person.wait(lambda: isinstance(person.screen.currentWidget(), SamePage))
    person.ctrl("1")
    assert person.seen("2 cặp có thể là một người, tìm ngày 05/07/2020")
    assert "✔ Không có việc nào đang chờ." not in [one.text() for one in person.screen.findChildren(QLabel)]


def _joined(person: Person) -> int:
    with person.desk.book.reading() as db:
        return len(components(db))


def test_a_pair_stands_side_by_side_with_reasons_and_keys_answer(comparing: Person) -> None:
    assert comparing.seen("Có phải cùng một người? Còn 2 cặp.")
    assert comparing.seen("Vì sao nghi: cùng họ tên; cùng ngày sinh")
    comparing.press(Qt.Key.Key_1)
    assert "Đã ghi là cùng một người" in comparing.message()
    assert _joined(comparing) == 1
    assert comparing.seen("Có phải cùng một người? Còn 1 cặp.")
    comparing.press(Qt.Key.Key_2)
    assert "hai người khác nhau" in comparing.message()
    assert _joined(comparing) == 1
    assert comparing.seen("✔ Không còn ai có thể bị ghi trùng")
    comparing.press(Qt.Key.Key_1)
    assert _joined(comparing) == 1


def test_later_shows_the_other_pair_and_the_buttons_answer_like_the_keys(comparing: Person) -> None:
    names = [_shown_name(comparing)]
    comparing.press(Qt.Key.Key_3)
    names.append(_shown_name(comparing))
    assert set(names) == {"H’Ngoan Êban", "Lê Thị Bé"}
    assert _joined(comparing) == 0
    comparing.choose("1. Cùng người")
    assert _joined(comparing) == 1
    assert _shown_name(comparing) == names[0]
    comparing.press(Qt.Key.Key_Z, CTRL)
    assert _joined(comparing) == 0
    assert comparing.seen("Có phải cùng một người? Còn 2 cặp.")


def _shown_name(person: Person) -> str:
    return next(name for name in ("H’Ngoan Êban", "Lê Thị Bé") if _is_seen(person, name))


def _is_seen(person: Person, text: str) -> bool:
    try:
        return person.seen(text) is not None
    except AssertionError:
        return False


def test_joined_people_are_parted_and_joined_again_from_the_list_of_decided_pairs(comparing: Person) -> None:
    comparing.press(Qt.Key.Key_1)
    comparing.choose("Các cặp đã quyết định")
    page = comparing.screen.currentWidget()
    assert isinstance(page, DecidedPage)
    comparing.wait(lambda: page.table.model.row(0).get("verdict") == "Cùng người")
    comparing.choose("Tách ra")
    assert "Đã tách ra" in comparing.message()
    assert _joined(comparing) == 0
    comparing.wait(lambda: page.table.model.row(0).get("verdict") == "Khác người")
    comparing.choose("Tách ra")
    assert "Chọn một cặp đã ghi là cùng người trước" in comparing.message()
    comparing.choose("Ghi là cùng người")
    assert _joined(comparing) == 1
    comparing.choose("Quay lại")
    assert comparing.seen("Có phải cùng một người? Còn 1 cặp.")


def test_a_second_scholarship_of_the_year_is_seen_before_approval(sit_down: SitDown, book: Book) -> None:
    child = people.add_person(book, people.PersonDraft("Y Wang Niê", born="2008", school="Y Jút")).id
    for name in ("Vượt khó", "Tiếp bước"):
        round_ = entering.add_round(book, name, "support", school_year="2019-2020").id
        award_lines.nominate(book, AwardDraft(round_, child, "pupil", "scholarship", amount=500_000))
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl("3")
    assert person.screen.name == "Khen thưởng, học bổng"
    person.choose("Trùng suất")
    page = person.screen.currentWidget()
    assert isinstance(page, TwicePage)
    (row,) = (page.findChild(RowTable).model.row(number) for number in range(page.findChild(RowTable).model.rowCount()))
    assert (row["name"], row["year"], row["certain"]) == ("Y Wang Niê", "2019-2020", "cùng một em")
    assert {row["first"], row["second"]} == {f"{name}, Thị trấn Ea Kar" for name in ("Vượt khó", "Tiếp bước")}
    person.choose("Quay lại")
    person.choose("Duyệt…")
    assert "Y Wang Niê đã có suất học bổng năm học 2019-2020: đợt «" in person.seen("Xem lại trước khi duyệt").text()


def test_nobody_who_stands_twice_is_said_at_once(sit_down: SitDown, book: Book) -> None:
    _member(book, "Lê Thị Bé", "1949")
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl("2")
    person.choose("Trùng người")
    person.wait(lambda: isinstance(person.screen.currentWidget(), SamePage))
    assert person.seen("✔ Không còn ai có thể bị ghi trùng")
    assert duplicate_review.decided(person.desk.book, "same", "different") == []
