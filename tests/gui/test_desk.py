"""The province's desk at the keyboard: a pile of files previewed by office, gaps, files set aside, conflicts, reminders."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from db.exchange.wire.bundle_file import cut
from db.exchange.wire.header import parse_header
from db.store import Book
from db.tables.people import Person as PersonRecord
from db.text import sort_key
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.place_bar import PlaceBar
from desktop_app.gui.screens.exchange.intake import VerdictPage, rehearse
from desktop_app.gui.screens.exchange.phone_book import PhoneBookPage
from desktop_app.gui.screens.exchange.senders import SendersPage
from desktop_app.gui.screens.exchange.waiting import MissingPage, WaitingPage
from desktop_app.values.periods import parse_period
from desktop_app.work.exchange import questions, send_and_receive
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.reports import period_closing
from tests import entering
from tests.exchange.forging import rewritten
from tests.exchange.people import add
from tests.gui.driving import CTRL, Person, press_action
from tests.offices import COMMUNES, Network, digests, receive

SitDown = Callable[..., Person]


def runs(network: Network, office: Book, count: int) -> list[Path]:
    """Runs of an office, one person each, none of them taken in."""
    files: list[Path] = []
    for number in range(count):
        add(office, f"Người {number}")
        start = parse_header(cut(files[-1].read_bytes()))["to"] + 1 if files else 1
        files += network.send(office, start=start)
    return files


def at_the_desk(sit_down: SitDown, network: Network) -> Person:
    """Somebody at the province's «Gửi và nhận»."""
    network.province.close()
    person = sit_down(network.province.home)
    person.start(network.province.path)
    person.ctrl("6")
    return person


def cells(person: Person, key: str) -> list[str]:
    page = person.screen.currentWidget()
    assert page is not None
    table = next(table for table in page.findChildren(RowTable) if table.isVisible())
    return [table.model.row(number).get(key, "") for number in range(table.model.rowCount())]


def cells_or_none(person: Person, key: str) -> list[str]:
    """The same where the table may be empty, and then a sentence stands in its place."""
    page = person.screen.currentWidget()
    assert page is not None
    (table,) = page.findChildren(RowTable)
    return [table.model.row(number).get(key, "") for number in range(table.model.rowCount())]


def people_of(person: Person) -> int:
    with person.desk.book.reading() as db:
        count: int = db.execute("SELECT count(*) FROM people").fetchone()[0]
    return count


