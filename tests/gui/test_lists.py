"""«Danh mục» at the keyboard: what the book keeps beside members, awards and vouchers, looked at, added and corrected."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QTextBrowser

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.gui.screens.settings.catalogue import CATALOGUE
from tests import entering
from tests.gui.driving import CTRL, Person, press_action
from tests.gui.test_reading import hold_reading
from tests.offices import COMMUNES, Network, receive

SitDown = Callable[..., Person]
AtList = Callable[[str], Person]


@pytest.fixture
def at_list(book: Book, sit_down: SitDown) -> AtList:
    """Closes the book that a story has filled, and opens it in the window, at one of its lists."""
    return lambda name: go_to_list(sit_down, book, name)


def go_to_list(sit_down: SitDown, book: Book, name: str) -> Person:
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl("7")
    person.wait_for_work()
    person.choose("Danh mục")
    for _row in CATALOGUE:
        if seen(person)[0] == name:
            break
        person.press(Qt.Key.Key_Down)
    person.enter()
    return person


def seen(person: Person) -> list[str]:
    """The chosen row of the list that is seen."""
    view = person.screen.list_seen().view  # type: ignore[union-attr]
    row = view.currentIndex().row()
    return [str(view.model().index(row, place).data() or "") for place in range(view.model().columnCount())]


def names(person: Person) -> list[str]:
    model = page_of(person).table.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def page_of(person: Person) -> SubjectPage:
    page = person.screen.currentWidget()
    assert isinstance(page, SubjectPage)
    return page


def form_of(person: Person) -> Form:
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    return form


def fill(person: Person, **fields: str) -> Form:
    form = form_of(person)
    for name, text in fields.items():
        form.input(name).target().setFocus()
        person.type(text)
    return form


def search(person: Person, text: str) -> None:
    person.ctrl("F")
    person.type(text)
    person.wait(lambda: not page_of(person).search._timer.isActive())
    person.wait_for_reading()


def buttons(person: Person) -> list[str]:
    found = person.screen.currentWidget().findChildren(QAbstractButton)
    return [one.text().replace("&", "") for one in found if one.text()]


def labels(person: Person) -> str:
    return " ".join(one.text() for one in person.screen.currentWidget().findChildren(QLabel) if one.isVisible())


def entries(book: Book) -> int:
    with book.reading() as db:
        number: int = db.execute("SELECT count(*) FROM entries").fetchone()[0]
        return number


def test_a_donors_telephone_is_corrected_and_taken_back_by_keys(book: Book, at_list: AtList) -> None:
    for name in ("Bà Hoa", "Ông Sáu"):
        entering.add_donor(book, name, address="Thôn 5", phone="0905111222")
    person = at_list("Nhà tài trợ")
    person.press(Qt.Key.Key_Down)
    person.enter()
    assert "Sửa: Ông Sáu" in labels(person) and not form_of(person).is_changed()
    fill(person, phone="12x")
    person.enter()
    assert "số điện thoại" in form_of(person).error_of("phone")
    fill(person, phone="0905333444")
    person.enter()
    assert "Đã sửa Ông Sáu." in person.message()
    assert seen(person) == ["Ông Sáu", "Cá nhân", "Thôn 5", "0905333444"]
    assert person.focus() is page_of(person).table.view and page_of(person).table.is_lit()
    person.ctrl("Z")
    person.wait_for_reading()
    assert seen(person)[3] == "0905111222"
    written = entries(person.desk.book)
    person.enter()
    person.enter()  # nothing was changed: nothing is written, and nothing is said of it
    assert isinstance(person.screen.currentWidget(), SubjectPage)
    assert entries(person.desk.book) == written


def test_a_new_one_is_refused_at_its_field_and_then_stands_in_the_list(at_list: AtList) -> None:
    person = at_list("Nhà tài trợ")
    assert "Chưa có nhà tài trợ nào ở đây. Bấm «Thêm nhà tài trợ» để ghi." in labels(person)
    person.bounce(Qt.Key.Key_N, CTRL)
    person.wait_for_reading()
    person.enter()
    assert "còn trống" in form_of(person).error_of("full_name")
    person.type("Công ty Cà phê")
    person.answer_question("Tiếp tục nhập")
    person.press(Qt.Key.Key_Escape)
    assert form_of(person).input("full_name").value() == "Công ty Cà phê"
    person.enter()
    assert names(person) == ["Công ty Cà phê"] and seen(person)[0] == "Công ty Cà phê"
    person.ctrl("Z")
    person.wait_for_reading()
    assert names(person) == []


def test_a_doubtful_telephone_is_asked_about(at_list: AtList) -> None:
    person = at_list("Nhà tài trợ")
    person.ctrl("N")
    fill(person, full_name="Bà Hoa", phone="0905 111 22")
    person.answer_question("Xem lại")
    person.enter()
    assert form_of(person).is_changed()
    person.answer_question("Ghi tiếp")
    person.enter()
    assert names(person) == ["Bà Hoa"]


def test_a_year_that_is_there_is_asked_about_before_it_is_replaced(book: Book, at_list: AtList) -> None:
    entering.set_population(book, book.unit, 2020, 9_600, 2_100)
    person = at_list("Dân số")
    assert seen(person)[1:] == ["2020", "9.600", "2.100", ""]
    person.ctrl("N")
    fill(person, people="9700")
    person.answer_question("Xem lại")
    person.enter()
    person.answer_question("Ghi tiếp")
    person.enter()
    assert seen(person)[1:] == ["2020", "9.700", "2.100", ""]
    person.press(Qt.Key.Key_Escape)
    person.press(Qt.Key.Key_Escape)
    person.wait_for_work()
    assert "Dân số năm 2020: 9.700 người." in labels(person)


def test_a_search_finds_one_of_three_hundred_and_says_when_it_finds_none(book: Book, at_list: AtList) -> None:
    for number in range(300):
        entering.add_donor(book, f"Nhà tài trợ {number:03}")
    entering.add_donor(book, "Bà Hoa Êban")
    person = at_list("Nhà tài trợ")
    assert len(names(person)) == 301 and page_of(person).search.count.text() == "301 dòng"
    search(person, "hoa eban")
    assert names(person) == ["Bà Hoa Êban"]
    person.press(Qt.Key.Key_Down)
    assert person.focus() is page_of(person).table.view
    search(person, "không có ai")
    assert names(person) == [] and "Không tìm thấy «không có ai»." in labels(person)
    person.press(Qt.Key.Key_Escape)
    person.wait(lambda: not page_of(person).search._timer.isActive())
    person.wait_for_reading()
    assert len(names(person)) == 301


def test_a_list_never_shows_what_was_searched_for_before(book: Book, at_list: AtList) -> None:
    for name in ("Bà Hoa", "Ông Sáu"):
        entering.add_donor(book, name)
    person = at_list("Nhà tài trợ")
    page, gate = page_of(person), threading.Event()
    kept = hold_reading(person, gate)
    for text in ("hoa", "sau"):
        page.search.edit.setText(text)
        page.show_open()
    assert kept
    gate.set()
    person.wait_for_reading()
    person.settle()
    assert names(person) == ["Ông Sáu"]


def test_what_is_found_is_exported_under_a_vietnamese_name(book: Book, at_list: AtList, tmp_path: Path) -> None:
    for name in ("Bà Hoa", "Ông Sáu"):
        entering.add_donor(book, name, phone="0905111222")
    person = at_list("Nhà tài trợ")
    search(person, "sau")
    object.__setattr__(person.screen.context, "choose_target", lambda _title, name: tmp_path / name)
    press_action(person, "Xuất Excel")
    person.wait_for_work()
    sheet = load_workbook(tmp_path / "danh-sach-nha-tai-tro.xlsx").active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["Ông Sáu", "Cá nhân", None, "0905111222"] in cells
    assert not any("Bà Hoa" in row for row in cells)
    assert "Đã ghi 1 dòng vào tệp" in person.message()


def test_donors_are_loaded_from_a_sheet(at_list: AtList, tmp_path: Path) -> None:
    sheet = tmp_path / "tai-tro.csv"
    sheet.write_text("Nhà tài trợ,Điện thoại\nBà Hoa,0905111222\nÔng Sáu,0905111333\n", encoding="utf-8")
    person = at_list("Nhà tài trợ")
    press_action(person, "Nhập từ Excel")
    assert "«Họ và tên», «Loại», «Địa chỉ», «Điện thoại»" in labels(person)
    fill(person, file=str(sheet))
    for _step in ("Xem trước", "Nhập vào sổ"):
        person.enter()
        person.wait_for_work()
    assert names(person) == ["Bà Hoa", "Ông Sáu"]


def test_a_corrected_decision_keeps_its_year_with_its_day(book: Book, at_list: AtList) -> None:
    person = at_list("Quyết định")
    person.ctrl("N")
    fill(person, no="12", on="30/12/2019", title="Khen thưởng")
    person.enter()
    assert seen(person)[:4] == ["12", "2019", "30/12/2019", "Khen thưởng"]
    person.enter()
    fill(person, on="02/01/2020")
    person.enter()
    assert seen(person)[:3] == ["12", "2020", "02/01/2020"]


def test_an_office_only_looks_at_what_the_province_records(book: Book, at_list: AtList) -> None:
    person = at_list("Đơn vị")
    assert [one for one in buttons(person) if one.startswith(("Thêm", "Sửa", "Nhập"))] == []
    search(person, "24373")
    person.press(Qt.Key.Key_Down)
    person.enter()
    assert "do Hội Khuyến học tỉnh ghi" in labels(person)
    assert form_of(person).save.isHidden() and form_of(person).input("name").value() == "Thị trấn Ea Kar"
    person.press(Qt.Key.Key_Escape)
    person.ctrl("N")
    assert isinstance(person.screen.currentWidget(), SubjectPage) and "tỉnh ghi" in person.message()


def test_the_province_sees_every_offices_lists_or_one_alone(
    make_network: Callable[..., Network], sit_down: SitDown
) -> None:
    network = make_network(COMMUNES[0], COMMUNES[1])
    for name, office in network.offices.items():
        entering.add_donor(office, f"Bà Hoa {name}")
        receive(network.province, *network.send(office))
    person = go_to_list(sit_down, network.province, "Nhà tài trợ")
    assert names(person) == ["Bà Hoa 24373", "Bà Hoa 24379"] and seen(person)[-1] == "Thị trấn Ea Kar"
    offices = page_of(person)._offices.combo
    offices.setFocus()
    while offices.currentText() != seen(person)[-1] or len(names(person)) > 1:
        person.press(Qt.Key.Key_Down)
    assert names(person) == ["Bà Hoa 24373"]


def test_the_province_enters_a_cluster_by_typed_units(make_network: Callable[..., Network], sit_down: SitDown) -> None:
    person = go_to_list(sit_down, make_network().province, "Cụm thi đua")
    person.ctrl("N")
    fill(person, number="9", name="Cụm 9", leader="huyen ea kar")
    person.tab()
    form = fill(person, units="Huyện Không Có")
    person.ctrl("S")
    assert "Huyện Không Có" in form.error_of("units")
    fill(person, units="651\nhuyen cu mgar")
    person.ctrl("S")
    assert seen(person) == ["9", "2020", "Cụm 9", "Huyện Ea Kar", "2"]
    person.enter()
    assert not form_of(person).is_changed()
    units = form_of(person).input("units")
    assert units.error() is None and len(units.value()) == 2


def test_two_of_one_name_are_told_apart_where_they_may_be_chosen(book: Book, at_list: AtList) -> None:
    for address in ("Thôn 5", "Thôn 9"):
        entering.add_donor(book, "Bà Hoa", address=address)
    entering.add_donor(book, "Ông Sáu", address="Thôn 5")
    person = at_list("Quỹ")
    person.ctrl("N")
    combo = form_of(person).input("donor").combo
    offered = [combo.itemText(place) for place in range(combo.count())]
    assert offered[1:] == ["Bà Hoa, Cá nhân, Thôn 5", "Bà Hoa, Cá nhân, Thôn 9", "Ông Sáu"]


def test_the_province_corrects_a_round_and_its_purse_stays(
    make_network: Callable[..., Network], sit_down: SitDown
) -> None:
    network = make_network(COMMUNES[0])
    office = network.offices[COMMUNES[0]]
    purse = entering.add_purse(office, "Học bổng Y Jút").id
    entering.add_round(office, "Học bổng đầu năm", "support", purse=purse)
    receive(network.province, *network.send(office))
    person = go_to_list(sit_down, network.province, "Đợt xét")
    person.enter()
    assert form_of(person).input("purse").value() == purse
    fill(person, budget="5.000.000")
    person.ctrl("S")
    assert seen(person)[3] == "5.000.000"
    with person.desk.book.reading() as db:
        assert db.execute("SELECT purse, budget FROM rounds").fetchall() == [(purse, 5_000_000)]


def test_the_help_of_a_list_is_about_lists(at_list: AtList) -> None:
    person = at_list("Quỹ")
    for _place in ("the list", "its form"):
        person.press(Qt.Key.Key_F1)
        browser = person.screen.currentWidget().findChild(QTextBrowser)
        assert browser is not None and "Ai ghi được?" in browser.toPlainText()
        person.press(Qt.Key.Key_Escape)
        person.ctrl("N")


def test_the_common_purse_is_bound_to_no_purpose(at_list: AtList) -> None:
    person = at_list("Quỹ")
    person.enter()
    fill(person, purpose="bò giống")
    person.ctrl("S")
    assert "dùng chung" in form_of(person).error_of("purpose")
    assert form_of(person).is_changed()
    form_of(person).mark_saved()
