"""Erasing personal data at the keyboard: the office withdraws, the province erases and sees the protocol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from db.exchange.trust.home_folder import Home
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.gui.screens.exchange.erasures import ErasuresPage
from desktop_app.gui.screens.exchange.intake import PileResults
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.privacy import erasure
from tests.gui.driving import Person, press_action
from tests.offices import Network, receive
from tests.papers.reading import text

SitDown = Callable[..., Person]
NAME = "Hoàng Quỳnh Lưuxa"


def seen_words(person: Person) -> str:
    return "\n".join(label.text() for label in person.screen.findChildren(QLabel))


def listed(person: Person) -> list[str]:
    with person.desk.book.reading() as db:
        return [row[0] for row in db.execute("SELECT full_name FROM people ORDER BY full_name")]


@pytest.fixture
def registered(network: Network) -> Network:
    """A member of a commune whom the province knows; the books are closed."""
    office = network.offices["24373"]
    membership.register(office, membership.MemberDraft(date(2019, 5, 1), None, people.PersonDraft(NAME)))
    receive(network.province, *network.send(office))
    return network


def test_an_office_withdraws_a_member_and_the_province_finds_it_erases_it_and_sees_the_protocol(
    sit_down: SitDown, registered: Network
) -> None:
    office, province = registered.offices["24373"], registered.province
    registered.close()
    commune = sit_down(Home(registered.folder / "khoa-24373"))
    commune.start(office.path)
    commune.ctrl("2")
    commune.screen.take_focus()
    commune.answer_question("Chưa rút")
    press_action(commune, "Rút lại đồng ý…")
    assert listed(commune) == [NAME]
    commune.answer_question("Rút lại đồng ý")
    press_action(commune, "Rút lại đồng ý…")
    assert listed(commune) == [erasure.TOMBSTONE]
    assert "Gửi lên cấp trên" in commune.message()
    out = registered.fresh_folder("gui")
    send_and_receive.send(commune.desk.book, out, everything=True)
    commune.window.close()

    desk = sit_down(Home(registered.folder / "khoa-tinh"))
    desk.start(province.path)
    results = receive(desk.desk.book, out)
    assert "1 yêu cầu xóa dữ liệu cá nhân" in PileResults.of(desk.desk.book, results, will=False).numbers
    desk.window.close()
    desk = sit_down(Home(registered.folder / "khoa-tinh"))
    desk.start(province.path)
    assert "1 yêu cầu xóa dữ liệu cá nhân đang chờ tỉnh xóa ở mọi sổ." in seen_words(desk)
    desk.ctrl("6")
    desk.settle()
    assert "▲ 1 yêu cầu xóa dữ liệu cá nhân đang chờ." in seen_words(desk)
    desk.choose("Xem các đề nghị")
    page = desk.screen.currentWidget()
    assert isinstance(page, ErasuresPage)
    desk.settle()
    assert (chosen := page.table.current()) is not None
    assert page.row(page.found[chosen])["about"] == "hội viên từ 01/05/2019; rút lại ngày 05/07/2020"
    desk.choose("Xóa tất cả…")
    desk.type("gia đình rút lại đồng ý")
    desk.answer_question("Xóa dữ liệu")
    desk.choose("Xóa dữ liệu…")
    desk.wait_for_work()
    desk.wait(lambda: isinstance(desk.screen.currentWidget(), PrintView))
    assert erasure.asked(desk.desk.book) == []
    view = desk.screen.currentWidget()
    assert isinstance(view, PrintView) and "gia đình rút lại đồng ý" in " ".join(text(view.path).split())
    desk.screen.close_page()
    desk.settle()
    assert page.table.current() is None
    desk.seen("✔ Không có đơn vị nào đề nghị")


def test_the_province_erases_a_member_from_its_list_and_may_think_better_of_it(
    sit_down: SitDown, registered: Network
) -> None:
    province = registered.province
    registered.close()
    desk = sit_down(Home(registered.folder / "khoa-tinh"))
    desk.start(province.path)
    desk.ctrl("2")
    press_action(desk, "Xóa dữ liệu cá nhân…")
    desk.answer_question("Không xóa")
    desk.choose("Xóa dữ liệu…")
    assert listed(desk) == [NAME]
    desk.answer_question("Xóa dữ liệu")
    desk.choose("Xóa dữ liệu…")
    desk.wait(lambda: isinstance(desk.screen.currentWidget(), PrintView))
    assert listed(desk) == [erasure.TOMBSTONE]
    assert "Trả lời" in desk.message()