def drop(person: Person, *paths: Path) -> bool:
    """Let files fall on the page; whether the page takes them. Only a mouse can do that."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(400, 300), copy, carried, left, none)
    entering.ignore()
    QApplication.sendEvent(person.screen, entering)
    if entering.isAccepted():
        QApplication.sendEvent(person.screen, QDropEvent(QPointF(400, 300), copy, carried, left, none))
    return entering.isAccepted()


def test_a_dropped_folder_is_previewed_by_office_and_by_file_then_taken_in(
    network: Network, sit_down: SitDown, tmp_path: Path
) -> None:
    pile = tmp_path / "dong-tep"
    pile.mkdir()
    for code in COMMUNES[:2]:
        for file in runs(network, network.offices[code], 3):
            (pile / f"{code}-{file.parent.name}.khb").write_bytes(file.read_bytes())
    (pile / "hong.khb").write_bytes(b"KHB1 ...")
    person = at_the_desk(sit_down, network)
    before = digests(person.desk.book)

    assert drop(person, pile)
    person.wait(lambda: isinstance(person.screen.currentWidget(), VerdictPage))
    assert len(cells(person, "name")) == 2
    assert all(int(count) >= 3 for count in cells(person, "new"))
    assert cells(person, "after") == ["0", "0"]
    person.seen(f"{cells(person, 'name')[0]}: {cells(person, 'new')[0]} mục mới, 0 mục sửa")
    person.choose("Xem từng tệp")
    assert sorted(cells(person, "verdict")) == ["✔ Sẽ nhận"] * 6 + ["✖ Không nhận"]
    person.choose("Xem theo đơn vị")
    assert len(cells(person, "name")) == 2
    assert digests(person.desk.book) == before and people_of(person) == 0

    person.choose("Nhận vào sổ")
    person.wait(lambda: "Đã ghi vào sổ" in person.screen.currentWidget().heading.text())  # type: ignore[union-attr]
    assert people_of(person) == 6


def test_nothing_can_be_dropped_over_another_page(network: Network, sit_down: SitDown) -> None:
    files = runs(network, network.offices[COMMUNES[0]], 1)
    person = at_the_desk(sit_down, network)
    person.choose("Xem các máy")
    assert not drop(person, *files)


def test_the_missing_run_is_named_and_ruled_lost_after_its_consequence_was_read(
    network: Network, sit_down: SitDown
) -> None:
    first, lost, third = runs(network, network.offices[COMMUNES[0]], 3)
    receive(network.province, first, third)
    gap = parse_header(cut(lost.read_bytes()))
    person = at_the_desk(sit_down, network)

    person.choose("Thiếu tệp nào")
    page = person.screen.currentWidget()
    assert isinstance(page, MissingPage)
    assert cells(person, "run") == [f"{gap['from']}–{gap['to']}"]
    assert cells(person, "since") == ["05/07/2020"]
    assert f"gửi lại mục ghi {gap['from']} đến {gap['to']}" in page.message.text()
    person.answer_question("Chưa quyết định")
    person.choose("Tệp đã mất hẳn")
    assert people_of(person) == 1
    person.answer_question("Đồng ý")
    person.choose("Tệp đã mất hẳn")
    assert people_of(person) == 2
    assert cells(person, "run") == []


def test_a_file_set_aside_shows_what_each_decision_does_and_offers_only_what_is_possible(
    network: Network, sit_down: SitDown
) -> None:
    office, other = network.offices[COMMUNES[0]], network.offices[COMMUNES[1]].unit.hex()
    (run,) = runs(network, office, 1)
    receive(network.province, rewritten(network, run, office, lambda e: [*e[:-1], e[-1]._replace(office=other)]))
    person = at_the_desk(sit_down, network)

    person.choose("Xem các tệp")
    page = person.screen.currentWidget()
    assert isinstance(page, WaitingPage)
    assert "Không nhận được vào sổ" in page.message.text()
    assert "«Bỏ tệp này»: Tệp bị bỏ, nội dung không vào sổ" in page.message.text()
    assert not person.seen("Nhận vào sổ").isEnabled()
    person.answer_question("Đồng ý")
    person.choose("Bỏ tệp này")
    assert cells(person, "file") == []


def _disagreeing(network: Network) -> bytes:
    """A person whose phone two devices of the first office changed apart; the province has both."""
    first = network.offices[COMMUNES[0]]
    second = network.enrol("may-2", unit=COMMUNES[0])[0]
    (identity,) = add(first, "H'Hen Niê")
    receive(first, network.answer())
    receive(second, *network.send(first, own=True))
    receive(network.province, *network.send(first), *network.send(second))
    for book, phone in ((first, "0901"), (second, "0902")):
        with book.write() as tx:
            tx.get(PersonRecord, identity).phone = phone  # type: ignore[union-attr]
    receive(network.province, *network.send(first), *network.send(second))
    return identity


def test_a_question_asked_at_a_conflict_is_read_at_the_office_and_closed_at_the_desk(
    network: Network, sit_down: SitDown, tmp_path: Path
) -> None:
    _disagreeing(network)
    office = network.offices[COMMUNES[0]]
    desk = at_the_desk(sit_down, network)
    desk.choose("Xem và chọn")
    desk.choose("Hỏi lại đơn vị")
    assert "Đã ghi câu hỏi" in desk.message()
    desk.choose("Quay lại")
    desk.ctrl("6")
    send_and_receive.answer(desk.desk.book, tmp_path)
    receive(office, tmp_path)

    office.close()
    person = sit_down(office.home)
    person.start(office.path)
    person.seen("Tỉnh hỏi 1 câu")
    person.ctrl("6")
    person.choose("Tỉnh đã nhận gì")
    person.seen("• H'Hen Niê – điện thoại: hai nơi ghi khác nhau")
    person.seen("✔ Tỉnh đã nhận đủ")
    person.choose("Xem từng bản ghi")
    assert cells(person, "text") == ["H'Hen Niê", "Quỹ Khuyến học"]
    assert set(cells(person, "taken")) == {"✔ đã nhận ngày 05/07/2020"}
    person.ctrl("F")
    person.type("không có ai tên này")
    person.wait(lambda: cells_or_none(person, "text") == [])

    desk.window.activateWindow()
    desk.choose("Tỉnh đã hỏi")
    assert cells(desk, "about") == ["H'Hen Niê"]
    desk.choose("Đã trả lời xong")
    assert cells(desk, "about") == []


def test_a_row_that_has_no_room_is_said_in_full_below_the_table(network: Network, sit_down: SitDown) -> None:
    office = network.offices[COMMUNES[0]]
    (identity,) = add(office, "H'Hen Niê")
    receive(network.province, *network.send(office))
    questions.ask(network.province, identity, "missing", "phone")
    network.province.close()
    for percent, told in ((200, True), (100, False)):
        person = sit_down(network.province.home, percent=percent)
        person.start(network.province.path)
        person.ctrl("6")
        person.choose("Tỉnh đã hỏi")
        person.wait_for_reading()
        person.settle()
        said = [label.text() for label in person.screen.findChildren(QLabel) if label.isVisible()]
        whole = "Đơn vị: Thị trấn Ea Kar; Về: H'Hen Niê; Mục: điện thoại; Hỏi gì: còn để trống: xin bổ sung"
        assert (whole in said) is told
        person.window.close()


def test_the_province_asks_about_a_member_from_its_list(network: Network, sit_down: SitDown) -> None:
    office = network.offices[COMMUNES[0]]
    membership.register(
        office, membership.MemberDraft(date(2020, 2, 1), None, people.PersonDraft("H'Hen Niê", phone="09"))
    )
    receive(network.province, *network.send(office))
    desk = at_the_desk(sit_down, network)
    desk.ctrl("2")
    press_action(desk, "Hỏi lại đơn vị")
    desk.seen("Hỏi lại đơn vị: H'Hen Niê")
    form = desk.screen.currentWidget()
    assert isinstance(form, Form)
    about = form.input("about").combo
    about.setFocus()
    for _step in range([about.itemText(place) for place in range(about.count())].index("Ngày vào Hội")):
        desk.press(Qt.Key.Key_Down)
    desk.enter()
    assert "Đã ghi câu hỏi" in desk.message()
    (asked,) = questions.open_questions(desk.desk.book)
    assert (asked.field, asked.code, asked.about) == ("joined", "doubtful", "H'Hen Niê")

    press_action(desk, "Hỏi lại đơn vị")
    desk.enter()
    assert [one.field for one in questions.open_questions(desk.desk.book)] == ["joined", ""]


def test_what_was_chosen_is_listed_later_with_who_and_when_and_is_chosen_anew(
    network: Network, sit_down: SitDown
) -> None:
    identity = _disagreeing(network)
    one, two = (value["value"] for value in open_conflicts(network.province)[0]["values"])
    person = at_the_desk(sit_down, network)

    person.choose("Xem và chọn")
    person.press(Qt.Key.Key_2)
    person.seen("✔ Không còn chỗ nào ghi khác nhau")
    assert _phone(person) == two
    person.choose("Quay lại")
    person.ctrl("4")
    person.ctrl("6")
    person.choose("Các chỗ đã chọn")
    assert cells(person, "value") == [two]
    person.choose("Chọn lại")
    person.seen(f"Đang chọn: {two}")
    person.choose("Quay lại")
    assert _phone(person) == two
    person.enter()
    person.press(Qt.Key.Key_1)
    assert _phone(person) == one
    assert sorted(cells(person, "value")) == sorted([one, two])
    assert all("Trần Văn Tỉnh, Tỉnh Đắk Lắk" in who for who in cells(person, "who"))
    book = person.desk.book
    assert open_conflicts(book) == []
    with book.reading() as db:
        assert not db.execute("SELECT 1 FROM conflicts WHERE rec = ?", (identity,)).fetchone()
        newest = db.execute("SELECT count(*) FROM entries WHERE rec = ?", (identity,)).fetchone()[0]
    assert newest == 5, "made once, changed twice, settled, chosen again"


def _phone(person: Person) -> str:
    with person.desk.book.reading() as db:
        phone: str = db.execute("SELECT phone FROM people").fetchone()[0]
    return phone


def test_who_has_not_sent_is_filtered_by_cluster_and_the_reminder_is_copied(
    network: Network, sit_down: SitDown
) -> None:
    entering.set_cluster(network.province, 9, 2020, "Cụm chín", [network.offices[COMMUNES[0]].unit])
    person = at_the_desk(sit_down, network)
    person.choose("Ai chưa gửi")
    page = person.screen.currentWidget()
    assert isinstance(page, SendersPage)
    states = cells(person, "state")
    assert states[:2] == ["▲ Chưa gửi"] * 2 and set(states[2:]) == {"▲ Chưa đăng ký máy"}
    assert "đơn vị nữa chưa đăng ký máy" in page.heading.text()
    page.table.view.setFocus()
    person.press(Qt.Key.Key_End, CTRL)
    press_action(person, "Chép lời nhắc nơi này")
    assert "chưa đăng ký máy nên chưa gửi số liệu cho tỉnh được" in QGuiApplication.clipboard().text()
    page.cluster.combo.setFocus()
    person.press(Qt.Key.Key_End)
    assert page.cluster.value() == 9
    assert len(cells(person, "name")) == 1 and page.heading.text().startswith("1 trên 1 đơn vị chưa gửi 6 tháng")
    person.press(Qt.Key.Key_Home)
    page.table.view.setFocus()
    person.choose("Chép lời nhắc mọi nơi còn thiếu")
    assert QGuiApplication.clipboard().text().count("chưa nhận được số liệu") == 2
    assert "Đã chép lời nhắc cho 2 đơn vị, chưa biết số gọi nơi nào." in person.message()


def test_the_open_place_pressed_again_shows_its_first_page_but_never_over_a_half_filled_form(network, sit_down):
    person = at_the_desk(sit_down, network)
    person.choose("Ai chưa gửi")
    assert person.screen.currentIndex() > 0
    place = person.window.findChild(PlaceBar).findChildren(QPushButton)[5]
    QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    assert person.screen.currentIndex() == 0
    person.choose("Nhận tệp")
    person.type("abc")
    form = person.screen.currentWidget()
    QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    assert person.screen.currentWidget() is form


def test_who_has_sent_is_reminded_of_nothing_alone_or_among_all(network: Network, sit_down: SitDown) -> None:
    office = network.offices[COMMUNES[0]]
    add(office, "H'Hen Niê")
    period_closing.close_period(office, parse_period("2020H1"))
    receive(network.province, *network.send(office))
    person = at_the_desk(sit_down, network)
    person.choose("Ai chưa gửi")
    page = person.screen.currentWidget()
    assert isinstance(page, SendersPage)
    assert cells(person, "state")[:2] == ["▲ Chưa gửi", "✔ Đã chốt"]
    page.table.view.setFocus()
    person.press(Qt.Key.Key_Home, CTRL)
    person.press(Qt.Key.Key_Down)
    QGuiApplication.clipboard().setText("trống")
    press_action(person, "Chép lời nhắc nơi này")
    assert QGuiApplication.clipboard().text() == "trống" and "không cần nhắc" in person.message()

    person.choose("Chép lời nhắc mọi nơi còn thiếu")
    told = QGuiApplication.clipboard().text()
    assert told.count("Kính gửi") == 1 and "Thị trấn Ea Kar" not in told


def test_a_row_that_was_filled_leaves_the_page_of_missing_files_as_soon_as_the_file_is_in(
    network: Network, sit_down: SitDown
) -> None:
    first, between, last = runs(network, network.offices[COMMUNES[0]], 3)
    receive(network.province, first, last)
    person = at_the_desk(sit_down, network)
    person.choose("Thiếu tệp nào")
    assert len(cells(person, "run")) == 1
    rehearse(person.screen, [between])  # type: ignore[arg-type]
    person.wait_for_work()
    person.choose("Nhận vào sổ")
    person.wait(lambda: "Đã ghi vào sổ" in person.screen.currentWidget().heading.text())  # type: ignore[union-attr]
    person.choose("Xong")
    assert isinstance(person.screen.currentWidget(), MissingPage)
    assert cells_or_none(person, "run") == []


def test_a_gap_that_is_filled_behind_the_windows_back_is_refused_in_words(network: Network, sit_down: SitDown) -> None:
    first, between, last = runs(network, network.offices[COMMUNES[0]], 3)
    receive(network.province, first, last)
    person = at_the_desk(sit_down, network)
    person.choose("Thiếu tệp nào")
    receive(person.desk.book, between)
    person.answer_question("Đồng ý")
    person.choose("Tệp đã mất hẳn")
    assert "không còn thiếu" in person.message()
    assert cells_or_none(person, "run") == []


def by_word(name: str) -> bytes:
    """The list order of names that are not people's."""
    return sort_key(name, given=name)


