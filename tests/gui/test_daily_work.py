"""Days after the first: taking back, half-filled forms, money that is not there, a list from Excel, decisions of the province."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt

from db.store import Book
from db.tables.people import Person as PersonRecord
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.screens.exchange.conflicts import ConflictsPage
from desktop_app.gui.screens.exchange.devices import DevicesPage
from desktop_app.work.book import devices
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.gui.driving import CTRL, Person
from tests.offices import COMMUNES, Network, digests, receive

SitDown = Callable[..., Person]


@pytest.fixture
def member(book: Book) -> bytes:
    """A member of the office's book."""
    person = people.PersonDraft("H’Ngoan Êban", born="1961", phone="0905")
    return membership.register(book, membership.MemberDraft(date(2020, 2, 1), None, person)).id


@pytest.fixture
def at_work(sit_down: SitDown, book: Book) -> Person:
    """Somebody with the office's book open."""
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    return person


def _phones(person: Person) -> list[str | None]:
    with person.desk.book.reading() as db:
        return [row[0] for row in db.execute("SELECT phone FROM people")]


def _correct_phone(person: Person, phone: str) -> None:
    person.ctrl("2")
    person.press(Qt.Key.Key_Down)
    person.choose("Sửa")
    person.choose("Điện thoại")
    person.type(phone)
    person.ctrl("S")


def test_a_correction_is_taken_back_with_ctrl_z(member: bytes, at_work: Person) -> None:
    _correct_phone(at_work, "0911222333")
    assert _phones(at_work) == ["0911222333"]
    at_work.press(Qt.Key.Key_Z, CTRL)
    assert _phones(at_work) == ["0905"]
    assert "Đã hoàn tác" in at_work.message()


