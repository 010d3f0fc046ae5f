"""Threats that need more than one wrong file: splices, thieves, clocks, copies of the province, names, approvals.

Each makes the fault for real and looks at the outcome, at the state, and at the sentence that people read.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from db.exchange.outcomes import Code, Outcome
from db.exchange.trust.home_folder import Home
from db.exchange.wire.bundle_file import Envelope, FileKind, cut
from db.exchange.wire.header import HEADER_KEYS, parse_header
from db.refusal import Refusal
from db.store import Book
from db.tables.people import Person
from desktop_app.work.awards import award_lines
from desktop_app.work.book import backups, devices, enrolment
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests import entering
from tests.exchange.forging import new_list, rewritten
from tests.exchange.people import add, header_of, names
from tests.offices import NOW, TODAY, digests, fixed_clock, receive, sound

DAY = 86_400_000
LATE = 2_051_222_400_000  # 1 January 2035
LAST = 253_402_300_799_000  # the end of the year 9999
EARLY = 978_307_200_000  # 1 January 2001


def only(network, *paths, into=None):
    """Take one file in: its result; what is not taken in leaves the digests alone."""
    book = into or network.province
    before = digests(book)
    (result,) = receive(book, *paths)
    if result.outcome in (Outcome.WAITING, Outcome.QUARANTINED, Outcome.REFUSED):
        assert digests(book) == before
    sound(book)
    return result


def reopened(network, name: str, *, now: int, seed: int = 31) -> Book:
    """An office's book opened again on a machine whose clock shows `now`."""
    old = network.offices[name]
    old.close()
    clock = replace(fixed_clock(seed), now=lambda: now)
    network.offices[name] = Book.open(old.path, home=old.home, clock=clock, write=True)
    return network.offices[name]


# ---- splices, thieves ------------------------------------------------------------------------------------------------


def of_one_length(network, office):
    """Two sendings of the same run whose encrypted payloads differ, but not in length."""
    known: dict[int, Envelope] = {}
    while True:
        other = cut(network.send(office)[0].read_bytes())
        if len(other.payload) in known:
            return known[len(other.payload)], other
        known[len(other.payload)] = other


def test_t17_the_header_of_one_file_with_the_payload_of_another_is_damage(network, office):
    """Of the same length, so that nothing but the hash in the signed header tells."""
    add(office, "An", "Bình")
    one, two = of_one_length(network, office)
    spliced = network.fresh_folder("ghep") / "ghep.khb"
    spliced.write_bytes(one.signed + one.signature + two.payload)
    result = only(network, spliced)
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.DAMAGED)
    assert "bị sửa hoặc hỏng sau khi ký" in result.message and "gửi lại tệp" in result.message

    add(office, "Thêm Người Cho Dài")
    (longer,) = network.send(office)
    spliced.write_bytes(one.signed + one.signature + cut(longer.read_bytes()).payload)
    assert only(network, spliced).code in (Code.FORMAT, Code.TRUNCATED)
    assert names(network.province) == []


def test_t24_what_a_thief_dates_back_behind_the_cut_is_set_aside_all_the_same(network, office):
    add(office, "Trước Khi Mất")
    (good,) = network.send(office)
    told = header_of(good)
    add(office, "Kẻ Gian Ghi")
    (stolen,) = network.send(office, start=told["to"] + 1)
    earlier = NOW - 400 * DAY
    back_dated = rewritten(
        network, stolen, office, lambda entries: [one._replace(t=earlier) for one in entries], t=earlier
    )
    cuts = {(office.identity.device, bytes.fromhex(told["inc"])): (told["to"], told["head"])}
    receive(network.province, good, new_list(network, lambda trust: replace(trust, cuts=cuts)))

    result = only(network, back_dated)

    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.REVOKED)
    assert "thu hồi quyền ký" in result.message and "Chưa ghi gì vào sổ" in result.message
    assert names(network.province) == ["Trước Khi Mất"]


# ---- clocks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", [LATE, EARLY, NOW + 49 * 3_600_000, LAST])
def test_t27_a_clock_that_is_off_is_said_and_decides_nothing(network, now):
    office = reopened(network, "24373", now=now)
    add(office, "Giờ Sai")
    result = only(network, *network.send(office))
    assert result.outcome is Outcome.MERGED
    assert result.message.startswith("Đã nhận: mọi số liệu")
    assert "Đồng hồ máy gửi chạy sai" in result.message and "chỉnh lại ngày giờ" in result.message
    assert names(network.province) == ["Giờ Sai"]
    assert digests(network.province)[0] != "" and open_conflicts(network.province) == []


