"""Two people change the same thing apart: both values are kept, shown, and settled by a person."""

from __future__ import annotations

from datetime import date

import pytest

from db.exchange.outcomes import Outcome
from db.exchange.wire.bundle_file import cut
from db.exchange.wire.header import parse_header
from db.refusal import DraftRefused, Refusal
from db.seed import default_purse
from db.tables.exchange import MISSING
from db.tables.fund import Movement
from db.tables.people import Membership, Person
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.offices import TODAY, digests, receive, sound


@pytest.fixture
def first(network):
    return network.offices["24373"]


@pytest.fixture
def second(network, first):
    """The second device of the same office, which has everything of the first."""
    made = network.enrol("may-2", unit="24373")[0]
    receive(first, network.answer())
    return made


def exchange_all(network, *devices) -> None:
    """Each device of an office hands the others what it has, until nothing is new."""
    for _round in range(2):
        for device in devices:
            files = network.send(device, own=True)
            for other in devices:
                if other is not device:
                    receive(other, *files)


def add(book, **fields) -> bytes:
    with book.write() as tx:
        return tx.create(Person, **fields).id


def change(book, person: bytes, **fields) -> None:
    with book.write() as tx:
        for name, value in fields.items():
            setattr(tx.get(Person, person), name, value)


def shown(book, person: bytes, *fields: str) -> tuple:
    with book.reading() as db:
        return db.execute(f"SELECT {', '.join(fields)} FROM people WHERE id = ?", (person,)).fetchone()


@pytest.fixture
def apart(network, first, second):
    """A person whose phone both devices changed without knowing of each other."""
    person = add(first, full_name="H'Hen Niê", phone="0900")
    exchange_all(network, first, second)
    change(first, person, phone="0901")
    change(second, person, phone="0902")
    return person


def test_the_same_phone_changed_apart_is_one_conflict_with_both_values(network, first, second, apart):
    exchange_all(network, first, second)
    for book in (first, second):
        (conflict,) = open_conflicts(book)
        assert (conflict["subject"], conflict["field"]) == ("person", "phone")
        assert {value["value"] for value in conflict["values"]} == {"0901", "0902"}
        assert {value["device"] for value in conflict["values"]} == {
            first.identity.device.hex()[:8],
            second.identity.device.hex()[:8],
        }
        assert {value["who"] for value in conflict["values"]} == {"Cán bộ 24373", "Cán bộ may-2"}
        sound(book)
    assert shown(first, apart, "phone") == shown(second, apart, "phone")
    assert digests(first)[0] == digests(second)[0]


def test_different_fields_changed_apart_merge_without_a_conflict(network, first, second):
    person = add(first, full_name="Y Biêr", phone="0900")
    exchange_all(network, first, second)
    change(first, person, phone="0901")
    change(second, person, address="Buôn Trấp")
    exchange_all(network, first, second)
    for book in (first, second):
        assert open_conflicts(book) == []
        assert shown(book, person, "phone", "address") == ("0901", "Buôn Trấp")
        sound(book)
    assert digests(first) == digests(second)


def test_the_same_value_written_apart_is_no_conflict(network, first, second):
    person = add(first, full_name="Y Biêr")
    exchange_all(network, first, second)
    for book in (first, second):
        change(book, person, phone="0901")
    exchange_all(network, first, second)
    assert open_conflicts(first) == open_conflicts(second) == []
    assert digests(first) == digests(second)


@pytest.mark.parametrize(("choice", "value"), [({"keep": 1}, None), ({"keep": 2}, None), ({"value": "0999"}, "0999")])
def test_a_settled_conflict_is_gone_everywhere(network, first, second, apart, choice, value):
    exchange_all(network, first, second)
    (conflict,) = open_conflicts(first)
    chosen = value or conflict["values"][choice["keep"] - 1]["value"]

    rulings.settle(first, conflict["id"], **choice)

    assert open_conflicts(first) == [] and shown(first, apart, "phone") == (chosen,)
    exchange_all(network, first, second)
    assert open_conflicts(second) == [] and shown(second, apart, "phone") == (chosen,)
    assert digests(first) == digests(second)
    sound(first)
    sound(second)


def test_a_settled_conflict_stays_settled_when_another_field_is_edited_later(network, first, second, apart):
    exchange_all(network, first, second)
    (conflict,) = open_conflicts(second)
    rulings.settle(second, conflict["id"], keep=1)
    kept = shown(second, apart, "phone")
    exchange_all(network, first, second)
    change(first, apart, address="Buôn Trấp")
    change(second, apart, born="1961")
    exchange_all(network, first, second)
    for book in (first, second):
        assert open_conflicts(book) == []
        assert shown(book, apart, "phone", "address", "born") == (*kept, "Buôn Trấp", "1961")
        sound(book)
    assert digests(first) == digests(second)


def test_an_open_conflict_stays_open_when_another_field_is_edited(network, first, second, apart):
    exchange_all(network, first, second)
    change(first, apart, address="Buôn Trấp")
    exchange_all(network, first, second)
    for book in (first, second):
        (conflict,) = open_conflicts(book)
        assert conflict["field"] == "phone" and len(conflict["values"]) == 2
        sound(book)
    assert digests(first) == digests(second)


