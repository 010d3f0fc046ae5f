"""What the window says, above every screen and in its title, of a copied, read-only, sample or restored book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from db.exchange.trust.home_folder import Home
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.screens.exchange.sending import ResultPage
from desktop_app.work.book import backups, book_marks
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.disks import drive
from tests.gui.driving import Person, press_action
from tests.offices import TODAY

SitDown = Callable[..., Person]


def press_in_strip(someone: Person, text: str) -> None:
    """Tab to the button in the strip above the screens, and Space."""
    someone.settle()
    for _step in range(60):
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and focus.text() == text:
            someone.press(Qt.Key.Key_Space)
            someone.settle()
            return
        someone.tab()
    raise AssertionError(f"not to be reached by Tab: {text}")


def test_a_copied_book_reads_only_and_the_strip_leads_to_its_enrolment(
    book: Book, sit_down: SitDown, tmp_path: Path
) -> None:
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    someone = sit_down(Home(tmp_path / "khoa-khac"))
    someone.start(copy)
    assert "chỉ xem được" in someone.desk.standing.text()
    assert not someone.desk.book.writable

    press_in_strip(someone, "Đăng ký máy này")

    assert someone.screen.objectName() == "exchange"
    form = someone.screen.currentWidget()
    assert isinstance(form, Form)
    form.input("folder").set_value(tmp_path / "gui-di")
    someone.choose("Tạo tệp")
    page = someone.screen.currentWidget()
    assert isinstance(page, ResultPage)
    assert len(list((tmp_path / "gui-di").glob("KH-dangky-*.khb"))) == 1
    assert "chỉ xem được" in someone.desk.standing.text()


def test_the_strip_says_at_the_first_write_after_a_restore_in_which_block_the_book_goes_on(
    book: Book, sit_down: SitDown, tmp_path: Path, home: Home
) -> None:
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    movements.book_movement(book, FundDraft("receive", 10_000, date(2020, 6, 5)))
    path = book.path
    book.close()
    backups.restore(copy, path)
    someone = sit_down(home)
    someone.start(path)
    assert "quyển mới" not in someone.desk.standing.text()
    press_in_strip(someone, "Đã đọc")
    movements.book_movement(someone.desk.book, FundDraft("receive", 10_000, date(2020, 6, 5)))
    someone.desk.announce(frozenset({"fund"}))
    someone.wait_for_reading()
    assert "quyển mới 1.2" in someone.desk.standing.text()
    press_in_strip(someone, "Đã đọc")
    assert someone.desk.standing.text() == ""
    someone.desk.announce(frozenset({"fund"}))
    someone.wait_for_reading()
    assert someone.desk.standing.text() == ""


def test_a_restored_book_says_from_which_copy_until_it_is_read_and_its_title_goes_on_saying_that_it_is_one(
    book: Book, sit_down: SitDown, tmp_path: Path, home: Home
) -> None:
    copy = backups.copy(book, tmp_path / "sao-ngay-5.skh", TODAY).path
    path = book.path
    book.close()
    restored = backups.restore(copy, path)
    someone = sit_down(home)
    someone.start(path)
    assert "sao-ngay-5.skh" in someone.desk.standing.text()
    assert "ghi bổ sung" in someone.desk.standing.text()
    press_in_strip(someone, "Đã đọc")
    assert someone.desk.standing.text() == ""
    someone.ctrl("2")
    assert someone.window.windowTitle() == "BẢN KHÔI PHỤC: Hội viên – Sổ Khuyến học"
    assert restored.kept_aside is not None
    someone.window.open_book(restored.kept_aside)
    someone.wait_for_work()
    assert "SỔ CŨ" in someone.window.windowTitle()
    assert path.name in someone.desk.standing.text()


def test_cards_laid_anew_while_the_window_is_behind_another_keep_the_cursor(book: Book, sit_down: SitDown) -> None:
    book.close()
    someone = sit_down(book.home)
    someone.start(book.path)
    someone.ctrl("7")
    button = someone.seen("Sao lưu")
    button.setFocus()
    other = QLineEdit()
    someone.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    someone.wait(other.isActiveWindow)
    someone.desk.announce(frozenset({"copies"}))
    someone.wait_for_work()
    other.close()
    someone.window.activateWindow()
    someone.wait(someone.window.isActiveWindow)
    assert someone.focus().accessibleName() == "Sao lưu"


def test_a_sample_book_says_so_on_every_screen_and_in_the_title(book: Book, sit_down: SitDown) -> None:
    book_marks.mark_sample(book)
    book.close()
    someone = sit_down(book.home)
    someone.start(book.path)
    for number in range(1, 8):
        someone.ctrl(str(number))
        someone.wait_for_work()
        assert "Sổ TẬP" in someone.desk.standing.text()
        assert someone.desk.standing.isVisible()
        assert someone.window.windowTitle().startswith("TẬP: ")


def test_the_strip_of_a_sample_says_first_what_not_to_do_also_in_the_largest_text(
    book: Book, sit_down: SitDown
) -> None:
    book_marks.mark_sample(book)
    book.close()
    someone = sit_down(book.home, percent=200)
    someone.start(book.path)
    someone.wait_for_work()
    shown = [label.text() for label in someone.desk.standing.findChildren(QLabel) if label.isVisible()]
    assert any("đừng ghi việc thật" in text for text in shown), shown


def test_a_second_window_goes_on_saying_that_it_only_reads(book: Book, sit_down: SitDown) -> None:
    membership.register(book, membership.MemberDraft(date(2020, 2, 1), None, people.PersonDraft("H’Lan Niê")))
    reader = sit_down(book.home)
    reader.start(book.path)
    for place in ("2", "4", "2"):
        reader.ctrl(place)
        assert "cửa sổ khác" in reader.desk.standing.text()
        assert reader.window.windowTitle().startswith("CHỈ XEM: ")


def test_a_form_that_cannot_be_saved_says_so_when_it_opens_and_takes_nothing_in(book: Book, sit_down: SitDown) -> None:
    membership.register(
        book, membership.MemberDraft(date(2020, 2, 1), None, people.PersonDraft("H’Lan Niê", phone="0905"))
    )
    reader = sit_down(book.home)
    reader.start(book.path)
    reader.ctrl("2")
    reader.enter()
    form = reader.screen.currentWidget()
    assert isinstance(form, Form)
    reader.seen("Sổ đang mở chỉ để xem")
    assert not form.save.isVisible()
    reader.choose("Điện thoại")
    line = reader.focus()
    assert isinstance(line, QLineEdit)
    reader.press(Qt.Key.Key_9)
    assert line.text() == "0905"
    reader.press(Qt.Key.Key_Escape)
    assert reader.screen.currentIndex() == 0


def test_a_book_on_a_protected_stick_is_opened_for_reading(
    book: Book, home: Home, sit_down: SitDown, tmp_path: Path
) -> None:
    with drive(tmp_path / "usb") as stick:
        copy = backups.copy(book, stick.folder / "so.skh", TODAY).path
        stick.lock()
        someone = sit_down(home)
        someone.start(copy)
        assert someone.window.desk is not None
        assert "không ghi được" in someone.desk.standing.text()
        assert someone.window.windowTitle().startswith("CHỈ XEM: ")
        someone.window.close()


def test_a_list_that_leaves_a_protected_stick_says_that_it_is_not_in_the_log(
    book: Book, home: Home, sit_down: SitDown, tmp_path: Path
) -> None:
    with drive(tmp_path / "usb") as stick:
        copy = backups.copy(book, stick.folder / "so.skh", TODAY).path
        stick.lock()
        someone = sit_down(home)
        someone.start(copy)
        someone.desk.go_to("members")
        someone.answer_file_dialog(tmp_path / "hoi-vien.xlsx")
        press_action(someone, "Xuất Excel")
        someone.wait_for_work()
        assert "người vào tệp" in someone.message() and "không có trong nhật ký của sổ" in someone.message()
        someone.window.close()
