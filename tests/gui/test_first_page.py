"""The first page: a unit by any words people use for it, nothing typed is lost, and a book that is told where it lies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from db.exchange.trust.home_folder import Home
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.screens import first_run
from tests.gui.driving import CTRL, Person
from tests.offices import fixed_clock

AFTER_THE_MERGER = 1_767_240_000_000  # 1 January 2026


def form_of(person: Person) -> Form:
    assert person.window.first_run is not None
    page = person.window.first_run.pages.currentWidget()
    assert isinstance(page, Form)
    return page


def unit_of(person: Person) -> PickInput:
    given = form_of(person).input("unit")
    assert isinstance(given, PickInput)
    return given


def at_the_form(person: Person) -> Person:
    person.start()
    person.choose("Lập sổ mới")
    assert person.focus() is unit_of(person).edit
    return person


@pytest.fixture
def person(sit_down) -> Person:
    return at_the_form(sit_down())


@pytest.fixture
def later(qtbot, home: Home) -> Person:
    """Someone whose machine says 1 January 2026."""
    clock = fixed_clock(today=date(2026, 1, 1), now=AFTER_THE_MERGER)
    someone = at_the_form(Person(qtbot, home, clock))
    yield someone
    form_of(someone).mark_saved()
    someone.window.close()
    someone.window.deleteLater()


@pytest.mark.parametrize("key", ["Enter", "Tab", "Ctrl+S"])
def test_words_that_fit_one_unit_are_that_unit_whatever_key_follows(person, key):
    person.type("ea sar")
    {"Enter": person.enter, "Tab": person.tab, "Ctrl+S": lambda: person.ctrl("S")}[key]()
    assert unit_of(person).edit.text() == "Xã Ea Sar, Huyện Ea Kar (24380)"
    assert unit_of(person).value().code == "24380"
    assert form_of(person).error_of("unit") == ""


@pytest.mark.parametrize(
    "words",
    [
        "Xã Ea Sar, Huyện Ea Kar",
        "Xã Ea Sar, Huyện Ea Kar (24380)",
        "xa Ea Sar huyen Ea Kar",
        "huyện ea kar, xã ea sar",
        "Hội Khuyến học xã Ea Sar",
        "X. Ea Sar - H. Ea Kar",
        "24380",
        "easar",
        "ea sa",
    ],
)
def test_a_unit_is_understood_in_the_words_people_have_for_it(person, words):
    person.type(words)
    person.tab()
    assert unit_of(person).value().name == "Xã Ea Sar"


def test_what_is_found_is_no_stop_of_tab_and_nothing_typed_is_lost(person):
    person.type("ea kar")
    person.wait(lambda: not unit_of(person).list.isHidden())
    person.tab()
    assert person.focus() is form_of(person).input("officer").target()
    assert unit_of(person).edit.text() == "ea kar"
    person.type("Nguyễn Thị Hà")
    assert form_of(person).input("officer").value() == "Nguyễn Thị Hà"


def test_where_several_units_fit_the_form_says_how_many_and_shows_them(person):
    person.type("ea kar")
    person.ctrl("S")
    assert "Chọn một trong 2 đơn vị" in form_of(person).error_of("unit")
    assert unit_of(person).list.count() == 2
    assert person.focus() is unit_of(person).edit
    person.press(Qt.Key.Key_Down)
    person.press(Qt.Key.Key_Down)
    person.tab()
    assert unit_of(person).value().name == "Thị trấn Ea Kar"
    assert person.focus() is form_of(person).input("officer").target()


def test_letters_pressed_in_the_list_go_on_in_the_line(person):
    person.type("ea")
    person.press(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is unit_of(person).list
    person.press(Qt.Key.Key_S)
    assert person.focus() is unit_of(person).edit
    assert unit_of(person).edit.text() == "eas"
    person.press(Qt.Key.Key_Backspace)
    person.press(Qt.Key.Key_Down)
    person.press(Qt.Key.Key_Up)
    assert person.focus() is unit_of(person).edit


def test_words_that_fit_nothing_are_told_so_with_what_to_do(person):
    person.type("Sao Hỏa")
    person.wait(lambda: unit_of(person).said.isVisible())
    assert "Không thấy đơn vị «Sao Hỏa». Gõ tên xã rồi tên huyện" in unit_of(person).said.text()
    person.ctrl("S")
    assert "Không thấy đơn vị «Sao Hỏa»" in form_of(person).error_of("unit")
    assert unit_of(person).edit.text() == "Sao Hỏa"


def test_a_unit_that_was_merged_is_told_where_it_went_and_its_heir_is_offered(later):
    later.type("ea sar")
    later.tab()
    assert unit_of(later).value() is None
    assert "chỉ có đến 30/06/2025, nay thuộc Xã Ea Knốp, Tỉnh Đắk Lắk (24376)" in unit_of(later).said.text()
    unit_of(later).edit.setFocus()
    later.press(Qt.Key.Key_Down)
    later.enter()
    assert unit_of(later).value().name == "Xã Ea Knốp"


def found_in(person: Person, folder: Path) -> None:
    person.type("ea sar")
    person.tab()
    person.type("Nguyễn Thị Hà")
    form_of(person).input("folder").set_value(folder)
    person.enter()


def test_two_fields_found_a_book_whose_place_is_told_and_whose_first_copy_is_offered(person, tmp_path: Path):
    found_in(person, tmp_path / "so")
    person.wait(lambda: person.window.desk is not None)
    assert person.desk.book.path == tmp_path / "so" / "so-khuyen-hoc-24380.skh"
    assert f"tệp «so-khuyen-hoc-24380.skh» trong thư mục «{tmp_path / 'so'}»" in person.message()
    copies = tmp_path / "ban sao"
    copies.mkdir()
    person.answer_file_dialog(copies)
    offered = [one for one in person.desk.messages.findChildren(QPushButton) if "Sao" in one.text()]
    offered[0].click()
    person.wait_for_work()
    assert [path.suffix for path in copies.iterdir()] == [".skh"]


def test_a_folder_that_holds_the_units_book_already_says_how_to_open_that_one(person, sit_down, tmp_path: Path):
    found_in(person, tmp_path)
    person.wait(lambda: person.window.desk is not None)
    person.window.close()
    again = at_the_form(sit_down())
    found_in(again, tmp_path)
    assert "đã có sổ của Xã Ea Sar. Bấm «Quay lại» rồi «Mở sổ…»" in form_of(again).error_of("folder")
    assert again.window.desk is None


def test_who_leaves_the_form_stands_at_the_button_that_opens_it(person):
    person.press(Qt.Key.Key_Escape)
    assert person.window.first_run is not None
    assert person.focus() is person.window.first_run.begin


def test_closing_the_window_asks_about_a_form_half_filled(person):
    person.type("ea sar")
    person.answer_question("Tiếp tục nhập")
    person.window.close()
    assert person.window.isVisible()
    assert unit_of(person).edit.text() == "Xã Ea Sar, Huyện Ea Kar (24380)"
    person.answer_question("Bỏ phần đã nhập")
    person.window.close()
    assert not person.window.isVisible()


def test_a_form_that_nobody_has_filled_is_closed_without_a_question(person):
    person.window.close()
    assert not person.window.isVisible()


def test_a_sample_that_is_ready_takes_no_half_filled_form_away(sit_down, monkeypatch, book):
    book.close()
    monkeypatch.setattr(
        first_run, "open_sample", lambda _folder, _level: Book.open(book.path, home=book.home, clock=book.clock)
    )
    someone = sit_down()
    someone.start()
    page = someone.window.first_run
    page.show_form()
    someone.type("ea sar")
    someone.answer_question("Tiếp tục nhập")
    page._try_sample("commune")
    someone.wait(lambda: not page._runner.busy)
    someone.settle()
    assert someone.window.first_run is page and unit_of(someone).edit.text().startswith("Xã Ea Sar")


def test_the_keys_of_the_text_size_work_before_a_book_is_open(sit_down) -> None:
    someone = sit_down()
    someone.start()
    someone.press(Qt.Key.Key_Plus, CTRL)
    assert someone.settings.value("text_percent", type=int) == 125
    someone.seen("125 %")
    someone.choose("Lập sổ mới")
    someone.press(Qt.Key.Key_Minus, CTRL)
    assert someone.settings.value("text_percent", type=int) == 100


def test_no_empty_band_stands_above_the_form(person) -> None:
    heading = person.seen("Lập sổ mới")
    field = unit_of(person).edit
    assert field.mapTo(person.window, field.rect().topLeft()).y() < person.window.height() // 4
    assert heading.isVisible()
    form_of(person).leave()
    person.seen("Sổ Khuyến học")