@pytest.mark.parametrize("now", [NOW, NOW + 47 * 3_600_000, NOW - 1_000])
def test_t27_a_clock_that_is_nearly_right_is_not_complained_of(network, now):
    office = reopened(network, "24373", now=now)
    add(office, "Giờ Đúng")
    result = only(network, *network.send(office))
    assert result.outcome is Outcome.MERGED and "Đồng hồ" not in result.message


def test_t27_a_clock_that_went_back_between_two_files_is_said(network, office):
    add(office, "Hôm Nay")
    assert "Đồng hồ" not in only(network, *network.send(office)).message
    receive(office, network.answer())
    office = reopened(network, "24373", now=NOW - 30 * DAY)
    add(office, "Tháng Trước")
    result = only(network, *network.send(office))
    assert result.outcome is Outcome.MERGED and "Đồng hồ máy gửi chạy sai" in result.message


def test_t27_the_later_clock_does_not_win_a_conflict(network, office, tmp_path):
    """Two devices of one office, one in 2035 and one in 2001: the conflict is open, the shown value by id alone."""
    (second,) = network.enrol("may-2", unit="24373")
    receive(office, network.answer())
    (person,) = add(office, "Y Biêr")
    receive(second, *network.send(office, own=True))
    shown = []
    for late, early in (("24373", "may-2"), ("may-2", "24373")):
        books = {}
        for name, now in ((late, LATE), (early, EARLY)):
            folder = tmp_path / f"{late}-{name}"
            shutil.copytree(network.offices[name].home.folder, folder / "khoa")
            backups.copy(network.offices[name], folder / "so.skh", TODAY)
            clock = replace(fixed_clock(44), now=lambda now=now: now)
            books[name] = Book.open(folder / "so.skh", home=Home(folder / "khoa"), clock=clock, write=True)
        for name, phone in (("24373", "0901"), ("may-2", "0902")):
            with books[name].write() as tx:
                tx.get(Person, person).phone = phone
        with books["24373"] as one, books["may-2"] as two:
            send_and_receive.send(two, tmp_path / f"gui-{late}", own=True)
            receive(one, tmp_path / f"gui-{late}")
            (conflict,) = open_conflicts(one)
            shown.append(sorted(value["value"] for value in conflict["values"]))
            sound(one)
    assert shown == [["0901", "0902"]] * 2


# ---- names, copies of the province, stale lists ----------------------------------------------------------------------


def test_t30_a_renamed_unit_keeps_its_id_and_everything_under_it(network, office):
    add(office, "Trước Đổi Tên")
    receive(network.province, *network.send(office))
    entering.change_unit(network.province, office.unit, {"name": "Xã Ea Kar Mới"})
    results = receive(office, network.answer())
    assert Outcome.MERGED in {result.outcome for result in results}
    add(office, "Sau Đổi Tên")
    result = only(network, *network.send(office))
    assert result.outcome is Outcome.MERGED and result.message.startswith("Đã nhận")
    for book in (network.province, office):
        with book.reading() as db:
            rows = db.execute("SELECT id FROM units WHERE name = ?", ("Xã Ea Kar Mới",)).fetchall()
            owners = {row[0] for row in db.execute("SELECT office FROM people")}
        assert rows == [(office.unit,)] and owners == {office.unit}
        assert names(book) == ["Sau Đổi Tên", "Trước Đổi Tên"]
        sound(book)


def test_t40_two_copies_of_the_province_that_both_write_are_a_fork_in_its_own_chain(network, office, tmp_path):
    """Book, keys and mark of the province were copied to a second machine, and both went on."""
    add(office, "An")
    up = network.send(office)
    entering.set_targets(network.province, [entering.target(office.unit, 2020, "B02", 50)])
    folder = tmp_path / "hai"
    shutil.copytree(network.province.home.folder, folder / "khoa")
    backups.copy(network.province, folder / "tinh.skh", TODAY)
    targets = {}
    with Book.open(folder / "tinh.skh", home=Home(folder / "khoa"), clock=fixed_clock(66_666), write=True) as twin:
        for book, value in ((network.province, 100), (twin, 200)):
            assert receive(book, *up)[0].outcome is Outcome.MERGED
            entering.set_targets(book, [entering.target(office.unit, 2020, "B02", value)])
            targets[value] = tmp_path / f"tra-loi-{value}"
            send_and_receive.answer(book, targets[value])
        assert digests(twin)[0] != digests(network.province)[0]

    assert Outcome.MERGED in {one.outcome for one in receive(office, targets[100])}
    before = digests(office)
    forks = [one for one in receive(office, targets[200]) if one.code is Code.FORK]

    assert forks and all(one.outcome is Outcome.QUARANTINED for one in forks)
    assert "cùng số thứ tự mà nội dung khác" in forks[0].message and "Chưa ghi gì vào sổ" in forks[0].message
    assert digests(office) == before
    with office.reading() as db:
        assert db.execute("SELECT value FROM targets").fetchall() == [(100,)]
    sound(office)


