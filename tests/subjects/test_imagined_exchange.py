"""Gardens and waterings between books: sent, merged, rebuilt, in conflict, asked about, and no neighbour's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.exchange.outcomes import Code, Outcome
from db.refusal import Refusal
from db.register import key_id
from db.store import Book
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.exchange.record_receipts import ReceiptQuery, taken_ids, taken_rows
from desktop_app.work.lists import list_queries
from desktop_app.work.records import undo, verbs
from desktop_app.work.subjects.record_labels import record_words, subject_words
from desktop_app.work.subjects.registry import field_words
from tests.entering import add_branch, branch
from tests.offices import COMMUNES, Network, digests, receive, sound
from tests.snapshots.clerk import Clerk, Names
from tests.subjects.imagined import GARDENS, IMAGINED, WATERINGS, Garden

MakeNetwork = Callable[..., Network]
pytestmark = pytest.mark.usefixtures("imagined")


def _rows(book: Book, subject=GARDENS) -> list[dict[str, object]]:
    with book.reading() as db:
        return list_queries.rows(db, subject.listing, list_queries.ids(db, list_queries.Query(subject.listing)))


def _filled(book: Book) -> tuple[bytes, bytes]:
    """A garden with every field, and a watering with a private word."""
    helper = add_branch(book, branch("Chi hội Một")).id
    garden = verbs.put(
        book,
        GARDENS,
        {"no": 7, "name": "Vườn Thôn Năm", "story": "Dòng một\nDòng hai", "phone": "0905 111 222", "cost": 1_500_000,
         "fenced": 1, "planted": date(2019, 3, 2), "keeper_born": "1952", "soil": "red", "helper": helper,
         "beside": [helper.hex()]},
    ).id  # fmt: skip
    return garden, verbs.create(book, WATERINGS, {"garden": garden, "litres": 40, "said": "chỉ ta biết"}).id


def test_they_are_sent_merged_and_rebuilt_and_the_private_part_stays_in_the_office(make_network: MakeNetwork) -> None:
    network = make_network(COMMUNES[0])
    office = network.offices[COMMUNES[0]]
    garden, watering = _filled(office)
    files = network.send(office)
    assert receive(network.province, *files)[0].outcome is Outcome.MERGED
    assert _rows(network.province) == _rows(office)
    assert [(row["said"], row["litres"]) for row in _rows(office, WATERINGS)] == [("chỉ ta biết", 40)]
    assert [(row["said"], row["litres"]) for row in _rows(network.province, WATERINGS)] == [(None, 40)]
    with network.province.reading() as db:
        assert not any("chỉ ta biết".encode() in bytes(line) for (line,) in db.execute("SELECT line FROM entries"))
    verbs.correct(office, WATERINGS, watering, {"litres": 50, "said": "cũng chỉ ta biết"})
    verbs.correct(office, GARDENS, garden, {"beside": [], "fenced": 0, "cost": None, "planted": None})
    receive(network.province, *network.send(office))
    assert _rows(network.province) == _rows(office) and _rows(office)[0]["cost"] is None
    for book in (office, network.province):
        found = sound(book)
        assert (found.state, found.folded) == digests(book)
        assert (found.counts["imagined_gardens"], found.counts["imagined_waterings"]) == (1, 1)
    assert sound(office).counts["imagined_watering_notes"] == 1
    assert sound(network.province).counts["imagined_watering_notes"] == 0


def test_the_command_rebuilds_the_province_s_book_and_finds_the_same_digests(
    make_network: MakeNetwork, tmp_path: Path
) -> None:
    network = make_network(COMMUNES[0])
    _filled(network.offices[COMMUNES[0]])
    receive(network.province, *network.send(network.offices[COMMUNES[0]]))
    state, folded = digests(network.province)
    network.province.close()
    clerk = Clerk(network.folder, Names(), home="khoa-tinh")
    answer = clerk.run("book", "check", network.province.path, "--rebuild", "--json").answer
    assert (answer["problems"], answer["state"], answer["folded"]) == ([], state, folded)


def test_a_garden_that_province_and_office_both_wrote_is_one_garden(make_network: MakeNetwork) -> None:
    network = make_network(COMMUNES[0])
    office = network.offices[COMMUNES[0]]
    own = verbs.put(office, GARDENS, {"no": 7, "name": "Vườn A"}).id
    theirs = verbs.put(network.province, GARDENS, {"unit": office.unit, "no": 7, "name": "Vườn A", "cost": 5}).id
    assert own == theirs
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    assert _rows(network.province) == _rows(office) and len(_rows(office)) == 1
    sound(office)


def test_a_file_that_writes_a_neighbour_s_garden_is_set_aside(
    make_network: MakeNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = make_network(*COMMUNES[:2])
    office, other = (network.offices[code] for code in COMMUNES[:2])
    said = {"unit": other.unit, "number": 3, "name": "Vườn mạo nhận"}
    with pytest.raises(Refusal):
        verbs.put(office, GARDENS, {"unit": other.unit, "no": 3, "name": "Vườn mạo nhận"})
    with monkeypatch.context() as other_program, office.write() as tx:
        other_program.setattr(Garden, "kind_of", replace(Garden.kind_of, owner=""))
        tx.create(Garden, id=key_id(Garden, said), **said)
        tx.flush()
    assert office.writable
    (result,) = receive(network.province, *network.send(office))
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.SCOPE)
    assert _rows(network.province) == []


def _two_devices(make_network: MakeNetwork) -> tuple[Network, Book, Book]:
    network = make_network(COMMUNES[0])
    first = network.offices[COMMUNES[0]]
    (second,) = network.enrol("may-2", unit=COMMUNES[0])
    receive(first, network.answer())
    return network, first, second


def test_what_two_devices_wrote_differently_is_named_in_the_words_of_the_declaration(make_network: MakeNetwork) -> None:
    network, first, second = _two_devices(make_network)
    garden, watering = _filled(first)
    receive(second, *network.send(first, own=True))
    values = (
        {"name": "Vườn A", "story": "a", "phone": "0905111333", "cost": 1, "planted": date(2018, 1, 1), "keeper_born": "1951",
         "soil": "grey", "beside": []},
        {"name": "Vườn B", "story": "b", "phone": "0905111444", "cost": 2, "planted": date(2018, 2, 2), "keeper_born": "1953",
         "soil": None, "helper": None},
    )  # fmt: skip
    for book, said in zip((first, second), values, strict=True):
        verbs.correct(book, GARDENS, garden, said)
        verbs.correct(book, WATERINGS, watering, {"litres": said["cost"], "said": str(said["name"])})
    receive(first, *network.send(second, own=True))
    receive(second, *network.send(first, own=True))
    found = {field_words(one["subject"], one["field"]) for one in open_conflicts(first)}
    labels = {str(one.field(name).label) for one, names in (
        (GARDENS, ("name", "story", "phone", "cost", "planted", "keeper_born", "soil")),
        (WATERINGS, ("litres", "said")),
    ) for name in names}  # fmt: skip
    assert found == {label[:1].lower() + label[1:] for label in labels}
    receive(network.province, *network.send(first))
    receive(network.province, *network.send(second))
    assert digests(first) == digests(second)
    for book in (first, second, network.province):
        sound(book)


def test_a_record_is_called_what_its_declaration_says_in_lists_of_what_was_sent(make_network: MakeNetwork) -> None:
    network = make_network(COMMUNES[0])
    office = network.offices[COMMUNES[0]]
    garden, watering = _filled(office)
    assert record_words(office, garden) == "Vườn Thôn Năm, 7"
    assert record_words(office, watering) == "Vườn Thôn Năm, 05/07/2020"
    with office.reading() as db:
        note = db.execute("SELECT id FROM imagined_watering_notes").fetchone()[0]
    assert record_words(office, note) == "Vườn Thôn Năm, 05/07/2020"
    words = subject_words()
    assert (words["imagined-gardens"], words["imagined-waterings"]) == ("Vườn cây", "Lần tưới")
    for subject, identity in zip(IMAGINED, (garden, watering), strict=True):
        assert taken_ids(office, ReceiptQuery(subject.name)) == [identity]
        (row,) = taken_rows(office, [identity])
        assert (row.subject, row.taken.waits) == (subject.name, True)
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    assert not any(row.taken.waits for row in taken_rows(office, [garden, watering]))


def test_a_step_is_taken_back_field_by_field_and_a_new_record_goes(make_network: MakeNetwork) -> None:
    office = make_network(COMMUNES[0]).offices[COMMUNES[0]]
    garden, watering = _filled(office)
    before, waterings = _rows(office), _rows(office, WATERINGS)
    with undo.step(office) as step:
        verbs.correct(office, GARDENS, garden, {"name": "Khác", "beside": [], "fenced": 0, "soil": None})
    undo.undo(office, step)
    assert _rows(office) == before
    with undo.step(office) as step:
        verbs.correct(office, WATERINGS, watering, {"litres": 1, "said": None})
    undo.undo(office, step)
    assert _rows(office, WATERINGS) == waterings
    with undo.step(office) as step:
        verbs.create(office, WATERINGS, {"garden": garden, "litres": 2, "said": "thừa"})
    undo.undo(office, step)
    assert _rows(office, WATERINGS) == waterings
    sound(office)


def test_many_are_put_at_once_by_their_key(make_network: MakeNetwork) -> None:
    office = make_network(COMMUNES[0]).offices[COMMUNES[0]]
    verbs.put(office, GARDENS, {"no": 2, "name": "Vườn cũ", "cost": 9})
    assert verbs.put_many(office, GARDENS, ({"no": no, "name": f"Vườn {no}"} for no in (1, 2, 3, 3))) == 3
    assert [(row["no"], row["name"], row["cost"]) for row in _rows(office)] == [
        (1, "Vườn 1", None), (2, "Vườn 2", 9), (3, "Vườn 3", None),
    ]  # fmt: skip
    with office.reading() as db:
        query = list_queries.Query(GARDENS.listing, office.unit, "vuon 3")
        assert len(list_queries.ids(db, query)) == 1
    sound(office)
