"""An office reads what the province has of it, and compares its money with the newest acknowledgement."""

from __future__ import annotations

from datetime import date

from desktop_app.work import fund
from desktop_app.work.fund import FundDraft
from desktop_app.work.received import received
from tests.offices import receive

MARCH = date(2020, 3, 10)


def test_before_the_first_answer_there_is_nothing_to_compare(network):
    assert received(network.offices["24373"]) is None


def test_what_the_province_has_is_compared_with_the_book_and_waits_while_it_lags_behind(network):
    office = network.offices["24373"]
    fund.book_movement(office, FundDraft("receive", 500_000, MARCH))
    receive(network.hub, *network.send(office))
    receive(office, network.answer())

    told = received(office)
    assert told is not None and told.positions
    assert all(one.here == one.there and one.missing == () for one in told.positions)
    assert [(one.account, one.here, one.there, one.verdict) for one in told.balances] == [
        ("cash", 500_000, 500_000, "same")
    ]

    fund.book_movement(office, FundDraft("receive", 200_000, MARCH))
    told = received(office)
    assert told is not None and told.positions[-1].here > told.positions[-1].there
    assert [(one.here, one.there, one.verdict) for one in told.balances] == [(700_000, 500_000, "unknown")]


def test_money_that_differs_although_nothing_is_missing_is_said_to_differ(network):
    office = network.offices["24373"]
    fund.book_movement(office, FundDraft("receive", 500_000, MARCH))
    receive(network.hub, *network.send(office))
    with network.hub.write() as tx:  # a damaged table, which no verb makes
        tx.db.execute("UPDATE movements SET amount = amount + 1")
    receive(office, network.answer())

    told = received(office)
    assert told is not None
    assert [(one.here, one.there, one.verdict) for one in told.balances] == [(500_000, 500_001, "differs")]


def test_a_run_that_got_lost_on_the_way_is_named(network):
    office = network.offices["24373"]
    first = network.send(office)
    fund.book_movement(office, FundDraft("receive", 500_000, MARCH))
    start = received_positions(office)
    later = network.send(office, start=start)
    assert first and later
    receive(network.hub, *later)
    receive(office, network.answer())

    told = received(office)
    assert told is not None
    assert [one.missing for one in told.positions] == [((1, start - 1),)]


def received_positions(office) -> int:
    """The position at which the last transaction of the office begins."""
    with office.reading() as db:
        seq: int = db.execute("SELECT max(seq) FROM chains WHERE mine = 1").fetchone()[0]
    return seq
