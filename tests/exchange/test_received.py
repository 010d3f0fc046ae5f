"""An office reads what the province has of it, and compares its money with the newest acknowledgement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from db.clock import VIETNAM
from db.exchange.outcomes import Outcome
from db.store import Book
from desktop_app.work.book import backups
from desktop_app.work.exchange import record_receipts
from desktop_app.work.exchange.province_receipt import received
from desktop_app.work.exchange.record_receipts import ReceiptQuery
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.people import people
from desktop_app.work.people.people import PersonDraft
from tests.offices import TODAY, digests, fixed_clock, receive

MARCH = date(2020, 3, 10)


def test_before_the_first_answer_there_is_nothing_to_compare(network):
    assert received(network.offices["24373"]) is None


def test_what_the_province_has_is_compared_with_the_book_and_waits_while_it_lags_behind(network):
    office = network.offices["24373"]
    movements.book_movement(office, FundDraft("receive", 500_000, MARCH))
    receive(network.province, *network.send(office))
    receive(office, network.answer())

    told = received(office)
    assert told is not None and told.positions
    assert all(one.here == one.there and one.missing == () for one in told.positions)
    assert [(one.account, one.here, one.there, one.verdict) for one in told.balances] == [
        ("cash", 500_000, 500_000, "same")
    ]

    movements.book_movement(office, FundDraft("receive", 200_000, MARCH))
    told = received(office)
    assert told is not None and told.positions[-1].here > told.positions[-1].there
    assert [(one.here, one.there, one.verdict) for one in told.balances] == [(700_000, 500_000, "unknown")]


def test_money_that_differs_although_nothing_is_missing_is_said_to_differ(network):
    office = network.offices["24373"]
    movements.book_movement(office, FundDraft("receive", 500_000, MARCH))
    receive(network.province, *network.send(office))
    with network.province.write() as tx:  # a damaged table, which no verb makes
        tx.db.execute("UPDATE movements SET amount = amount + 1")
    receive(office, network.answer())

    told = received(office)
    assert told is not None
    assert [(one.here, one.there, one.verdict) for one in told.balances] == [(500_000, 500_001, "differs")]


def test_a_run_that_got_lost_on_the_way_is_named(network):
    office = network.offices["24373"]
    first = network.send(office)
    movements.book_movement(office, FundDraft("receive", 500_000, MARCH))
    start = received_positions(office)
    later = network.send(office, start=start)
    assert first and later
    receive(network.province, *later)
    receive(office, network.answer())

    told = received(office)
    assert told is not None
    assert [one.missing for one in told.positions] == [((1, start - 1),)]


def test_each_record_says_whether_the_province_has_it_and_since_which_day(network, clock_of):
    office = network.offices["24373"]
    ann = people.add_person(office, PersonDraft("Trần Thị Ánh", phone="0900")).id
    receive(network.province, *network.send(office))
    clock_of(network.province, date(2020, 7, 6))
    receive(office, network.answer())
    bob = people.add_person(office, PersonDraft("Y Bình Niê")).id
    assert told(office, ann, bob) == [(False, "2020-07-06"), (True, None)]
    assert record_receipts.taken_ids(office, ReceiptQuery("people", waits=True)) == [bob]
    assert record_receipts.taken_ids(office, ReceiptQuery("people", waits=False)) == [ann]
    assert record_receipts.taken_ids(office, ReceiptQuery(search="binh")) == [bob]
    assert record_receipts.count_waiting(office) == 1

    people.change_person(office, ann, {"phone": "0911"})
    assert told(office, ann) == [(True, "2020-07-06")]
    receive(network.province, *network.send(office))
    clock_of(network.province, date(2020, 7, 9))
    receive(office, network.answer())
    assert told(office, ann, bob) == [(False, "2020-07-09"), (False, "2020-07-09")]
    clock_of(network.province, date(2020, 7, 12))
    receive(office, network.answer())
    assert told(office, ann) == [(False, "2020-07-09")], "the day of the first answer that had it"
    assert record_receipts.count_waiting(office) == 0


def test_a_province_that_went_back_to_a_copy_has_no_longer_what_came_after_it(network, clock_of):
    office = network.offices["24373"]
    copy = backups.copy(network.province, network.folder / "ban-sao.skh", TODAY).path
    ann = people.add_person(office, PersonDraft("Trần Thị Ánh")).id
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    assert told(office, ann) == [(False, TODAY.isoformat())]

    network.province.close()
    backups.restore(copy, network.province.path)
    network.province = Book.open(network.province.path, home=network.province.home, clock=fixed_clock(99), write=True)
    receive(office, network.answer())
    assert told(office, ann) == [(True, None)]
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    assert told(office, ann) == [(False, TODAY.isoformat())]


def told(office: Book, *records: bytes) -> list[tuple[bool, str | None]]:
    """What the office says the province has of these records."""
    return [(one.taken.waits, one.taken.on) for one in record_receipts.taken_rows(office, records)]


@pytest.fixture
def clock_of() -> Callable[[Book, date], None]:
    """Lets a book's clock go on to a day."""

    def go_on(book: Book, day: date) -> None:
        moment = round(datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM).timestamp() * 1_000)
        book.clock = replace(book.clock, now=lambda: moment, today=lambda: day)

    return go_on


def received_positions(office) -> int:
    """The position at which the last transaction of the office begins."""
    with office.reading() as db:
        seq: int = db.execute("SELECT max(seq) FROM chains WHERE mine = 1").fetchone()[0]
    return seq


def _told(book: Book) -> list[object]:
    with book.reading() as db:
        acknowledged = db.execute("SELECT key, value FROM settings ORDER BY key").fetchall()
        chains = db.execute("SELECT no, seq, head FROM chains ORDER BY no").fetchall()
        return [*db.execute("SELECT * FROM acks").fetchall(), *acknowledged, *chains, digests(book)]


def test_the_same_acknowledgement_taken_twice_changes_nothing(network):
    office = network.offices["24373"]
    movements.book_movement(office, FundDraft("receive", 500_000, MARCH))
    receive(network.province, *network.send(office))
    (first,) = network.answer().glob("KH-baonhan-24373-*.khb")
    movements.book_movement(office, FundDraft("receive", 200_000, MARCH))
    receive(network.province, *network.send(office))
    (second,) = network.answer().glob("KH-baonhan-24373-*.khb")
    receive(office, first, second)
    told = _told(office)

    later = date(2020, 8, 1)
    office.clock = fixed_clock(77, today=later, now=int(datetime(2020, 8, 1, 9, tzinfo=VIETNAM).timestamp() * 1000))
    for files in ((second,), (second, second), (first,), (second, first)):
        results = receive(office, *files)
        assert {one.outcome for one in results} == {Outcome.ALREADY_HAVE}
        assert {one.new for one in results} == {0}
        assert _told(office) == told
