"""Money at the keyboard: what comes in, what goes out, what is taken back, and what is asked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.settings import SettingKey
from db.store import Book
from desktop_app.figures import period_figures
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.values.periods import parse_period
from desktop_app.work.fund import movements, purses_and_donors
from desktop_app.work.fund.movements import FundDraft
from tests import entering
from tests.gui.driving import Person, press_action

SitDown = Callable[..., Person]
MARCH = date(2020, 3, 2)


@pytest.fixture
def at_the_fund(sit_down: SitDown, book: Book) -> Callable[[], Person]:
    """Closes the book that a story has filled, and opens it in the window, at the fund."""

    def come() -> Person:
        book.close()
        person = sit_down(book.home)
        person.start(book.path)
        person.ctrl("4")
        return person

    return come


def booked(person: Person) -> list[tuple[str | None, int, str, str | None]]:
    """Voucher, amount, account and category of each movement, by voucher."""
    with person.desk.book.reading() as db:
        rows = db.execute("SELECT book, block, number, year, amount, account, category FROM movements").fetchall()
    return sorted((movements.printed_number(*row[:4]), *row[4:]) for row in rows)


def form_of(person: Person) -> Form:
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    return form


def fill(person: Person, **fields: str) -> Form:
    """Type into the fields of the form that is open, by name."""
    form = form_of(person)
    for name, text in fields.items():
        form.input(name).target().setFocus()
        person.type(text)
    return form


def pick(person: Person, name: str, words: str) -> None:
    """Go to a choice and press the arrow until it says these words."""
    combo = form_of(person).input(name).target()
    combo.setFocus()
    person.press(Qt.Key.Key_Home)
    for _row in range(combo.count()):
        if combo.currentText() == words:
            return
        person.press(Qt.Key.Key_Down)
    assert combo.currentText() == words


def save(person: Person) -> None:
    person.ctrl("S")
    person.wait_for_work()


def said(person: Person) -> str:
    return " ".join(label.text() for label in form_of(person).findChildren(QLabel) if label.isVisible())


def test_who_gives_decides_what_a_gift_counts_as_and_the_form_says_so(book: Book, at_the_fund) -> None:
    entering.add_donor(book, "Công ty Cà phê Ea Kar", "organisation")
    person = at_the_fund()
    person.ctrl("N")
    form = fill(person, donor="Công ty")
    person.wait(lambda: not form.input("donor").list.isHidden())
    person.press(Qt.Key.Key_Down)
    person.enter()
    assert "Sẽ ghi: Cơ quan, doanh nghiệp, tổ chức ủng hộ; tiền mặt; vào Quỹ Khuyến học." in said(person)
    assert not form.is_asked("donor_kind")
    fill(person, amount="2000000")
    save(person)
    assert booked(person) == [("PT001/2020", 2_000_000, "cash", "gift_organisation")]


@pytest.mark.parametrize(
    ("name", "kind", "category"),
    [
        ("Ngân hàng Nông nghiệp huyện", "organisation", "gift_organisation"),
        ("Trương Văn Hội", "person", "gift_person"),
        ("Đoàn Thị Mai", "person", "gift_person"),
    ],
)
def test_a_name_that_is_new_is_asked_about_with_a_guess(at_the_fund, name: str, kind: str, category: str) -> None:
    person = at_the_fund()
    person.ctrl("N")
    form = fill(person, donor=name, amount="500000")
    assert form.is_asked("donor_kind") and form.input("donor_kind").value() == kind
    save(person)
    assert booked(person) == [("PT001/2020", 500_000, "cash", category)]
    book = person.desk.book
    with book.reading() as db:
        assert db.execute("SELECT full_name, kind FROM donors").fetchall() == [(name, kind)]
        found = period_figures.values_of(db, [book.unit], parse_period("2020Q3"))[book.unit]
    assert found["D04" if kind == "organisation" else "D03"] == 500_000


def test_a_guess_that_is_wrong_is_set_right_and_what_a_person_chose_stays(at_the_fund) -> None:
    person = at_the_fund()
    person.ctrl("N")
    fill(person, donor="Ban Mai", amount="500000")
    pick(person, "donor_kind", "Tổ chức")
    person.press(Qt.Key.Key_Up)
    fill(person, donor="Ban Mai Hoa")
    assert "Sẽ ghi: Cá nhân, hội viên, nhà hảo tâm ủng hộ" in said(person)
    form_of(person).unfold()
    pick(person, "category", "Đợt vận động (heo đất, tháng khuyến học)")
    fill(person, donor="Công ty Ban Mai")
    save(person)
    assert booked(person) == [("PT001/2020", 500_000, "cash", "campaign")]


def test_a_gift_of_a_name_and_an_amount_goes_into_the_general_fund(book: Book, at_the_fund) -> None:
    entering.add_purse(book, "Học bổng Y Jút", restricted=True)
    person = at_the_fund()
    person.ctrl("N")
    fill(person, donor="Bà Hoa", amount="500000")
    save(person)
    assert {(line.name, line.amount) for line in movements.balances(person.desk.book)} == {("Quỹ Khuyến học", 500_000)}


def test_a_donor_whose_name_is_typed_once_more_is_the_same_donor(book: Book, at_the_fund) -> None:
    entering.add_donor(book, "Trường THCS Lê Lợi", "organisation")
    person = at_the_fund()
    person.ctrl("N")
    fill(person, donor="trường thcs lê lợi", amount="300000")
    save(person)
    with person.desk.book.reading() as db:
        assert db.execute("SELECT count(*) FROM donors").fetchone() == (1,)
    assert booked(person)[0][3] == "gift_organisation"


def test_a_name_that_two_donors_have_is_chosen_from_the_list_and_no_third_is_made(book: Book, at_the_fund) -> None:
    for kind in ("person", "organisation"):
        entering.add_donor(book, "Ban Mai", kind)
    person = at_the_fund()
    person.ctrl("N")
    form = fill(person, donor="ban mai", amount="300000")
    save(person)
    assert "Có 2 nhà tài trợ tên «ban mai»" in form.error_of("donor") and booked(person) == []
    fill(person, donor="Ban Mai")
    person.wait(lambda: not form.input("donor").list.isHidden())
    person.press(Qt.Key.Key_Down)
    person.enter()
    save(person)
    with person.desk.book.reading() as db:
        assert db.execute("SELECT count(*) FROM donors").fetchone() == (2,)
    assert len(booked(person)) == 1


def test_a_payment_says_what_for_before_it_is_booked(book: Book, at_the_fund) -> None:
    movements.book_movement(book, FundDraft("opening", 1_000_000, MARCH))
    person = at_the_fund()
    person.choose("Chi tiền")
    form = fill(person, party_text="Quán in", amount="200000")
    assert form.input("category").target().currentText() == "Chọn khoản chi"
    save(person)
    assert "Mục «Khoản chi» còn trống" in form.error_of("category") and len(booked(person)) == 1
    assert person.focus() is form.input("category").target()
    pick(person, "category", "Chi hoạt động Hội")
    save(person)
    assert booked(person)[1:] == [("PC001/2020", 200_000, "cash", "running")]


def test_the_same_receipt_once_more_is_asked_about_once(at_the_fund) -> None:
    person = at_the_fund()
    for _time in range(2):
        person.ctrl("N")
        fill(person, donor="Bà Hoa", amount="500000", note="Ủng hộ")
        if booked(person):
            person.answer_question("Xem lại")
        save(person)
        if isinstance(person.screen.currentWidget(), PrintView):
            person.screen.close_page()
    assert len(booked(person)) == 1
    assert form_of(person).values()["note"] == "Ủng hộ", "what was typed is still there"
    person.answer_question("Ghi tiếp")
    save(person)
    assert [voucher for voucher, *_rest in booked(person)] == ["PT001/2020", "PT002/2020"]


def test_goods_come_in_and_go_out_through_the_window(at_the_fund) -> None:
    person = at_the_fund()
    person.ctrl("N")
    fill(person, donor="Công ty Cà phê 52", amount="450000")
    person.choose("Hiện vật, chuyển khoản")
    pick(person, "account", "Hiện vật")
    fill(person, goods="150 quyển vở")
    assert "Sẽ ghi: Hiện vật ủng hộ; hiện vật; vào Quỹ Khuyến học." in said(person)
    save(person)
    person.screen.close_page()
    person.choose("Chi tiền")
    fill(person, party_text="Trường Tiểu học Kim Đồng", amount="400000")
    person.choose("Hiện vật, chuyển khoản")
    pick(person, "account", "Hiện vật")
    fill(person, goods="130 quyển vở")
    save(person)
    assert booked(person) == [
        ("NK001/2020", 450_000, "goods", "goods_in"),
        ("XK001/2020", 400_000, "goods", "goods_out"),
    ]
    assert [(line.account, line.amount) for line in movements.balances(person.desk.book)] == [("goods", 50_000)]
    with person.desk.book.reading() as db:
        goods = sorted(row[0] for row in db.execute("SELECT goods FROM movement_notes"))
        found = period_figures.values_of(db, [person.desk.book.unit], parse_period("2020Q3"))[person.desk.book.unit]
    assert goods == ["130 quyển vở", "150 quyển vở"]
    assert (found["D01"], found["D02"], found["D04"], found["D06"], found["D07"]) == (450_000, 0, 450_000, 450_000, 0)


def test_taking_back_names_the_voucher_and_an_opening_balance_has_words_of_its_own(book: Book, at_the_fund) -> None:
    movements.book_movement(book, FundDraft("opening", 4_350_000, MARCH))
    movements.book_movement(book, FundDraft("receive", 200_000, date(2020, 3, 3), party_text="Bà Hoa"))
    person = at_the_fund()
    person.screen.table.view.selectRow(0)
    press_action(person, "Hủy phiếu")
    assert "Hủy phiếu PT001/2020 ngày 03/03/2020: 200.000 đồng" in said(person) and "Bà Hoa" in said(person)
    form_of(person).leave()
    person.screen.table.view.selectRow(1)
    press_action(person, "Bỏ số dư đầu")
    assert "Bỏ số dư đầu 4.350.000 đồng (tiền mặt, Quỹ Khuyến học, ngày 02/03/2020)" in said(person)
    assert "phiếu vẫn giữ số" not in said(person).lower()
    pick(person, "reason", "Ghi sai số tiền")
    save(person)
    assert "Đã bỏ số dư đầu" in person.message()
    assert sum(line.amount for line in movements.balances(person.desk.book)) == 200_000
    press_action(person, "Bỏ số dư đầu")
    assert "đã hủy ngày 02/03/2020" in person.message() and not isinstance(person.screen.currentWidget(), Form)


def test_a_purse_of_its_own_says_what_it_pays_for_and_money_leaves_it_by_a_decision(book: Book, at_the_fund) -> None:
    entering.add_decision(book, entering.decision(12, MARCH))
    person = at_the_fund()
    press_action(person, "Quỹ riêng")
    person.ctrl("N")
    fill(person, name="Học bổng Y Jút", purpose="học bổng học sinh nghèo")
    form_of(person).unfold()
    form_of(person).input("allowed").boxes["scholarship"].setFocus()
    person.press(Qt.Key.Key_Space)
    save(person)
    (purse,) = [one for one, name in purses_and_donors.purse_choices(person.desk.book) if name == "Học bổng Y Jút"]
    movements.book_movement(person.desk.book, FundDraft("receive", 900_000, MARCH, purse=purse))
    person.press(Qt.Key.Key_Escape)
    person.choose("Chi tiền")
    form = fill(person, party_text="Em Y Khoa", amount="100000")
    pick(person, "category", "Chi giúp học sinh khó khăn")
    form.unfold()
    pick(person, "purse", "Học bổng Y Jút")
    save(person)
    assert "«Học bổng Y Jút»" in form.error_of("category") and "học bổng học sinh nghèo" in form.error_of("category")
    pick(person, "category", "Chi học bổng")
    save(person)
    assert len(booked(person)) == 2
    person.screen.close_page()
    press_action(person, "Chuyển")
    form = fill(person, amount="100000")
    pick(person, "purse", "Học bổng Y Jút")
    save(person)
    assert "phải có quyết định" in form.error_of("decision")
    fill(person, decision="13/2020")
    save(person)
    assert "13/2020" in form.error_of("decision")
    fill(person, decision="12/2020")
    save(person)
    assert [voucher for voucher, *_rest in booked(person)] == ["DC001/2020", "PC001/2020", "PT001/2020"]


def test_an_old_purse_is_given_another_purpose(book: Book, at_the_fund) -> None:
    purse = entering.add_purse(book, "Quỹ bò", restricted=True, purpose="bò giống", allowed=["hardship"]).id
    person = at_the_fund()
    press_action(person, "Quỹ riêng")
    person.press(Qt.Key.Key_Down)
    person.enter()
    form = form_of(person)
    assert form.values() == {"name": "Quỹ bò", "purpose": "bò giống", "donor": None, "allowed": ["hardship"]}
    assert not form.is_changed()
    fill(person, purpose="bò sữa")
    save(person)
    with person.desk.book.reading() as db:
        row = db.execute("SELECT name, purpose, restricted FROM purses WHERE id = ?", (purse,)).fetchone()
    assert row == ("Quỹ bò", "bò sữa", 1)


def test_what_stands_on_vouchers_is_set_in_the_window(at_the_fund) -> None:
    person = at_the_fund()
    person.desk.go_to("settings")
    person.choose("Tên in trên giấy tờ")
    fill(person, budget_code="1054321")
    pick(person, "voucher_sheet", "A4, mỗi trang hai liên")
    pick(person, "form_number", "Luôn in")
    save(person)
    kept = [
        person.desk.book.setting(key)
        for key in (SettingKey.BUDGET_CODE, SettingKey.VOUCHER_SHEET, SettingKey.FORM_NUMBER, SettingKey.FORM_SOURCE)
    ]
    assert kept == ["1054321", "a4", "on", None]
