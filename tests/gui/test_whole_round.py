"""The whole round at the keyboard: a commune's first day, the province's desk, no mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.gui.screens.exchange.intake import VerdictPage
from desktop_app.gui.screens.exchange.sending import ResultPage
from desktop_app.gui.screens.reports.cluster import ClusterPage
from desktop_app.work.book import enrolment
from tests.gui.driving import Person
from tests.offices import PROVINCE, TODAY, fixed_clock

SitDown = Callable[..., Person]


@pytest.fixture
def province_book(tmp_path: Path) -> Path:
    """The province's closed, founded book; its keys are in its own home."""
    path = tmp_path / "tinh" / "tinh.skh"
    home = Home(tmp_path / "khoa-tinh")
    with create(
        path,
        unit=PROVINCE,
        officer="Trần Thị Tỉnh",
        role="province",
        on=TODAY.isoformat(),
        home=home,
        clock=fixed_clock(66),
    ) as book:
        enrolment.found_province(book)
    return path


def test_a_commune_begins_records_prints_closes_and_sends_and_the_province_reads_it(
    sit_down: SitDown, province_book: Path, tmp_path: Path
) -> None:
    commune = sit_down(Home(tmp_path / "khoa-xa"))
    _found_book(commune, tmp_path / "xa")
    _register_member(commune)
    _take_donation(commune, tmp_path)
    _award_a_certificate(commune)
    _ask_in(commune, tmp_path / "dang-ky")

    province = sit_down(Home(tmp_path / "khoa-tinh"))
    _approve(province, province_book, tmp_path / "dang-ky", tmp_path / "duyet")
    province.window.close()

    commune.window.activateWindow()
    commune.wait(commune.window.isActiveWindow)
    _accept(commune, tmp_path / "duyet")
    _close_half_year(commune)
    _send(commune, tmp_path / "gui")
    commune.window.close()

    province = sit_down(Home(tmp_path / "khoa-tinh"))
    province.start(province_book)
    _receive(province, tmp_path / "gui")
    _read_report(province)


def _found_book(person: Person, folder: Path) -> None:
    person.start()
    person.choose("Lập sổ mới")
    _pick(person, "thi tran ea kar")
    person.tab()
    person.type("Nguyễn Thị Hà")
    person.tab()
    person.type("Y Thông Niê")
    person.tab()
    person.type("4350000")
    person.choose("Số tiền ấy có từ ngày")
    person.type("01012020")
    person.choose("Thư mục cất sổ")
    person.type(str(folder))
    person.ctrl("S")
    person.wait(lambda: person.window.desk is not None)
    assert person.desk.book.path.parent == folder
    assert "Thị trấn Ea Kar" in person.window.windowTitle() or person.screen.name == "Hôm nay"


def _pick(person: Person, text: str) -> None:
    """Type into a field that finds records, wait for its list, take the first."""
    edit = person.focus()
    person.type(text)
    given = edit.parent()
    assert isinstance(given, PickInput)
    person.wait(lambda: not given.list.isHidden())
    person.press(Qt.Key.Key_Down)
    person.enter()
    assert given.value() is not None


def _form(person: Person) -> Form:
    page = person.screen.currentWidget()
    assert isinstance(page, Form)
    return page


def _register_member(person: Person) -> None:
    person.ctrl("2")
    person.ctrl("N")
    assert person.focus() is _form(person).input("full_name").target()
    person.type("H’Lan Mlô")
    person.tab()
    person.type("1957")
    person.choose("Ngày vào Hội")
    person.type("1/6/2020")
    person.enter()
    assert "Đã ghi hội viên H’Lan Mlô" in person.message()
    with person.desk.book.reading() as db:
        assert db.execute("SELECT count(*) FROM memberships").fetchone()[0] == 1


def _take_donation(person: Person, folder: Path) -> None:
    person.ctrl("4")
    person.ctrl("N")
    person.type("Công ty cà phê Ea Kar")
    person.tab()
    person.type("1500000")
    person.enter()
    person.wait(lambda: isinstance(person.screen.currentWidget(), PrintView))
    receipt = folder / "phieu-thu.pdf"
    person.answer_file_dialog(receipt)
    person.choose("Lưu thành tệp PDF")
    person.wait(receipt.is_file)
    text = _text_of(receipt)
    assert "Công ty cà phê Ea Kar" in text
    assert "Một triệu năm trăm nghìn đồng" in text
    person.choose("In")  # no printer on this machine: told in words
    assert "chưa cài máy in" in person.message()
    person.choose("Quay lại")


