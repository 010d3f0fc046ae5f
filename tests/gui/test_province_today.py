"""The province's own «Hôm nay»: who is missing, what all offices together have, who has ended; each line leads there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from db.tables.people import Post
from desktop_app.gui.screens.exchange.handovers import HandoversPage
from desktop_app.gui.screens.exchange.senders import SendersPage
from desktop_app.values.periods import parse_period
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import duplicate_review, people
from desktop_app.work.reports import period_closing
from tests import entering
from tests.gui.driving import Person
from tests.offices import COMMUNES, Network, fixed_clock, receive

SitDown = Callable[..., Person]
MARCH = date(2020, 3, 10)


def sent_by_the_first(network: Network) -> None:
    """The first office has a branch, two members and money, closes the half year and sends."""
    office = network.offices[COMMUNES[0]]
    branch = entering.add_branch(office, entering.branch("Chi hội 1")).id
    for name in ("H'Hen Niê", "Y Biêr Kmăn"):
        membership.register(office, membership.MemberDraft(MARCH, branch, people.PersonDraft(name)))
    movements.book_movement(office, FundDraft("receive", 500_000, MARCH))
    period_closing.close_period(office, parse_period("2020H1"))
    receive(network.province, *network.send(office))


def at_home(sit_down: SitDown, network: Network) -> Person:
    network.province.close()
    person = sit_down(network.province.home)
    person.start(network.province.path)
    return person


def words(person: Person) -> str:
    return "\n".join(label.text() for label in person.screen.findChildren(QLabel))


def test_the_province_reads_who_is_missing_and_what_all_offices_have_and_is_not_asked_to_add_members(
    network: Network, sit_down: SitDown
) -> None:
    sent_by_the_first(network)
    other = "Xã Xuân Phú" if COMMUNES[1] == "24382" else None
    person = at_home(sit_down, network)
    said = words(person)
    assert "1 trên 2 đơn vị đã gửi số liệu đã chốt 6 tháng đầu năm 2020." in said
    assert "▲ Còn thiếu: " in said and (other is None or other in said)
    assert "Hết 6 tháng cuối năm 2020: còn 179 ngày." in said
    assert "2 hội viên có tên trong danh sách, 1 chi hội, ban." in said
    assert "Quỹ các cấp – Tiền mặt: 500.000 đồng" in said
    assert "Thêm hội viên" not in said and "0 hội viên" not in said

    person.choose("Ai chưa gửi")
    assert isinstance(person.screen.currentWidget(), SendersPage)


def test_pairs_that_were_found_are_said_until_they_are_decided(network: Network, sit_down: SitDown) -> None:
    for code in COMMUNES[:2]:
        office = network.offices[code]
        for name in ("H'Hen Niê Kđăm", "Y Biêr Kmăn Ayun"):
            person_of = people.PersonDraft(name, born="1958-03-04", phone="0905111222")
            membership.register(office, membership.MemberDraft(MARCH, None, person_of))
        receive(network.province, *network.send(office))
    assert len(duplicate_review.search(network.province)) == 2
    person = at_home(sit_down, network)
    assert "2 cặp có thể là một người, tìm ngày 05/07/2020" in words(person)
    person.choose("Xem từng cặp")
    person.wait_for_work()
    person.press(Qt.Key.Key_2)
    person.ctrl("1")
    assert "1 cặp có thể là một người, tìm ngày 05/07/2020" in words(person)


def test_offices_that_have_ended_are_named_with_the_way_to_hand_over(network: Network, sit_down: SitDown) -> None:
    sent_by_the_first(network)
    network.province.close()
    august = fixed_clock(9, today=date(2025, 8, 1), now=1_754_000_000_000)
    person = sit_down(network.province.home)
    person.window._clock = august
    person.start(network.province.path)
    person.choose("Ngày này đúng")
    person.wait_for_reading()
    said = words(person)
    assert "1 đơn vị đã hết (ngày cuối 30/06/2025) còn 1 chi hội, 2 hội viên: Thị trấn Ea Kar." in said
    person.choose("Bàn giao đơn vị")
    assert isinstance(person.screen.currentWidget(), HandoversPage)


def test_who_falls_behind_is_computed_after_the_page_is_shown(network: Network, sit_down: SitDown) -> None:
    sent_by_the_first(network)
    person = at_home(sit_down, network)
    assert "Cần chú ý 6 tháng đầu năm 2020" in words(person)
    assert "Đang tính…" not in words(person)
    assert "✔ Không có đơn vị nào dưới ngưỡng." in words(person)


def test_what_an_office_wrote_about_another_is_named_on_the_first_page(sit_down, network):
    office, other = (network.offices[code] for code in COMMUNES[:2])
    thief = people.add_person(office, people.PersonDraft("Kẻ Gian")).id
    with office.write() as tx:
        tx.create(Post, person=thief, unit=other.unit, post="Chủ tịch", since="2020-07-01")
    receive(network.province, *network.send(office))
    person = at_home(sit_down, network)
    labels = [label.text() for label in person.window.findChildren(QLabel)]
    (said,) = [text for text in labels if "ghi số liệu hoặc chức vụ của đơn vị khác" in text]
    assert said.startswith("▲ Thị trấn Ea Kar")
