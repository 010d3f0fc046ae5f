"""Sending, acknowledging, passing on: what is sent again, from where, to whom, and what a district carries unopened."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from db.exchange.outcomes import Code, Outcome
from db.exchange.outgoing.send import acknowledged
from db.exchange.wire.bundle_file import FileKind, cut
from db.refusal import Refusal
from db.settings import SettingKey
from db.store import Book
from db.tables.people import Person
from db.tables.units import Target
from desktop_app.work.book import backups, enrolment
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.people import people
from tests.exchange.forging import entries_of, forged, lines_of
from tests.exchange.people import add, header_of, names
from tests.offices import DISTRICT, TODAY, digests, fixed_clock, receive, sound


def reached(book) -> list[int]:
    with book.reading() as db:
        return sorted(acknowledged(db, book.identity.device).values())


# ---- what is sent ----------------------------------------------------------------------------------------------------


def test_sending_changes_no_record_and_may_be_repeated(network, office):
    add(office, "An")
    before, dump = digests(office), dumped(office)
    first, second = network.send(office), network.send(office)
    assert digests(office) == before
    assert dumped(office) == dump
    assert office.setting(SettingKey.SENT_ON) == "2020-07-05"
    assert header_of(first[0])["head"] == header_of(second[0])["head"]
    assert list(first[0].parent.glob("*.part")) == []


def dumped(book: Book) -> list[str]:
    """Everything in a book but that it was sent, and how far."""
    with book.reading() as db:
        return [line for line in db.iterdump() if not line.startswith('INSERT INTO "settings" VALUES(\'sent')]


def test_what_an_office_notes_on_a_voucher_never_leaves_it_and_goes_to_its_own_machines_only(network, office):
    gift = FundDraft("receive", 500_000, date(2020, 6, 5), party_text="Bà Tư ở thôn Năm", note="xin giấu tên")
    movements.book_movement(office, gift)
    (up,) = network.send(office)
    said = b"\n".join(lines_of(network, up)).decode()
    assert "500000" in said and "thôn Năm" not in said and "giấu tên" not in said


def test_a_consent_that_comes_later_lets_the_whole_name_go(network, office):
    pupil = people.add_person(office, people.PersonDraft("Y Wang Niê", born="2010", school="THCS Ea Tar")).id
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    with network.province.reading() as db:
        assert db.execute("SELECT full_name FROM learner_names").fetchall() == []
    people.change_person(office, pupil, {"consent_on": date(2020, 6, 1), "consent_by": "mẹ"})
    receive(network.province, *network.send(office))
    with network.province.reading() as db:
        assert db.execute("SELECT full_name, consent_by FROM learner_names").fetchall() == [("Y Wang Niê", "mẹ")]
    sound(network.province)


def test_after_an_acknowledgement_only_the_new_is_sent(network, office):
    add(office, "An")
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    add(office, "Bình")
    (path,) = network.send(office)
    assert [entry.set for entry in entries_of(network, path)] == [{"full_name": "Bình"}]
    assert receive(network.province, path)[0].outcome is Outcome.MERGED


def test_nothing_new_makes_no_file(network, office):
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    assert network.send(office) == []


@pytest.mark.parametrize("start", [0, 1, 2, 3, 6, 7])
def test_a_chosen_beginning_is_moved_back_to_the_beginning_of_its_transaction(network, office, start):
    """Position 6 lies inside a verb of three people; a file that began there would be refused."""
    add(office, "An", "Bình", "Cường")
    (path,) = network.send(office, start=start)
    told = header_of(path)
    entries = entries_of(network, path)
    assert entries[0].tx == entries[0].seq == told["from"] <= max(start, 1)
    whole = network.send(office, everything=True)
    assert receive(network.province, *whole)[0].outcome is Outcome.MERGED
    assert receive(network.province, path)[0].outcome is Outcome.ALREADY_HAVE


def test_the_province_s_files_for_its_own_devices_are_never_in_the_clear(network):
    add(network.province, "Cán Bộ Tỉnh")
    files = network.send(network.province, own=True)
    for path in files:
        assert header_of(path)["enc"] == "age"
        assert "Cán Bộ Tỉnh".encode() not in path.read_bytes() and lines_of(network, path)
    assert files


def test_a_file_for_nobody_is_not_made(network, office):
    from db.exchange.wire.bundle_file import pack

    with pytest.raises(Refusal) as refused:
        pack([b"{}"], [])
    assert refused.value.code == "NO_RECIPIENT"


def test_the_down_file_for_all_is_open_and_holds_no_person(network, office):
    add(network.province, "Cán Bộ Tỉnh")
    with network.province.write() as tx:
        tx.create(Target, unit=office.unit, year=2020, indicator="B02", value=100)
    folder = network.answer()
    downs = [path for path in folder.glob("*.khb") if cut(path.read_bytes()).kind is FileKind.DOWN]
    open_ = [path for path in downs if header_of(path)["addr"] == "all"]
    assert open_
    for path in open_:
        kinds = {entry.kind for entry in entries_of(network, path)}
        assert kinds <= {"chain", "target", "ruling", "unit", "cluster"}
    assert [r.outcome for r in receive(office, folder) if r.first] == [Outcome.MERGED]
    with office.reading() as db:
        assert db.execute("SELECT value FROM targets").fetchone() == (100,)


# ---- acknowledgements ------------------------------------------------------------------------------------------------


def test_an_older_acknowledgement_is_already_there(network, office):
    add(office, "An")
    old = network.answer()
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    before = reached(office)
    results = [r for r in receive(office, old) if r.kind == FileKind.ACK]
    assert [(r.outcome, r.new) for r in results if r.code is None] == [(Outcome.ALREADY_HAVE, 0)]
    assert reached(office) == before and before[-1] > 0


def test_an_acknowledgement_for_another_office_is_not_for_me(network, office):
    other = network.offices["24379"]
    files = list(network.answer().glob("KH-baonhan-24379-*.khb"))
    (result,) = receive(office, *files)
    assert result.code is Code.NOT_FOR_ME
    assert receive(other, *files)[0].outcome is Outcome.MERGED


def test_an_acknowledgement_that_is_not_well_formed_is_refused(network, office):
    (path,) = network.answer().glob("KH-baonhan-24373-*.khb")
    device = office.identity.device.hex()
    for line in (b"[]", b'["merged"]', b'["merged",1,2,3,4]', b'["mergedd","a","b",1,"c"]', b'{"a":1}'):
        wrong = forged(network, path, network.province, lines=[line], recipients=[office.keys.recipient], rcp=[device])
        assert receive(office, wrong)[0].code is Code.FORMAT
    assert reached(office) == []


def test_t39_a_province_restored_from_a_copy_is_believed_again_and_gets_what_it_lost(network, office):
    add(office, "An")
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    old = backups.copy(network.province, network.folder / "sao-tinh.skh", TODAY).path
    add(office, "Bình")
    receive(network.province, *network.send(office))
    former = network.answer()
    receive(office, former)
    assert network.send(office) == []
    path, home = network.province.path, network.province.home
    network.province.close()
    backups.restore(old, path)
    network.province = Book.open(path, home=home, clock=fixed_clock(91), write=True)

    results = receive(office, network.answer())

    assert Outcome.MERGED in {r.outcome for r in results if r.kind == FileKind.ACK}
    (again,) = network.send(office)
    assert [entry.set for entry in entries_of(network, again)] == [{"full_name": "Bình"}]
    receive(network.province, again)
    assert names(network.province) == ["An", "Bình"]
    sound(network.province)
    known = reached(office)
    assert {r.outcome for r in receive(office, former) if r.kind == FileKind.ACK and r.code is None} == {
        Outcome.ALREADY_HAVE
    }
    assert reached(office) == known


def test_t01_what_is_missing_is_told_to_the_office(network, office):
    import json

    add(office, "An")
    (first,) = network.send(office)
    add(office, "Bình")
    (second,) = network.send(office, start=header_of(first)["to"] + 1)
    before = digests(network.province)
    (waiting,) = receive(network.province, second)
    assert (waiting.outcome, waiting.code) == (Outcome.WAITING, Code.MISSING)
    assert "thiếu tệp gửi trước tệp này" in waiting.message and digests(network.province) == before
    receive(office, network.answer())
    with office.reading() as db:
        lines = json.loads(db.execute("SELECT lines FROM acks").fetchone()[0])
    told = header_of(first)
    assert ["missing", told["dev"], told["inc"], 1, told["to"]] in lines
    (whole,) = network.send(office)
    assert header_of(whole)["from"] == 1, "the next sending fills the gap by itself"
    receive(network.province, whole)
    assert names(network.province) == ["An", "Bình"]


# ---- a district ------------------------------------------------------------------------------------------------------


@pytest.fixture
def district(network):
    made = network.enrol(DISTRICT)[0]
    for book in network.offices.values():
        receive(book, network.answer())
    return made


def test_a_district_reads_its_communes_and_passes_their_files_on_unchanged(network, office, district):
    add(office, "Ama Xã")
    (path,) = network.send(office)
    assert receive(district, path)[0].outcome is Outcome.MERGED
    assert names(district) == ["Ama Xã"]
    passed = [file for file in network.send(district) if file.read_bytes() == path.read_bytes()]
    assert len(passed) == 1
    receive(network.province, *passed)
    assert names(network.province) == ["Ama Xã"]
    receive(district, network.answer())
    assert [header_of(file)["office"] for file in network.send(district)] == [district.unit.hex()]


def test_a_district_passes_on_what_waits_and_what_it_cannot_judge(network, office, district):
    add(office, "Một")
    (first,) = network.send(office)
    add(office, "Hai")
    (second,) = network.send(office, start=header_of(first)["to"] + 1)
    assert receive(district, second)[0].code is Code.MISSING
    newcomer = network.make("24382", "24382")
    enrolment.ask(newcomer, asks := network.fresh_folder("xin"))
    enrolment.approve(network.province, enrolment.read_asks([asks]), out := network.fresh_folder("duyet"))
    enrolment.accept(newcomer, [out])
    add(newcomer, "Người Mới")
    (unknown,) = network.send(newcomer)
    assert receive(district, unknown)[0].code is Code.UNKNOWN_SIGNER

    carried = {file.read_bytes() for file in network.send(district)}

    assert {second.read_bytes(), unknown.read_bytes()} <= carried
    receive(network.province, *network.send(district), first)
    assert names(network.province) == ["Hai", "Một", "Người Mới"]
    sound(network.province)
    receive(district, network.answer())
    assert names(district) == ["Người Mới"]
    receive(district, first)
    assert names(district) == ["Hai", "Một", "Người Mới"]
    receive(network.province, *network.send(district))
    receive(district, network.answer())
    assert network.send(district) == []


def test_a_district_cannot_settle_what_a_commune_wrote_but_the_province_can(network, office, district):
    second = network.enrol("may-2", unit="24373")[0]
    (person,) = add(office, "Y Biêr")
    receive(office, network.answer())
    receive(second, *network.send(office, own=True))
    for book, phone in ((office, "1"), (second, "2")):
        with book.write() as tx:
            tx.get(Person, person).phone = phone
    receive(district, network.answer())
    receive(second, network.answer())
    files = [*network.send(office), *network.send(second)]
    receive(district, *files)
    assert open_conflicts(district) == [], "nothing there is for it to decide"
    before = digests(district)
    with pytest.raises(Refusal) as refused:
        rulings.settle(district, f"{person.hex()}.phone", keep=1)
    assert refused.value.code == "SCOPE"
    assert digests(district) == before
    receive(network.province, *files)
    rulings.settle(network.province, open_conflicts(network.province)[0]["id"], keep=1)
    assert open_conflicts(network.province) == []


# ---- relays ----------------------------------------------------------------------------------------------------------


def test_a_new_office_starts_with_what_the_province_wrote_for_all(network, office):
    with network.province.write() as tx:
        tx.create(Target, unit=office.unit, year=2020, indicator="B02", value=100)
    newcomer = network.enrol("24382")[0]
    with newcomer.reading() as db:
        assert db.execute("SELECT value FROM targets").fetchone() == (100,)
    sound(newcomer)
    assert [r.outcome for r in receive(newcomer, network.answer()) if r.first] == [Outcome.ALREADY_HAVE]


def relay_of(network, office, path, lines):
    """The province passes an office's file on to that office, as when its own entries were lost."""
    from db.exchange.outgoing.relay import seal_relay

    trust = require_trust(network.province)
    cert = trust.certs[office.identity.device]
    out = network.fresh_folder("chuyen") / "chuyen.khb"
    out.write_bytes(seal_relay(network.province.keys, trust, path.read_bytes(), lines, [cert], 1))
    return out