def test_t42_an_office_held_on_an_old_list_goes_on_but_not_with_what_the_new_one_takes_from_it(network, office):
    """The courier keeps the new lists back: the office still works; what was restricted since is set aside."""
    add(office, "Theo Danh Sách Cũ")
    (first,) = network.send(office)
    receive(network.province, new_list(network, lambda trust: trust))
    result = only(network, first)
    assert result.outcome is Outcome.MERGED and result.message.startswith("Đã nhận")
    assert header_of(first)["trust"] < require_trust(network.province).number

    def fund_only(trust):
        cert = replace(trust.certs[office.identity.device], kinds=("movement", "purse"))
        return replace(trust, certs={**trust.certs, cert.dev: cert})

    lagging = {one.id: (one.list_number, one.lags) for one in devices.devices(network.province)}
    assert lagging[office.identity.device] == (header_of(first)["trust"], True)
    receive(network.province, new_list(network, fund_only))
    add(office, "Không Còn Được Ghi")
    (second,) = network.send(office, start=header_of(first)["to"] + 1)
    aside = only(network, second)
    assert (aside.outcome, aside.code) == (Outcome.QUARANTINED, Code.SCOPE)
    assert "Để riêng chờ xem xét" in aside.message and "gọi nơi gửi" in aside.message
    assert names(network.province) == ["Theo Danh Sách Cũ"]


def test_t42_an_office_that_took_the_newest_list_in_no_longer_lags(network, office):
    newest = new_list(network, lambda trust: trust)
    receive(network.province, newest, *network.send(office))
    receive(office, newest)
    receive(network.province, *network.send(office))
    mine = {one.id: one for one in devices.devices(network.province)}[office.identity.device]
    assert (mine.list_number, mine.lags) == (require_trust(network.province).number, False)


# ---- names of files, clear headers -----------------------------------------------------------------------------------

ODD_NAMES = ("..\\..\\ngoai.khb", "CON.khb", "a\u202ebhk.exe.khb", "~$x.khb", "-rf.khb", "dòng\nhai.khb")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows itself refuses such names")
@pytest.mark.parametrize("name", [*ODD_NAMES, b"hong-\xff.khb"])
def test_t45_names_are_generated_and_never_taken_from_what_came(network, office, name):
    """A district passes a commune's file on under a name made of what the file is."""
    (district,) = network.enrol("651")
    receive(office, network.answer())
    add(office, "An")
    (path,) = network.send(office)
    folder = network.fresh_folder("la")
    (folder / os.fsdecode(name)).write_bytes(path.read_bytes())

    (result,) = receive(district, folder)

    assert result.outcome is Outcome.MERGED and result.message.startswith("Đã nhận")
    assert result.file.isprintable()
    passed = [file for file in network.send(district) if file.read_bytes() == path.read_bytes()]
    assert len(passed) == 1 and re.fullmatch(r"KH-24373-[0-9a-f]{4}-1-\d+\.khb", passed[0].name)
    assert receive(network.province, *passed)[0].outcome is Outcome.MERGED
    sound(district)


def test_t45_two_files_of_one_name_are_both_passed_on(network, office):
    (district,) = network.enrol("651")
    receive(office, network.answer())
    carried = []
    for name in ("24373", "24379"):
        add(network.offices[name], name)
        (path,) = network.send(network.offices[name])
        same = network.fresh_folder("trung") / "tep.khb"
        shutil.copy(path, same)
        receive(district, network.answer())
        receive(district, same)
        carried.append(path.read_bytes())
    assert set(carried) <= {file.read_bytes() for file in network.send(district)}