def test_a_half_filled_form_waits_while_another_place_is_visited(member: bytes, at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.type("Trần Thị Dở")
    at_work.ctrl("4")
    at_work.wait_for_work()
    at_work.ctrl("2")
    form = at_work.screen.currentWidget()
    assert isinstance(form, Form)
    assert form.values()["full_name"] == "Trần Thị Dở"


def test_closing_with_a_half_filled_form_asks_first(member: bytes, at_work: Person) -> None:
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.type("Trần Thị Dở")
    at_work.answer_question("Tiếp tục nhập")
    at_work.window.close()
    assert at_work.window.isVisible()
    at_work.answer_question("Bỏ và đóng")
    at_work.window.close()
    assert not at_work.window.isVisible()


def test_a_page_that_was_left_is_asked_about_no_more_even_before_qt_has_cleared_it_away(
    member: bytes, at_work: Person
) -> None:
    at_work.ctrl("2")
    at_work.ctrl("N")
    at_work.type("H’Lan")
    form = at_work.screen.currentWidget()
    assert isinstance(form, Form) and form.is_changed()
    at_work.screen.close_page()
    assert at_work.screen.findChildren(Form) == [form]
    assert at_work.desk.may_leave()


def test_a_payment_above_the_balance_is_refused_and_stays_in_the_form(book: Book, sit_down: SitDown) -> None:
    movements.book_movement(book, movements.FundDraft("receive", 500_000, date(2020, 3, 1), category="gift_person"))
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl("4")
    person.choose("Chi tiền")
    person.choose("Số tiền")
    person.type("600000")
    person.choose("Khoản chi")
    person.press(Qt.Key.Key_Down)
    person.ctrl("S")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    assert "500.000" in (form.error_of("amount") or "") + person.message()
    with person.desk.book.reading() as db:
        assert db.execute("SELECT count(*) FROM movements").fetchone() == (1,)
    person.choose("Số tiền")
    person.type("400000")
    person.ctrl("S")
    person.wait(lambda: _movements(person) == 2)


def _movements(person: Person) -> int:
    with person.desk.book.reading() as db:
        return db.execute("SELECT count(*) FROM movements").fetchone()[0]


def test_an_amount_with_letters_is_named_at_its_field(at_work: Person) -> None:
    at_work.ctrl("4")
    at_work.ctrl("N")
    at_work.choose("Số tiền")
    at_work.type("năm trăm")
    at_work.ctrl("S")
    form = at_work.screen.currentWidget()
    assert isinstance(form, Form)
    assert "không phải số tiền" in (form.error_of("amount") or "")


def test_a_list_from_excel_is_rehearsed_then_entered(at_work: Person, tmp_path: Path) -> None:
    wrong, right = tmp_path / "sai.xlsx", tmp_path / "dung.xlsx"
    _write_list(wrong, ["Nguyễn Văn Ba", "31/2/1950"])
    _write_list(right, ["Nguyễn Văn Ba", "28/2/1950"])
    at_work.ctrl("2")
    at_work.screen.load()  # behind «Việc khác…» at large text, a button at small
    at_work.type(str(wrong))
    at_work.enter()
    at_work.wait_for_work()
    at_work.seen("1 dòng cần sửa")
    at_work.choose("Tệp Excel")
    at_work.type(str(right))
    at_work.ctrl("S")
    at_work.wait_for_work()
    at_work.seen("Tệp đọc được")
    assert _names(at_work) == []
    at_work.ctrl("S")
    at_work.wait(lambda: _names(at_work) == ["Nguyễn Văn Ba"])
    at_work.wait(lambda: "Đã nhập 1 dòng mới" in at_work.message())


def _write_list(path: Path, row: list[str]) -> None:
    sheet = Workbook()
    sheet.active.append(["Họ và tên", "Ngày sinh", "Ngày vào Hội"])
    sheet.active.append([*row, "1/3/2020"])
    sheet.save(path)


def _names(person: Person) -> list[str]:
    with person.desk.book.reading() as db:
        return [row[0] for row in db.execute("SELECT full_name FROM people")]


def test_a_phone_changed_on_two_devices_is_settled_on_screen(
    make_network: Callable[..., Network], sit_down: SitDown
) -> None:
    network = make_network(COMMUNES[0])
    first = network.offices[COMMUNES[0]]
    second = network.enrol("may-2", unit=COMMUNES[0])[0]
    receive(first, network.answer())
    with first.write() as tx:
        identity = tx.create(PersonRecord, full_name="H'Hen Niê", phone="0900").id
    receive(second, *network.send(first, own=True))
    for book, phone in ((first, "0901"), (second, "0902")):
        with book.write() as tx:
            tx.get(PersonRecord, identity).phone = phone
    receive(first, *network.send(second, own=True))

    first.close()
    person = sit_down(first.home)
    person.start(first.path)
    person.seen("1 chỗ hai nơi ghi khác nhau")
    person.ctrl("6")
    person.choose("Xem và chọn")
    assert isinstance(person.screen.currentWidget(), ConflictsPage)
    shown = [person.seen(f"<b>{number}. ").text() for number in (1, 2)]
    assert sorted(text[6:10] for text in shown) == ["0901", "0902"]
    person.press(Qt.Key.Key_1 if "0902" in shown[0] else Qt.Key.Key_2)
    person.seen("✔ Không còn chỗ nào ghi khác nhau")
    assert _phones(person) == ["0902"]
    _correct_name(person.desk.book, identity, "H'Hen Niê Kđăm")
    receive(second, *network.send(person.desk.book, own=True))
    receive(person.desk.book, *network.send(second, own=True))
    assert open_conflicts(second) == [] == open_conflicts(person.desk.book)
    assert digests(second) == digests(person.desk.book)
    with second.reading() as db:
        assert db.execute("SELECT full_name, phone FROM people").fetchall() == [("H'Hen Niê Kđăm", "0902")]


def _correct_name(book: Book, identity: bytes, name: str) -> None:
    with book.write() as tx:
        tx.get(PersonRecord, identity).full_name = name


def test_the_province_cuts_off_a_lost_laptop(
    make_network: Callable[..., Network], sit_down: SitDown, tmp_path: Path
) -> None:
    network = make_network(COMMUNES[0])
    province, office = network.province, network.offices[COMMUNES[0]]
    province.close()
    person = sit_down(province.home)
    person.start(province.path)
    person.ctrl("6")
    person.choose("Xem các máy")
    page = person.screen.currentWidget()
    assert isinstance(page, DevicesPage)
    page.table.view.setFocus()
    person.press(Qt.Key.Key_Home, CTRL)
    person.answer_question("Thôi")
    person.choose("Cắt quyền máy bị mất")
    assert not devices.devices(person.desk.book)[0].cut_off
    person.answer_question("Cắt quyền máy")
    person.answer_file_dialog(tmp_path)
    person.choose("Cắt quyền máy bị mất")
    assert "Gửi cho mọi đơn vị" in person.message()
    assert [one.cut_off for one in devices.devices(person.desk.book)] == [True]
    assert receive(office, *tmp_path.glob("KH-tincay-*.khb"))[0].message
