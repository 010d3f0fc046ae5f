"""Who may erase, what is refused, what the protocol says, and what a restored province does once more."""

from __future__ import annotations

import shutil

import pytest
from sqlmodel import select

from db.exchange.outcomes import Code, Outcome
from db.exchange.outgoing.send import own_chains
from db.refusal import Refusal
from db.store import Book
from db.tables.people import LearnerName, Person
from desktop_app.work import printing
from desktop_app.work.book import backups
from desktop_app.work.people import people
from desktop_app.work.privacy import consent_withdrawal, erasure
from tests.exchange.erased import (
    CHILD,
    GUARDIAN,
    NAME,
    PHONE,
    STORY,
    adult,
    child,
    name_of,
    told,
    traces,
)
from tests.exchange.forging import entries_of, rewritten
from tests.offices import TODAY, digests, fixed_clock, receive, sound
from tests.papers.reading import text

# ---- who may, and what is said ---------------------------------------------------------------------------------------


def test_an_office_cannot_erase_it_withdraws_and_the_province_sees_that(network, office):
    person = adult(office)
    receive(network.province, *network.send(office))
    with pytest.raises(Refusal, match="Chỉ tỉnh xóa được"):
        erasure.erase(office, person)
    consent_withdrawal.withdraw(office, person)
    assert name_of(office, person) == erasure.TOMBSTONE
    receive(network.province, *network.send(office, everything=True))
    assert [(one.rec, one.kind) for one in erasure.asked(network.province)] == [(person, "person")]
    erasure.erase(network.province, person)
    assert erasure.asked(network.province) == []
    told(network, office)
    assert traces(network.folder, NAME, PHONE) == []


def test_a_consent_that_was_taken_back_hides_the_child_at_the_province_and_asks_for_erasure(network, office):
    pupil = child(office)
    receive(network.province, *network.send(office))
    with pytest.raises(Refusal, match="Rút lại đồng ý"):
        people.change_person(office, pupil, {"consent_on": None, "consent_by": None})
    with office.write() as tx:  # as a program before this one wrote it
        name = tx.exec(select(LearnerName).where(LearnerName.learner == pupil)).one()
        name.consent_on = name.consent_by = None
    receive(network.province, *network.send(office, everything=True))
    assert name_of(network.province, pupil) == ""
    (asked,) = erasure.asked(network.province)
    erased = erasure.erase(network.province, asked.rec)
    assert pupil in erased.records and len(erased.records) == 2
    assert erasure.asked(network.province) == []


def test_consent_is_withdrawn_by_the_office_that_wrote_the_person(network, office):
    person = adult(office)
    receive(network.province, *network.send(office))
    with pytest.raises(Refusal, match="Nhờ đơn vị đó") as refused:
        consent_withdrawal.withdraw(network.province, person)
    assert refused.value.code == "SCOPE" and name_of(network.province, person) == NAME


def test_an_erasure_signed_by_an_office_is_set_aside_as_out_of_scope(network, office):
    with office.write() as tx:
        tx.create(Person, full_name=NAME)
    (up,) = network.send(office)
    last = entries_of(network, up)[-1]
    forged = rewritten(
        network,
        up,
        office,
        lambda entries: [
            *entries[:-1],
            entries[-1]._replace(op="erase", set={}, pre=[], rec=last.rec),
        ],
    )
    (result,) = receive(network.province, forged)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.SCOPE)


def test_only_people_known_and_not_yet_erased_can_be_erased_and_no_reason_names_them(network, office):
    person = adult(office)
    receive(network.province, *network.send(office))
    with pytest.raises(Refusal, match="không được nêu tên"):
        erasure.erase(network.province, person, reason="Bà hoàng quỳnh lưuxa yêu cầu")
    erasure.erase(network.province, person, reason="Người đó yêu cầu")
    with pytest.raises(Refusal, match="đã được xóa từ trước"):
        erasure.erase(network.province, person)
    with pytest.raises(Refusal, match="Không thấy người này"):
        erasure.erase(network.province, bytes(16))


def test_the_protocol_says_what_was_erased_when_and_why_and_not_who(network, office, tmp_path):
    person = adult(office)
    receive(network.province, *network.send(office))
    with pytest.raises(Refusal, match="chưa được xóa"):
        printing.print_paper(network.province, "erasure", tmp_path / "som.pdf", ids=[person])
    erased = erasure.erase(network.province, person, reason="Gia đình yêu cầu")
    paper = tmp_path / "bien-ban.pdf"
    printing.print_paper(network.province, "erasure", paper, ids=erased.records, reason="Gia đình yêu cầu")
    said = text(paper)
    assert "BIÊN BẢN XÓA DỮ LIỆU CÁ NHÂN" in said and "Lý do: Gia đình yêu cầu" in said
    assert person.hex() in said.replace(" ", "") and "05/07/2020 13:20" in said
    assert "Lưuxa" not in said and PHONE not in said


def test_the_erasure_travels_in_the_run_for_all_and_names_ids_only(network, office):
    person = adult(office)
    receive(network.province, *network.send(office))
    erasure.erase(network.province, person)
    with network.province.reading() as db:
        chains = {audience: no for no, _inc, audience, _seq in own_chains(db, network.province.identity.device)}
        lines = [
            row[0]
            for row in db.execute("SELECT line FROM entries WHERE rec = ? AND chain = ?", (person, chains["all"]))
        ]
    (line,) = lines
    assert line.endswith(b"{}]") and b'"erase"' in line
    before = digests(network.province)
    receive(network.province, *network.send(office, everything=True))
    assert digests(network.province) == before


def test_a_restored_province_erases_once_more_and_every_book_still_agrees(network, office, tmp_path):
    person = adult(office)
    receive(network.province, *network.send(office))
    old = tmp_path / "cu.skh"
    backups.copy(network.province, old, TODAY)
    hidden = tmp_path / "an.skh"
    shutil.copyfile(old, hidden)
    erasure.erase(network.province, person)
    told(network, office)
    path, home = network.province.path, network.province.home
    network.province.close()
    backups.restore(hidden, path)
    network.province = Book.open(path, home=home, clock=fixed_clock(99), write=True)
    assert name_of(network.province, person) is None
    sound(network.province)
    erasure.erase(network.province, person)
    told(network, office)
    receive(network.province, *network.send(office, everything=True))
    assert traces(network.folder, NAME, PHONE) == []
    sound(network.province)
    sound(office)


def test_notes_on_someone_whom_the_province_erased_by_itself_are_dropped_by_the_office_and_erased_too(network, office):
    pupil = child(office)
    receive(network.province, *network.send(office))
    erasure.erase(network.province, pupil)
    assert consent_withdrawal.left_over(office) == []
    told(network, office)
    assert "24373.skh" in traces(network.folder, STORY)
    assert consent_withdrawal.left_over(office) == [pupil]

    consent_withdrawal.drop_left_over(office)
    assert consent_withdrawal.left_over(office) == []
    with pytest.raises(Refusal, match="Không còn ghi chú"):
        consent_withdrawal.drop_left_over(office)
    receive(network.province, *network.send(office, everything=True))
    erasure.erase(network.province, *(one.rec for one in erasure.asked(network.province)))
    told(network, office)
    assert traces(network.folder, CHILD, GUARDIAN, STORY) == []
    sound(office)
    sound(network.province)