@pytest.mark.parametrize("order", [COMMUNES[:2], COMMUNES[1::-1]])
def test_the_odd_files_stand_first_whosever_they_are_and_a_click_on_a_title_sorts(
    network: Network, sit_down: SitDown, order: Sequence[str]
) -> None:
    one, other = (network.offices[code] for code in order)
    (good,) = runs(network, one, 1)
    _missing, waits = runs(network, other, 2)
    person = at_the_desk(sit_down, network)
    rehearse(person.screen, [good, waits])  # type: ignore[arg-type]
    person.wait_for_work()
    page = person.screen.currentWidget()
    assert isinstance(page, VerdictPage)
    person.choose("Xem từng tệp")
    assert cells(person, "verdict") == ["… Sẽ chờ tệp trước", "✔ Sẽ nhận"]
    assert page.heading.text().startswith("Xem trước, chưa ghi gì: 1 sẽ nhận, 1 sẽ chờ tệp trước (")
    names = cells(person, "unit")
    header = page.table.view.horizontalHeader()
    for expected in (sorted(names, key=by_word), sorted(names, key=by_word, reverse=True)):
        header.sectionClicked.emit(1)
        assert cells(person, "unit") == expected


def test_the_phone_book_is_typed_by_keys_and_read_where_somebody_must_be_called(
    network: Network, sit_down: SitDown
) -> None:
    person = at_the_desk(sit_down, network)
    person.choose("Danh bạ")
    page = person.screen.currentWidget()
    assert isinstance(page, PhoneBookPage)
    assert cells(person, "source") == ["▲ chưa có ai", "▲ chưa có ai"]
    page.search.edit.setFocus()
    person.type("ea kar")
    person.wait(lambda: len(cells(person, "unit")) == 1)
    page.table.view.setFocus()
    person.enter()
    person.type("Nguyễn Thị Mai")
    person.tab()
    person.type("Chủ tịch")
    person.tab()
    person.type("không có")
    person.enter()
    form = person.screen.currentWidget()
    assert isinstance(form, Form) and "chữ số" in form.error_of("phone")
    person.type("0905 111 222")
    person.enter()
    assert "Đã ghi danh bạ" in person.message()
    assert cells(person, "name") == ["Nguyễn Thị Mai"] and cells(person, "source") == ["tỉnh ghi"]
    page.search.edit.setFocus()
    for typed, found in (("0906", []), ("0905111222", ["Nguyễn Thị Mai"])):
        person.type(typed)
        person.wait(lambda found=found: cells(person, "name") == found)
    person.choose("Quay lại")
    person.choose("Ai chưa gửi")
    told = dict(zip(cells(person, "name"), cells(person, "phone"), strict=True))
    assert told["Thị trấn Ea Kar"] == "0905 111 222"
    person.choose("Chép lời nhắc mọi nơi còn thiếu")
    assert "2 đơn vị; 1 nơi kèm số gọi" in person.message()
    assert "Thị trấn Ea Kar – Nguyễn Thị Mai (Chủ tịch) – 0905 111 222\n" in QGuiApplication.clipboard().text()


