"""The province's phone book: what it typed goes before what an office is known by, and it goes to no office."""

from __future__ import annotations

import json
from datetime import date

import pytest

from db.exchange.outgoing.send import may_travel
from db.exchange.wire.bundle_file import cut
from db.exchange.wire.canonical_json import natural_key
from db.exchange.wire.entry import decode_line
from db.exchange.wire.header import parse_header
from db.refusal import DraftRefused, Refusal
from desktop_app import cli
from desktop_app.work.book import enrolment
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.exchange import rulings
from desktop_app.work.lists import list_queries
from desktop_app.work.people import people
from desktop_app.work.privacy import erasure
from desktop_app.work.records import field_checks
from desktop_app.work.subjects import by_text
from desktop_app.work.units import phone_book
from desktop_app.work.units.declared import CONTACTS
from desktop_app.work.units.phone_book import OfficeContact
from tests import entering
from tests.exchange.people import add
from tests.offices import COMMUNES, receive, sound

EA_KAR = "Thị trấn Ea Kar"


def book_of(province) -> dict[str, OfficeContact]:
    return dict(phone_book.phone_book(province))


def with_chair(network):
    """The first office's chair with a phone, as its file brings it."""
    office = network.offices[COMMUNES[0]]
    chair = people.add_person(office, people.PersonDraft("Nguyễn Thị Mai", phone="0905 111 222")).id
    entering.add_post(office, chair, office.unit, "Chủ tịch", date(2020, 1, 1), None)
    receive(network.province, *network.send(office))
    return office


def test_every_enrolled_office_stands_in_the_book_and_its_own_posts_fill_it(network):
    assert len(book_of(network.province)) == 2
    assert book_of(network.province)[EA_KAR].who == ""
    with_chair(network)
    one = book_of(network.province)[EA_KAR]
    assert (one.who, one.phone, one.typed) == ("Nguyễn Thị Mai (Chủ tịch)", "0905 111 222", False)


def test_whose_name_was_erased_and_who_holds_the_post_only_later_stand_in_no_phone_book(network):
    office = with_chair(network)
    later = people.add_person(office, people.PersonDraft("Y Biêr Kmăn", phone="0905 333 444")).id
    entering.add_post(office, later, office.unit, "Phó chủ tịch", date(2020, 7, 5), None)
    receive(network.province, *network.send(office))
    with network.province.reading() as db:
        db_day = phone_book.contacts(db, date(2020, 7, 4))[office.unit]
    assert db_day.name == "Nguyễn Thị Mai"
    assert book_of(network.province)[EA_KAR].name == "Y Biêr Kmăn"
    with network.province.reading() as db:
        held = [person for (person,) in db.execute("SELECT person FROM posts ORDER BY person = ? DESC", (later,))]
    for person, left in zip(held, ("Nguyễn Thị Mai", ""), strict=True):
        erasure.erase(network.province, person)
        assert book_of(network.province)[EA_KAR].name == left