def test_settling_apart_in_two_ways_is_a_conflict_again(network, first, second, apart):
    exchange_all(network, first, second)
    for book, value in ((first, "0911"), (second, "0922")):
        (conflict,) = open_conflicts(book)
        rulings.settle(book, conflict["id"], value=value)
    exchange_all(network, first, second)
    (conflict,) = open_conflicts(first)
    assert {value["value"] for value in conflict["values"]} == {"0911", "0922"}
    assert digests(first) == digests(second)


def test_writing_the_field_anew_after_seeing_both_settles_it_too(network, first, second, apart):
    exchange_all(network, first, second)
    change(first, apart, phone="0933")
    assert open_conflicts(first) == []
    exchange_all(network, first, second)
    assert open_conflicts(second) == [] and shown(second, apart, "phone") == ("0933",)
    assert digests(first) == digests(second)


@pytest.mark.parametrize("keep_deleted", [True, False])
def test_t34_deleted_here_and_edited_there_stays_visible_until_somebody_decides(network, first, second, keep_deleted):
    person = add(first, full_name="Y Biêr", phone="0900")
    exchange_all(network, first, second)
    with first.write() as tx:
        tx.delete(tx.get(Person, person))
    change(second, person, phone="0902")
    exchange_all(network, first, second)
    for book in (first, second):
        (conflict,) = open_conflicts(book)
        assert (conflict["code"], conflict["field"]) == ("existence", "")
        assert shown(book, person, "full_name", "phone") == ("Y Biêr", "0902")

    choice = next(
        number
        for number, value in enumerate(open_conflicts(first)[0]["values"], 1)
        if (value["value"] is None and value["device"] == first.identity.device.hex()[:8]) is keep_deleted
    )
    rulings.settle(first, open_conflicts(first)[0]["id"], keep=choice)
    exchange_all(network, first, second)

    for book in (first, second):
        assert open_conflicts(book) == []
        assert (shown(book, person, "full_name") is None) is keep_deleted
        sound(book)
    assert digests(first) == digests(second)


def test_a_choice_that_is_not_there_is_refused_and_changes_nothing(network, first, second, apart):
    exchange_all(network, first, second)
    (conflict,) = open_conflicts(first)
    before = digests(first)
    for wrong in ({"keep": 3}, {"keep": 0}):
        with pytest.raises(Refusal) as refused:
            rulings.settle(first, conflict["id"], **wrong)
        assert refused.value.code == "CHOICE"
    for unknown in ("zz.phone", f"{apart.hex()}.address"):
        with pytest.raises(Refusal) as refused:
            rulings.settle(first, unknown, keep=1)
        assert refused.value.code == "REFERENCE"
    assert digests(first) == before


def test_the_province_sees_the_conflict_of_an_office_and_may_settle_it(network, first, second, apart):
    receive(network.province, *network.send(first), *network.send(second))
    (conflict,) = open_conflicts(network.province)
    rulings.settle(network.province, conflict["id"], keep=2)
    chosen = shown(network.province, apart, "phone")
    answers = network.answer()
    for book in (first, second):
        receive(book, answers)
    exchange_all(network, first, second)
    for book in (first, second):
        assert open_conflicts(book) == [] and shown(book, apart, "phone") == chosen
        sound(book)


def test_another_office_cannot_change_what_is_not_its_own(network, first):
    person = add(first, full_name="Y Biêr")
    receive(network.province, *network.send(first))
    other = network.offices["24379"]
    with pytest.raises(Refusal) as refused, other.write() as tx:
        tx.create(Person, full_name="Giả", office=first.unit)
    assert refused.value.code == "SCOPE" and "đơn vị khác" in refused.value.message
    assert shown(network.province, person, "full_name") == ("Y Biêr",)


# ---- parents that have not come yet ----------------------------------------------------------------------------------


def test_while_a_parent_is_missing_no_conflict_is_opened_and_from_then_on_it_is(network, first, second):
    """The second device saw the first's edit and went on; the province gets the second's file before the first's."""
    person = add(first, full_name="Y Biêr", phone="0900")
    receive(network.province, *network.send(first))
    receive(first, network.answer())
    exchange_all(network, first, second)
    change(first, person, phone="0901")
    exchange_all(network, first, second)
    change(second, person, phone="0902")

    (early,) = receive(network.province, *network.send(second))

    assert early.outcome is Outcome.MERGED
    with network.province.reading() as db:
        assert db.execute("SELECT marks & ? FROM records WHERE rec = ?", (MISSING, person)).fetchone()[0]
    assert open_conflicts(network.province) == []
    sound(network.province)
    receive(network.province, *network.send(first))
    with network.province.reading() as db:
        assert db.execute("SELECT marks FROM records WHERE rec = ?", (person,)).fetchone()[0] == 0
    assert open_conflicts(network.province) == [] and shown(network.province, person, "phone") == ("0902",)
    sound(network.province)