def test_while_a_job_runs_only_its_progress_stands_in_the_line_of_the_books_name(
    network: Network, sit_down: SitDown
) -> None:
    person = at_the_desk(sit_down, network)
    assert person.seen("Sổ của")
    go_on = threading.Event()
    person.desk.runner.run("Việc lâu", lambda _report: go_on.wait(60), lambda _none: None)
    person.wait(person.desk.progress.isVisible)
    name = next(one for one in person.desk.findChildren(QLabel) if one.text().startswith("Sổ của"))
    hidden = not name.isVisible()
    go_on.set()
    person.wait_for_work()
    assert hidden and name.isVisible()


def test_where_nothing_entered_the_book_the_page_says_so(network: Network, sit_down: SitDown, tmp_path: Path) -> None:
    (tmp_path / "anh.khb").write_bytes(b"\x89PNG not ours")
    person = at_the_desk(sit_down, network)
    assert drop(person, tmp_path / "anh.khb")
    person.wait(lambda: isinstance(person.screen.currentWidget(), VerdictPage))
    person.choose("Nhận vào sổ")
    person.wait(lambda: "ghi vào sổ" in person.screen.currentWidget().heading.text())  # type: ignore[union-attr]
    heading = person.screen.currentWidget().heading.text()  # type: ignore[union-attr]
    assert heading.startswith("Không có gì mới ghi vào sổ") and "✔" not in heading
