"""Periods in the window: chosen from a list, looked at before they are stated, taken back, and asked about when they move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.gui.screens.reports.closing import ClosingPage
from desktop_app.gui.screens.reports.own import OwnPage
from desktop_app.values.periods import parse_period
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.reports import period_closing
from tests import entering
from tests.gui.driving import Person, press_action

SitDown = Callable[..., Person]
HALF = parse_period("2020H1")


@pytest.fixture
def at_own_page(sit_down: SitDown, book: Book) -> Callable[[], Person]:
    """A person who has opened «Báo cáo» of a commune that took 1,000,000 đồng in March."""
    movements.book_movement(book, FundDraft("receive", 1_000_000, date(2020, 3, 1), category="gift_person"))
    entering.set_population(book, book.unit, 2020, 1_000)

    def go(*, stated: bool = False) -> Person:
        if stated:
            period_closing.close_period(book, HALF)
        book.close()
        person = sit_down()
        person.start(book.path)
        person.ctrl("5")
        assert isinstance(person.screen.currentWidget(), OwnPage)
        return person

    return go


def open_questions() -> list[QMessageBox]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]


def own_page(person: Person) -> OwnPage:
    page = person.screen.currentWidget()
    assert isinstance(page, OwnPage)
    return page


def choices(person: Person) -> list[str]:
    combo = own_page(person).period.combo
    return [combo.itemText(place) for place in range(combo.count())]


def test_a_voucher_that_looks_booked_twice_and_changes_a_stated_period_is_asked_about_in_one_question(at_own_page):
    person = at_own_page(stated=True)
    person.ctrl("4")
    person.ctrl("N")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    for name, text in (("amount", "1000000"), ("on", "01/03/2020")):
        form.input(name).target().setFocus()
        person.type(text)
    asked: list[str] = []

    def answer(box: QMessageBox) -> None:
        asked.append(box.text())
        next(one for one in box.buttons() if one.text().replace("&", "") == "Ghi tiếp").click()

    questions = QTimer()
    questions.timeout.connect(lambda: [answer(box) for box in open_questions()])
    questions.start(20)
    person.ctrl("S")
    person.wait_for_work()
    questions.stop()
    (said,) = asked
    assert "Giống phiếu PT001/2020" in said and "6 tháng đầu năm 2020 đã chốt sẽ đổi" in said
    with person.desk.book.reading() as db:
        assert db.execute("SELECT count(*) FROM movements").fetchone() == (2,)


def test_a_period_is_chosen_in_words_and_no_code_is_shown(at_own_page):
    person = at_own_page()
    offered = choices(person)
    assert offered[:3] == ["6 tháng cuối năm 2020", "6 tháng đầu năm 2020", "Cả năm 2020"]
    assert {"Năm học 2019-2020", "Quý II năm 2020", "Cả năm 2019"} <= set(offered)
    assert not [words for words in offered if "H1" in words or "Q2" in words]
    assert own_page(person).period.period() == HALF
    person.press(Qt.Key.Key_Down)
    assert own_page(person).period.value() == "2020"
    assert "chưa hết nên chưa chốt được" in own_page(person).state.text()


def test_a_period_is_stated_from_the_page_that_says_what_is_missing_and_taken_back(at_own_page):
    person = at_own_page()
    person.choose("Chốt số liệu")
    assert isinstance(person.screen.currentWidget(), ClosingPage)
    person.seen("▲ Sổ chưa có hội viên nào")
    person.seen("Tổng quỹ khuyến học vận động được trong kỳ: 1.000.000 đồng")
    person.choose("Quay lại")
    assert not period_closing.is_closed(person.desk.book, HALF)
    person.choose("Chốt số liệu")
    person.enter()
    assert "Đã chốt số liệu 6 tháng đầu năm 2020" in person.message()
    assert "6 tháng đầu năm 2020 (đã chốt)" in choices(person)
    person.answer_question("Lấy lại")
    press_action(person, "Lấy lại số liệu đã chốt")
    assert "kỳ này chưa chốt nữa" in person.message()
    assert not period_closing.is_closed(person.desk.book, HALF)


def test_a_half_year_that_lasts_cannot_be_stated(at_own_page):
    person = at_own_page()
    own_page(person).period.set_value("2020H2")
    person.choose("Chốt số liệu")
    person.seen("✖ 6 tháng cuối năm 2020 chưa hết nên chưa chốt được. Chốt được từ ngày 01/01/2021, còn 180 ngày nữa.")
    page = person.screen.currentWidget()
    assert isinstance(page, ClosingPage)
    assert page.bar.main is None


def test_a_receipt_into_a_stated_period_is_asked_about_and_the_office_is_told_to_state_again(at_own_page):
    person = at_own_page(stated=True)
    person.ctrl("4")
    person.ctrl("N")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    form.input("amount").set_value(500_000)
    form.input("on").set_value(date(2020, 4, 1))
    person.answer_question("Xem lại")
    person.enter()
    assert person.screen.currentWidget() is form, "what was typed stays"
    assert _receipts(person) == 1
    person.answer_question("Ghi tiếp")
    person.enter()
    assert _receipts(person) == 2
    person.wait_for_work()
    person.ctrl("1")
    person.seen("▲ Số liệu 6 tháng đầu năm 2020 đã đổi sau khi chốt")
    person.choose("Chốt lại")
    person.seen("▲ Đã đổi sau khi chốt: ")
    person.choose("Quay lại")
    assert "cần chốt lại" in own_page(person).state.text()
    assert "từ 1.000.000 thành 1.500.000 đồng" in own_page(person).state.text()
    assert "6 tháng đầu năm 2020 (đã đổi sau khi chốt)" in choices(person)


def _receipts(person: Person) -> int:
    with person.desk.book.reading() as db:
        found: int = db.execute("SELECT count(*) FROM movements").fetchone()[0]
    return found


def test_a_commune_sees_ratios_and_targets_and_prints_its_own_half_year(at_own_page, tmp_path):
    person = at_own_page()
    table = own_page(person).table
    rows = {table.model.row(place)["code"]: table.model.row(place) for place in range(table.model.rowCount())}
    assert {"B04", "D16", "D17", "D18", "D21", "E03"} <= set(rows)
    assert (rows["D16"]["value"], rows["D17"]["value"]) == ("1.000", "không có")
    person.ctrl("P")
    person.wait(lambda: isinstance(person.screen.currentWidget(), PrintView))
    view = person.screen.currentWidget()
    assert isinstance(view, PrintView)
    document = pypdfium2.PdfDocument(view.path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert len(pages) <= 2
    text = " ".join("\n".join(pages).split())
    assert "HỘI KHUYẾN HỌC THỊ TRẤN EA KAR" in text
    assert "6 tháng đầu năm 2020" in text
    assert "(Số liệu trong sổ ngày 05/07/2020, chưa chốt)" in text
    assert "Hội Khuyến học huyện Ea Kar (để báo cáo)" in text
    assert "2020H1" not in text


def test_the_cash_book_s_period_is_chosen_too(at_own_page):
    person = at_own_page()
    person.ctrl("4")
    press_action(person, "Sổ quỹ tiền mặt")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    assert form.values()["period"] == "2020-07"
    combo = form.input("period").combo
    assert combo.currentText() == "Tháng 7 năm 2020"
    assert person.focus() is combo
    person.enter()
    person.wait(lambda: isinstance(person.screen.currentWidget(), PrintView))


def test_a_list_that_moves_a_stated_period_is_asked_about_before_it_is_entered(at_own_page, tmp_path):
    listed = tmp_path / "hoi-vien.csv"
    listed.write_text("Họ và tên,Ngày sinh,Ngày vào Hội\nNguyễn Văn An,1960,01/03/2020\n", encoding="utf-8")
    person = at_own_page(stated=True)
    person.ctrl("2")
    press_action(person, "Nhập từ Excel")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    form.input("file").set_value(listed)
    form.submitted.emit()
    person.wait(lambda: form.save.text().replace("&", "") == "Nhập vào sổ")
    person.answer_question("Ghi tiếp")
    form.submitted.emit()
    person.wait(lambda: "Đã nhập 1 dòng mới" in person.message())
    person.ctrl("1")
    person.seen("▲ Số liệu 6 tháng đầu năm 2020 đã đổi sau khi chốt")


def test_undoing_a_step_that_was_taken_before_the_period_was_stated_is_asked_about(at_own_page):
    person = at_own_page()
    book = person.desk.book
    person.screen.carry_out(
        lambda: membership.register(
            book, membership.MemberDraft(date(2020, 3, 1), details=people.PersonDraft("Nguyễn Văn An", born="1960"))
        ),
        "Đã ghi",
    )
    period_closing.close_period(book, HALF)
    for answer, left in (("Xem lại", 1), ("Ghi tiếp", 0)):
        person.answer_question(answer)
        person.ctrl("Z")
        with book.reading() as db:
            assert db.execute("SELECT count(*) FROM memberships").fetchone()[0] == left


def _receive(book: Book) -> None:
    movements.book_movement(book, FundDraft("receive", 500_000, date(2020, 3, 1), category="gift_person"))


@pytest.mark.parametrize("door", ["page", "worker"])
def test_no_page_and_no_long_work_changes_a_stated_period_without_asking(at_own_page, door):
    person = at_own_page(stated=True)
    book, done = person.desk.book, []

    def write() -> None:
        if door == "page":
            person.screen.attempt(lambda: _receive(book))
        else:
            person.desk.runner.run("", lambda _report: _receive(book), done.append)
            person.wait_for_work()

    person.answer_question("Xem lại")
    write()
    assert movements.balances(book)[0].amount == 1_000_000 and done == []
    person.answer_question("Ghi tiếp")
    write()
    assert movements.balances(book)[0].amount == 1_500_000
    write()  # whoever has been told once is not asked again
    assert movements.balances(book)[0].amount == 2_000_000
