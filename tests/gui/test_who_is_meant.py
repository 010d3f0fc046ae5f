"""Nobody is entered a second time in silence: members who come back, officers, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.screens.settings.officers import OfficersPage
from desktop_app.work.members import membership
from desktop_app.work.people import duplicate_review, people
from desktop_app.work.people.people import PersonDraft
from tests import entering
from tests.gui.driving import Person, press_action

SitDown = Callable[..., Person]
COUNTS = "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM memberships)"


def _join(book: Book, draft: PersonDraft) -> tuple[bytes, bytes]:
    """A new member: the membership, and the person."""
    stay = membership.register(book, membership.MemberDraft(date(2015, 1, 1), None, draft)).id
    with book.reading() as db:
        return stay, db.execute("SELECT person FROM memberships WHERE id = ?", (stay,)).fetchone()[0]


@pytest.fixture
def gone(book: Book) -> bytes:
    """Somebody who left the association."""
    stay, person = _join(book, PersonDraft("H’Ngoan Êban", born="1961", phone="0905000111"))
    membership.leave(book, stay, date(2019, 6, 1), "resigned")
    return person


def _open(sit_down: SitDown, book: Book, place: str) -> Person:
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl(place)
    return person


def _one(person: Person, sql: str) -> tuple[object, ...]:
    with person.desk.book.reading() as db:
        return tuple(db.execute(sql).fetchone())


def _enter(person: Person, name: str, born: str) -> None:
    person.ctrl("N")
    person.type(name)
    person.tab()
    person.type(born)


def test_a_member_who_comes_back_is_the_same_person_with_a_new_stay(gone: bytes, sit_down: SitDown, book: Book) -> None:
    person = _open(sit_down, book, "2")
    _enter(person, "H'Ngoan Êban", "1961")
    assert "thôi hội viên ngày 01/06/2019: Xin thôi" in person.seen("Trong sổ đã có").text()
    person.answer_question("Quay lại mẫu")
    person.ctrl("S")
    assert isinstance(person.screen.currentWidget(), Form)
    person.answer_question("Cùng một người")
    person.ctrl("S")
    assert "vào lại Hội" in person.message()
    assert _one(person, COUNTS) == (1, 2)
    assert _one(person, "SELECT full_name, phone FROM people") == ("H’Ngoan Êban", "0905000111")
    person.screen.table.view.setFocus()
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _one(person, COUNTS) == (1, 1)


def test_another_person_of_the_same_name_is_entered_after_the_question(
    gone: bytes, sit_down: SitDown, book: Book
) -> None:
    person = _open(sit_down, book, "2")
    _enter(person, "H'Ngoan Êban", "1961")
    person.answer_question("Người khác, ghi mới")
    person.ctrl("S")
    assert _one(person, COUNTS) == (2, 2)


def test_nobody_is_asked_about_where_birth_says_that_they_are_two(gone: bytes, sit_down: SitDown, book: Book) -> None:
    person = _open(sit_down, book, "2")
    _enter(person, "H'Ngoan Êban", "1985")
    person.ctrl("S")
    assert "Đã ghi hội viên" in person.message()
    assert _one(person, COUNTS) == (2, 2)


def test_an_ethnic_group_that_is_none_of_the_54_is_asked_about_and_a_known_one_kept_by_its_name(
    sit_down: SitDown, book: Book
) -> None:
    person = _open(sit_down, book, "2")
    _enter(person, "Y Bliu Niê", "1960")
    person.choose("Dân tộc")
    person.type("Ê-dd")
    person.answer_question("Xem lại")
    person.ctrl("S")
    assert _one(person, COUNTS) == (0, 0)
    person.choose("Dân tộc")
    person.type("Ê-đê")
    person.ctrl("S")
    assert _one(person, "SELECT ethnic_group FROM people") == ("Ê Đê",)


def test_a_pupils_guardian_and_consent_are_corrected_where_members_are(sit_down: SitDown, book: Book) -> None:
    _join(book, PersonDraft("H’Nhi Byă", born="2006-12-30"))
    person = _open(sit_down, book, "2")
    person.press(Qt.Key.Key_Down)
    press_action(person, "Sửa")
    for label, text in (("Cha mẹ, người giám hộ", "H’Lan Byă"), ("Gia đình đồng ý ngày", "1/6/2020")):
        person.choose(label)
        person.type(text)
    person.ctrl("S")
    assert "Đã sửa hội viên" in person.message()
    assert _one(person, "SELECT guardian, consent_on FROM learner_names") == ("H’Lan Byă", "2020-06-01")


def test_people_who_were_joined_stand_once_in_the_list(sit_down: SitDown, book: Book) -> None:
    one, other = (_join(book, PersonDraft("Lê Thị Bé", born="1960", phone="0905"))[1] for _time in range(2))
    duplicate_review.settle(book, one, other, "same")
    person = _open(sit_down, book, "2")
    person.seen("1 người")
    assert person.screen.table.model.rowCount() == 1
    person.screen.state.set_value("all")
    person.seen("2 lượt vào Hội")


def _officers(person: Person) -> OfficersPage:
    press_action(person, "Ban chấp hành")
    page = person.screen.currentWidget()
    assert isinstance(page, OfficersPage)
    page.table.view.setFocus()
    person.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    return page


def test_an_officer_is_corrected_and_the_end_of_a_post_names_whose_it_is(sit_down: SitDown, book: Book) -> None:
    chair = people.add_person(book, PersonDraft("Y Thông Niê")).id
    entering.add_post(book, chair, book.unit, "Chủ tich", date(2018, 1, 1), None)
    person = _open(sit_down, book, "7")
    _officers(person)
    press_action(person, "Sửa")
    person.choose("Chức vụ")
    person.type("Chủ tịch")
    person.choose("Điện thoại")
    person.type("0905123123")
    person.ctrl("S")
    assert "Đã sửa chức vụ của Y Thông Niê" in person.message()
    assert _one(person, "SELECT post, since FROM posts") == ("Chủ tịch", "2018-01-01")
    assert _one(person, "SELECT phone FROM people") == ("0905123123",)
    press_action(person, "Thôi giữ chức vụ")
    person.seen("Thôi giữ chức vụ: Y Thông Niê, Chủ tịch")
    person.ctrl("S")
    assert "Y Thông Niê" in person.message()


def test_a_known_person_takes_a_post_and_is_not_entered_again(gone: bytes, sit_down: SitDown, book: Book) -> None:
    person = _open(sit_down, book, "7")
    press_action(person, "Ban chấp hành")
    press_action(person, "Thêm chức vụ")
    person.type("H'Ngoan Êban")
    person.choose("Điện thoại")
    person.type("0905999888")
    person.answer_question("Cùng một người")
    person.ctrl("S")
    assert "Đã ghi Chủ tịch" in person.message()
    assert _one(person, "SELECT count(*), max(phone) FROM people") == (1, "0905999888")