def _text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def _award_a_certificate(person: Person) -> None:
    person.ctrl("3")
    person.ctrl("N")  # there is no round yet: its form comes first
    person.type("Khen thưởng học sinh giỏi")
    person.tab()
    person.press(Qt.Key.Key_Down)  # talent
    person.enter()
    assert "Đã mở đợt" in person.message()
    person.ctrl("N")
    person.choose("Người nhận")
    person.type("Lê Xuân Khoa")
    person.choose("Hình thức")
    for _step in range(2):
        person.press(Qt.Key.Key_Down)
    assert _form(person).values()["form"] == "certificate"
    person.choose("Trường")
    person.type("Trường THCS Ea Kar")
    person.enter()
    assert "Đã đề nghị Lê Xuân Khoa" in person.message()
    person.choose("Duyệt…")
    person.choose("Người ký")
    person.type("Y Thông Niê")
    person.ctrl("S")
    assert "Đã duyệt 1 suất" in person.message()
    person.ctrl("P")
    person.wait(lambda: isinstance(person.screen.currentWidget(), PrintView))
    certificate = person.screen.currentWidget()
    assert isinstance(certificate, PrintView)
    assert "Lê Xuân Khoa" in _text_of(certificate.path)
    person.choose("Quay lại")


def _ask_in(person: Person, folder: Path) -> None:
    person.ctrl("6")
    person.choose("1. Tạo tệp đăng ký")
    person.type(str(folder))
    person.enter()
    assert isinstance(person.screen.currentWidget(), ResultPage)
    assert len(list(folder.glob("*.khb"))) == 1
    person.choose("Xong")


def _approve(person: Person, book: Path, asks: Path, out: Path) -> None:
    person.start(book)
    person.ctrl("6")
    person.choose("Duyệt đăng ký")
    person.type(str(asks))
    person.enter()
    person.press(Qt.Key.Key_Down)  # the fingerprint was compared: right
    person.choose("Cất tệp trả lời vào")
    person.type(str(out))
    person.ctrl("S")
    assert isinstance(person.screen.currentWidget(), ResultPage), _form(person).error_of("ask0")
    person.choose("Xong")


def _accept(person: Person, folder: Path) -> None:
    person.ctrl("6")
    person.choose("2. Nhận danh sách của tỉnh")
    person.type(str(folder))
    person.enter()
    person.press(Qt.Key.Key_Down)
    person.enter()
    assert "Đã đăng ký với tỉnh" in person.message()


def _close_half_year(person: Person) -> None:
    person.ctrl("5")
    person.choose("Chốt số liệu")
    person.seen("Xem lại trước khi chốt số liệu 6 tháng đầu năm 2020")
    assert person.message() == "", "nothing is stated before it was looked at"
    person.enter()
    assert "Đã chốt số liệu 6 tháng đầu năm 2020" in person.message()


def _send(person: Person, folder: Path) -> None:
    person.ctrl("6")
    person.ctrl("N")
    person.type(str(folder))
    person.enter()
    person.wait(lambda: isinstance(person.screen.currentWidget(), ResultPage))
    assert len(list(folder.glob("*.khb"))) == 1


def _receive(person: Person, folder: Path) -> None:
    person.ctrl("6")
    person.ctrl("N")
    person.type(str(folder))
    person.enter()
    person.wait(lambda: isinstance(person.screen.currentWidget(), VerdictPage))
    with person.desk.book.reading() as db:
        assert db.execute("SELECT count(*) FROM memberships").fetchone()[0] == 0, "a rehearsal writes nothing"
    person.choose("Nhận vào sổ")
    person.wait(lambda: "Đã ghi vào sổ" in _title(person))
    assert _cells(person, "verdict") == ["✔ Nhận"]
    person.choose("Xong")


def _title(person: Person) -> str:
    page = person.screen.currentWidget()
    return page.heading.text() if isinstance(page, VerdictPage) else ""


def _cells(person: Person, key: str) -> list[str]:
    page = person.screen.currentWidget()
    assert page is not None
    table = next(table for table in page.findChildren(RowTable) if table.isVisible())
    return [table.model.row(number).get(key, "") for number in range(table.model.rowCount())]


def _read_report(person: Person) -> None:
    person.ctrl("5")
    person.wait_for_work()
    page = person.screen.currentWidget()
    assert isinstance(page, ClusterPage)
    person.choose("Nhóm")  # the group of figures
    for _step in range(2):
        person.press(Qt.Key.Key_Down)
    person.wait(lambda: page.group.value() == 1)
    names, members = _cells(person, "name"), _cells(person, "B01")
    by_name = {name.strip(" ▲"): value for name, value in zip(names, members, strict=True)}
    assert by_name["Thị trấn Ea Kar"] == "1"
    assert by_name["Xã Ea Sar"] == "chưa gửi"
    assert [value for name, value in by_name.items() if name.startswith("Cộng (")] == ["1"]


def test_two_windows_of_one_book_do_not_write_over_each_other(sit_down: SitDown, book: Book, home: Home) -> None:
    book.close()
    first, second = sit_down(home), sit_down(home)
    first.start(book.path)
    second.start(book.path)
    assert first.desk.book.writable
    assert not second.desk.book.writable
    assert "chỉ xem được" in second.desk.standing.text()
