"""A copy brought back in the window: whose it is and what would be lacking is read before; afterwards one book is written in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from desktop_app.gui import preferences
from desktop_app.work.book import backups, book_marks
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.gui.driving import Person, later
from tests.gui.test_standing import press_in_strip
from tests.offices import COMMUNES, TODAY, fixed_clock

SitDown = Callable[..., Person]


def at_settings(sit_down: SitDown, book: Book) -> Person:
    """At «Cài đặt» of this book."""
    book.close()
    someone = sit_down(book.home)
    someone.start(book.path)
    someone.ctrl("7")
    return someone


def read_and_answer(said: list[str], answer: str) -> None:
    """Keep what the next question says, and answer it."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        next(one for one in box.buttons() if one.text().replace("&", "").startswith(answer)).click()

    later(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox), act)


def bring_back(someone: Person, copy: Path, answer: str) -> str:
    """«Khôi phục từ bản sao» with an answer to the question; what the question said ("" where there was none)."""
    said: list[str] = []
    someone.answer_file_dialog(copy)
    if answer:
        read_and_answer(said, answer)
    someone.choose("Khôi phục từ bản sao")
    someone.wait_for_work()
    someone.wait(lambda: bool(said) or "Chưa làm được" in someone.message())
    someone.settle()
    someone.wait_for_work()
    return "".join(said)


@pytest.fixture
def other_commune(tmp_path: Path, home: Home) -> Path:
    """A copy of another commune's book on the same machine."""
    with create(
        tmp_path / "khac.skh",
        unit=COMMUNES[1],
        officer="Y Khác",
        role="office",
        on=TODAY.isoformat(),
        home=home,
        clock=fixed_clock(9),
    ) as other:
        return backups.copy(other, tmp_path / "sao-khac.skh", TODAY).path


def test_the_copy_of_another_commune_is_refused_with_whose_it_is_and_nothing_is_marked(
    book: Book, sit_down: SitDown, other_commune: Path
) -> None:
    someone = at_settings(sit_down, book)
    bring_back(someone, other_commune, "")
    assert "Ea Kar" in someone.message() and "không phải" in someone.message()
    assert not book.path.with_name("so-khoi-phuc.skh").exists()
    assert "SỔ CŨ" not in someone.window.windowTitle()


def test_before_a_copy_is_brought_back_the_window_says_what_it_holds_and_what_it_lacks(
    book: Book, sit_down: SitDown, tmp_path: Path
) -> None:
    membership.register(book, membership.MemberDraft(date(2020, 2, 1), None, people.PersonDraft("H’Lan Niê")))
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    movements.book_movement(book, FundDraft("receive", 10_000, date(2020, 6, 5)))
    people.add_person(book, people.PersonDraft("Y Bé", pupil=True))
    someone = at_settings(sit_down, book)
    said = bring_back(someone, copy, "Không khôi phục")
    assert "Thị trấn Ea Kar" in said and "05/07/2020" in said and "1 người, 0 phiếu" in said
    assert "không có trong bản sao: 1 người, 1 phiếu" in said
    assert not book.path.with_name("so-khoi-phuc.skh").exists()
    assert someone.desk.book.path == book.path and someone.desk.book.writable


def test_after_a_copy_was_brought_back_its_book_is_open_and_the_next_start_opens_it(
    book: Book, sit_down: SitDown, tmp_path: Path
) -> None:
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    someone = at_settings(sit_down, book)
    bring_back(someone, copy, "Khôi phục")
    assert someone.desk.book.path.name == "so-khoi-phuc.skh"
    someone.window.turn_to(book.path)
    someone.wait_for_work()
    assert someone.desk.book.path == book.path and not someone.desk.book.writable
    assert someone.window.windowTitle().startswith("SỔ CŨ, CHỈ XEM: ")
    someone.ctrl("2")
    someone.ctrl("N")
    someone.seen("Sổ đang mở chỉ để xem. Vì sao, làm gì để ghi được: xem dòng trên cùng")
    someone.press(Qt.Key.Key_Escape)
    last = preferences.last_book(someone.settings)
    assert last is not None and last.name == "so-khoi-phuc.skh"
    press_in_strip(someone, "Mở sổ khôi phục")
    someone.wait_for_work()
    assert someone.desk.book.path.name == "so-khoi-phuc.skh"
    assert someone.window.windowTitle().startswith("BẢN KHÔI PHỤC: ")


def test_an_old_book_that_this_machine_opened_last_gives_way_to_the_one_that_goes_on(
    book: Book, tmp_path: Path
) -> None:
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    restored = backups.restore_beside(book, copy).path
    book.close()
    assert book_marks.in_use(book.path) == restored
    restored.unlink()
    assert book_marks.in_use(book.path) == book.path


def test_a_restore_by_mistake_is_mended_by_using_the_old_book_again(
    book: Book, sit_down: SitDown, tmp_path: Path
) -> None:
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    someone = at_settings(sit_down, book)
    bring_back(someone, copy, "Khôi phục")
    someone.window.turn_to(book.path)
    someone.wait_for_work()
    someone.answer_question("Dùng lại")
    press_in_strip(someone, "Dùng lại sổ này")
    someone.wait_for_work()
    assert someone.desk.book.path == book.path and someone.desk.book.writable
    assert "SỔ CŨ" not in someone.window.windowTitle() and someone.desk.standing.text() == ""
    people.add_person(someone.desk.book, people.PersonDraft("Ghi Tiếp"))
    someone.window.turn_to(book.path.with_name("so-khoi-phuc.skh"))
    someone.wait_for_work()
    assert not someone.desk.book.writable and "so.skh" in someone.desk.standing.text()
