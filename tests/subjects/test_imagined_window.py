"""Gardens and waterings at the window by keys: entered, corrected, searched, loaded, exported, taken back, settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.gui.screens.exchange.conflicts import ConflictsPage
from desktop_app.work.lists import list_queries
from desktop_app.work.records import verbs
from tests.entering import add_branch, branch
from tests.gui.driving import Person, press_action
from tests.offices import COMMUNES, Network, receive
from tests.subjects.imagined import GARDENS, WATERINGS

SitDown = Callable[..., Person]
TYPED = {
    "Số hiệu vườn": "7",
    "Tên vườn cây": "Vườn Thôn Năm",
    "Chuyện của vườn": "Trồng hộ cụ Sáu",
    "Số gọi người giữ vườn": "0905 111 222",
    "Tiền làm rào": "1.500.000",
    "Ngày trồng cây": "2/3/2019",
    "Năm sinh người giữ vườn": "1952",
}
CHOSEN = {"Vườn có rào": 1, "Loại đất vườn": 1, "Chi hội giúp vườn": 1}
"""How many lines down each choice is taken."""


@pytest.fixture
def at_work(imagined: None, book: Book, sit_down: SitDown) -> Iterator[Person]:
    """Somebody at the list of gardens of a commune with two branches."""
    for name in ("Một", "Hai"):
        add_branch(book, branch(f"Chi hội {name}"))
    book.close()
    person = sit_down()
    person.start(book.path)
    _open(person, GARDENS)
    yield person


def _open(person: Person, subject) -> SubjectPage:
    person.ctrl("4")
    page = SubjectPage(person.screen, subject)
    person.screen.open_page(page)
    person.wait_for_work()
    return page


def _go_to(person: Person, label: str) -> None:
    """Tab to the field of this label, as somebody does who uses no mouse."""
    for _step in range(40):
        if person.focus().accessibleName() == label:
            return
        person.tab()
    raise AssertionError(f"Tab does not lead to «{label}»")


def _fill(person: Person) -> None:
    for label, text in TYPED.items():
        _go_to(person, label)
        person.type(text)
    for label, lines in CHOSEN.items():
        _go_to(person, label)
        for _line in range(lines):
            person.press(Qt.Key.Key_Down)
    person.tab()  # the first box of the branches beside
    person.press(Qt.Key.Key_Space)


def _rows(person: Person, subject=GARDENS) -> list[dict[str, object]]:
    with person.desk.book.reading() as db:
        found = list_queries.ids(db, list_queries.Query(subject.listing))
        return list_queries.rows(db, subject.listing, found)


def _cells(page: SubjectPage) -> list[list[str]]:
    model = page.table.model
    return [
        [str(model.index(row, at).data() or "") for at in range(model.columnCount())] for row in range(model.rowCount())
    ]


def _headings(page: SubjectPage) -> list[str]:
    model = page.table.model
    return [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]


def test_a_garden_is_entered_found_corrected_and_taken_back_by_keys(at_work: Person) -> None:
    page = at_work.screen.currentWidget()
    assert isinstance(page, SubjectPage)
    assert _headings(page) == [GARDENS.field(str(name)).title for name in GARDENS.shown.columns]
    at_work.ctrl("N")
    form = at_work.screen.currentWidget()
    assert isinstance(form, Form) and form.names() == tuple(field.name for field in GARDENS.fields)
    _fill(at_work)
    at_work.ctrl("S")
    at_work.wait(lambda: "Đã ghi Vườn Thôn Năm." in at_work.message())
    (row,) = _rows(at_work)
    assert {name: row[name] for name in ("no", "name", "cost", "fenced", "planted", "keeper_born", "soil")} == {
        "no": 7, "name": "Vườn Thôn Năm", "cost": 1_500_000, "fenced": 1, "planted": "2019-03-02", "keeper_born": "1952",
        "soil": "red",
    }  # fmt: skip
    assert (row["unit"], row["story"], row["phone"]) == ("Thị trấn Ea Kar", "Trồng hộ cụ Sáu", "0905 111 222")
    assert str(row["helper"]).startswith("Chi hội ") and str(row["beside"]).startswith("Chi hội ")
    at_work.wait_for_work()
    shown = _cells(page)[0]
    assert shown[:3] == ["7", "Vườn Thôn Năm", "Trồng hộ cụ Sáu"] and "1.500.000" in shown and "Đất đỏ" in shown
    verbs.put(at_work.desk.book, GARDENS, {"no": 8, "name": "Vườn Trường"})
    at_work.ctrl("F")
    at_work.type("thon nam")
    at_work.wait(lambda: [row[1] for row in _cells(page)] == ["Vườn Thôn Năm"])
    at_work.press(Qt.Key.Key_Down)
    at_work.enter()
    form = at_work.screen.currentWidget()
    assert isinstance(form, Form) and not {"unit", "no"} & set(form.names())
    _go_to(at_work, "Tên vườn cây")
    at_work.type("Vườn Thôn Sáu")
    at_work.ctrl("S")
    at_work.wait(lambda: "Đã sửa Vườn Thôn Sáu." in at_work.message())
    assert [(row["name"], row["cost"]) for row in _rows(at_work)] == [
        ("Vườn Thôn Sáu", 1_500_000),
        ("Vườn Trường", None),
    ]
    at_work.ctrl("Z")
    at_work.wait(lambda: _rows(at_work)[0]["name"] == "Vườn Thôn Năm")


def test_what_is_wrong_stands_at_its_field_in_the_words_of_the_declaration(at_work: Person) -> None:
    at_work.ctrl("N")
    form = at_work.screen.currentWidget()
    assert isinstance(form, Form)
    _go_to(at_work, "Số hiệu vườn")
    at_work.type("100")
    _go_to(at_work, "Tên vườn cây")
    at_work.type("Vườn")
    _go_to(at_work, "Ngày trồng cây")
    at_work.type("1/1/2021")
    at_work.ctrl("S")
    assert "Số hiệu vườn từ 1 đến 99" in form.error_of("no")
    assert "Ngày trồng phải từ hôm nay trở về trước" in form.error_of("planted")
    assert _rows(at_work) == []


def test_a_watering_is_entered_with_its_private_word_taken_back_done_again_and_corrected(at_work: Person) -> None:
    verbs.put(at_work.desk.book, GARDENS, {"no": 7, "name": "Vườn Thôn Năm"})
    page = _open(at_work, WATERINGS)
    at_work.ctrl("N")
    for label, text in {"Số lít nước": "40", "Lời dặn riêng": "chỉ ta biết"}.items():
        _go_to(at_work, label)
        at_work.type(text)
    at_work.ctrl("S")
    at_work.wait(lambda: len(_rows(at_work, WATERINGS)) == 1)
    at_work.wait_for_work()
    assert _cells(page) == [["Vườn Thôn Năm", "05/07/2020", "40", "chỉ ta biết"]]
    at_work.ctrl("Z")
    at_work.wait(lambda: _rows(at_work, WATERINGS) == [])
    at_work.wait_for_work()
    at_work.ctrl("Y")
    at_work.wait(lambda: len(_rows(at_work, WATERINGS)) == 1)
    at_work.wait(lambda: page.table.model.rowCount() == 1)
    page.table.take_focus()
    at_work.enter()
    _go_to(at_work, "Lời dặn riêng")
    at_work.type("khác")
    at_work.ctrl("S")
    at_work.wait(lambda: _rows(at_work, WATERINGS)[0]["said"] == "khác")


def test_a_sheet_is_rehearsed_entered_seen_and_exported(at_work: Person, tmp_path: Path) -> None:
    page = at_work.screen.currentWidget()
    assert isinstance(page, SubjectPage)
    wrong, right, out = (tmp_path / name for name in ("sai.csv", "dung.csv", "ra.xlsx"))
    wrong.write_text("Số vườn,Vườn,Đất\n3,Vườn Ba,cát\n", encoding="utf-8")
    right.write_text("Số vườn,Vườn,Đất\n3,Vườn Ba,Đất xám\n", encoding="utf-8")
    press_action(at_work, "Nhập từ Excel")
    at_work.type(str(wrong))
    at_work.enter()
    at_work.wait_for_work()
    at_work.wait(lambda: any("Dòng 2, cột «Đất»" in label.text() for label in at_work.window.findChildren(QLabel)))
    at_work.choose("Tệp Excel")
    at_work.type(str(right))
    at_work.ctrl("S")
    at_work.wait_for_work()
    at_work.seen("Tệp đọc được")
    at_work.ctrl("S")
    at_work.wait(lambda: len(_rows(at_work)) == 1)
    at_work.wait(lambda: page.table.model.rowCount() == 1)
    at_work.wait_for_work()
    at_work.answer_file_dialog(out)
    press_action(at_work, "Xuất Excel")
    at_work.wait_for_work()
    texts = [[*row] for row in openpyxl.load_workbook(out).active.iter_rows(values_only=True)]
    assert [GARDENS.field(str(name)).title for name in GARDENS.shown.columns] in texts
    assert any("Vườn Ba" in row and "Đất xám" in row for row in texts)


def test_what_two_devices_wrote_is_asked_in_the_words_of_the_declaration_and_chosen(
    imagined: None, make_network: Callable[..., Network], sit_down: SitDown
) -> None:
    network = make_network(COMMUNES[0])
    first = network.offices[COMMUNES[0]]
    (second,) = network.enrol("may-2", unit=COMMUNES[0])
    receive(first, network.answer())
    garden = verbs.put(first, GARDENS, {"no": 7, "name": "Vườn Thôn Năm", "cost": 5}).id
    receive(second, *network.send(first, own=True))
    for book, cost in ((first, 11), (second, 22)):
        verbs.correct(book, GARDENS, garden, {"cost": cost})
    receive(first, *network.send(second, own=True))
    first.close()
    person = sit_down(first.home)
    person.start(first.path)
    person.desk.go_to("exchange/conflicts")
    person.wait_for_work()
    assert isinstance(person.screen.currentWidget(), ConflictsPage)
    person.seen("Vườn Thôn Năm, 7 – tiền làm rào")
    shown = [person.seen(f"<b>{number}. ").text() for number in (1, 2)]
    person.press(Qt.Key.Key_1 if "22" in shown[0] else Qt.Key.Key_2)
    person.seen("✔ Không còn chỗ nào ghi khác nhau")
    assert _rows(person)[0]["cost"] == 22
