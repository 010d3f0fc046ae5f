"""How large files are: a USB stick, a slow line and a chat app must do. Measured on what offices write, apart by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from db.exchange.outcomes import Code, Outcome
from db.exchange.wire.entry import decode_line
from db.store import Book
from db.tables.people import Person
from desktop_app.demo import names
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests import entering
from tests.offices import Network, digests, found, receive

KIB = 1024
LIMITS = ((200, 20 * KIB), (1_000, 96 * KIB))


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    made = found(tmp_path / "mạng", "24373")
    made.send(made.offices["24373"])
    yield made
    made.close()


def drafts(count: int) -> list[people.PersonDraft]:
    """Invented people with everything a list of members holds."""
    chance = Random(count)
    made = []
    for _number in range(count):
        name, sex, group = names.person(chance)
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(15_000))
        phone, place = f"09{chance.randrange(10**8):08d}", chance.choice(names.VILLAGES)
        draft = people.PersonDraft(name, born=born.isoformat(), sex=sex, ethnic_group=group, phone=phone, address=place)
        made.append(draft)
    return made


def size_of_what_follows(network: Network, entries: int, first: int) -> int:
    """The bytes of the one file that carries what was written from position `first` on."""
    (path,) = network.send(network.offices["24373"], start=first)
    told = path.stem.split("-")
    assert int(told[-1]) - int(told[-2]) + 1 == entries
    return path.stat().st_size


def next_place(network: Network) -> int:
    with network.offices["24373"].reading() as db:
        last: int = db.execute("SELECT max(seq) FROM chains WHERE mine = 1").fetchone()[0]
    return last + 1


@pytest.mark.parametrize(("entries", "limit"), LIMITS)
def test_registrations_make_a_small_file(network: Network, entries: int, limit: int) -> None:
    first = next_place(network)
    stays = [membership.ListedMember(draft, date(2019, 3, 1)) for draft in drafts(entries // 2)]
    membership.register_many(network.offices["24373"], stays)
    assert size_of_what_follows(network, entries, first) < limit


@pytest.mark.parametrize(("entries", "limit"), LIMITS)
def test_edits_make_a_small_file(network: Network, entries: int, limit: int) -> None:
    book, chance = network.offices["24373"], Random(1)
    with book.together():
        ids = [people.add_person(book, draft).id for draft in drafts(entries)]
    first = next_place(network)
    with book.together():
        for identity in ids:
            phone, place = f"09{chance.randrange(10**8):08d}", chance.choice(names.VILLAGES)
            people.change_person(book, identity, {"phone": phone, "address": f"{place}, số {chance.randrange(200)}"})
    assert size_of_what_follows(network, entries, first) < limit


@pytest.mark.parametrize(("entries", "limit"), LIMITS)
def test_movements_make_a_small_file(network: Network, entries: int, limit: int) -> None:
    book, chance = network.offices["24373"], Random(1)
    with book.together():
        givers = [entering.add_donor(book, draft.full_name, "person").id for draft in drafts(20)]
    first = next_place(network)
    with book.together():
        for _number in range(entries):
            day = date(2019, 7, 1) + timedelta(days=chance.randrange(365))
            amount = chance.randrange(1, 2_000) * 1_000
            draft = movements.FundDraft("receive", amount, day, party=chance.choice(givers), category="gift_person")
            movements.book_movement(book, draft)
    assert size_of_what_follows(network, entries, first) < limit


# ---- transactions ----------------------------------------------------------------------------------------------------

MOST = 5_000
"""Entries of one transaction, by the format of the files."""


def transactions(book: Book) -> list[int]:
    """How many entries each transaction of a book's own chain has."""
    with book.reading() as db:
        rows = db.execute("SELECT e.line FROM entries e JOIN chains c ON c.no = e.chain WHERE c.mine = 1")
        return list(Counter(decode_line(row[0]).tx for row in rows).values())


def test_a_list_of_more_entries_than_a_transaction_may_have_goes_in_several_and_arrives_whole(network: Network) -> None:
    office = network.offices["24373"]
    stays = [membership.ListedMember(draft, date(2019, 3, 1)) for draft in drafts(MOST // 2 + 50)]
    membership.register_many(office, stays)
    found = transactions(office)
    assert max(found) == MOST and sum(found) > MOST + 100
    (result,) = receive(network.province, *network.send(office))
    assert result.outcome == Outcome.MERGED
    with network.province.reading() as db:
        assert db.execute("SELECT count(*) FROM memberships").fetchone() == (len(stays),)


def test_a_transaction_above_the_limit_is_refused_and_nothing_of_its_file_is_stored(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a program would write it that knows no limit."""
    office = network.offices["24373"]
    receive(network.province, *network.send(office))
    monkeypatch.setattr("db.journal.TX_ENTRIES", MOST + 1)
    with office.write() as tx:
        tx.insert_many(Person, [{"full_name": f"Người {number}"} for number in range(MOST + 1)])
    assert max(transactions(office)) == MOST + 1
    before = digests(network.province)
    (result,) = receive(network.province, *network.send(office))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.LIMIT)
    assert digests(network.province) == before