def test_the_command_lists_the_phone_book_that_the_window_shows(network, capsys, monkeypatch):
    office = with_chair(network)
    entering.keep_contact(network.province, network.offices[COMMUNES[1]].unit, {"name": "Y Biêr Kmăn"})
    shown = book_of(network.province)
    network.province.close()
    monkeypatch.setenv("SKH_HOME", str(network.province.home.folder))
    assert cli.run(["list", str(network.province.path), "contacts", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["unit_name"], row["name"]) for row in told["rows"]] == [
        (name, one.name or None) for name, one in shown.items()
    ]
    assert [row["id"] is None for row in told["rows"]] == [not one.typed for one in shown.values()]
    assert cli.run(["list", str(network.province.path), "contacts", "--search", "nguyen mai", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["unit"], row["phone"]) == (COMMUNES[0], "0905 111 222")
    assert office.unit


def test_what_the_province_types_goes_first_and_leaves_open_what_it_does_not_know(network):
    office = with_chair(network)
    entering.keep_contact(network.province, office.unit, {"zalo": "Mai Ea Kar"})
    one = book_of(network.province)[EA_KAR]
    assert (one.name, one.phone, one.zalo, one.typed) == ("Nguyễn Thị Mai", "0905 111 222", "Mai Ea Kar", True)

    entering.keep_contact(network.province, office.unit, {"name": "Y Biêr Kmăn", "phone": "0905 333 444"})
    one = book_of(network.province)[EA_KAR]
    assert (one.name, one.post, one.phone) == ("Y Biêr Kmăn", "", "0905 333 444"), "another's post is not his"
    sound(network.province)


def test_an_ask_with_a_phone_names_the_officer_and_the_list_that_all_offices_get_nobody(network, tmp_path):
    office = network.make("may-moi", COMMUNES[2])
    asked = enrolment.ask(office, tmp_path, "0905 777 888")
    assert parse_header(cut(asked.path.read_bytes()), carries_key=True)["label"] == "Cán bộ may-moi, 0905 777 888"
    enrolment.approve(network.province, enrolment.read_asks([asked.path]), tmp_path)

    (one,) = (one for one in book_of(network.province).values() if one.unit == office.unit)
    assert (one.name, one.phone) == ("Cán bộ may-moi", "0905 777 888")
    (label,) = (cert.label for cert in require_trust(network.province).devices_of(office.unit.hex()))
    assert label is None


def test_a_missing_run_names_whom_to_call_although_nothing_of_the_office_ever_came_in(network):
    office = network.offices[COMMUNES[0]]
    entering.keep_contact(network.province, office.unit, {"name": "Nguyễn Thị Mai", "phone": "0905111222"})
    add(office, "Một")
    (first,) = network.send(office)
    add(office, "Hai")
    receive(network.province, *network.send(office, start=parse_header(cut(first.read_bytes()))["to"] + 1))

    (gap,) = rulings.missing_runs(network.province)

    assert (gap.contact.who, gap.contact.phone) == ("Nguyễn Thị Mai", "0905111222")


def test_the_book_is_kept_by_command_like_any_list_and_found_by_any_word(network):
    made = by_text.add(
        network.province, "contacts", {"unit": COMMUNES[0], "name": "Nguyễn Thị Mai", "phone": "0905111222"}
    )
    assert made.id == natural_key("contact", network.offices[COMMUNES[0]].unit.hex())
    by_text.change(network.province, "contacts", made.id, {"post": "Chủ tịch", "phone": ""})
    with network.province.reading() as db:
        for search in ("mai", "chu tich", "ea kar", COMMUNES[0]):
            (row,) = list_queries.rows(
                db, CONTACTS.listing, list_queries.ids(db, list_queries.Query(CONTACTS.listing, search=search))
            )
            assert (row["unit_name"], row["name"], row["post"], row["phone"]) == (
                EA_KAR, "Nguyễn Thị Mai", "Chủ tịch", None
            )  # fmt: skip
        assert list_queries.ids(db, list_queries.Query(CONTACTS.listing, search="hoa")) == []


def test_nothing_of_the_book_reaches_an_office(network):
    office = network.offices[COMMUNES[0]]
    entering.keep_contact(network.province, office.unit, {"name": "Nguyễn Thị Mai", "phone": "0905111222"})
    receive(office, network.answer())
    with office.reading() as db:
        assert db.execute("SELECT count(*) FROM records WHERE kind = 'contact'").fetchone() == (0,)
    with network.province.reading() as db:
        chains = db.execute(
            "SELECT DISTINCT c.audience FROM entries e JOIN chains c ON c.no = e.chain JOIN records r ON r.rec = e.rec"
            " WHERE r.kind = 'contact'"
        ).fetchall()
        (line,) = db.execute(
            "SELECT e.line FROM entries e JOIN records r ON r.rec = e.rec WHERE r.kind = 'contact'"
        ).fetchone()
        told = decode_line(line)
    assert chains == [("own",)]
    assert told and may_travel(told, frozenset()), "whole to the province's own other devices"


def test_an_office_keeps_no_phone_book_and_a_number_without_digits_is_refused_at_its_field(network):
    office = network.offices[COMMUNES[0]]
    with pytest.raises(Refusal) as refused:
        entering.keep_contact(office, office.unit, {"name": "Mai"})
    assert refused.value.code == "PROVINCE"
    with pytest.raises(DraftRefused) as wrong:
        entering.keep_contact(network.province, office.unit, {"phone": "gọi chị Mai"})
    assert [error.field for error in wrong.value.errors] == ["phone"]


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("Nguyễn Thị Mai, 0905 111 222", ("Nguyễn Thị Mai", "0905 111 222")),
        ("Nguyễn Thị Mai", ("Nguyễn Thị Mai", "")),
        ("0905111222", ("", "0905111222")),
        ("Máy 2", ("Máy 2", "")),
        ("Mai, 0905-123-456", ("Mai", "0905-123-456")),
        ("Mai, +84-905-123-456", ("Mai", "+84-905-123-456")),
        ("Mai, (0262) 3811234", ("Mai", "(0262) 3811234")),
        ("Mai, 3811234", ("Mai", "3811234")),
        ("Lê Thị Mai, Hội xã, 0905 111 222", ("Lê Thị Mai, Hội xã", "0905 111 222")),
        (None, ("", "")),
    ],
)
def test_a_label_is_read_as_a_name_and_a_phone(label, read):
    assert phone_book.read_label(label) == read


