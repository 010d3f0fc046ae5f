"""A pile of files taken in: the odd ones first, the others district by district, and all of it in a few numbers."""

from __future__ import annotations

import pytest

from db.exchange.outcomes import Outcome
from desktop_app import cli
from desktop_app.work.book import enrolment
from desktop_app.work.exchange.intake_summary import in_numbers, is_for_others, is_well, odd_first, office_names
from desktop_app.work.exchange.preview import preview
from desktop_app.work.units.phone_book import phone_book
from tests.exchange.people import add, header_of
from tests.offices import COMMUNES, digests, receive


@pytest.fixture
def pile(network, tmp_path):
    """A good file, one that comes twice, one that waits for another, and one that is no file of ours."""
    first, second = (network.offices[code] for code in COMMUNES[:2])
    add(first, "Một")
    (known,) = network.send(first)
    receive(network.province, known)
    add(first, "Hai")
    (good,) = network.send(first, start=header_of(known)["to"] + 1)
    add(second, "Ba")
    (missing,) = network.send(second)
    add(second, "Bốn")
    (waits,) = network.send(second, start=header_of(missing)["to"] + 1)
    bad = tmp_path / "hong.khb"
    bad.write_bytes(b"KHB1 ...")
    return [known, good, waits, bad]


def test_what_was_taken_in_ends_in_numbers_that_name_the_odd_ones(network, pile):
    results = receive(network.province, *pile)
    names = office_names(network.province)
    other = names[network.offices[COMMUNES[1]].unit.hex()]
    assert in_numbers(results, names) == f"1 nhận, 1 chờ tệp trước ({other}), 1 đã có, 1 không nhận (hong.khb)"
    assert [one.outcome for one in odd_first(network.province, results)] == [
        Outcome.REFUSED, Outcome.WAITING, Outcome.ALREADY_HAVE, Outcome.MERGED
    ]  # fmt: skip


def test_a_whole_folder_of_answers_is_well_for_each_office_and_what_is_for_others_comes_last(network, capsys):
    office = network.offices[COMMUNES[0]]
    out, asks = network.answer(), network.fresh_folder("xin")
    enrolment.ask(network.make("moi", COMMUNES[2]), asks)
    results = receive(office, out)
    assert is_well(results)
    assert "1 tệp gửi cho nơi khác, bỏ qua" in in_numbers(results, office_names(office))
    assert "không nhận" not in in_numbers(results, office_names(office))
    assert is_for_others(odd_first(office, results)[-1])
    province = receive(network.province, out, asks)
    assert is_well(province)
    assert in_numbers(province, office_names(network.province)).endswith(
        "2 tệp gửi cho nơi khác, bỏ qua, 1 tệp đăng ký máy, duyệt ở «Duyệt đăng ký»"
    )
    path, home = office.path, office.home.folder
    office.close()
    assert cli.run(["receive", str(path), str(out), f"--home={home}"]) == 0


def test_a_rehearsal_says_what_would_be_and_never_that_it_is_done(network, pile):
    before = digests(network.province)
    results = preview(network.province, pile).results
    said = {one.outcome: one.message for one in results}
    assert said[Outcome.MERGED].startswith("Sẽ nhận") and said[Outcome.WAITING].startswith("Sẽ chờ")
    assert not any("Đã nhận" in text or "Đang chờ" in text for text in said.values())
    assert in_numbers(results, office_names(network.province), will=True).startswith("1 sẽ nhận, 1 sẽ chờ tệp trước (")
    assert digests(network.province) == before

    done = {one.outcome: one.message for one in receive(network.province, *pile)}
    assert done[Outcome.MERGED].startswith("Đã nhận") and done[Outcome.WAITING].startswith("Đang chờ")


def test_good_files_stand_in_the_order_of_the_offices_in_lists(make_network):
    network = make_network(*COMMUNES)
    for office in network.offices.values():
        add(office, "Một")
    results = receive(network.province, *(path for office in network.offices.values() for path in network.send(office)))
    shown = [office_names(network.province)[one.office] for one in odd_first(network.province, results)]
    assert shown == [name for name, _one in phone_book(network.province)]
