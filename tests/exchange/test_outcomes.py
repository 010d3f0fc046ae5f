"""Every outcome of a received file, made with real files: what it is called, what it says, what it leaves unchanged."""

from __future__ import annotations

import random
import time

import pytest

from db.exchange.outcomes import QUARANTINED, WAITING, Code, Outcome, outcome_of, sentence
from db.exchange.wire.bundle_file import cut
from db.exchange.wire.entry import encode_line
from db.journal import Change
from db.refusal import Refusal
from db.tables.people import Person
from desktop_app.work.people import people
from tests.exchange.forging import entries_of, forged, lines_of, rewritten
from tests.exchange.outcomes import one
from tests.exchange.people import add
from tests.offices import digests, receive, sound

# ---- accepted --------------------------------------------------------------------------------------------------------


def test_a_new_run_is_merged(network, bundle):
    result = one(network, bundle)
    assert (result.outcome, result.code, result.new) == (Outcome.MERGED, None, result.last)
    assert "Đã nhận" in result.message


def test_t02_the_same_file_again_is_already_there(network, bundle):
    one(network, bundle)
    before = digests(network.province)
    result = one(network, bundle)
    assert (result.outcome, result.code, result.new) == (Outcome.ALREADY_HAVE, None, 0)
    assert digests(network.province) == before
    assert "không cần làm gì thêm" in result.message


def test_an_overlap_brings_its_new_tail_only(network, office, bundle):
    one(network, bundle)
    add(office, "Thêm Sau")
    (everything,) = network.send(office, everything=True)
    result = one(network, everything)
    assert (result.outcome, result.new) == (Outcome.PARTLY_NEW, 1)


def test_content_that_was_held_back_is_filled_in_for_the_office_s_own_second_device(network):
    first, second = network.offices["24373"], network.enrol("may-2", unit="24373")[0]
    from desktop_app.work.people import people
    from desktop_app.work.people.people import PersonDraft

    receive(first, network.answer())
    people.add_person(first, PersonDraft("Y Khuyết Danh", born="2010-01-01"))
    (up,) = network.send(first)
    (own,) = network.send(first, own=True)
    lines = lines_of(network, up)
    to_second = forged(
        network,
        up,
        first,
        lines=lines,
        recipients=[second.keys.recipient],
        rcp=[second.identity.device.hex()],
    )

    assert one(network, to_second, into=second).outcome is Outcome.MERGED
    assert _names(second) == []
    result = one(network, own, into=second)
    assert (result.outcome, result.new) == (Outcome.PARTLY_NEW, 0)
    assert _names(second) == ["Y Khuyết Danh"]
    assert one(network, own, into=second).outcome is Outcome.ALREADY_HAVE


def _names(book) -> list[str]:
    with book.reading() as db:
        return [row[0] for row in db.execute("SELECT full_name FROM learner_names ORDER BY full_name")]


def test_what_is_not_here_of_a_record_is_not_written_over_here(network, office):
    people.add_person(office, people.PersonDraft("Y Khuyết Danh", born="2012", school="THCS Ea Tar"))
    receive(network.province, *network.send(office))
    with network.province.reading() as db:
        rec, owner = db.execute("SELECT rec, office FROM records WHERE kind = 'learner.name'").fetchone()
    with pytest.raises(Refusal, match="cơ sở giữ") as refused, network.province.write() as tx:
        tx.note(Change("upd", "learner.name", rec, owner, {"phone": "0905123456"}))
    assert refused.value.code == "HELD"


# ---- waiting ---------------------------------------------------------------------------------------------------------


def later_runs(network, office, bundle, count: int = 2):
    """Runs behind the first, each a file of its own."""
    runs = []
    for number in range(count):
        start = cut(runs[-1].read_bytes()) if runs else cut(bundle.read_bytes())
        from db.exchange.wire.header import parse_header

        first = parse_header(start)["to"] + 1
        add(office, f"Đợt sau {number}")
        runs += network.send(office, start=first)
    return runs


