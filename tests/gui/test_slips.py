"""Slips of the hand in the window: what cannot be undone is asked about, and what is refused says what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.values.periods import parse_period
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.people.people import PersonDraft
from desktop_app.work.reports import period_closing
from tests import entering
from tests.gui.driving import Person, press_action

SitDown = Callable[..., Person]
JUNE = date(2020, 6, 1)


def award(book: Book, form: str = "scholarship", amount: int = 500_000, *, paid: bool = False) -> bytes:
    """An approved line with money; `paid` out of the cash in the fund."""
    pupil = people.add_person(book, PersonDraft("H’Lan Niê", school="THCS Lê Lợi")).id
    round_ = entering.add_round(book, "Đầu năm", "talent").id
    line = award_lines.nominate(book, AwardDraft(round_, pupil, "pupil", form, amount)).id
    decision = entering.add_decision(book, entering.decision(1, JUNE)).id
    award_lines.approve(book, [line], decision)
    if paid:
        award_lines.pay(book, line, JUNE)
    return line


def sat_down(sit_down: SitDown, book: Book, place: str) -> Person:
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl(place)
    return person


@pytest.fixture
def funded(book: Book) -> Book:
    """Three million in cash, twenty in the bank."""
    movements.book_movement(book, FundDraft("opening", 3_000_000, date(2020, 1, 1)))
    movements.book_movement(book, FundDraft("opening", 20_000_000, date(2020, 1, 1), "bank"))
    return book


def state(person: Person) -> str:
    with person.desk.book.reading() as db:
        found: str = db.execute("SELECT state FROM awards").fetchone()[0]
    return found


def test_a_paid_line_is_withdrawn_only_after_it_was_said_that_its_voucher_stays(
    funded: Book, sit_down: SitDown
) -> None:
    award(funded, paid=True)
    person = sat_down(sit_down, funded, "3")
    person.answer_question("Xem lại")
    press_action(person, "Rút")
    assert state(person) == "paid"
    person.answer_question("Ghi tiếp")
    press_action(person, "Rút")
    assert state(person) == "withdrawn"
    assert "PC001/2020" in person.message() and "«Hủy phiếu»" in person.message()


def test_a_paid_line_is_not_paid_again_and_the_button_says_by_which_voucher_it_was(
    funded: Book, sit_down: SitDown
) -> None:
    award(funded, paid=True)
    person = sat_down(sit_down, funded, "3")
    press_action(person, "Trao")
    assert not isinstance(person.screen.currentWidget(), Form)
    assert "đã trao" in person.message() and "PC001/2020" in person.message()


def test_approved_scholarships_are_no_certificates_and_it_is_said_why(funded: Book, sit_down: SitDown) -> None:
    award(funded)
    person = sat_down(sit_down, funded, "3")
    press_action(person, "In nhiều giấy khen")
    assert "hình thức «Giấy khen»" in person.message()


def test_who_pays_more_than_the_cash_is_told_in_which_purse_and_where_there_is_enough(
    funded: Book, sit_down: SitDown
) -> None:
    award(funded, amount=5_000_000)
    person = sat_down(sit_down, funded, "3")
    press_action(person, "Trao")
    person.ctrl("S")
    person.wait_for_work()
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    said = "\n".join([person.message(), *(label.text() for label in form.findChildren(type(form._summary)))])
    assert "Quỹ Khuyến học, tiền mặt chỉ còn 3.000.000 đồng" in said
    assert "Tiền gửi ngân hàng còn 20.000.000 đồng" in said


def test_taking_a_statement_back_is_asked_about_and_ctrl_z_says_where_that_is_done(
    book: Book, sit_down: SitDown
) -> None:
    half = parse_period("2020H1")
    person = sat_down(sit_down, book, "5")
    person.choose("Chốt số liệu")
    person.choose("Chốt số liệu")
    person.ctrl("Z")
    assert "«Lấy lại số liệu đã chốt»" in person.message()
    person.answer_question("Không lấy lại")
    press_action(person, "Lấy lại số liệu đã chốt")
    assert period_closing.is_closed(person.desk.book, half)
    person.answer_question("Lấy lại")
    press_action(person, "Lấy lại số liệu đã chốt")
    assert not period_closing.is_closed(person.desk.book, half)


def test_a_withdrawn_line_is_neither_paid_nor_corrected_which_is_said_before_a_form_opens(
    funded: Book, sit_down: SitDown
) -> None:
    award_lines.withdraw(funded, award(funded))
    person = sat_down(sit_down, funded, "3")
    for button in ("Trao", "Sửa", "Rút"):
        press_action(person, button)
        assert not isinstance(person.screen.currentWidget(), Form)
        assert "đã rút. Bấm «Đề nghị» để ghi lại" in person.message()
        assert "Phiếu" not in person.message()
        person.desk.messages.hide()


def test_of_a_withdrawn_line_whose_voucher_stands_only_that_is_said(funded: Book, sit_down: SitDown) -> None:
    award_lines.withdraw(funded, award(funded, paid=True))
    person = sat_down(sit_down, funded, "3")
    press_action(person, "Rút")
    assert "đã rút" in person.message() and "Phiếu PC001/2020 còn nguyên" in person.message()


def test_a_line_that_is_not_approved_is_not_paid_and_no_form_opens_for_it(funded: Book, sit_down: SitDown) -> None:
    pupil = people.add_person(funded, PersonDraft("H’Lan Niê")).id
    round_ = entering.add_round(funded, "Đầu năm", "talent").id
    award_lines.nominate(funded, AwardDraft(round_, pupil, "pupil", "scholarship", 500_000))
    person = sat_down(sit_down, funded, "3")
    press_action(person, "Trao")
    assert not isinstance(person.screen.currentWidget(), Form)
    assert "chưa duyệt" in person.message()


def booked(funded: Book) -> str:
    """A receipt of today; its voucher."""
    return movements.book_movement(funded, FundDraft("receive", 200_000, date(2020, 6, 5), party_text="Bà Hoa")).voucher


def test_no_reason_of_a_cancellation_is_chosen_before_a_person_chooses_it(funded: Book, sit_down: SitDown) -> None:
    booked(funded)
    person = sat_down(sit_down, funded, "4")
    for button, row in (("Hủy phiếu", 0), ("Bỏ số dư đầu", 1)):
        person.screen.table.view.selectRow(row)
        press_action(person, button)
        form = person.screen.currentWidget()
        assert isinstance(form, Form)
        assert form.values()["reason"] is None
        person.ctrl("S")
        person.seconds += 2
        assert "Lý do hủy" in form.error_of("reason")
        form.mark_saved()
        form.leave()
    with person.desk.book.reading() as db:
        assert db.execute("SELECT count(*) FROM movements WHERE reversed_on IS NOT NULL").fetchone() == (0,)


def test_ctrl_z_after_a_cancellation_says_that_another_voucher_is_written(funded: Book, sit_down: SitDown) -> None:
    voucher = booked(funded)
    person = sat_down(sit_down, funded, "4")
    person.screen.table.view.selectRow(0)
    press_action(person, "Hủy phiếu")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    form.input("reason").set_value("entered_twice")
    person.ctrl("S")
    assert f"Đã hủy phiếu {voucher}" in person.message()
    person.ctrl("Z")
    assert "Phiếu đã hủy thì không lấy lại được" in person.message()
    assert "«Hủy phiếu»" not in person.message()


def test_ctrl_z_after_an_award_was_paid_leads_to_its_withdrawal_first(funded: Book, sit_down: SitDown) -> None:
    award(funded)
    person = sat_down(sit_down, funded, "3")
    press_action(person, "Trao")
    person.ctrl("S")
    person.ctrl("Z")
    assert "bấm «Rút»" in person.message()


def test_ctrl_z_after_an_opening_balance_names_the_button_that_takes_it_back(book: Book, sit_down: SitDown) -> None:
    person = sat_down(sit_down, book, "4")
    press_action(person, "Số dư đầu")
    person.type("500000")
    person.ctrl("S")
    person.ctrl("Z")
    assert "«Bỏ số dư đầu»" in person.message()


def test_the_voucher_of_a_paid_award_is_refused_before_a_form_opens(funded: Book, sit_down: SitDown) -> None:
    award(funded, paid=True)
    person = sat_down(sit_down, funded, "4")
    person.screen.table.view.selectRow(0)
    press_action(person, "Hủy phiếu")
    assert not isinstance(person.screen.currentWidget(), Form)
    assert "Rút suất đó" in person.message()


def test_no_reason_of_leaving_is_chosen_before_a_person_chooses_it(book: Book, sit_down: SitDown) -> None:
    membership.register(book, membership.MemberDraft(date(2020, 2, 1), None, PersonDraft("Nguyễn Thị Mai")))
    person = sat_down(sit_down, book, "2")
    press_action(person, "Thôi hội viên")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    person.ctrl("S")
    assert form.error_of("reason")
    with person.desk.book.reading() as db:
        assert db.execute("SELECT left_on FROM memberships").fetchone() == (None,)