def test_t22_an_office_gets_its_own_lost_entries_back(network, office):
    old = backups.copy(office, network.folder / "sao.skh", TODAY).path
    add(office, "Mất Theo Máy")
    (path,) = network.send(office)
    lines = lines_of(network, path)
    book_path, home = office.path, office.home
    office.close()
    backups.restore(old, book_path)
    again = Book.open(book_path, home=home, clock=fixed_clock(92), write=True)
    network.offices["24373"] = again
    assert names(again) == []

    (result,) = receive(again, relay_of(network, again, path, lines))

    assert result.outcome is Outcome.PARTLY_NEW and names(again) == ["Mất Theo Máy"]
    assert "Đã nhận phần mới" in result.message
    add(again, "Ghi Tiếp")
    with again.reading() as db:
        assert db.execute("SELECT count(DISTINCT inc) FROM chains WHERE mine = 1").fetchone()[0] == 1
    sound(again)


def test_a_relay_with_changed_lines_is_refused(network, office):
    other = network.offices["24379"]
    add(office, "An")
    (path,) = network.send(office)
    lines = [line.replace(b'"An"', b'"Em"') for line in lines_of(network, path)]
    before = digests(other)
    (result,) = receive(other, relay_of(network, other, path, lines))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.DAMAGED)
    (short,) = receive(other, relay_of(network, other, path, []))
    assert short.code is Code.FORMAT
    assert digests(other) == before


