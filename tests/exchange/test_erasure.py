"""Personal data erased on request: gone from every book, file and copy, while chains, sums and numbers stay as they were."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from db.exchange.container import cut, open_payload
from db.exchange.header import parse_header
from db.exchange.refusals import Code, Outcome
from db.exchange.send import own_chains
from db.refusal import Refusal
from db.store import Book
from db.tables.people import Person
from db.text import plain
from desktop_app.figures import indicators
from desktop_app.values.periods import parse_period
from desktop_app.work import (
    awards,
    backups,
    erasing,
    fund,
    lists,
    members,
    people,
    printing,
    rounds,
    rulings,
    withdrawing,
)
from desktop_app.work.conflicts import open_conflicts
from tests.exchange.forging import entries_of, rewritten
from tests.offices import DISTRICT, TODAY, digests, fixed_clock, found, receive, sound
from tests.papers.reading import text

NAME, PHONE, VILLAGE = "Hoàng Quỳnh Lưuxa", "0987112233", "Buôn Kđrô Hlăng"
CHILD, GUARDIAN = "Y Bhơk Niêxa", "H’Nuôn Niêxa"
STORY = "mồ côi, ở với bà ngoại Tluêng"
SCHOOL = "THCS Krông Nuôixa"
PERIOD = parse_period("2020H1")


def adult(book: Book) -> bytes:
    """A member with everything that may be known of an adult."""
    details = people.PersonDraft(
        NAME, born="1962-03-04", sex="female", ethnic_group="Ê Đê", phone=PHONE, address=VILLAGE
    )
    stay = members.register(book, members.MemberDraft(date(2019, 5, 1), None, details)).id
    with book.reading() as db:
        return bytes(db.execute("SELECT person FROM memberships WHERE id = ?", (stay,)).fetchone()[0])


def child(book: Book, *, consent: bool = True) -> bytes:
    """A pupil who was given a scholarship, with a note on the hardship."""
    draft = people.PersonDraft(
        CHILD, born="2009-02-01", sex="male", ethnic_group="Ê Đê", guardian=GUARDIAN, school=SCHOOL,
        consent_on=date(2020, 1, 6) if consent else None, consent_by=GUARDIAN if consent else None,
    )  # fmt: skip
    pupil = people.add_person(book, draft).id
    fund.book_movement(book, fund.FundDraft("receive", 9_000_000, date(2020, 1, 1)))
    award = awards.nominate(
        book,
        awards.AwardDraft(
            rounds.add_round(book, "Đợt 2020", "support").id,
            pupil,
            recipient_kind="pupil",
            form="scholarship",
            amount=700_000,
            reason=STORY,
        ),
    ).id
    awards.approve(book, [award], rounds.add_decision(book, rounds.DecisionDraft(1, date(2020, 6, 5))).id)
    awards.pay(book, award, date(2020, 6, 8))
    return pupil


def traces(folder: Path, *words: str) -> list[str]:
    """Every file under a folder that holds one of these words, as typed or as search compares them."""
    wanted = {form.encode() for word in words for form in (word, plain(word), *plain(word).split()[-1:])}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in wanted)]


def kept_lines(book: Book) -> bytes:
    """All that the files kept in a book say to whoever has its keys."""
    assert book.keys is not None
    with book.reading() as db:
        files = [cut(content) for (content,) in db.execute("SELECT content FROM bundle_files")]
    return b"\n".join(line for file in files for line in open_payload(file, parse_header(file), [book.keys.age_secret]))


def name_of(book: Book, person: bytes) -> str | None:
    with book.reading() as db:
        row = db.execute("SELECT full_name FROM persons WHERE id = ?", (person,)).fetchone()
    return row[0] if row else None


def figures(book: Book, office: Book) -> dict[str, object]:
    with book.reading() as db:
        return dict(indicators.values_of(db, [office.unit], PERIOD)[office.unit])


def heads(book: Book, rec: bytes) -> tuple[bytes, int]:
    with book.reading() as db:
        return db.execute("SELECT heads, marks FROM records WHERE rec = ?", (rec,)).fetchone()


def told(network, *books: Book) -> None:
    """The province answers, and these books take the answers in."""
    answers = network.answer()
    for book in books:
        refused = [r.code for r in receive(book, answers) if r.outcome is Outcome.REFUSED]
        assert set(refused) <= {Code.NOT_FOR_ME}, "what is for the other office"


# ---- everywhere ------------------------------------------------------------------------------------------------------


def test_t35_after_an_erasure_no_byte_is_left_in_any_book_and_the_chains_sums_and_counts_stay(network, office):
    person = adult(office)
    receive(network.hub, *network.send(office))
    before = [figures(book, office) for book in (network.hub, office)]
    balances = sound(office).balances
    assert {"24373.skh-wal", "tinh.skh-wal"} <= set(traces(network.folder, NAME, PHONE, VILLAGE))

    erased = erasing.erase(network.hub, person)
    assert erased.records == (person,) and erased.entries == 1
    assert "tinh.skh" not in "".join(traces(network.folder, NAME, PHONE, VILLAGE))
    told(network, office)

    assert traces(network.folder, NAME, PHONE, VILLAGE) == []
    assert [figures(book, office) for book in (network.hub, office)] == before
    assert before[0]["B01"] == 1 and before[0]["B06"] == 1 and before[0]["B07"] == 1
    assert sound(office).balances == balances
    sound(network.hub)
    assert name_of(office, person) == name_of(network.hub, person) == erasing.TOMBSTONE
    with office.reading() as db:
        assert lists.count(db, lists.Query("people", search="Lưuxa")) == 0


def test_a_child_s_name_school_and_the_story_of_its_hardship_are_erased_and_the_money_stays(network, office):
    pupil = child(office)
    receive(network.hub, *network.send(office))
    assert name_of(network.hub, pupil) == CHILD
    paid = figures(network.hub, office)

    withdrawing.withdraw(office, pupil)
    assert name_of(office, pupil) == ""
    receive(network.hub, *network.send(office, everything=True))
    assert name_of(network.hub, pupil) == ""
    asked = erasing.asked(network.hub)
    assert sorted(one.kind for one in asked) == ["award.note", "learner.name", "movement.note"]
    erased = erasing.erase(network.hub, *(one.rec for one in asked))
    assert pupil in erased.records and len(erased.records) == 4
    told(network, office)

    assert erasing.asked(network.hub) == []
    assert traces(network.folder, CHILD, GUARDIAN, STORY, SCHOOL) == []
    assert figures(network.hub, office) == figures(office, office) == paid
    sound(network.hub)
    sound(office)


def test_what_is_erased_at_the_province_itself_goes_with_its_own_notes(network):
    pupil = child(network.hub)
    erased = erasing.erase(network.hub, pupil)
    assert len(erased.records) == 4, "what may be counted, the name, the story, and who signed for the money"
    assert traces(network.folder, CHILD, GUARDIAN, STORY) == []
    sound(network.hub)


# ---- whatever the order --------------------------------------------------------------------------------------------------


def district_of(network, office: Book, *names: str) -> list[Book]:
    """Machines of the district that the office lies in; the office knows of them and seals what it sends for them too."""
    machines = network.enrol(*names, unit=DISTRICT)
    told(network, office)
    return machines


def test_t35_a_bundle_that_comes_after_the_erasure_is_merged_without_the_content(network, office):
    first, second = district_of(network, office, "huyen-1", "huyen-2")
    person = adult(office)
    bundle = network.send(office)
    receive(network.hub, *bundle)
    receive(first, *bundle)
    assert name_of(first, person) == NAME
    erasing.erase(network.hub, person)
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
    assert figures(second, office)["B01"] == figures(network.hub, office)["B01"] == 1


def test_an_edit_made_beside_the_erasure_loses_and_opens_no_conflict(network, office):
    person = adult(office)
    receive(network.hub, *network.send(office))
    erasing.erase(network.hub, person)
    people.change_person(office, person, {"phone": "0912999888", "full_name": NAME + " Tlang"})
    receive(network.hub, *network.send(office, everything=True))
    told(network, office)

    assert open_conflicts(network.hub) == open_conflicts(office) == []
    assert name_of(office, person) == name_of(network.hub, person) == erasing.TOMBSTONE
    assert heads(office, person) == heads(network.hub, person)
    assert traces(network.folder, NAME, PHONE, "0912999888", "Tlang") == []
    sound(office)
    sound(network.hub)


def test_what_is_written_in_knowledge_of_the_erasure_stays(network, office):
    person = adult(office)
    receive(network.hub, *network.send(office))
    erasing.erase(network.hub, person)
    told(network, office)
    people.change_person(office, person, {"full_name": "Hoàng Quỳnh Mới"})
    receive(network.hub, *network.send(office, everything=True))
    told(network, office)
    assert name_of(network.hub, person) == name_of(office, person) == "Hoàng Quỳnh Mới"
    assert traces(network.folder, NAME, PHONE) == []
    sound(network.hub)
    sound(office)


def test_two_orders_of_everything_end_in_equal_books(tmp_path):
    ends = []
    for number, order in enumerate(((0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1))):
        network = found(tmp_path / str(number), "24373")
        office = network.offices["24373"]
        (reader,) = district_of(network, office, "huyen")
        person = adult(office)
        runs = network.send(office)
        receive(network.hub, *runs)
        people.change_person(office, person, {"phone": "0912999888"})
        late = network.send(office, start=parse_header(cut(runs[0].read_bytes()))["to"] + 1)
        erasing.erase(network.hub, person)
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
    with Book.open(path) as book:
        joined, marks = heads(book, rec)
    return len(joined) // 16, marks


# ---- what is kept elsewhere --------------------------------------------------------------------------------------------


def test_a_waiting_file_is_kept_as_a_relay_without_the_content_and_still_comes_in(network, office):
    person = adult(office)
    runs = network.send(office)
    receive(network.hub, *runs)
    for fields in ({"address": "Buôn khác"}, {"phone": "0912999888"}):
        people.change_person(office, person, fields)
        runs += network.send(office, start=parse_header(cut(runs[-1].read_bytes()))["to"] + 1)
    assert [r.code for r in receive(network.hub, runs[2])] == [Code.MISSING]
    assert b"0912999888" in kept_lines(network.hub)

    erasing.erase(network.hub, person)
    assert [one.code for one in rulings.set_aside(network.hub)] == [Code.MISSING]
    assert b"0912999888" not in kept_lines(network.hub)
    results = receive(network.hub, runs[1])

    assert [r.outcome for r in results] == [Outcome.MERGED, Outcome.MERGED]
    assert rulings.set_aside(network.hub) == []
    assert traces(network.folder / "tinh.skh", NAME, "0912999888") == []
    told(network, office)
    assert traces(network.folder, NAME, "0912999888") == []
    sound(network.hub)


def test_a_file_that_comes_to_wait_after_the_erasure_is_kept_without_the_content(network, office):
    person = adult(office)
    runs = network.send(office)
    receive(network.hub, *runs)
    for fields in ({"address": "Buôn khác"}, {"phone": "0912999888"}):
        people.change_person(office, person, fields)
        runs += network.send(office, start=parse_header(cut(runs[-1].read_bytes()))["to"] + 1)
    erasing.erase(network.hub, person)
    receive(network.hub, runs[2])
    assert b"0912999888" not in kept_lines(network.hub)
    receive(network.hub, runs[1])
    assert rulings.set_aside(network.hub) == []
    sound(network.hub)


def test_a_district_lets_a_carried_file_go_that_holds_erased_content(network, office):
    (first,) = district_of(network, office, "huyen")
    person = adult(office)
    bundle = network.send(office)
    receive(network.hub, *bundle)
    receive(first, *bundle)
    assert NAME.encode() in kept_lines(first)
    erasing.erase(network.hub, person)
    receive(first, network.answer())
    assert kept_lines(first) == b""


def test_t35_a_restored_copy_loses_the_erased_content_as_soon_as_it_is_opened(network, office, tmp_path):
    person = adult(office)
    receive(network.hub, *network.send(office))
    stick = tmp_path / "usb"
    stick.mkdir()
    copy = backups.copy(office, stick, TODAY).path
    hidden = stick / "ban-cat-ky.skh"
    shutil.copyfile(copy, hidden)
    erasing.erase(network.hub, person)
    told(network, office)
    assert traces(stick, NAME, PHONE) == ["ban-cat-ky.skh"], "the copy that the book knows of is clean already"

    office.close()
    aside = backups.restore(hidden, office.path).kept_aside
    assert aside is not None and traces(stick, NAME) == ["ban-cat-ky.skh"]
    with Book.open(office.path, home=office.home, clock=fixed_clock(7), write=True) as again:
        assert name_of(again, person) is None
        assert traces(office.path.parent, NAME, PHONE) == []
        sound(again)
        told(network, again)
        assert name_of(again, person) == erasing.TOMBSTONE
        sound(again)
        assert [path.name for path in erasing.clean_copies(again, [stick])] == ["ban-cat-ky.skh"]
        assert erasing.clean_copies(again, [stick]) == []
    assert traces(stick, NAME, PHONE) == []


def test_the_province_s_archive_of_files_is_rewritten_as_relays(network, office, tmp_path):
    person = adult(office)
    (bundle,) = network.send(office)
    archive = tmp_path / "luu"
    archive.mkdir()
    kept = archive / bundle.name
    shutil.copyfile(bundle, kept)
    receive(network.hub, bundle)
    erasing.erase(network.hub, person)
    assert erasing.clean_copies(network.hub, [archive]) == [kept]
    file = cut(kept.read_bytes())
    assert network.hub.keys is not None
    lines = open_payload(file, parse_header(file), [network.hub.keys.age_secret])
    assert NAME.encode() not in b"".join(lines)
    assert [r.outcome for r in receive(network.hub, kept)] == [Outcome.ALREADY_HAVE]


def test_a_file_that_could_not_be_cleaned_at_once_is_cleaned_at_the_next_opening(network, office):
    person = adult(office)
    receive(network.hub, *network.send(office))
    with network.hub.reading() as db:
        db.execute("SELECT count(*) FROM people").fetchone()
        erasing.erase(network.hub, person)
        assert "tinh.skh-wal" in traces(network.folder, NAME), "a reader still looks at the state before"
    path, home = network.hub.path, network.hub.home
    network.hub.close()
    with Book.open(path, home=home, clock=fixed_clock(8), write=True) as again:
        assert {"tinh.skh", "tinh.skh-wal"} & set(traces(network.folder, NAME)) == set()
        sound(again)


# ---- who may, and what is said ---------------------------------------------------------------------------------------


def test_an_office_cannot_erase_it_withdraws_and_the_province_sees_that(network, office):
    person = adult(office)
    receive(network.hub, *network.send(office))
    with pytest.raises(Refusal, match="Chỉ tỉnh xóa được"):
        erasing.erase(office, person)
    withdrawing.withdraw(office, person)
    assert name_of(office, person) == erasing.TOMBSTONE
    receive(network.hub, *network.send(office, everything=True))
    assert [(one.rec, one.kind) for one in erasing.asked(network.hub)] == [(person, "person")]
    erasing.erase(network.hub, person)
    assert erasing.asked(network.hub) == []
    told(network, office)
    assert traces(network.folder, NAME, PHONE) == []


def test_a_consent_that_was_taken_back_hides_the_child_at_the_province_and_asks_for_erasure(network, office):
    pupil = child(office)
    receive(network.hub, *network.send(office))
    people.change_person(office, pupil, {"consent_on": None, "consent_by": None})
    receive(network.hub, *network.send(office, everything=True))
    assert name_of(network.hub, pupil) == ""
    (asked,) = erasing.asked(network.hub)
    erased = erasing.erase(network.hub, asked.rec)
    assert pupil in erased.records and len(erased.records) == 2
    assert erasing.asked(network.hub) == []


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
    (result,) = receive(network.hub, forged)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.SCOPE)


def test_only_people_known_and_not_yet_erased_can_be_erased_and_no_reason_names_them(network, office):
    person = adult(office)
    receive(network.hub, *network.send(office))
    with pytest.raises(Refusal, match="không được nêu tên"):
        erasing.erase(network.hub, person, reason="Bà hoàng quỳnh lưuxa yêu cầu")
    erasing.erase(network.hub, person, reason="Người đó yêu cầu")
    with pytest.raises(Refusal, match="đã được xóa từ trước"):
        erasing.erase(network.hub, person)
    with pytest.raises(Refusal, match="Không thấy người này"):
        erasing.erase(network.hub, bytes(16))


def test_the_protocol_says_what_was_erased_when_and_why_and_not_who(network, office, tmp_path):
    person = adult(office)
    receive(network.hub, *network.send(office))
    with pytest.raises(Refusal, match="chưa được xóa"):
        printing.print_paper(network.hub, "erasure", tmp_path / "som.pdf", ids=[person])
    erased = erasing.erase(network.hub, person, reason="Gia đình yêu cầu")
    paper = tmp_path / "bien-ban.pdf"
    printing.print_paper(network.hub, "erasure", paper, ids=erased.records, reason="Gia đình yêu cầu")
    said = text(paper)
    assert "BIÊN BẢN XÓA DỮ LIỆU CÁ NHÂN" in said and "Lý do: Gia đình yêu cầu" in said
    assert person.hex() in said.replace(" ", "") and "05/07/2020 13:20" in said
    assert "Lưuxa" not in said and PHONE not in said


def test_the_erasure_travels_in_the_run_for_all_and_names_ids_only(network, office):
    person = adult(office)
    receive(network.hub, *network.send(office))
    erasing.erase(network.hub, person)
    with network.hub.reading() as db:
        chains = {audience: no for no, _inc, audience, _seq in own_chains(db, network.hub.identity.device)}
        lines = [
            row[0]
            for row in db.execute("SELECT line FROM entries WHERE rec = ? AND chain = ?", (person, chains["all"]))
        ]
    (line,) = lines
    assert line.endswith(b"{}]") and b'"erase"' in line
    before = digests(network.hub)
    receive(network.hub, *network.send(office, everything=True))
    assert digests(network.hub) == before


def test_a_restored_province_erases_once_more_and_every_book_still_agrees(network, office, tmp_path):
    person = adult(office)
    receive(network.hub, *network.send(office))
    old = tmp_path / "cu.skh"
    backups.copy(network.hub, old, TODAY)
    hidden = tmp_path / "an.skh"
    shutil.copyfile(old, hidden)
    erasing.erase(network.hub, person)
    told(network, office)
    path, home = network.hub.path, network.hub.home
    network.hub.close()
    backups.restore(hidden, path)
    network.hub = Book.open(path, home=home, clock=fixed_clock(99), write=True)
    assert name_of(network.hub, person) is None
    sound(network.hub)
    erasing.erase(network.hub, person)
    told(network, office)
    receive(network.hub, *network.send(office, everything=True))
    assert traces(network.folder, NAME, PHONE) == []
    sound(network.hub)
    sound(office)


def test_notes_on_someone_whom_the_province_erased_by_itself_are_dropped_by_the_office_and_erased_too(network, office):
    pupil = child(office)
    receive(network.hub, *network.send(office))
    erasing.erase(network.hub, pupil)
    assert withdrawing.left_over(office) == []
    told(network, office)
    assert "24373.skh" in traces(network.folder, STORY)
    assert withdrawing.left_over(office) == [pupil]

    withdrawing.drop_left_over(office)
    assert withdrawing.left_over(office) == []
    with pytest.raises(Refusal, match="Không còn ghi chú"):
        withdrawing.drop_left_over(office)
    receive(network.hub, *network.send(office, everything=True))
    erasing.erase(network.hub, *(one.rec for one in erasing.asked(network.hub)))
    told(network, office)
    assert traces(network.folder, CHILD, GUARDIAN, STORY) == []
    sound(office)
    sound(network.hub)