def test_when_the_parent_is_ruled_lost_the_parallel_values_open_their_conflict(network, first, second):
    person = add(first, full_name="Y Biêr", phone="0900")
    (begun,) = network.send(first)
    receive(network.province, begun)
    exchange_all(network, first, second)
    change(first, person, phone="0901")
    exchange_all(network, first, second)
    change(second, person, phone="0902")
    receive(network.province, *network.send(second))
    assert open_conflicts(network.province) == []

    told = parse_header(cut(begun.read_bytes()))
    gap = f"{told['dev']}:{told['inc']}:{told['to'] + 1}-{told['to'] + 1}"
    rulings.rule(network.province, gap, "lost")

    (conflict,) = open_conflicts(network.province)
    assert {value["value"] for value in conflict["values"]} == {"0900", "0902"}
    sound(network.province)


def test_a_conflict_stays_open_at_the_province_when_everything_is_sent_again(network, first, second, apart):
    receive(network.province, *network.send(first), *network.send(second))
    people.change_person(first, apart, {"address": "Buôn Trấp"})
    results = receive(network.province, *network.send(first, everything=True))
    assert [r.outcome for r in results] == [Outcome.PARTLY_NEW]
    assert [one["field"] for one in open_conflicts(network.province)] == ["phone"]


# ---- said twice ------------------------------------------------------------------------------------------------------


def receipt(book, number: int, amount: int) -> bytes:
    """A receipt with a voucher number of our choosing, as a restored book would give it again."""
    with book.write() as tx:
        money = {"purse": default_purse(book.unit), "account": "cash", "dated": "2020-02-01"}
        voucher = {"book": "PT", "year": 2020, "number": number}
        return tx.create(Movement, kind="receive", amount=amount, **money, **voucher).id


def test_t50_a_voucher_number_used_twice_is_a_conflict_and_both_stay_with_their_number(network, first, second):
    one, two = receipt(first, 1, 500), receipt(second, 1, 700)
    receipt(first, 2, 900)
    exchange_all(network, first, second)

    for book in (first, second):
        (conflict,) = open_conflicts(book)
        assert (conflict["subject"], conflict["field"], conflict["code"]) == ("movement", "number", "number")
        assert {value["value"] for value in conflict["values"]} == {"PT001/2020: 500", "PT001/2020: 700"}
        assert {value["who"] for value in conflict["values"]} == {"Cán bộ 24373", "Cán bộ may-2"}
        assert sum(balance.amount for balance in movements.balances(book)) == 2_100
        sound(book)
    assert digests(first) == digests(second)
    with pytest.raises(Refusal) as refused:
        rulings.settle(first, open_conflicts(first)[0]["id"], keep=1)
    assert refused.value.code == "CLASH" and "trùng số" in refused.value.message

    movements.reverse(first, two, TODAY, "entered_twice")
    assert open_conflicts(first) == []
    exchange_all(network, first, second)
    assert open_conflicts(second) == []
    with second.reading() as db:
        rows = db.execute("SELECT id, number FROM movements WHERE number = 1 ORDER BY amount").fetchall()
    assert rows == [(one, 1), (two, 1)]


def test_t32_two_open_memberships_of_one_person_are_a_conflict_until_one_is_ended(network, first, second):
    person = add(first, full_name="Y Biêr")
    exchange_all(network, first, second)
    made = []
    for book, joined in ((first, "2020-01-01"), (second, "2020-03-01")):
        with book.write() as tx:
            made.append(tx.create(Membership, person=person, joined=joined).id)
    exchange_all(network, first, second)

    (conflict,) = open_conflicts(first)
    assert (conflict["subject"], conflict["field"], conflict["code"]) == ("membership", "left_on", "open")
    assert sorted(value["value"] for value in conflict["values"]) == ["-: 2020-01-01", "-: 2020-03-01"]
    with pytest.raises(Refusal) as refused:
        rulings.settle(first, conflict["id"], value="2020-05-01")
    assert "ghi rời hội" in refused.value.message

    membership.leave(first, made[1], TODAY, "moved")
    assert open_conflicts(first) == []


def test_a_movement_reversed_on_two_devices_is_taken_back_once(network, first, second):
    movement = receipt(first, 1, 500)
    exchange_all(network, first, second)
    movements.reverse(first, movement, date(2020, 7, 1), "entered_twice")
    movements.reverse(second, movement, date(2020, 7, 3), "did_not_happen")
    exchange_all(network, first, second)
    for book in (first, second):
        assert [balance.amount for balance in movements.balances(book)] == [0]
        sound(book)
    assert digests(first) == digests(second)
    assert open_conflicts(first) == []


def test_a_day_is_written_into_a_conflict_as_people_write_days(network, first, second):
    person = add(first, full_name="Y Biêr")
    exchange_all(network, first, second)
    for book, born in ((first, "1961"), (second, "1962")):
        change(book, person, born=born)
    exchange_all(network, first, second)
    (conflict,) = open_conflicts(first)
    with pytest.raises(DraftRefused) as refused:
        rulings.settle(first, conflict["id"], value="ngày nào đó")
    assert refused.value.errors[0].field == "born"
    rulings.settle(first, conflict["id"], value="12/12/1970")
    assert shown(first, person, "born") == ("1970-12-12",)