def test_t45_two_versions_of_one_run_are_both_passed_on(network, office):
    (district,) = network.enrol("651")
    receive(office, network.answer())
    add(office, "Bản Một")
    (one,) = network.send(office)
    told = header_of(one)
    fork = rewritten(
        network,
        one,
        office,
        lambda entries: [*entries[:-1], entries[-1]._replace(set={"full_name": "Bản Hai"})],
        rcp=[network.province.identity.device.hex()],
    )
    assert (header_of(fork)["from"], header_of(fork)["to"]) == (told["from"], told["to"])
    receive(district, one, fork)
    assert {one.read_bytes(), fork.read_bytes()} <= {file.read_bytes() for file in network.send(district)}


def test_t45_a_path_within_a_zip_writes_nothing_anywhere(network, office):
    add(office, "An")
    (path,) = network.send(office)
    folder = network.fresh_folder("zip")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.write(path, "../../../ngoai.khb")
    before = set(network.folder.parent.rglob("*.khb"))
    assert only(network, folder / "a.zip").outcome is Outcome.MERGED
    assert before == set(network.folder.parent.rglob("*.khb"))


def test_t47_what_can_be_read_without_a_key_holds_no_person_no_amount_and_no_words(network, office):
    stay = membership.ListedMember(people.PersonDraft("H'Hen Niê", phone="0905123456"), date(2020, 1, 1))
    membership.register_many(office, [stay])
    movements.book_movement(office, movements.FundDraft("receive", 7_654_321, TODAY, party_text="Bà Kim Tiền"))
    receive(network.province, *network.send(office))
    add(network.province, "Cán Bộ Tỉnh")
    enrolment.ask(office, asks := network.fresh_folder("xin"))
    files = [
        *network.send(office, everything=True),
        *network.send(office, own=True),
        *network.send(network.province),
        *network.answer().glob("*.khb"),
        *asks.glob("*.khb"),
    ]
    kinds = set()
    for path in files:
        envelope = cut(path.read_bytes())
        carries_key = envelope.kind in (FileKind.ASK, FileKind.TRUST)
        told = parse_header(envelope, carries_key=carries_key)
        kinds.add(envelope.kind)
        assert set(told) == HEADER_KEYS[envelope.kind]
        for secret in ("H'Hen", "Niê", "0905123456", "7654321", "Kim Tiền", "Cán Bộ", "Cán bộ", "person", "movement"):
            assert secret.encode() not in envelope.signed
        open_to_all = told.get("enc", "none") == "none"
        assert not open_to_all or b"H'Hen" not in envelope.payload
        assert re.fullmatch(
            r"KH-(\d+-[0-9a-f]{4}-\d+-\d+(-\d+)?|tincay-\d+|baonhan-\d+-\d+|xin-.+|dangky-.+)\.khb", path.name
        )
    assert kinds >= {FileKind.JOURNAL, FileKind.DOWN, FileKind.ACK, FileKind.TRUST, FileKind.ASK}


# ---- approvals -------------------------------------------------------------------------------------------------------


def test_t49_approved_here_and_withdrawn_there_is_not_paid_until_somebody_settles_it(network, office):
    (second,) = network.enrol("may-2", unit="24373")
    receive(office, network.answer())
    round_ = entering.add_round(office, "Học bổng 2020", "support").id
    decision = entering.add_decision(office, entering.decision(1, TODAY)).id
    person = people.add_person(office, people.PersonDraft("Y Biêr", born="1960")).id
    award = award_lines.nominate(
        office, award_lines.AwardDraft(round_, person, "member", "scholarship", amount=500_000)
    ).id
    receive(second, *network.send(office, own=True))
    award_lines.approve(office, [award], decision)
    award_lines.withdraw(second, award)
    receive(office, *network.send(second, own=True))
    receive(second, *network.send(office, own=True))

    for book in (office, second):
        (conflict,) = open_conflicts(book)
        assert conflict["field"] == "state"
        assert {value["value"] for value in conflict["values"]} == {"approved", "withdrawn"}
        with book.reading() as db:
            assert db.execute("SELECT state FROM awards").fetchall() == [("withdrawn",)]
        before = digests(book)
        with pytest.raises(Refusal) as refused:
            award_lines.pay(book, award, TODAY)
        assert refused.value.code == "STATE" and "Suất này đã rút" in refused.value.message
        assert digests(book) == before
        sound(book)
    assert digests(office) == digests(second)
