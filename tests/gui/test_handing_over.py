"""Handing a fund over and taking it over at the keyboard, and what the province reads of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from db.clock import Clock
from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.gui.screens.exchange.handovers import HandoversPage
from desktop_app.work.fund import fund_handover, movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests import entering
from tests.exchange import july
from tests.gui.driving import Person, later
from tests.offices import TODAY, fixed_clock, found, receive

JULY = fixed_clock(9, today=july.TODAY, now=july.NOW)
SitDown = Callable[..., Person]


def test_an_old_unit_hands_its_fund_over_and_the_new_one_takes_it_by_keys(
    sit_down: SitDown, book: Book, tmp_path: Path
) -> None:
    movements.book_movement(book, FundDraft("receive", 1_500_000, date(2020, 6, 5)))
    old_path = book.path
    book.close()
    new_home = Home(tmp_path / "khoa-moi")
    new_path = tmp_path / "moi.skh"
    create(
        new_path, unit="24382", officer="Bà Mới", role="office", on=TODAY.isoformat(), home=new_home,
        clock=fixed_clock(9),
    ).close()  # fmt: skip

    giver = sit_down()
    giver.start(old_path)
    giver.desk.go_to("settings")
    giver.choose("Bàn giao quỹ")
    giver.type("Xuân Phú")
    form = giver.screen.currentWidget()
    assert isinstance(form, Form)
    giver.wait(lambda: not form.input("successor").list.isHidden())
    giver.press(Qt.Key.Key_Down)
    giver.enter()
    giver.tab()
    giver.type("01/BB")
    giver.choose("Bàn giao")
    giver.wait(lambda: isinstance(giver.screen.currentWidget(), PrintView))
    assert "Đã bàn giao toàn bộ quỹ" in giver.message()
    assert sum(line.amount for line in movements.balances(giver.desk.book)) == 0
    giver.window.close()

    taker = sit_down(new_home)
    taker.start(new_path)
    taker.desk.go_to("settings")
    taker.choose("Nhận bàn giao quỹ")
    form = taker.screen.currentWidget()
    assert isinstance(form, Form)
    form.input("old").set_value(old_path)
    form.input("minutes").target().setFocus()
    taker.type("01/BB")
    taker.choose("Nhận")
    assert "Đã nhận bàn giao quỹ" in taker.message()
    assert sum(line.amount for line in movements.balances(taker.desk.book)) == 1_500_000


def at_the_handovers(sit_down: SitDown, path: Path, home: Home, clock: Clock | None = None) -> Person:
    """The province before the page that lists which offices hold branches."""
    province = sit_down(home)
    province.window._clock = clock or province.window._clock
    province.start(path)
    if clock:
        province.choose("Ngày này đúng")
    province.desk.go_to("exchange")
    province.choose("Xem các máy")
    province.choose("Bàn giao đơn vị")
    return province


def test_the_province_reads_what_was_given_and_not_yet_taken(sit_down: SitDown, tmp_path: Path) -> None:
    network = found(tmp_path / "tinh", "24373", "24382")
    old, new = network.offices["24373"], network.offices["24382"]
    movements.book_movement(old, FundDraft("receive", 1_500_000, date(2020, 6, 5)))
    fund_handover.hand_over_fund(old, fund_handover.HandoverDraft(new.unit, "01/BB", TODAY))
    receive(network.province, *network.send(old))
    path, home = network.province.path, network.province.home
    network.close()
    province = at_the_handovers(sit_down, path, home)
    province.choose("Quỹ đã bàn giao")
    assert province.seen("▲ Thị trấn Ea Kar → Xã Xuân Phú: đã giao 1.500.000 đồng, bên nhận chưa ghi nhận.")


def test_the_province_moves_an_offices_branches_by_keys_reads_first_what_goes_and_takes_it_back(
    sit_down: SitDown, tmp_path: Path
) -> None:
    network = found(tmp_path / "tinh", "24373")
    old = network.offices["24373"]
    branch = entering.add_branch(old, entering.branch("Buôn Ea Khít")).id
    membership.register(old, membership.MemberDraft(date(2019, 5, 1), branch, people.PersonDraft("Ama Thu")))
    receive(network.province, *network.send(old))
    with network.province.reading() as db:
        (heir,) = db.execute("SELECT new FROM successions WHERE old = ?", (old.unit,)).fetchone()
    path, home, units = network.province.path, network.province.home, (old.unit, heir)
    network.close()
    province = at_the_handovers(sit_down, path, home, JULY)
    province.choose("Chuyển chi hội")
    form = province.screen.currentWidget()
    assert isinstance(form, Form)
    province.tab()
    province.type("Ea Kar")
    province.wait(lambda: not form.input("new").list.isHidden())
    province.press(Qt.Key.Key_Down)
    province.enter()
    province.answer_question("Chưa chuyển")
    province.choose("Xem trước")
    assert owners(province) == {units[0]}

    read = read_question(province, "Chuyển")
    province.choose("Xem trước")
    province.wait_for_work()
    assert "1 chi hội, 1 hội viên, 1 hồ sơ người." in read[0] and "Thị trấn Ea Kar → Xã Ea Kar" in read[0]
    assert owners(province) == {units[1]}
    assert "Đã chuyển sang Xã Ea Kar" in province.message()
    province.ctrl("z")
    province.wait(lambda: owners(province) == {units[0]})


def test_enter_on_an_office_opens_the_moving_of_its_branches(sit_down: SitDown, tmp_path: Path) -> None:
    network = found(tmp_path / "tinh", "24373")
    old = network.offices["24373"]
    entering.add_branch(old, entering.branch("Buôn Ea Khít"))
    receive(network.province, *network.send(old))
    path, home = network.province.path, network.province.home
    network.close()
    province = at_the_handovers(sit_down, path, home)
    province.enter()
    assert isinstance(province.screen.currentWidget(), Form)
    province.seen("Chuyển chi hội của Thị trấn Ea Kar")
    province.press(Qt.Key.Key_Escape)
    assert isinstance(province.screen.currentWidget(), HandoversPage)


def test_an_office_gives_a_branch_of_its_own_away_by_keys(sit_down: SitDown, book: Book) -> None:
    book.clock = fixed_clock(8, today=july.TODAY, now=july.NOW)
    for name in ("Buôn Ea Khít", "Thôn Hai"):
        branch = entering.add_branch(book, entering.branch(name)).id
        membership.register(book, membership.MemberDraft(date(2019, 5, 1), branch, people.PersonDraft(f"Người {name}")))
    path, unit = book.path, book.unit
    book.close()
    office = sit_down()
    office.window._clock = JULY
    office.start(path)
    office.desk.go_to("settings")
    office.choose("Chuyển chi hội")
    form = office.screen.currentWidget()
    assert isinstance(form, Form)
    office.press(Qt.Key.Key_Down)
    office.tab()
    office.type("Ea Kar")
    office.wait(lambda: not form.input("new").list.isHidden())
    office.press(Qt.Key.Key_Down)
    office.enter()
    office.answer_question("Chuyển")
    office.choose("Xem trước")
    office.wait_for_work()
    assert "bấm «Gửi lên cấp trên» để tỉnh biết" in office.message()
    with office.desk.book.reading() as db:
        assert [name for (name,) in db.execute("SELECT name FROM branches WHERE office = ?", (unit,))] == ["Thôn Hai"]


def read_question(person: Person, answer: str) -> list[str]:
    """Press the button that begins so in the next question; what the question said stands in the list afterwards."""
    read: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        read.append(box.text())
        next(one for one in box.buttons() if one.text().replace("&", "").startswith(answer)).click()

    later(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox), press)
    return read


def owners(province: Person) -> set[bytes]:
    with province.desk.book.reading() as db:
        return {
            row[0]
            for table in ("branches", "memberships", "people")
            for row in db.execute(f"SELECT office FROM {table}").fetchall()
        }
