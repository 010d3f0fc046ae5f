"""Questions and banners: no answer by the key that opened them, all of them on the screen at every text size, one line first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.work.book import backups
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.people import people
from desktop_app.work.people.people import PersonDraft
from tests.gui.driving import Person, later, press_action
from tests.gui.test_slips import JUNE, award, sat_down
from tests.offices import TODAY

NAME = "Công Tằng Tôn Nữ Nguyễn Thị Phương Mai Ea Kar"
SitDown = Callable[..., Person]


def letter(button: QAbstractButton) -> str:
    """The underlined letter of a button, "" for none."""
    text = button.text()
    return text[text.index("&") + 1].lower() if "&" in text else ""


def asked(look: Callable[[QMessageBox], object]) -> None:
    """Look at the next question, and give it the safe answer."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        look(box)
        box.reject()

    later(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox), act)


def test_no_answer_has_a_letter_of_a_button_behind_the_question(book: Book, sit_down: SitDown) -> None:
    movements.book_movement(book, FundDraft("opening", 3_000_000, TODAY))
    person = sat_down(sit_down, book, "4")
    press_action(person, "Số dư đầu")
    person.type("3000000")
    answers: list[str] = []
    asked(lambda box: answers.extend(letter(one) for one in box.buttons()))
    behind = {letter(one) for one in person.window.findChildren(QAbstractButton) if one.isVisible()}
    person.choose("Ghi")
    assert len(answers) == 2 and all(answers)
    assert not (behind - {""}) & set(answers)


@pytest.mark.parametrize("many", [1, 4])
def test_a_question_about_people_of_one_name_is_whole_on_the_screen_at_200_percent(
    book: Book, sit_down: SitDown, many: int
) -> None:
    for number in range(many):
        details = PersonDraft(NAME, born=f"196{number}", phone="0905 123 456", address="Buôn Dang " * 12)
        people.add_person(book, details)
    book.close()
    person = sit_down(book.home, percent=200)
    person.start(book.path)
    person.ctrl("2")
    person.ctrl("N")
    person.type(NAME)
    seen: list[bool] = []

    def look(box: QMessageBox) -> None:
        room = box.screen().availableGeometry()
        seen.append(box.height() <= room.height())
        seen.extend(box.rect().contains(one.geometry().translated(one.parentWidget().pos())) for one in box.buttons())

    asked(look)
    person.ctrl("S")
    assert seen == [True] * (many + 3)


def test_the_banner_of_an_old_book_is_one_line_until_it_is_asked_for(
    book: Book, sit_down: SitDown, tmp_path: Path
) -> None:
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    backups.restore_beside(book, copy)
    book.close()
    person = sit_down(book.home, percent=200)
    person.start(book.path)
    person.settle()
    standing = person.desk.standing
    assert standing.height() < person.window.height() // 4
    short = standing.height()
    assert "Sổ cũ." in next(one for one in standing.findChildren(QLabel) if one.isVisible()).text()
    more = next(one for one in standing.findChildren(QAbstractButton) if one.text() == "Xem hết" and one.isVisible())
    more.click()
    person.settle()
    assert standing.height() > short and standing.isVisible()
    less = next(one for one in standing.findChildren(QAbstractButton) if one.text() == "Thu gọn" and one.isVisible())
    less.click()
    person.settle()
    assert standing.height() == short and "so-khoi-phuc.skh" in standing.text()


def test_enter_in_a_field_reverses_no_voucher_and_leads_to_the_button_that_does(book: Book, sit_down: SitDown) -> None:
    voucher = movements.book_movement(book, FundDraft("receive", 10_000, JUNE)).voucher
    person = sat_down(sit_down, book, "4")
    person.press(Qt.Key.Key_Home)
    person.choose("Hủy phiếu")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    form.input("reason").set_value("entered_twice")
    for _field in form.names():
        assert isinstance(person.screen.currentWidget(), Form) and not form.save.hasFocus()
        person.seconds += 2
        person.enter()
    assert form.save.hasFocus()
    person.seconds += 2
    person.enter()
    assert f"Đã hủy phiếu {voucher}" in person.message()


def test_enter_in_a_field_neither_approves_nor_pays(book: Book, sit_down: SitDown) -> None:
    movements.book_movement(book, FundDraft("opening", 3_000_000, JUNE))
    award(book)
    person = sat_down(sit_down, book, "3")
    person.choose("Trao")
    person.enter()
    assert isinstance(person.screen.currentWidget(), Form)
    person.ctrl("S")
    assert "phiếu chi PC001/2020" in person.message()
