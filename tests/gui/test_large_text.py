"""Text up to 200 %: what has no room keeps its key, figures are whole, Tab and headings follow, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.screens.fund.cash_book import CashBookForm
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from tests.gui.driving import ALT, Person
from tests.gui.test_slips import award

SitDown = Callable[..., Person]


def sat_down(sit_down: SitDown, book: Book, percent: int) -> Person:
    """Somebody at «Quỹ» with text of this size; the fund has an opening balance."""
    movements.book_movement(book, FundDraft("opening", 1_234_567_890, date(2020, 1, 1)))
    book.close()
    person = sit_down(book.home, percent=percent)
    person.start(book.path)
    person.ctrl("4")
    person.settle()
    return person


def button_named(person: Person, name: str) -> QAbstractButton:
    """A button of the page, seen or not."""
    found = person.screen.currentWidget().findChildren(QAbstractButton)
    return next(one for one in found if one.text().replace("&", "") == name)


def test_a_button_without_room_is_pressed_by_its_letter(book: Book, sit_down: SitDown) -> None:
    person = sat_down(sit_down, book, 200)
    button = button_named(person, "Sổ quỹ tiền mặt")
    assert not button.isVisible()
    letter = button.text()[button.text().index("&") + 1]
    person.press(Qt.Key(ord(letter.upper())), ALT)
    assert isinstance(person.screen.currentWidget(), CashBookForm)


def test_a_text_says_where_a_button_is_that_it_names_and_nobody_sees(book: Book, sit_down: SitDown) -> None:
    person = sat_down(sit_down, book, 200)
    person.desk.messages.show_message("note", "Bấm «Sổ quỹ tiền mặt» rồi «Thu tiền».")
    assert person.message().endswith("(«Sổ quỹ tiền mặt» ở trong «Việc khác…».)")
    person.ctrl("3")
    person.settle()
    assert "«Thêm đợt»" in person.screen.table._empty.text()
    hidden = not button_named(person, "Thêm đợt").isVisible()
    assert ("Việc khác" in person.screen.table._empty.text()) is hidden


def test_a_text_names_only_the_button_where_it_is_seen(book: Book, sit_down: SitDown) -> None:
    person = sat_down(sit_down, book, 100)
    person.desk.messages.show_message("note", "Bấm «Sổ quỹ tiền mặt» rồi «Thu tiền».")
    assert "Việc khác" not in person.message()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_an_amount_is_whole_and_in_sight(book: Book, sit_down: SitDown, percent: int) -> None:
    person = sat_down(sit_down, book, percent)
    view, model = person.screen.table.view, person.screen.table.model
    place = next(n for n, column in enumerate(person.screen.table._columns) if column.key == "amount")
    text = model.row(0)["amount"]
    assert text == "1.234.567.890"
    assert view.columnWidth(place) >= view.fontMetrics().horizontalAdvance(text) + 4
    left = view.columnViewportPosition(place)
    assert left >= 0 and left + view.columnWidth(place) <= view.viewport().width()


def test_figures_with_words_are_whole_and_every_column_has_its_place_again_where_there_is_room(
    person_at_100: Person,
) -> None:
    said = "chưa ghi (1 chi hội, ban)"
    columns = (
        TableColumn("name", "Tên", 30),
        TableColumn("text", "Nội dung", 40),
        TableColumn("value", "Kỳ này", 6, number=True),
    )
    table = RowTable("Bảng", columns, "")
    person_at_100.qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    table.set_rows([b"1"], lambda ids: [{"name": "Lê An", "text": "B" * 40, "value": said} for _id in ids])
    person_at_100.settle()
    assert table.view.columnWidth(2) >= table.view.fontMetrics().horizontalAdvance(said) + 4
    assert table.view.horizontalHeader().visualIndex(2) == 1
    table.resize(1600, 300)
    person_at_100.settle()
    assert table.view.horizontalHeader().visualIndex(2) == 2


@pytest.fixture
def person_at_100(book: Book, sit_down: SitDown) -> Person:
    """Somebody at «Quỹ» with text as small as it gets."""
    return sat_down(sit_down, book, 100)


def test_tab_leads_from_the_fields_to_the_main_button_then_back(person_at_100: Person) -> None:
    person = person_at_100
    person.ctrl("N")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    for unfolded in (False, True):
        if unfolded:
            form.unfold()
            form.focus_first()
        seen = []
        while person.focus() is not form.back and len(seen) < 20:
            seen.append(person.focus())
            person.tab()
        assert seen[-1] is form.save
        assert all(form.isAncestorOf(one) for one in seen), [(one.accessibleName(), type(one)) for one in seen]
        assert len(seen) == (8 if unfolded else 6), [one.accessibleName() for one in seen]
        form.focus_first()


def test_goods_are_asked_what_they_are(person_at_100: Person) -> None:
    person = person_at_100
    person.ctrl("N")
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    form.input("amount").set_value(50_000)
    form.unfold()
    form.input("account").set_value("goods")
    person.ctrl("S")
    assert person.screen.currentWidget() is form
    assert "Là hiện vật gì" in form.error_of("goods")
    assert person.focus() is form.input("goods").target()


def test_a_heading_follows_the_text_on_a_page_that_is_open(person_at_100: Person) -> None:
    person = person_at_100
    person.ctrl("N")
    heading = next(one for one in person.screen.currentWidget().findChildren(QLabel) if one.property("role") == "title")
    person.desk._text_size.set(200)
    person.settle()
    assert heading.font().pointSizeF() == pytest.approx(QApplication.font().pointSizeF() * 1.3)
    person.desk._text_size.set(100)
    person.settle()
    assert heading.font().pointSizeF() == pytest.approx(QApplication.font().pointSizeF() * 1.3)


def test_the_form_of_a_receipt_does_not_scroll_sideways(book: Book, sit_down: SitDown) -> None:
    person = sat_down(sit_down, book, 200)
    person.window.resize(1024, 700)
    person.ctrl("N")
    person.settle()
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    assert form._scroll.horizontalScrollBar().maximum() == 0
    form.unfold()
    person.settle()
    assert form._scroll.horizontalScrollBar().maximum() == 0


def test_choices_that_fold_when_the_cursor_goes_to_the_table_leave_it_there(book: Book, sit_down: SitDown) -> None:
    award(book)
    person = sat_down(sit_down, book, 200)
    person.ctrl("3")
    person.settle()
    filters = person.screen.filters
    assert filters.is_folded()
    filters.button.click()
    person.settle()
    assert filters.isAncestorOf(person.focus())
    person.screen.table.view.setFocus()
    person.settle()
    assert filters.is_folded() and person.focus() is person.screen.table.view


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_name_of_an_indicator_is_seen_beside_its_figure(book: Book, sit_down: SitDown, percent: int) -> None:
    person = sat_down(sit_down, book, percent)
    person.ctrl("5")
    person.settle()
    table = person.screen.page.table
    view, keys = table.view, [column.key for column in table._columns]
    name, value = (keys.index(key) for key in ("name", "value"))
    for place in (name, value):
        left = view.columnViewportPosition(place)
        assert left >= 0 and left + view.columnWidth(place) <= view.viewport().width()
    assert view.columnViewportPosition(name) < view.columnViewportPosition(value)
    assert view.columnWidth(name) > view.viewport().width() // 3


def test_long_names_take_the_room_that_short_ones_leave(person_at_100: Person) -> None:
    columns = (
        TableColumn("name", "Tên", 20),
        TableColumn("kind", "Loại", 12),
        TableColumn("school", "Trường", 40),
        TableColumn("round", "Đợt", 24),
    )
    long = {"name": "Nguyễn Hoàng Bảo Ngọc Khánh Linh", "kind": "Học sinh", "school": "THCS", "round": "Đầu năm"}
    table = RowTable("Bảng", columns, "")
    person_at_100.qtbot.addWidget(table)
    table.resize(720, 300)
    table.show()
    table.set_rows([b"1"], lambda ids: [long for _id in ids])
    person_at_100.settle()
    metrics = table.view.fontMetrics()
    for place, column in enumerate(columns):
        assert table.view.columnWidth(place) > metrics.horizontalAdvance(long[column.key]), column.title
    assert sum(table.view.columnWidth(place) for place in range(4)) <= table.view.viewport().width()


def test_the_button_of_folded_choices_says_what_it_is_for_and_then_what_is_chosen(
    book: Book, sit_down: SitDown
) -> None:
    award(book)
    person = sat_down(sit_down, book, 200)
    person.ctrl("3")
    person.settle()
    filters, state = person.screen.filters, person.screen.state
    assert filters.is_folded()
    assert filters.button.text().replace("&", "") in ("Lọc danh sách…", "Lọc…")
    assert filters.button.accessibleName() == "Lọc: Mọi đợt; Mọi tình trạng"
    state.set_value("approved")
    person.settle()
    assert filters.button.text().replace("&", "") == "Lọc: Đã duyệt"
