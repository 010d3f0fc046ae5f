"""The window does what the hand meant: nothing typed goes unasked, nothing is done twice, the cursor is where the work is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.plain_inputs import LongTextInput
from desktop_app.gui.kit.inputs.ticks import TicksInput
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.gui.kit.screens.help_view import HelpView
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.gui.screens.fund import FundScreen
from desktop_app.gui.screens.members import MembersScreen
from desktop_app.gui.screens.settings.officers import OfficersPage
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.gui.driving import CTRL, Person

SitDown = Callable[..., Person]


@pytest.fixture
def at_work(sit_down: SitDown, book: Book) -> Person:
    """Somebody with the office's book open; the fund has an opening balance."""
    movements.book_movement(book, FundDraft("opening", 4_350_000, date(2020, 1, 1)))
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    return person


def count(person: Person, table: str) -> int:
    """Rows of a table of the open book."""
    with person.desk.book.reading() as db:
        found: int = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def form_of(person: Person) -> Form:
    """The form that is seen."""
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    return form


def fill_receipt(person: Person, amount: str) -> None:
    """A receipt from a donor not yet known, up to the main button."""
    person.ctrl("4")
    person.ctrl("N")
    person.type("Công ty TNHH Cà phê Ea Kar")
    person.choose("Số tiền")
    person.type(amount)


# --- nothing typed goes unasked -----------------------------------------------------------------------------------------


def test_escape_asks_about_an_amount_that_cannot_be_read_and_a_name_that_was_not_picked(at_work: Person) -> None:
    fill_receipt(at_work, "nam tram nghin")
    at_work.answer_question("Tiếp tục nhập")
    at_work.press(Qt.Key.Key_Escape)
    assert form_of(at_work).input("amount").edit.text() == "nam tram nghin"
    at_work.choose("Số tiền")
    at_work.type("")
    at_work.answer_question("Tiếp tục nhập")
    at_work.press(Qt.Key.Key_Escape)
    assert form_of(at_work).input("donor").typed() == "Công ty TNHH Cà phê Ea Kar"


def test_an_amount_that_cannot_be_read_is_all_that_was_typed_and_is_asked_about(at_work: Person) -> None:
    at_work.ctrl("4")
    at_work.ctrl("N")
    at_work.choose("Số tiền")
    at_work.type("nam tram nghin")
    at_work.answer_question("Tiếp tục nhập")
    at_work.press(Qt.Key.Key_Escape)
    assert form_of(at_work).input("amount").edit.text() == "nam tram nghin"


