"""What the window says of a copied book and of a restored one, and the way out that it offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from db.exchange.keys import Home
from db.store import Book
from desktop_app.gui.kit.form import Form
from desktop_app.gui.screens.exchange.sending import ResultPage
from desktop_app.work import backups, fund
from desktop_app.work.fund import FundDraft
from tests.gui.driving import Person
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
    fund.book_movement(book, FundDraft("receive", 10_000, date(2020, 6, 5)))
    path = book.path
    book.close()
    backups.restore(copy, path)
    someone = sit_down(home)
    someone.start(path)
    assert someone.desk.standing.text() == ""
    fund.book_movement(someone.desk.book, FundDraft("receive", 10_000, date(2020, 6, 5)))
    someone.desk.announce(frozenset({"fund"}))
    someone.wait_for_reading()
    assert "quyển mới 1.2" in someone.desk.standing.text()
    press_in_strip(someone, "Đã đọc")
    assert someone.desk.standing.text() == ""
    someone.desk.announce(frozenset({"fund"}))
    someone.wait_for_reading()
    assert someone.desk.standing.text() == ""
