"""Personal data erased on request: gone from every book, while chains, sums and numbers stay, whatever comes first."""

from __future__ import annotations

import os
from pathlib import Path

from db.clock import system_clock
from db.exchange.outcomes import Outcome
from db.exchange.wire.bundle_file import cut
from db.exchange.wire.header import parse_header
from db.store import Book
from desktop_app.machine import Machine
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.lists import list_queries
from desktop_app.work.people import people
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.privacy import consent_withdrawal, erasure
from tests.exchange.erased import (
    CHILD,
    GUARDIAN,
    NAME,
    PHONE,
    SCHOOL,
    STORY,
    VILLAGE,
    adult,
    child,
    district_of,
    figures,
    heads,
    kept_lines,
    name_of,
    told,
    traces,
)
from tests.offices import found, receive, sound

# ---- everywhere ------------------------------------------------------------------------------------------------------


def test_t35_after_an_erasure_no_byte_is_left_in_any_book_and_the_chains_sums_and_counts_stay(network, office):
    person = adult(office)
    receive(network.province, *network.send(office))
    before = [figures(book, office) for book in (network.province, office)]
    balances = sound(office).balances
    assert {"24373.skh-wal", "tinh.skh-wal"} <= set(traces(network.folder, NAME, PHONE, VILLAGE))

    erased = erasure.erase(network.province, person)
    assert erased.records == (person,) and erased.entries == 1
    assert "tinh.skh" not in "".join(traces(network.folder, NAME, PHONE, VILLAGE))
    told(network, office)

    assert traces(network.folder, NAME, PHONE, VILLAGE) == []
    assert [figures(book, office) for book in (network.province, office)] == before
    assert before[0]["B01"] == 1 and before[0]["B06"] == 1 and before[0]["B07"] == 1
    assert sound(office).balances == balances
    sound(network.province)
    assert name_of(office, person) == name_of(network.province, person) == erasure.TOMBSTONE
    with office.reading() as db:
        assert list_queries.count(db, list_queries.Query(PEOPLE.listing, search="Lưuxa")) == 0


def test_of_a_text_that_filled_pages_of_its_own_no_byte_is_left_either(network, office):
    words = "Buôn Tluôngxa "
    person = people.add_person(office, people.PersonDraft("Lê Thị Dàixa", born="1960", address=words * 320)).id
    assert traces(network.folder, words) == ["24373.skh", "24373.skh-wal"]
    receive(network.province, *network.send(office))
    erasure.erase(network.province, person)
    told(network, office)
    assert traces(network.folder, words) == []


def test_a_child_s_name_school_and_the_story_of_its_hardship_are_erased_and_the_money_stays(network, office):
    pupil = child(office)
    receive(network.province, *network.send(office))
    assert name_of(network.province, pupil) == CHILD
    paid = figures(network.province, office)

    consent_withdrawal.withdraw(office, pupil)
    assert name_of(office, pupil) == ""
    receive(network.province, *network.send(office, everything=True))
    assert name_of(network.province, pupil) == ""
    asked = erasure.asked(network.province)
    assert sorted(one.kind for one in asked) == ["award.note", "learner.name", "movement.note"]
    erased = erasure.erase(network.province, *(one.rec for one in asked))
    assert pupil in erased.records and len(erased.records) == 4
    told(network, office)

    assert erasure.asked(network.province) == []
    assert traces(network.folder, CHILD, GUARDIAN, STORY, SCHOOL) == []
    assert figures(network.province, office) == figures(office, office) == paid
    sound(network.province)
    sound(office)


def test_what_is_erased_at_the_province_itself_goes_with_its_own_notes(network):
    pupil = child(network.province)
    erased = erasure.erase(network.province, pupil)
    assert len(erased.records) == 4, "what may be counted, the name, the story, and who signed for the money"
    assert traces(network.folder, CHILD, GUARDIAN, STORY) == []
    sound(network.province)


# ---- whatever the order --------------------------------------------------------------------------------------------------


def test_t35_a_bundle_that_comes_after_the_erasure_is_merged_without_the_content(network, office):
    first, second = district_of(network, office, "huyen-1", "huyen-2")
    person = adult(office)
    bundle = network.send(office)
    receive(network.province, *bundle)
    receive(first, *bundle)
    assert name_of(first, person) == NAME
    erasure.erase(network.province, person)
    answers = network.answer()

    receive(second, answers)
    assert [r.outcome for r in receive(second, *bundle)] == [Outcome.MERGED]
    receive(first, answers)
    receive(first, *bundle)

    assert name_of(first, person) is None and name_of(second, person) is None
    assert heads(first, person) == heads(second, person)
    for book in (first, second):
        sound(book)
        assert NAME.encode() not in kept_lines(book)
    assert [r.outcome for r in receive(first, *network.send(office, everything=True))] == [Outcome.ALREADY_HAVE]
    told(network, office)
    assert traces(network.folder, NAME, PHONE) == []
    assert figures(second, office)["B01"] == figures(network.province, office)["B01"] == 1


def test_an_edit_made_beside_the_erasure_loses_and_opens_no_conflict(network, office):
    person = adult(office)
    receive(network.province, *network.send(office))
    erasure.erase(network.province, person)
    people.change_person(office, person, {"phone": "0912999888", "full_name": NAME + " Tlang"})
    receive(network.province, *network.send(office, everything=True))
    told(network, office)

    assert open_conflicts(network.province) == open_conflicts(office) == []
    assert name_of(office, person) == name_of(network.province, person) == erasure.TOMBSTONE
    assert heads(office, person) == heads(network.province, person)
    assert traces(network.folder, NAME, PHONE, "0912999888", "Tlang") == []
    sound(office)
    sound(network.province)


def test_what_is_written_in_knowledge_of_the_erasure_stays(network, office):
    person = adult(office)
    receive(network.province, *network.send(office))
    erasure.erase(network.province, person)
    told(network, office)
    people.change_person(office, person, {"full_name": "Hoàng Quỳnh Mới"})
    receive(network.province, *network.send(office, everything=True))
    told(network, office)
    assert name_of(network.province, person) == name_of(office, person) == "Hoàng Quỳnh Mới"
    assert traces(network.folder, NAME, PHONE) == []
    sound(network.province)
    sound(office)


def test_two_orders_of_everything_end_in_equal_books(tmp_path):
    ends = []
    for number, order in enumerate(((0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1))):
        network = found(tmp_path / str(number), "24373")
        office = network.offices["24373"]
        (reader,) = district_of(network, office, "huyen")
        person = adult(office)
        runs = network.send(office)
        receive(network.province, *runs)
        people.change_person(office, person, {"phone": "0912999888"})
        late = network.send(office, start=parse_header(cut(runs[0].read_bytes()))["to"] + 1)
        erasure.erase(network.province, person)
        told_files = [path for path in network.answer().iterdir() if "baonhan" not in path.name]
        steps = [runs, late, told_files]
        for step in order:
            receive(reader, *steps[step])
        assert figures(reader, office)["B01"] == 1
        assert name_of(reader, person) is None
        sound(reader)
        reader.close()
        assert not {"huyen.skh", "huyen.skh-wal"} & set(traces(network.folder, NAME, PHONE, "0912999888"))
        ends.append(heads_of_all(reader.path, person))
        network.close()
    assert len(set(ends)) == 1


def heads_of_all(path: Path, rec: bytes) -> tuple[int, int]:
    """How many heads and which marks the record has: the keys of each province differ, its history does not."""
    with Book.open(path, home=Machine.of(os.environ).home(), clock=system_clock()) as book:
        joined, marks = heads(book, rec)
    return len(joined) // 16, marks
