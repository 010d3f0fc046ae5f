"""What files would change is shown office by office before anything is stored, and is what then happens."""

from __future__ import annotations

from datetime import date

import pytest

from db.exchange.wire.bundle_file import cut
from db.exchange.wire.header import parse_header
from db.refusal import Cancelled
from db.tables.people import Person
from desktop_app import cli
from desktop_app.work.book import devices
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.exchange.intake_summary import in_numbers
from desktop_app.work.exchange.preview import office_words, preview
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.privacy import consent_withdrawal
from tests.offices import digests, receive

MARCH = date(2020, 3, 10)


def add(book, *names: str) -> list[bytes]:
    with book.write() as tx:
        return [tx.create(Person, full_name=name).id for name in names]


def last_of(path) -> int:
    return int(parse_header(cut(path.read_bytes()))["to"])


def first_and_later(network, office):
    """An office's first run, taken in, and a later one that changes, deletes, adds and brings money."""
    kept, gone = add(office, "Giữ", "Bỏ")
    (first,) = network.send(office)
    receive(network.province, first)
    with office.write() as tx:
        tx.get(Person, kept).phone = "0901"
        tx.delete(tx.get(Person, gone))
        tx.create(Person, full_name="Mới")
    movements.book_movement(office, FundDraft("receive", 500_000, MARCH))
    return network.send(office, start=last_of(first) + 1)


def test_the_preview_says_by_office_what_is_new_changed_and_withdrawn_and_what_the_money_becomes(network):
    office = network.offices["24373"]
    files = first_and_later(network, office)
    before = digests(network.province)

    (one,) = preview(network.province, files).offices

    assert (one.office, one.changed, one.withdrawn, one.conflicts) == (office.unit, 1, 1, 0)
    assert one.new == 2, "the new person and the voucher"
    assert (one.money_before, one.money_after) == (None, 500_000)
    assert digests(network.province) == before


def test_a_reversed_voucher_counts_as_withdrawn_and_lowers_the_money(network):
    office = network.offices["24373"]
    receive(network.province, *first_and_later(network, office))
    with office.reading() as db:
        (movement,) = db.execute("SELECT id FROM movements").fetchone()
    movements.reverse(office, movement, MARCH, "other")

    (one,) = preview(network.province, network.send(office)).offices

    assert (one.new, one.changed, one.withdrawn) == (0, 0, 1)
    assert (one.money_before, one.money_after) == (500_000, 0)


def test_parallel_edits_of_two_devices_are_previewed_as_a_conflict_and_then_are_one(network):
    first = network.offices["24373"]
    second = network.enrol("may-2", unit="24373")[0]
    (person,) = add(first, "H'Hen Niê")
    receive(first, network.answer())
    receive(second, *network.send(first, own=True))
    receive(network.province, *network.send(first), *network.send(second))
    for book, phone in ((first, "0901"), (second, "0902")):
        with book.write() as tx:
            tx.get(Person, person).phone = phone
    files = [*network.send(first), *network.send(second)]

    (one,) = preview(network.province, files).offices
    assert (one.new, one.changed, one.conflicts) == (0, 1, 1)
    assert open_conflicts(network.province) == []

    receive(network.province, *files)
    assert len(open_conflicts(network.province)) == 1


def test_what_had_been_ruled_lost_and_comes_after_all_is_previewed_as_new(network):
    office = network.offices["24373"]
    (first,) = network.send(office)
    receive(network.province, first)
    add(office, "Lạc")
    (lost,) = network.send(office, start=last_of(first) + 1)
    add(office, "Sau")
    receive(network.province, *network.send(office, start=last_of(lost) + 1))
    gap = parse_header(cut(lost.read_bytes()))
    rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{gap['from']}-{gap['to']}", "lost")

    (one,) = preview(network.province, [lost]).offices

    assert (one.new, one.changed, one.withdrawn) == (1, 0, 0)


def test_what_a_trust_list_takes_out_of_the_count_is_previewed_as_withdrawn(network):
    first = network.offices["24373"]
    second = network.enrol("may-2", unit="24373")[0]
    receive(first, network.answer())
    add(second, "Người Máy Bị Mất", "Người Nữa")
    receive(first, *network.send(second, own=True))
    path = devices.cut_off(network.province, second.identity.device, network.fresh_folder("cat"))

    (one,) = preview(first, [path]).offices

    assert one.new == 0 and one.withdrawn >= 2
    receive(first, path)
    with first.reading() as db:
        assert db.execute("SELECT 1 FROM people WHERE full_name = 'Người Nữa'").fetchone() is None


def test_the_command_tries_files_while_the_window_has_the_book_open_for_writing(network, capsys):
    files = network.send(network.offices["24373"])
    province, before = network.province, digests(network.province)
    assert province.writable
    words = ["receive", str(province.path), *map(str, files), "--dry-run", f"--home={province.home.folder}"]
    assert cli.run(words) == 0
    assert "1 sẽ nhận" in capsys.readouterr().out
    assert digests(province) == before
    with province.reading() as db:
        assert db.execute("SELECT count(*) FROM bundle_log").fetchone() == (0,)
    assert {str(one.outcome) for one in receive(province, *files)} == {"MERGED"}


def test_what_offices_ask_to_be_erased_is_told_before_it_is_taken_in(network):
    office = network.offices["24373"]
    (person,) = add(office, "H'Hen Niê")
    receive(network.province, *network.send(office))
    consent_withdrawal.withdraw(office, person)
    files = network.send(office)
    tried = preview(network.province, files)
    assert tried.erasures == 1
    assert in_numbers(tried.results, {}, will=True, erasures=1) == "1 sẽ nhận, 1 yêu cầu xóa dữ liệu cá nhân"
    receive(network.province, *files)
    assert preview(network.province, files).erasures == 0


def test_more_files_than_one_commit_holds_are_rehearsed_as_a_whole(network):
    office = network.offices["24373"]
    files = []
    for number in range(60):
        add(office, f"Người {number}")
        start = last_of(files[-1]) + 1 if files else 1
        files += network.send(office, start=start)

    tried = preview(network.province, reversed(files))

    assert {str(result.outcome) for result in tried.results} == {"MERGED"}
    assert tried.offices[0].new >= 60


def test_a_preview_that_is_stopped_leaves_no_trace(network):
    files = first_and_later(network, network.offices["24373"])
    before = digests(network.province)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled("Đã dừng")

    with pytest.raises(Cancelled):
        preview(network.province, files, report=stop)
    assert digests(network.province) == before


def test_of_an_office_that_never_sent_nothing_is_said_to_be_there(network):
    office = network.offices["24373"]
    movements.book_movement(office, FundDraft("receive", 500_000, date(2020, 2, 1), category="gift_person"))
    (one,) = preview(network.province, network.send(office)).offices
    assert (one.money_before, one.money_after) == (None, 500_000)
    assert "tiền chưa có số → 500.000 đồng" in office_words(one)
