"""Who has sent, said truly: a file that waits is a file that was sent, and whoever has closed is reminded of nothing."""

from __future__ import annotations

import pytest

from desktop_app.values.periods import parse_period
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.reporting_status import reminder, reminders, senders, state_words
from desktop_app.work.exchange.without_machine import request, without_machine
from desktop_app.work.printing import lacking_words, make_cluster_report
from desktop_app.work.reports import period_closing
from tests import entering
from tests.exchange.people import add, header_of
from tests.offices import COMMUNES, receive

HALF = parse_period("2020H1")


def by_name(book):
    return {one.name: one for one in senders(book, HALF)}


@pytest.fixture
def later(network):
    """The second file of the first office; the first is still on its way."""
    office = network.offices[COMMUNES[0]]
    add(office, "Người một")
    (first,) = network.send(office)
    add(office, "Người hai")
    (second,) = network.send(office, start=header_of(first)["to"] + 1)
    return first, second


def test_a_file_that_waits_for_the_one_before_it_has_been_sent(network, later):
    assert {state_words(one) for one in senders(network.province, HALF)} == {"▲ Chưa gửi"}
    receive(network.province, later[1])

    one = by_name(network.province)["Thị trấn Ea Kar"]
    assert (one.silent, state_words(one)) == (False, "… Đã gửi 1 tệp, chờ tệp trước")
    assert "tỉnh đã nhận 1 tệp nhưng còn thiếu tệp gửi trước" in reminder(one, HALF)

    receive(network.province, later[0])
    assert state_words(by_name(network.province)["Thị trấn Ea Kar"]) == "▲ Chưa chốt"


def test_a_file_set_aside_has_been_sent_too(network, later):
    receive(network.province, later[0])
    (aside,) = later[1:]
    network.province.beside(
        "INSERT INTO bundle_files SELECT 'x', 'f', 1, 'QUARANTINED', 'FORK', '', '', ?, 1, 2, x''",
        [(network.offices[COMMUNES[1]].unit.hex(),)],
    )
    assert aside.exists() and rulings.set_aside(network.province)
    (other,) = (one for one in senders(network.province, HALF) if one.aside)
    assert state_words(other) == "▲ Đã gửi 1 tệp, để riêng"


def test_who_cannot_send_for_want_of_a_machine_is_named_with_whom_to_call_as_the_report_counts_them(network):
    with network.province.reading() as db:
        (district,) = db.execute("SELECT id FROM units WHERE code = '651'").fetchone()
    entering.keep_contact(network.province, district, {"name": "Ông Huyện", "phone": "0905 111 222"})
    found = without_machine(network.province, HALF)
    (one,) = [one for one in found if one.above == district]
    assert (one.above_name, one.contact.phone) == ("Huyện Ea Kar", "0905 111 222")
    assert "Thị trấn Ea Kar" not in one.names and len(one.names) == 14
    assert "Xã Ea Ô" in request(one) and request(one).startswith("Kính gửi Hội Khuyến học huyện Ea Kar")
    report = make_cluster_report(network.province, 2, HALF, None)
    assert sum(len(one.names) for one in found if 2 in one.clusters) == report.no_machine


def test_the_reminders_of_all_who_are_missing_leave_out_who_has_closed(network):
    office = network.offices[COMMUNES[0]]
    add(office, "H'Hen Niê")
    period_closing.close_period(office, HALF)
    receive(network.province, *network.send(office))

    told = reminders(senders(network.province, HALF), HALF)

    closed = by_name(network.province)["Thị trấn Ea Kar"]
    assert (closed.closed, reminder(closed, HALF)) == (True, "")
    assert told.count("Kính gửi") == 1 and "Thị trấn Ea Kar" not in told


def test_what_is_asked_of_the_book_does_not_grow_with_the_offices(make_network):
    asked = []
    for codes in (COMMUNES[:1], COMMUNES):
        network = make_network(*codes)
        with network.province.reading() as db:
            seen: list[str] = []
            db.set_trace_callback(seen.append)
        assert len(senders(network.province, HALF)) == len(codes)
        with network.province.reading() as db:
            db.set_trace_callback(None)
        assert seen
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_a_gap_behind_stated_figures_is_told_in_the_list_the_reminder_and_the_report(network):
    office = network.offices[COMMUNES[0]]
    period_closing.close_period(office, HALF)
    (first,) = network.send(office)
    receive(network.province, first)
    add(office, "Người một")
    (lost,) = network.send(office, start=header_of(first)["to"] + 1)
    add(office, "Người hai")
    (later,) = network.send(office, start=header_of(lost)["to"] + 1)
    receive(network.province, later)

    run = f"{header_of(lost)['from']}–{header_of(lost)['to']}"
    one = by_name(network.province)["Thị trấn Ea Kar"]
    assert state_words(one) == f"▲ Đã chốt, còn thiếu mục ghi {run}"
    assert f"còn thiếu mục ghi {run}" in reminder(one, HALF)
    report = make_cluster_report(network.province, 2, HALF, None)
    assert lacking_words(report) == [f"Còn thiếu mục ghi, số liệu có thể chưa đủ: Thị trấn Ea Kar {run}."]

    receive(network.province, lost)
    assert reminder(by_name(network.province)["Thị trấn Ea Kar"], HALF) == ""
    assert lacking_words(make_cluster_report(network.province, 2, HALF, None)) == []
