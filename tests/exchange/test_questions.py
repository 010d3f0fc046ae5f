"""The province asks about a record, the office reads the question, and the province closes it."""

from __future__ import annotations

import pytest

from db.exchange.outcomes import Code
from db.exchange.wire.bundle_file import cut
from db.exchange.wire.header import parse_header
from db.refusal import Refusal
from db.tables.people import Person
from desktop_app import cli
from desktop_app.work.exchange import questions, send_and_receive
from desktop_app.work.today.office_today import overview
from desktop_app.work.units.units import list_order, unit_of
from tests.exchange.people import add
from tests.offices import receive, sound


@pytest.fixture
def record(network, office) -> bytes:
    """A person of the office whom the province knows."""
    with office.write() as tx:
        identity = tx.create(Person, full_name="H'Hen Niê", phone="0900").id
    receive(network.province, *network.send(office))
    return identity


def test_a_question_travels_to_the_office_it_concerns_and_goes_when_the_province_closes_it(network, office, record):
    asked = questions.ask(network.province, record, "doubtful", "phone").id
    answers = network.answer()
    for book in network.offices.values():
        receive(book, answers)

    (one,) = questions.open_questions(office)
    assert (one.about, one.field, one.code) == ("H'Hen Niê", "phone", "doubtful")
    assert overview(office).due.questions == 1
    assert questions.open_questions(network.offices["24379"]) == []

    questions.close(network.province, asked)
    receive(office, network.answer())
    assert questions.open_questions(office) == [] == questions.open_questions(network.province)
    sound(office)
    sound(network.province)


def test_each_answer_says_who_can_open_it(network, office, record):
    questions.ask(network.province, record, "doubtful", "phone")
    files = send_and_receive.answer(network.province, network.fresh_folder("tra-loi"))
    named = send_and_receive.answered_offices(network.province, files)
    assert list(named) == files
    for path, readers in named.items():
        for book in network.offices.values():
            with book.reading() as db:
                opens = not readers or unit_of(db, book.unit).name in readers
            (result,) = receive(book, path)
            assert (result.code is Code.NOT_FOR_ME) is (not opens), (path.name, readers)
    assert [len(readers) for readers in named.values()].count(1) == 3, "two acknowledgements and the question"


def test_a_question_that_makes_no_sense_is_refused(network, office, record):
    questions.ask(network.province, record, "doubtful", "phone")
    with network.province.reading() as db:
        (own,) = db.execute("SELECT rec FROM records WHERE office = ?", (network.province.unit,)).fetchone()
    for book, identity, reason, field, code in (
        (network.province, record, "missing", "phone", "EXISTS"),
        (network.province, record, "why", "", "VALUE"),
        (network.province, record, "missing", "colour", "REFERENCE"),
        (network.province, bytes(16), "missing", "", "REFERENCE"),
        (office, record, "missing", "", "PROVINCE"),
        (network.province, own, "missing", "", "OFFICE"),
    ):
        with pytest.raises(Refusal) as refused:
            questions.ask(book, identity, reason, field)
        assert refused.value.code == code
    assert len(questions.open_questions(network.province)) == 1


def test_only_the_province_closes_a_question_and_the_office_is_told_how_it_ends(network, capsys):
    office = network.offices["24373"]
    with pytest.raises(Refusal) as refused:
        questions.close(office, bytes(16))
    assert refused.value.code == "PROVINCE" and "Chỉ tỉnh khép được câu hỏi" in refused.value.message
    path, home = network.province.path, network.province.home.folder
    network.province.close()
    assert cli.run(["received", str(path), f"--home={home}"]) == 1
    assert "«Ai chưa gửi»" in capsys.readouterr().err


def test_the_command_shows_conflicts_with_the_records_name_and_who_wrote_what_when(network, capsys):
    first, second = network.offices["24373"], network.enrol("may-2", unit="24373")[0]
    (person,) = add(first, "H'Hen Niê")
    receive(first, network.answer())
    receive(second, *network.send(first, own=True))
    receive(network.province, *network.send(first), *network.send(second))
    for book, phone in ((first, "0901"), (second, "0902")):
        with book.write() as tx:
            tx.get(Person, person).phone = phone
    receive(network.province, *network.send(first), *network.send(second))
    path, home = network.province.path, network.province.home.folder
    network.province.close()
    assert cli.run(["conflicts", str(path), f"--home={home}"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert f"{person.hex()}.phone person H'Hen Niê – phone:" in said[0]
    assert sorted(line[5:9] for line in said[1:]) == ["0901", "0902"]
    assert all("Thị trấn Ea Kar, 05/07/2020" in line for line in said[1:])


def test_the_answers_stand_in_the_order_of_the_units(network):
    with network.province.reading() as db:
        order = list_order(db)
    offices = sorted((book.unit for book in network.offices.values()), key=lambda unit: order[unit])
    files = send_and_receive.answer(network.province, network.fresh_folder("tra-loi"))
    told = [bytes.fromhex(parse_header(cut(path.read_bytes()))["office"]) for path in files if "baonhan" in path.name]
    assert told == offices