def test_closing_the_window_asks_about_a_date_that_cannot_be_read(at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.choose("Ngày hoặc năm sinh")
    at_work.type("31/02/1950")
    at_work.answer_question("Tiếp tục nhập")
    at_work.window.close()
    assert at_work.window.isVisible()


def test_who_goes_on_entering_is_brought_to_the_form(at_work: Person) -> None:
    fill_receipt(at_work, "500000")
    at_work.ctrl("2")
    at_work.answer_question("Tiếp tục nhập")
    at_work.window.close()
    at_work.window.activateWindow()
    at_work.wait(at_work.window.isActiveWindow)
    assert at_work.screen.objectName() == "fund"
    line = at_work.focus()
    assert isinstance(line, QLineEdit) and line.text() == "500000"


# --- nothing is done twice ------------------------------------------------------------------------------------------------


def test_a_double_click_on_the_main_button_books_one_receipt_and_opens_no_second_form(at_work: Person) -> None:
    fill_receipt(at_work, "500000")
    at_work.double_click("Ghi và xem phiếu")
    at_work.wait_for_work()
    at_work.wait(lambda: isinstance(at_work.screen.currentWidget(), PrintView))
    assert count(at_work, "movements") == 2
    at_work.press(Qt.Key.Key_Escape)
    assert at_work.screen.currentIndex() == 0
    assert at_work.screen.findChildren(Form) == []


def test_a_second_enter_reaches_no_row_of_the_list_behind(at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.type("Nguyễn Thị Mai")
    at_work.bounce(Qt.Key.Key_Return)
    assert count(at_work, "memberships") == 1
    assert at_work.screen.currentIndex() == 0, "the second Enter opened the row that was just saved"
    assert "Đã ghi hội viên" in at_work.message()
    at_work.seconds += 2
    at_work.wait_for_reading()
    at_work.bounce(Qt.Key.Key_Return)
    assert form_of(at_work).values()["full_name"] == "Nguyễn Thị Mai", "a later Enter is meant"


def test_a_second_enter_takes_no_list_in_that_was_only_to_be_looked_at(at_work: Person, tmp_path: Path) -> None:
    sheet = Workbook()
    sheet.active.append(["Họ và tên", "Ngày vào Hội"])
    sheet.active.append(["Nguyễn Văn Ba", "1/3/2020"])
    sheet.save(tmp_path / "ds.xlsx")
    at_work.ctrl("2")
    assert isinstance(at_work.screen, MembersScreen)
    at_work.screen.load()
    at_work.type(str(tmp_path / "ds.xlsx"))
    at_work.bounce(Qt.Key.Key_Return)
    at_work.wait_for_work()
    at_work.bounce(Qt.Key.Key_Return)
    at_work.wait_for_work()
    at_work.seen("Tệp đọc được")
    assert count(at_work, "people") == 0


def test_a_key_that_a_finger_rests_on_leaves_one_page_only(at_work: Person) -> None:
    at_work.ctrl("7")
    at_work.choose("Ban chấp hành")
    at_work.choose("Thêm chức vụ")
    at_work.bounce(Qt.Key.Key_Escape)
    assert isinstance(at_work.screen.currentWidget(), OfficersPage)


def test_a_finger_that_rests_for_seconds_leaves_one_page_only_too(at_work: Person) -> None:
    at_work.ctrl("7")
    at_work.choose("Ban chấp hành")
    at_work.choose("Thêm chức vụ")
    at_work.rest_on(Qt.Key.Key_Escape, seconds=3)
    assert isinstance(at_work.screen.currentWidget(), OfficersPage)


def test_spaces_are_typed_as_often_as_they_are_struck_in_every_field_of_a_form(at_work: Person) -> None:
    fill_receipt(at_work, "")
    form = form_of(at_work)
    for name in form.names():
        line = form.input(name).target()
        if not isinstance(line, (QLineEdit, QPlainTextEdit)) or not line.isVisible():
            continue
        line.setFocus()
        line.clear()
        at_work.strike("1 250 000 dong cho a b c")
        typed = line.text() if isinstance(line, QLineEdit) else line.toPlainText()
        assert typed == "1 250 000 dong cho a b c", name
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.strike("y bih h dok eban")
    assert at_work.focus().property("text") == "y bih h dok eban"


def test_enter_and_a_resting_finger_type_in_a_text_of_several_lines(at_work: Person) -> None:
    lines = LongTextInput()
    form = Form("Mẫu", "Lưu")
    form.add("note", "Ghi chú", lines)
    at_work.screen.open_form(form)
    submitted: list[bool] = []
    form.submitted.connect(lambda: submitted.append(True))
    at_work.strike("a\n\nb c")
    at_work.strike(" \nd", held=True)
    assert lines.edit.toPlainText() == "a\n\nb c  \n\ndd"
    assert submitted == []


def test_a_trembling_finger_on_the_space_bar_turns_a_check_box_once(at_work: Person) -> None:
    form = Form("Mẫu", "Lưu")
    ticks = TicksInput([("yes", "Đồng ý")])
    form.add("agreed", "Đồng ý", ticks)
    at_work.screen.open_form(form)
    at_work.bounce(Qt.Key.Key_Space)
    assert ticks.value() == ["yes"]


def test_ctrl_n_on_an_open_form_opens_no_second_one_and_says_so(at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.ctrl("N")
    assert at_work.screen.count() == 2
    assert "Ctrl+N" in at_work.message()


# --- the cursor is where the work is --------------------------------------------------------------------------------------


def test_a_place_shown_again_gives_the_cursor_back_to_the_field_that_was_left(at_work: Person) -> None:
    fill_receipt(at_work, "50")
    at_work.ctrl("2")
    at_work.ctrl("4")
    at_work.settle()
    line = at_work.focus()
    assert isinstance(line, QLineEdit) and line.text() == "50"
    at_work.type("500000")
    assert form_of(at_work).values()["amount"] == 500_000
    at_work.enter()
    at_work.wait_for_work()
    assert count(at_work, "movements") == 2


def test_a_new_receipt_is_the_chosen_row_when_its_paper_is_closed(at_work: Person) -> None:
    fill_receipt(at_work, "500000")
    at_work.ctrl("S")
    at_work.wait(lambda: isinstance(at_work.screen.currentWidget(), PrintView))
    assert "Đã ghi phiếu PT001/2020" in at_work.message()
    assert at_work.focus().accessibleName() == "In"
    at_work.press(Qt.Key.Key_Escape)
    screen = at_work.screen
    assert isinstance(screen, FundScreen)
    chosen = screen.chosen()
    assert chosen is not None and chosen["number"] == 1
    assert at_work.focus() is screen.table.view
    assert screen.table.is_lit()


def test_a_new_member_is_scrolled_to_in_a_long_list(book: Book, sit_down: SitDown) -> None:
    for number in range(60):
        draft = people.PersonDraft(f"Nguyễn Văn A{number:02}")
        membership.register(book, membership.MemberDraft(date(2020, 2, 1), None, draft))
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl("2")
    person.ctrl("N")
    person.type("Y Zin Êban")
    person.enter()
    person.settle()
    assert isinstance(person.screen, MembersScreen)
    view = person.screen.table.view
    assert person.screen.table.model.row(view.currentIndex().row())["full_name"] == "Y Zin Êban"
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    assert person.focus() is view


def test_what_is_saved_on_a_page_of_its_own_is_the_chosen_row_there(at_work: Person) -> None:
    at_work.ctrl("2")
    assert isinstance(at_work.screen, MembersScreen)
    at_work.screen.show_branches()
    for name in ("Chi hội thôn 1", "Chi hội thôn 9"):
        at_work.ctrl("N")
        at_work.type(name)
        at_work.enter()
        page = at_work.screen.currentWidget()
        assert isinstance(page, SubjectPage)
        assert page.table.model.row(page.table.view.currentIndex().row())["name"] == name
        assert at_work.focus() is page.table.view
    at_work.press(Qt.Key.Key_Home, CTRL)
    at_work.enter()
    at_work.type("Chi hội thôn 99")
    at_work.enter()
    page = at_work.screen.currentWidget()
    assert isinstance(page, SubjectPage)
    assert page.table.model.row(page.table.view.currentIndex().row())["name"] == "Chi hội thôn 99"


def test_the_first_wrong_field_gets_the_cursor(at_work: Person) -> None:
    at_work.ctrl("4")
    at_work.ctrl("N")
    at_work.choose("Ngày")
    at_work.type("30/02/2020")
    at_work.enter()
    assert at_work.focus() is form_of(at_work).input("amount").target()


def test_an_error_goes_when_the_text_can_be_read(at_work: Person) -> None:
    fill_receipt(at_work, "bon trieu")
    at_work.enter()
    form = form_of(at_work)
    assert "không phải số tiền" in form.error_of("amount")
    at_work.type("4.350.000")
    assert form.error_of("amount") == ""


def test_a_wrong_field_with_the_cursor_looks_like_none_without_and_like_no_right_one(at_work: Person) -> None:
    fill_receipt(at_work, "bon trieu")

    def looks() -> bytes:
        at_work.settle()
        line = form_of(at_work).input("amount").edit
        line.deselect()
        picture = line.grab().toImage().convertToFormat(line.grab().toImage().Format.Format_RGB32)
        return bytes(picture.copy(0, 0, 20, picture.height()).constBits())

    right_here = looks()
    at_work.choose("Ngày")
    right_away = looks()
    at_work.choose("Số tiền")
    at_work.enter()
    wrong_here = looks()
    at_work.choose("Ngày")
    wrong_away = looks()
    assert len({right_here, right_away, wrong_here, wrong_away}) == 4


# --- keys mean the same everywhere ----------------------------------------------------------------------------------------


def register(person: Person, name: str) -> None:
    """A member, by keys."""
    person.ctrl("2")
    person.ctrl("N")
    person.type(name)
    person.enter()


def members_of(person: Person) -> int:
    return count(person, "memberships WHERE left_on IS NULL AND person IN (SELECT id FROM people)")


def test_ctrl_z_in_an_empty_search_line_takes_one_step_back_and_of_the_next_only_says_which(at_work: Person) -> None:
    register(at_work, "Trần Thị Nhầm")
    register(at_work, "Lê Văn Sai")
    at_work.ctrl("F")
    assert isinstance(at_work.focus(), QLineEdit)
    at_work.ctrl("Z")
    assert members_of(at_work) == 1
    assert "Đã hoàn tác việc: Đã ghi hội viên Lê Văn Sai." in at_work.message()
    at_work.ctrl("Z")
    assert members_of(at_work) == 1
    assert "Đã ghi hội viên Trần Thị Nhầm." in at_work.message() and "Chưa hoàn tác" in at_work.message()
    at_work.seen("Hoàn tác").click()
    at_work.wait_for_reading()
    assert members_of(at_work) == 0


def test_ctrl_z_in_a_form_never_touches_what_is_saved(at_work: Person) -> None:
    register(at_work, "Trần Thị Giữ")
    at_work.ctrl("N")
    for _time in range(3):
        at_work.ctrl("Z")
    assert "chỉ lấy lại chữ" in at_work.message()
    at_work.type("Lê Văn Dở")
    for _time in range(3):
        at_work.ctrl("Z")
    at_work.choose("Chi hội")
    at_work.ctrl("Z")
    assert members_of(at_work) == 1
    assert form_of(at_work).input("full_name").typed() == ""
    at_work.press(Qt.Key.Key_Escape)
    at_work.ctrl("Z")
    assert members_of(at_work) == 0


def test_ctrl_z_where_something_was_typed_takes_the_typing_back_and_nothing_after_it(at_work: Person) -> None:
    register(at_work, "Trần Thị Giữ")
    at_work.ctrl("F")
    at_work.type("mai")
    at_work.ctrl("Z")
    line = at_work.focus()
    assert isinstance(line, QLineEdit) and line.text() == ""
    at_work.ctrl("Z")
    assert members_of(at_work) == 1
    assert "Chưa hoàn tác" in at_work.message()
    at_work.press(Qt.Key.Key_Down)
    at_work.ctrl("Z")
    assert members_of(at_work) == 0


def test_steps_that_were_taken_back_are_done_again_in_their_order(at_work: Person) -> None:
    register(at_work, "Trần Thị Một")
    register(at_work, "Lê Văn Hai")
    at_work.ctrl("Z")
    at_work.ctrl("Z")
    assert members_of(at_work) == 0
    at_work.seen("Làm lại")
    at_work.ctrl("Y")
    assert "Đã làm lại việc: Đã ghi hội viên Trần Thị Một." in at_work.message()
    at_work.ctrl("Y")
    assert members_of(at_work) == 2
    at_work.ctrl("Y")
    assert "không có việc nào để làm lại" in at_work.message()
    at_work.ctrl("Z")
    assert members_of(at_work) == 1
    register(at_work, "Y Mới")
    at_work.ctrl("Y")
    assert members_of(at_work) == 2, "what was done since stands: an older step is not done over it"


def test_ctrl_n_on_a_page_of_its_own_means_that_page(at_work: Person) -> None:
    at_work.ctrl("7")
    at_work.choose("Ban chấp hành")
    at_work.ctrl("N")
    assert "post" in form_of(at_work).names()


def test_ctrl_p_on_the_help_page_prints_the_help(at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.press(Qt.Key.Key_F1)
    at_work.press(Qt.Key.Key_F1)
    assert at_work.screen.count() == 2, "F1 twice is one page"
    at_work.ctrl("P")
    page = at_work.screen.currentWidget()
    assert isinstance(page, PrintView)
    assert page.path.name == "huong-dan-members.pdf"
    at_work.press(Qt.Key.Key_Escape)
    assert isinstance(at_work.screen.currentWidget(), HelpView)
    at_work.press(Qt.Key.Key_Escape)
    assert at_work.screen.currentIndex() == 0


def test_enter_on_a_result_page_is_its_button(at_work: Person, tmp_path: Path) -> None:
    at_work.ctrl("6")
    at_work.ctrl("N")
    at_work.type(str(tmp_path / "gui-di"))
    at_work.enter()
    at_work.seen("✔ Đã tạo tệp đăng ký")
    at_work.enter()
    assert at_work.screen.currentIndex() == 0


# --- messages -------------------------------------------------------------------------------------------------------------


def test_a_message_goes_with_its_page(at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.type("Nguyễn Thị Mai")
    at_work.enter()
    assert "Đã ghi hội viên" in at_work.message()
    at_work.ctrl("N")
    assert at_work.message() == ""
    at_work.ctrl("4")
    at_work.press(Qt.Key.Key_Down)
    at_work.enter()
    assert "không có phiếu để in" in at_work.message()
    at_work.ctrl("N")
    assert at_work.message() == ""


def test_a_message_moves_nothing_on_the_page(at_work: Person) -> None:
    at_work.ctrl("4")
    at_work.settle()
    place = {text: at_work.seen(text).mapTo(at_work.window, at_work.seen(text).rect().topLeft()) for text in PLACED}
    at_work.enter()
    assert at_work.message() != ""
    at_work.settle()
    for text, before in place.items():
        assert at_work.seen(text).mapTo(at_work.window, at_work.seen(text).rect().topLeft()) == before


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_long_message_covers_nothing_until_all_of_it_is_asked_for(
    book: Book, sit_down: SitDown, percent: int
) -> None:
    book.close()
    person = sit_down(book.home, percent=percent)
    person.start(book.path)
    person.ctrl("4")
    bar, stack = person.desk.messages, person.desk._stack
    top = stack.mapTo(person.window, QPoint()).y()
    for said in ("Ngắn.", "Một câu dài bằng hai dòng. " * 3, "Câu rất dài, phải đọc cho hết mới biết làm gì. " * 12):
        bar.show_message("bad", said, "Hoàn tác", lambda: None)
        person.settle()
        assert stack.mapTo(person.window, QPoint()).y() == top
        assert bar.mapTo(person.window, bar.rect().bottomLeft()).y() < top
        assert bar.label.height() >= bar.label.heightForWidth(bar.label.width())
    assert bar.text().endswith(said)
    assert bar.label.text().endswith(" …")
    person.choose("Xem hết") if "&" in person.seen("Xem hết").text() else person.seen("Xem hết").click()
    person.settle()
    assert bar.label.text().endswith(said)
    assert bar.label.height() >= bar.label.heightForWidth(bar.label.width())
    person.press(Qt.Key.Key_Escape)
    assert person.message() == ""
    assert person.screen.isAncestorOf(person.focus())


def test_escape_on_the_first_page_of_a_place_closes_the_message(at_work: Person) -> None:
    at_work.ctrl("4")
    at_work.enter()
    assert at_work.message() != ""
    at_work.press(Qt.Key.Key_Escape)
    assert at_work.message() == ""
    assert at_work.focus() is at_work.screen.list_seen().view


def test_the_cursor_is_back_in_the_list_after_the_strips_button(at_work: Person) -> None:
    at_work.ctrl("2")
    for name in ("Nguyễn Thị Mai", "Trần Văn Ba"):
        at_work.ctrl("N")
        at_work.type(name)
        at_work.enter()
    button = at_work.seen("Hoàn tác")
    button.setFocus()
    button.click()
    at_work.wait_for_work()
    assert "Đã hoàn tác" in at_work.message()
    assert at_work.focus() is at_work.screen.list_seen().view


def test_ctrl_z_after_a_voucher_says_why_it_stays_and_takes_nothing_earlier_back(at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.type("Nguyễn Thị Mai")
    at_work.enter()
    fill_receipt(at_work, "500000")
    at_work.enter()
    at_work.wait_for_work()
    at_work.wait(lambda: isinstance(at_work.screen.currentWidget(), PrintView))
    for _time in range(2):
        at_work.press(Qt.Key.Key_Z, CTRL)
        assert "«Hủy phiếu»" in at_work.message()
    assert count(at_work, "memberships") == 1


PLACED = ("Tìm", "Thu tiền", "Chi tiền", "Đang có")


# --- words and sizes ------------------------------------------------------------------------------------------------------


def test_a_search_that_finds_nothing_says_so_and_what_to_do(at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.ctrl("F")
    at_work.type("khong co ai")
    at_work.wait(lambda: at_work.screen.findChild(QLineEdit) is not None and "Không tìm thấy" in _empty(at_work))
    assert "«khong co ai»" in _empty(at_work)
    assert "Thêm hội viên" not in _empty(at_work)


def _empty(person: Person) -> str:
    assert isinstance(person.screen, MembersScreen)
    return person.screen.table._empty.text()


def test_the_file_of_a_voucher_is_named_after_it(at_work: Person) -> None:
    fill_receipt(at_work, "500000")
    at_work.ctrl("S")
    at_work.wait(lambda: isinstance(at_work.screen.currentWidget(), PrintView))
    page = at_work.screen.currentWidget()
    assert isinstance(page, PrintView)
    assert page.path.name == "phieu-thu-PT001-2020.pdf"