def test_t26_copies_of_one_book_on_two_machines_do_not_fork_unless_keys_and_mark_were_copied(network, office):
    """The same book and home folder opened twice in turn: one life, one chain."""
    path, home = office.path, office.home
    office.close()
    twin = network.folder / "sinh-doi.skh"
    shutil.copy(path, twin)
    network.offices["24373"] = again = Book.open(path, home=home, clock=fixed_clock(93), write=True)
    add(again, "Ở Bản Gốc")
    with Book.open(twin, home=home, clock=fixed_clock(94), write=True) as copy:
        add(copy, "Ở Bản Sao")
        receive(network.province, *network.send(copy))
    results = receive(network.province, *network.send(again))
    assert {r.outcome for r in results} <= {Outcome.MERGED, Outcome.PARTLY_NEW}
    assert names(network.province) == ["Ở Bản Gốc", "Ở Bản Sao"]
    sound(network.province)


def test_what_is_damaged_on_the_way_to_the_one_who_carries_it_on_is_refused_there(network, office):
    carrier = network.offices["24379"]
    (path,) = network.send(office)
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)

    (result,) = receive(carrier, path)

    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.DAMAGED)
    assert bytes(content) not in {file.read_bytes() for file in network.send(carrier)}
    content[-100] ^= 1
    path.write_bytes(content)
    assert receive(carrier, path)[0].code is Code.NOT_FOR_ME
    assert bytes(content) in {file.read_bytes() for file in network.send(carrier)}