@pytest.mark.parametrize(
    ("phone", "doubtful"),
    [("0905 111 222", False), ("02623 812 345", False), ("+84 905 111 222", False), ("", False), ("gọi chị Mai", False),
     ("0905 111 22", True), ("905111222", True), ("0905 111 2223", True)],
)  # fmt: skip
def test_a_number_of_another_length_is_asked_about_and_not_refused(phone, doubtful):
    assert bool(field_checks.doubtful_phone(phone)) is doubtful


PHONES = ("0905-123-456", "+84-905-123-456", "(0262) 3811234", "3811234")


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_that_an_ask_takes_is_the_phone_that_the_province_calls(phone, network, tmp_path):
    office = network.make("may-moi", COMMUNES[2])
    asked = enrolment.ask(office, tmp_path, phone)
    enrolment.approve(network.province, enrolment.read_asks([asked.path]), tmp_path)
    (one,) = (one for one in book_of(network.province).values() if one.unit == office.unit)
    assert (one.name, one.phone) == ("Cán bộ may-moi", phone)
    entering.keep_contact(network.province, office.unit, {"phone": phone})


def test_an_ask_with_a_phone_that_cannot_be_called_is_refused_at_its_field(network, tmp_path):
    office = network.make("may-moi", COMMUNES[2])
    with pytest.raises(DraftRefused) as wrong:
        enrolment.ask(office, tmp_path, "gọi chị Mai")
    assert [error.field for error in wrong.value.errors] == ["phone"]
    assert list(tmp_path.glob("*.khb")) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [("0905123456", True), ("0905 123 456", True), ("+84 905-123", True), ("84905123456", True), ("mai ea", True),
     ("chu tich 3456", True), ("0906", False), ("mai 0906", False), ("", True)],
)  # fmt: skip
@pytest.mark.parametrize("kept", ["0905 123 456", "0905.123.456", "+84 905 123 456"])
def test_a_number_is_found_however_it_is_spaced(kept, words, found):
    one = OfficeContact(bytes(16), "Nguyễn Thị Mai", "Chủ tịch", kept)
    assert phone_book.is_found(one, EA_KAR, words) is found


def test_the_command_finds_what_it_shows_and_not_by_the_id_of_the_row(network):
    unit = network.offices[COMMUNES[0]].unit
    identity = entering.keep_contact(network.province, unit, {"name": "Mai", "phone": "0905 123 456"}).id.hex()
    assert [row["id"] for row in phone_book.phone_rows(network.province, search="0905123456")] == [identity]
    assert [row["id"] for row in phone_book.phone_rows(network.province, search=COMMUNES[0])] == [identity]
    letters = next(identity[at : at + 4] for at in range(len(identity) - 3) if not identity[at : at + 4].isdigit())
    assert phone_book.phone_rows(network.province, search=letters) == []


def test_whoever_enters_a_number_of_another_length_is_told(network):
    fields = {"unit": COMMUNES[0], "name": "Bà Tư", "phone": "0905 123"}
    (doubt,) = by_text.doubts(network.province, "contacts", fields)
    assert "0905 123" in doubt
    assert by_text.doubts(network.province, "contacts", fields | {"phone": "0905 123 456"}) == []