def test_t03_a_run_behind_a_gap_waits_and_comes_in_by_itself_when_the_gap_is_filled(network, office, bundle):
    second, third = later_runs(network, office, bundle)
    early = one(network, third)
    assert (early.outcome, early.code) == (Outcome.WAITING, Code.MISSING)
    assert "Đang chờ" in early.message and "gửi lại tệp trước" in early.message

    assert one(network, second).code is Code.MISSING
    results = receive(network.province, bundle)

    assert [(r.outcome, r.first) for r in results] == [
        (Outcome.MERGED, 1),
        (Outcome.MERGED, results[1].first),
        (Outcome.MERGED, results[2].first),
    ]
    with network.province.reading() as db:
        assert db.execute("SELECT count(*) FROM bundle_files").fetchone()[0] == 0
    everything = digests(network.province)
    assert one(network, *network.send(office, everything=True)).outcome is Outcome.ALREADY_HAVE
    assert digests(network.province) == everything


def test_files_in_any_order_in_one_go_have_one_outcome_each(network, office, bundle):
    second, third = later_runs(network, office, bundle)
    results = receive(network.province, third, bundle, second)
    assert [r.outcome for r in results] == [Outcome.MERGED] * 3
    with network.province.reading() as db:
        logged = db.execute(
            "SELECT outcome, first_seq FROM bundle_log WHERE office = ? ORDER BY no", (office.unit.hex(),)
        )
        assert logged.fetchall() == [("MERGED", r.first) for r in sorted(results, key=lambda r: r.first)]


@pytest.mark.parametrize("newer", [{"sv": 3}, {"needs": ["cases"]}, {"v": 2}, {"v": 2, "new_key": "x"}])
def test_t29_a_file_of_a_newer_program_waits_for_an_upgrade(network, office, bundle, newer):
    result = one(network, forged(network, bundle, office, **newer))
    assert (result.outcome, result.code) == (Outcome.WAITING, Code.UPGRADE)
    assert "cập nhật chương trình" in result.message
    with network.province.reading() as db:
        assert db.execute("SELECT code FROM bundle_files").fetchall() == [("UPGRADE",)]


# ---- set aside -------------------------------------------------------------------------------------------------------


def test_t14_a_run_that_writes_into_another_office_s_records_is_set_aside_whole(network, office, bundle):
    other = network.offices["24379"].unit.hex()
    intruding = rewritten(network, bundle, office, lambda e: [*e[:-1], e[-1]._replace(office=other)])
    result = one(network, intruding)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.SCOPE)
    assert "đơn vị khác" in result.message


def test_an_office_that_writes_what_only_the_province_writes_is_set_aside(network, office, bundle):
    target = {"unit": office.unit.hex(), "year": 2020, "indicator": "B02", "value": 1}
    forging = rewritten(network, bundle, office, lambda e: [*e[:-1], e[-1]._replace(kind="target", set=target)])
    assert one(network, forging).code is Code.SCOPE


def test_a_header_that_names_another_office_is_set_aside(network, office, bundle):
    other = network.offices["24379"].unit.hex()
    assert one(network, forged(network, bundle, office, office=other)).code is Code.SCOPE


def test_two_versions_of_the_same_numbers_are_a_fork(network, office, bundle):
    one(network, bundle)
    fork = rewritten(network, bundle, office, lambda e: [*e[:-1], e[-1]._replace(set={"full_name": "Bản Khác"})])
    result = one(network, fork)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.FORK)
    assert "bản sao cũ" in result.message


def test_t19_what_another_device_wrote_signed_as_one_s_own_is_impersonation(network, office, bundle):
    other = network.offices["24379"]
    entries = entries_of(network, bundle)
    theirs = forged(
        network,
        bundle,
        other,
        lines=[*map(encode_line, entries), lines_of(network, bundle)[-1]],
        dev=other.identity.device.hex(),
        office=other.unit.hex(),
    )
    result = one(network, theirs)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.IMPERSONATION)


def test_t19_an_unopened_file_in_another_s_envelope_is_set_aside_too(network, bundle):
    other = network.offices["24379"]
    taken = forged(network, bundle, other, dev=other.identity.device.hex(), office=other.unit.hex())
    assert one(network, taken).code is Code.IMPERSONATION


# ---- all of them -----------------------------------------------------------------------------------------------------


