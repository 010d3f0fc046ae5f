"""What leaves the office: every column is listed, and a bundle of a real book holds nothing that must stay."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from db.exchange.chains.run_verification import open_header
from db.exchange.wire.bundle_file import cut, open_payload
from db.exchange.wire.entry import decode_line
from db.tables.awards import AwardNote
from db.tables.fund import MovementNote
from db.tables.people import LearnerName, Membership
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.book.trust_in_force import trust_of
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.members.membership import MemberDraft
from desktop_app.work.people import people
from desktop_app.work.people.people import PersonDraft
from tests import entering
from tests.kept.travel import HEADINGS, rows

KEPT = Path(__file__).parent / "travel.csv"
PRIVATE = {
    "name": "Y Thiên Mlô Duôn Du",
    "guardian": "H'Rít Mlô Giám Hộ",
    "address": "Buôn Trấp số nhà 17",
    "phone": "0977123456",
    "birth": "2009-03-14",
    "hardship": "mồ côi cha, mẹ bệnh hiểm nghèo",
    "goods": "một xe đạp cũ và hai bộ áo",
    "note": "bà ngoại đến ký thay",
    "party": "Bà H'Lơm ký thay cháu",
    "member name": "H'Nhi Êban Học Sinh",
}
AGREED = "Đặng Thị Ưng Thuận"


def kept_rows() -> list[list[str]]:
    with KEPT.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_kept_list_of_what_leaves_an_office_names_every_column_of_a_book(book):
    with book.reading() as db:
        assert [HEADINGS, *rows(db)] == kept_rows()


def full_book(office) -> None:
    """Learners with and without consent, in every role, with hardship, goods and notes written everywhere they can be."""
    silent = people.add_person(
        office,
        PersonDraft(
            PRIVATE["name"],
            born=PRIVATE["birth"],
            guardian=PRIVATE["guardian"],
            address=PRIVATE["address"],
            phone=PRIVATE["phone"],
            school="THCS Phan Chu Trinh",
            class_name="5B",
        ),
    )
    people.change_person(office, silent.id, {"full_name": PRIVATE["name"] + " Sửa"})
    people.add_person(
        office, PersonDraft(AGREED, born="2008-01-02", school="THCS", consent_on=date(2020, 6, 1), consent_by="Mẹ")
    )
    membership.register(
        office, MemberDraft(date(2020, 1, 5), details=PersonDraft(PRIVATE["member name"], born="2006-12-30"))
    )
    movements.book_movement(office, FundDraft("opening", 9_000_000, date(2020, 1, 1)))
    round_ = entering.add_round(office, "Tiếp bước", "support", school_year="2019-2020")
    award_lines.nominate(
        office,
        AwardDraft(
            round_.id,
            silent.id,
            "pupil",
            "scholarship",
            amount=500_000,
            goods=PRIVATE["goods"],
            goods_value=300_000,
            reason=PRIVATE["hardship"],
            note=PRIVATE["note"],
        ),
    )
    people.change_person(office, silent.id, {"guardian": PRIVATE["guardian"] + " (bác)"})
    movements.book_movement(
        office,
        FundDraft(
            "pay", 500_000, date(2020, 2, 1), category="hardship", party_text=PRIVATE["party"], note=PRIVATE["note"]
        ),
    )


def opened(network, path: Path) -> tuple[list[bytes], bytes]:
    """The decrypted lines of a file, and everything that can be read of it without a key."""
    envelope = cut(path.read_bytes())
    header, _cert = open_header(envelope, trust_of(network.province))
    lines = open_payload(envelope, header, [network.province.keys.age_secret])
    return lines, envelope.signed + path.name.encode()


def test_a_bundle_holds_no_word_about_a_learner_without_consent_nor_of_any_hardship(network):
    office = network.offices["24373"]
    full_book(office)
    (path,) = network.send(office)

    lines, clear = opened(network, path)

    text = b"\n".join(lines).decode() + clear.decode("utf-8", "replace")
    assert AGREED in text and "THCS Phan Chu Trinh" in text
    for what, words in PRIVATE.items():
        assert words not in text and words.split(maxsplit=1)[-1] not in text, what


def test_every_field_in_a_bundle_is_listed_as_travelling(network):
    office = network.offices["24373"]
    full_book(office)
    (path,) = network.send(office)
    allowed = {(kind, field) for _table, field, kind, leaves in kept_rows() if leaves == "always"}
    consented = {(kind, field) for _table, field, kind, leaves in kept_rows() if leaves == "consent"}
    chain_and_reversal = {("chain", name) for name in ("office", "continues", "n", "hash")} | {("movement", "reason")}

    lines, _clear = opened(network, path)

    told = set()
    for line in lines[:-1]:
        entry = decode_line(line)
        if entry.set is None:
            continue
        told |= {(entry.kind, name) for name in entry.set}
        if entry.kind == "learner.name":
            assert entry.set["full_name"] == AGREED
    assert told <= allowed | consented | chain_and_reversal
    assert ("learner.name", "full_name") in told and ("award", "amount") in told


def test_what_stays_is_still_in_the_office_and_its_entries_are_counted_at_the_province(network):
    office = network.offices["24373"]
    full_book(office)
    send_and_receive.receive(network.province, network.send(office))
    with office.reading() as here, network.province.reading() as there:
        for model, arrive in ((MovementNote, 0), (AwardNote, 0), (LearnerName, 1)):
            count = f"SELECT count(*) FROM {model.__tablename__}"
            assert here.execute(count).fetchone()[0] > there.execute(count).fetchone()[0] == arrive
        same = f"SELECT count(*) FROM {Membership.__tablename__}"
        assert here.execute(same).fetchone() == there.execute(same).fetchone()


def test_the_names_of_learners_come_up_once_their_consent_is_recorded(network):
    office = network.offices["24373"]
    full_book(office)
    send_and_receive.receive(network.province, network.send(office))
    with office.reading() as db:
        learner = db.execute("SELECT learner FROM learner_names WHERE full_name LIKE 'Y Thi%'").fetchone()[0]
    people.change_person(office, learner, {"consent_on": date(2020, 7, 1), "consent_by": "Cha"})
    send_and_receive.receive(network.province, network.send(office))
    with network.province.reading() as db:
        assert db.execute("SELECT full_name FROM learner_names WHERE learner = ?", (learner,)).fetchone() == (
            PRIVATE["name"] + " Sửa",
        )
