"""The desk by command: preview, what the province has, questions, choosing again."""

from __future__ import annotations

import json

import pytest

from db.tables.people import Person
from desktop_app import cli
from desktop_app.work.exchange.conflicts import open_conflicts
from tests.exchange.people import add, header_of
from tests.offices import receive


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command with the keys of a book; returns the exit code and what it printed as JSON."""

    def command(book, *words):
        book.close()
        monkeypatch.setenv("SKH_HOME", str(book.home.folder))
        code = cli.run([words[0], str(book.path), *map(str, words[1:]), "--json"])
        return code, json.loads(capsys.readouterr().out or "{}")

    return command


def test_a_dry_run_says_by_office_what_would_change(network, run):
    office = network.offices["24373"]
    with office.write() as tx:
        tx.create(Person, full_name="Mới")
    (file,) = network.send(office)

    code, told = run(network.province, "receive", file, "--dry-run")

    assert code == 0
    (one,) = told["preview"]
    assert (one["unit"], one["new"] > 0, one["changed"], one["withdrawn"]) == ("24373", True, 0, 0)
    assert (one["money_before"], one["money_after"], one["conflicts"]) == (None, 0, 0)
    code, taken = run(network.province, "receive", file)
    assert code == 0 and "preview" not in taken


def test_the_province_asks_and_closes_and_the_office_reads_what_has_arrived(network, run, tmp_path):
    office = network.offices["24373"]
    code, told = run(office, "received")
    assert (code, told["refused"]) == (1, "NO_ACK")
    code, told = run(office, "add", "people", "full_name=H'Hen Niê")
    assert code == 0
    run(office, "send", tmp_path / "gui")
    run(network.province, "receive", tmp_path / "gui")

    _code, waiting = run(office, "received", "--records", "--waiting", "--search", "hen")
    assert [(one["id"], one["subject"], one["waits"], one["on"]) for one in waiting["records"]] == [
        (told["id"], "people", True, None)
    ]

    code, asked = run(network.province, "ask", told["id"], "missing", "--field", "phone")
    assert code == 0
    run(network.province, "answer", tmp_path / "tra-loi")
    run(office, "receive", tmp_path / "tra-loi")
    _code, found = run(office, "questions")
    assert [(one["about"], one["field"], one["code"]) for one in found["questions"]] == [
        ("H'Hen Niê", "phone", "missing")
    ]
    _code, got = run(office, "received")
    assert [one["here"] - one["there"] for one in got["positions"]] == [0]
    _code, left = run(network.province, "questions", "--close", asked["id"])
    assert left["questions"] == []


def test_a_settled_conflict_is_chosen_again_by_command(network, run):
    office = network.offices["24373"]
    with office.write() as tx:
        identity = tx.create(Person, full_name="H'Hen Niê").id
    receive(network.province, *network.send(office))
    for book, phone in ((network.province, "0901"), (office, "0902")):
        with book.write() as tx:
            tx.get(Person, identity).phone = phone
    receive(network.province, *network.send(office))
    (conflict,) = open_conflicts(network.province)

    assert run(network.province, "resolve", conflict["id"], "--value", "0901", "--again")[1]["refused"] == "REFERENCE"
    assert run(network.province, "resolve", conflict["id"], "--keep", "1")[0] == 0
    assert run(network.province, "resolve", conflict["id"], "--keep", "1", "--again")[1]["refused"] == "CHOICE"
    _code, told = run(network.province, "conflicts", "--settled")
    (settled,) = told["settled"]
    first = conflict["values"][0]["value"]
    assert (settled["id"], settled["field"], settled["again"]) == (conflict["id"], "phone", True)
    assert settled["chosen"]["value"] == first and settled["chosen"]["who"] == "Trần Văn Tỉnh"
    assert sorted(one["value"] for one in settled["values"]) == ["0901", "0902"]

    assert run(network.province, "resolve", conflict["id"], "--value", "0903", "--again")[0] == 0
    _code, told = run(network.province, "conflicts", "--settled")
    assert sorted((one["chosen"]["value"], one["again"]) for one in told["settled"]) == [(first, False), ("0903", True)]
    again = next(one for one in told["settled"] if one["again"])
    assert sorted(one["value"] for one in again["values"]) == ["0901", "0902", "0903"]
    _code, listed = run(network.province, "list", "people")
    assert [row["phone"] for row in listed["rows"]] == ["0903"]


def test_a_filled_gap_is_not_given_up_by_command_either(network, run):
    office = network.offices["24373"]
    add(office, "Một")
    (first,) = network.send(office)
    add(office, "Hai")
    (later,) = network.send(office, start=header_of(first)["to"] + 1)
    run(network.province, "receive", later)
    (gap,) = run(network.province, "missing")[1]["missing"]
    assert (gap["unit"], gap["first"], gap["files"]) == ("Thị trấn Ea Kar", header_of(first)["from"], 1)
    for wrong in (f"{'0' * 32}:{'0' * 16}:1-2", "abc"):
        code, told = run(network.province, "rule", wrong, "--lost")
        assert code == 1 and "Lệnh missing cho biết" in told["message"]
    run(network.province, "receive", first)
    assert run(network.province, "missing")[1]["missing"] == []

    code, told = run(network.province, "rule", gap["what"], "--lost")

    assert (code, told["refused"]) == (1, "NOT_MISSING")


def test_a_dry_run_is_told_as_what_would_be_and_ends_in_numbers(network, monkeypatch, capsys):
    office = network.offices["24373"]
    add(office, "Một")
    (file,) = network.send(office)
    monkeypatch.setenv("SKH_HOME", str(network.province.home.folder))
    network.province.close()
    said = []
    for words in (["--dry-run"], []):
        assert cli.run(["receive", str(network.province.path), str(file), *words]) == 0
        said.append(capsys.readouterr().out)
    assert "Sẽ nhận" in said[0] and "Đã nhận" not in said[0] and "Tất cả: 1 sẽ nhận." in said[0]
    assert "Đã nhận" in said[1] and "Tất cả: 1 nhận." in said[1]


def test_the_phone_book_is_kept_searched_and_exported_by_command(network, run, tmp_path, monkeypatch):
    monkeypatch.setenv("SKH_TODAY", "2020-07-05")
    code, made = run(network.province, "add", "contacts", "unit=24373", "name=Nguyễn Thị Mai", "phone=0905 111 222")
    assert code == 0
    code, _told = run(network.province, "change", "contacts", made["id"], "zalo=Mai Ea Kar")
    assert code == 0
    code, told = run(network.province, "list", "contacts", "--search", "mai", "-o", tmp_path / "danh-ba.csv")
    (row,) = told["rows"]
    assert (code, row["unit_name"], row["phone"], row["zalo"]) == (0, "Thị trấn Ea Kar", "0905 111 222", "Mai Ea Kar")
    assert "0905 111 222" in (tmp_path / "danh-ba.csv").read_text(encoding="utf-8-sig")
    code, told = run(network.offices["24373"], "add", "contacts", "unit=24373", "name=Mai")
    assert (code, told["refused"]) == (1, "PROVINCE")