def test_every_code_has_a_whole_sentence_and_its_outcome():
    for code in Code:
        said = sentence(outcome_of(code), code)
        assert said.endswith(".") and ": " in said and len(said) < 260
    assert {code for code in Code if outcome_of(code) is Outcome.WAITING} == WAITING
    assert {code for code in Code if outcome_of(code) is Outcome.QUARANTINED} == QUARANTINED


def test_a_bad_file_never_stops_the_others(network, bundle):
    folder = network.fresh_folder("lan")
    (folder / "a.khb").write_bytes(b"KHB1 hong")
    (folder / "b.khb").write_bytes(bundle.read_bytes())
    (folder / "c.khb").write_bytes(bundle.read_bytes()[:-1])
    (folder / "ghi-chu.txt").write_text("không phải tệp gửi")
    found = {r.file: r.outcome for r in receive(network.province, folder)}
    assert found == {"a.khb": Outcome.REFUSED, "b.khb": Outcome.MERGED, "c.khb": Outcome.REFUSED}


def test_a_rehearsal_says_what_would_happen_and_keeps_nothing(network, bundle):
    before = digests(network.province)
    with network.province.reading() as db:
        dump = list(db.iterdump())
    (result,) = receive(network.province, bundle, dry_run=True)
    assert result.outcome is Outcome.MERGED
    assert digests(network.province) == before
    with network.province.reading() as db:
        assert list(db.iterdump()) == dump


def flipped_everywhere(network, bundle, count: int):
    """A folder of copies of the bundle, each with one bit flipped: spread over the whole file."""
    content = bundle.read_bytes()
    chance = random.Random(5)
    places = sorted(chance.sample(range(len(content) * 8), count))
    folder = network.fresh_folder("lat-bit")
    for place in places:
        changed = bytearray(content)
        changed[place // 8] ^= 1 << (place % 8)
        (folder / f"{place:06d}.khb").write_bytes(changed)
    return folder


def test_t06_not_one_of_two_thousand_flipped_bits_is_ever_taken_in(network, bundle, capsys):
    count = 2_000
    folder = flipped_everywhere(network, bundle, count)
    before = digests(network.province)
    started = time.perf_counter()
    results = receive(network.province, folder)
    took = time.perf_counter() - started
    with capsys.disabled():
        print(f"\n{count} flipped bits refused in {took:.1f} s")
    assert [r.outcome for r in results] == [Outcome.REFUSED] * count
    assert {r.code for r in results} <= {
        Code.FORMAT,
        Code.TRUNCATED,
        Code.TOO_BIG,
        Code.UNKNOWN_SIGNER,
        Code.BAD_SIGNATURE,
        Code.DAMAGED,
    }
    assert all(r.message.startswith("Không nhận: ") for r in results)
    assert digests(network.province) == before
    assert one(network, bundle).outcome is Outcome.MERGED


def test_the_province_makes_no_records_in_an_office_s_name_but_its_population(network, office):
    from db.exchange.wire.canonical_json import natural_key
    from db.refusal import Refusal
    from db.tables.units import Population

    before = digests(network.province)
    with pytest.raises(Refusal) as refused, network.province.write() as tx:
        tx.create(Person, full_name="Người Của Xã", office=office.unit)
    assert refused.value.code == "SCOPE" and digests(network.province) == before
    key = natural_key("population", office.unit.hex(), 2020)
    with network.province.write() as tx:
        tx.create(Population, id=key, office=office.unit, unit=office.unit, year=2020, people=9)
    receive(office, network.answer())
    with office.reading() as db:
        assert db.execute("SELECT people FROM population").fetchall() == [(9,)]
    sound(office)


def test_a_province_device_that_does_it_all_the_same_is_set_aside(network, office):
    add(network.province, "Người Của Tỉnh")
    own = network.send(network.province)
    (path,) = [file for file in own if any(entry.kind == "person" for entry in entries_of(network, file))]
    result = one(
        network,
        rewritten(
            network,
            path,
            network.province,
            lambda e: [*e[:-1], e[-1]._replace(office=office.unit.hex())],
            addr="office",
            rcp=[network.province.identity.device.hex()],
        ),
    )
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.SCOPE)
