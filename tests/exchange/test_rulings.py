"""What the province rules: forks, gaps, cut devices, closed offices. The verdict looks at the set, never at arrival."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from db.exchange.outcomes import Code, Outcome
from db.exchange.outgoing.acknowledgement import ack_lines
from db.exchange.outgoing.send import acknowledged
from db.exchange.wire.bundle_file import cut
from db.refusal import Refusal
from db.store import Book
from db.tables.exchange import ABSENT, MISSING
from db.tables.people import Person
from desktop_app.work.book import backups
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.exchange import rulings
from tests.exchange.forging import entries_of, new_list, rewritten
from tests.exchange.people import add, header_of, names
from tests.offices import TODAY, digests, fixed_clock, receive, sound


def several_runs(network, office, count: int) -> list:
    """Runs of the office, one a person, none of them received yet."""
    runs: list = []
    for number in range(count):
        add(office, f"Người {number}")
        start = header_of(runs[-1])["to"] + 1 if runs else 1
        runs += network.send(office, start=start)
    return runs


def heard_of(network, office) -> None:
    """The province learns from another machine of the office how far the office's chain goes."""
    other = network.offices["may-2"]
    receive(other, *network.send(office, own=True))
    receive(network.province, *network.send(other))


@pytest.fixture
def two_machines(network, office):
    """The office has a second machine."""
    network.enrol("may-2", unit="24373")
    receive(office, network.answer())


def aside(book) -> list[tuple[str, str]]:
    return [(one.outcome, one.code) for one in rulings.set_aside(book)]


# ---- gaps ------------------------------------------------------------------------------------------------------------


def test_a_gap_ruled_lost_lets_the_later_runs_in(network, office):
    first, lost, third, fourth = several_runs(network, office, 4)
    receive(network.province, first, third, fourth)
    assert names(network.province) == ["Người 0"]
    gap = header_of(lost)

    results = rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{gap['from']}-{gap['to']}", "lost")

    assert [r.outcome for r in results] == [Outcome.MERGED, Outcome.MERGED]
    assert names(network.province) == ["Người 0", "Người 2", "Người 3"]
    assert aside(network.province) == []
    sound(network.province)
    (again,) = receive(network.province, fourth)
    assert again.outcome is Outcome.ALREADY_HAVE


def test_a_gap_that_was_filled_meanwhile_cannot_be_ruled_lost(network, office):
    first, between, last = several_runs(network, office, 3)
    receive(network.province, first, last)
    (gap,) = rulings.missing_runs(network.province)
    receive(network.province, between)

    with pytest.raises(Refusal, match="không còn thiếu") as refused:
        rulings.rule(network.province, gap.what, "lost")

    assert refused.value.code == "NOT_MISSING"
    with network.province.reading() as db:
        assert db.execute("SELECT count(*) FROM rulings").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM records WHERE kind = 'ruling'").fetchone() == (0,)
    sound(network.province)


def test_of_a_gap_that_was_filled_in_part_only_what_is_missing_still_can_be_ruled_lost(network, office):
    first, filled, _lost, last = several_runs(network, office, 4)
    receive(network.province, first, last)
    (gap,) = rulings.missing_runs(network.province)
    receive(network.province, filled)
    (rest,) = rulings.missing_runs(network.province)

    with pytest.raises(Refusal, match=f"nay còn thiếu {rest.first}–{rest.last}"):
        rulings.rule(network.province, gap.what, "lost")
    rulings.rule(network.province, rest.what, "lost")

    assert names(network.province) == ["Người 0", "Người 1", "Người 3"]
    sound(network.province)


def test_what_was_ruled_lost_and_comes_after_all_is_taken_in(network, office):
    first, lost, third = several_runs(network, office, 3)
    receive(network.province, first, third)
    gap = header_of(lost)
    rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{gap['from']}-{gap['to']}", "lost")

    (result,) = receive(network.province, lost)

    assert (result.outcome, result.new) == (Outcome.MERGED, 1)
    assert names(network.province) == ["Người 0", "Người 1", "Người 2"]
    sound(network.province)
    (everything,) = receive(network.province, *network.send(office, everything=True))
    assert everything.outcome is Outcome.ALREADY_HAVE


def test_another_version_of_what_was_lost_is_a_fork(network, office):
    first, lost, third = several_runs(network, office, 3)
    receive(network.province, first, third)
    gap = header_of(lost)
    rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{gap['from']}-{gap['to']}", "lost")
    other = rewritten(network, lost, office, lambda e: [e[0]._replace(set={"full_name": "Bản khác"})])
    (result,) = receive(network.province, other)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.FORK)
    assert names(network.province) == ["Người 0", "Người 2"]
    sound(network.province)


def test_a_gap_at_the_very_beginning_can_be_ruled_lost_too(network, office):
    first, second = several_runs(network, office, 2)
    receive(network.province, second)
    gap = header_of(first)
    rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:1-{gap['to']}", "lost")
    assert names(network.province) == ["Người 1"]
    sound(network.province)
    receive(network.province, first)
    assert names(network.province) == ["Người 0", "Người 1"]
    sound(network.province)


@pytest.mark.parametrize("order", [(2, 4), (4, 2), (4, 2, 3, 1), (4, 3, 1, 2), (4, 1, 2, 3)])
def test_a_run_from_the_middle_of_what_was_ruled_lost_comes_in_before_or_after_what_follows(
    network, office, two_machines, order
):
    runs = several_runs(network, office, 5)
    receive(network.province, runs[0])
    heard_of(network, office)
    whole, until = header_of(runs[1]), header_of(runs[3])["to"]
    rulings.rule(network.province, f"{whole['dev']}:{whole['inc']}:{whole['from']}-{until}", "lost")

    for place in order:
        (result,) = receive(network.province, runs[place])
        assert result.outcome is Outcome.MERGED

    assert names(network.province) == [f"Người {place}" for place in sorted((0, *order))]
    assert aside(network.province) == []
    sound(network.province)
    assert {result.outcome for result in receive(network.province, *(runs[place] for place in order))} == {
        Outcome.ALREADY_HAVE
    }


def test_another_version_of_the_end_of_what_was_lost_is_a_fork(network, office, two_machines):
    runs = several_runs(network, office, 4)
    receive(network.province, runs[0])
    heard_of(network, office)
    gap, until = header_of(runs[1]), header_of(runs[2])["to"]
    rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{gap['from']}-{until}", "lost")
    receive(network.province, runs[3])
    before = digests(network.province)
    other = rewritten(network, runs[2], office, lambda e: [e[0]._replace(set={"full_name": "Bản khác"})])
    (result,) = receive(network.province, other)
    assert (result.outcome, result.code) == (Outcome.QUARANTINED, Code.FORK)
    assert digests(network.province) == before
    sound(network.province)


def test_a_ruling_on_too_short_a_gap_unlocks_nothing(network, office):
    first, lost, _also, last = several_runs(network, office, 4)
    receive(network.province, first, last)
    gap = header_of(lost)
    results = rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{gap['from']}-{gap['to']}", "lost")
    assert results == [] and aside(network.province) == [("WAITING", "MISSING")]


# ---- forks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def forked(network, office):
    """An office whose book and keys were both restored from an old copy: two versions of the same numbers.

    Returns the run both share, the lost version's run (the longer one), and the later version's two runs.
    """
    add(office, "Chung")
    (shared,) = network.send(office)
    old = backups.copy(office, network.folder / "sao.skh", TODAY).path
    home = network.folder / "khoa-24373"
    shutil.copytree(home, network.folder / "khoa-sao")
    (person,) = add(office, "Bản Một")
    for number in range(9):
        with office.write() as tx:
            tx.get(Person, person).phone = str(number)
    start = header_of(shared)["to"] + 1
    (one,) = network.send(office, start=start)
    path = office.path
    office.close()
    backups.restore(old, path)
    shutil.rmtree(home)
    shutil.copytree(network.folder / "khoa-sao", home)
    again = Book.open(path, home=office.home, clock=fixed_clock(77), write=True)
    network.offices["24373"] = again
    add(again, "Bản Hai")
    (two,) = network.send(again, start=start)
    add(again, "Bản Hai Nữa")
    (more,) = network.send(again, start=header_of(two)["to"] + 1)
    return shared, one, two, more


def test_t25_a_fork_is_reported_and_nothing_of_it_is_taken_in_until_the_province_rules(network, forked):
    shared, one, two, more = forked
    results = receive(network.province, shared, one, two, more)
    assert [r.outcome for r in results] == [Outcome.MERGED] * 2 + [Outcome.QUARANTINED] * 2
    assert all("đã mở lại bản sao cũ" in r.message and "chọn nhận cả hai hoặc bỏ" in r.message for r in results[2:])
    assert names(network.province) == ["Bản Một", "Chung"]
    sound(network.province)


def test_t25_one_ruling_takes_both_versions_of_a_fork_in_and_what_follows(network, forked):
    shared, one, two, more = forked
    receive(network.province, shared, one, two, more)
    quarantined = rulings.set_aside(network.province)[0]

    results = rulings.rule(network.province, quarantined.sha256, "merge")

    assert [r.outcome for r in results] == [Outcome.MERGED] * 2
    assert names(network.province) == ["Bản Hai", "Bản Hai Nữa", "Bản Một", "Chung"]
    assert aside(network.province) == []
    sound(network.province)
    assert [r.outcome for r in receive(network.province, *forked)] == [Outcome.ALREADY_HAVE] * 4
    (whole,) = network.send(network.offices["24373"], everything=True)
    assert receive(network.province, whole)[0].outcome is Outcome.ALREADY_HAVE


def test_both_orders_of_a_ruled_fork_end_in_equal_books(network, forked, tmp_path):
    """Which version came first does not matter: branches are named by what they hold."""
    shared, one, two, more = forked
    results = []
    for order in ((shared, one, two, more), (shared, two, more, one)):
        before = digests(network.province)
        copy = backups.copy(network.province, tmp_path / f"{len(results)}.skh", TODAY).path
        with Book.open(copy, home=network.province.home, clock=fixed_clock(5), write=True) as province:
            assert digests(province) == before
            for path in order:
                receive(province, path)
            for waiting in rulings.set_aside(province):
                if any(found.sha256 == waiting.sha256 for found in rulings.set_aside(province)):
                    rulings.rule(province, waiting.sha256, "merge")
            sound(province)
            with province.reading() as db:
                rows = db.execute(
                    "SELECT p.id, p.full_name, r.heads, r.marks FROM people p JOIN records r ON r.rec = p.id ORDER BY p.id"
                ).fetchall()
            results.append(rows)
    assert results[0] == results[1] and len(results[0]) == 4


def chain_tips(book) -> list[tuple[bytes, int]]:
    with book.reading() as db:
        return sorted(db.execute("SELECT head, seq FROM chains WHERE mine = 0").fetchall())


def ruled_in(province, code: Code, path) -> list:
    """The ruling that takes a file in, by its content."""
    sha = cut(path.read_bytes()).sha256
    assert (str(code), sha) in [(one.code, one.sha256) for one in rulings.set_aside(province)]
    return rulings.rule(province, sha, "merge")


def test_a_later_piece_of_a_fork_may_be_ruled_in_before_the_earlier_one(network, forked):
    shared, one, two, more = forked
    receive(network.province, shared, one, more)
    assert [r.outcome for r in ruled_in(network.province, Code.FORK, more)] == [Outcome.MERGED]
    assert names(network.province) == ["Bản Hai Nữa", "Bản Một", "Chung"]
    (early,) = receive(network.province, two)
    assert early.code is Code.FORK, "it leaves the version held here, which nobody has ruled on"
    ruled_in(network.province, Code.FORK, two)
    assert names(network.province) == ["Bản Hai", "Bản Hai Nữa", "Bản Một", "Chung"]
    assert len(chain_tips(network.province)) == 2
    sound(network.province)
    assert [r.outcome for r in receive(network.province, *forked)] == [Outcome.ALREADY_HAVE] * 4


def test_a_later_piece_that_was_ruled_in_goes_on_from_the_branch_once_the_gap_between_comes(network, forked):
    shared, one, two, more = forked
    again = network.offices["24373"]
    add(again, "Bản Hai Cuối")
    (last,) = network.send(again, start=header_of(more)["to"] + 1)
    receive(network.province, shared, one, two)
    ruled_in(network.province, Code.FORK, two)
    receive(network.province, last)
    ruled_in(network.province, Code.FORK, last)
    assert len(chain_tips(network.province)) == 3
    assert [r.outcome for r in receive(network.province, more)] == [Outcome.MERGED]
    assert names(network.province) == ["Bản Hai", "Bản Hai Cuối", "Bản Hai Nữa", "Bản Một", "Chung"]
    assert len(chain_tips(network.province)) == 2
    sound(network.province)


@pytest.mark.parametrize("pieces", [("two", "more"), ("whole",)])
def test_what_came_behind_a_lost_gap_goes_to_the_version_it_turns_out_to_belong_to(network, forked, pieces):
    shared, one, two, more = forked
    again = network.offices["24373"]
    for name in ("Bản Hai Sau", "Bản Hai Sau Nữa"):  # behind all that the first version has
        (person,) = add(again, name)
        for number in range(9):
            with again.write() as tx:
                tx.get(Person, person).phone = str(number)
    start = header_of(more)["to"] + 16
    (far,) = network.send(again, start=start)
    receive(network.province, shared, one, far)
    rulings.rule(
        network.province,
        f"{header_of(far)['dev']}:{header_of(far)['inc']}:{header_of(one)['to'] + 1}-{start - 1}",
        "lost",
    )
    assert aside(network.province) == [] and len(chain_tips(network.province)) == 1

    (between,) = network.send(again, start=header_of(more)["to"] + 1)
    (whole,) = network.send(again, everything=True)
    files = {"two": [two], "more": [more, between], "whole": [whole]}
    for piece in pieces:
        for path in files[piece]:
            if receive(network.province, path)[0].code is Code.FORK:
                ruled_in(network.province, Code.FORK, path)

    assert aside(network.province) == []
    assert names(network.province) == ["Bản Hai", "Bản Hai Nữa", "Bản Hai Sau", "Bản Hai Sau Nữa", "Bản Một", "Chung"]
    assert len(chain_tips(network.province)) == 2
    with network.province.reading() as db:
        assert db.execute("SELECT id FROM entries GROUP BY id HAVING count(*) > 1").fetchall() == []
    sound(network.province)


def test_an_office_with_two_versions_is_told_to_send_the_same_run_that_the_desk_misses(network, forked):
    shared, one, two, _more = forked
    again = network.offices["24373"]
    (person,) = add(again, "Bản Hai Cuối")
    for number in range(9):
        with again.write() as tx:
            tx.get(Person, person).phone = str(number)
    (behind,) = network.send(again, start=header_of(one)["to"] + 2)
    receive(network.province, shared, one, two)
    ruled_in(network.province, Code.FORK, two)
    receive(network.province, behind)

    with network.province.reading() as db:
        told = [line[1:] for line in ack_lines(db, [again.unit]) if line[0] == "missing"]

    (gap,) = rulings.missing_runs(network.province)
    assert told == [[gap.dev, gap.inc, gap.first, gap.last]]
    assert gap.files == 1


def test_a_discarded_fork_is_not_put_on_the_desk_again(network, forked):
    shared, one, two, _more = forked
    receive(network.province, shared, one, two)
    (quarantined,) = rulings.set_aside(network.province)
    assert rulings.rule(network.province, quarantined.sha256, "discard") == []
    (again,) = receive(network.province, two)
    assert (again.outcome, again.code) == (Outcome.QUARANTINED, Code.FORK)
    assert aside(network.province) == []
    assert names(network.province) == ["Bản Một", "Chung"]
    sound(network.province)


def marks_of(book, person: bytes) -> int:
    with book.reading() as db:
        return int(db.execute("SELECT marks FROM records WHERE rec = ?", (person,)).fetchone()[0])


def test_what_waits_for_a_file_that_is_discarded_waits_no_longer(network, forked):
    """Another device had seen the version that the province discards, and wrote on from it."""
    shared, one, two, _more = forked
    again, second = network.offices["24373"], network.enrol("may-2", unit="24373")[0]
    receive(again, network.answer())
    with again.reading() as db:
        (person,) = db.execute("SELECT id FROM people WHERE full_name = 'Chung'").fetchone()
    for book, field in ((again, "phone"), (second, "born")):
        with book.write() as tx:
            setattr(tx.get(Person, person), field, "1960")
        receive(second, *network.send(again, own=True))
    receive(network.province, shared, one, *network.send(second))
    assert marks_of(network.province, person) & (MISSING | ABSENT) == MISSING | ABSENT
    (whole,) = network.send(again, start=header_of(two)["from"])
    assert receive(network.province, whole)[0].code is Code.FORK

    rulings.rule(network.province, cut(whole.read_bytes()).sha256, "discard")

    assert marks_of(network.province, person) & (MISSING | ABSENT) == ABSENT
    sound(network.province)


def test_t25_a_restored_book_that_kept_its_mark_does_not_fork(network, office):
    add(office, "Chung")
    old = backups.copy(office, network.folder / "sao.skh", TODAY).path
    add(office, "Mất Theo Máy")
    receive(network.province, *network.send(office))
    path = office.path
    office.close()
    backups.restore(old, path)
    again = Book.open(path, home=office.home, clock=fixed_clock(78), write=True)
    network.offices["24373"] = again
    add(again, "Ghi Sau")
    results = receive(network.province, *network.send(again))
    assert {r.outcome for r in results} == {Outcome.MERGED, Outcome.ALREADY_HAVE}
    assert names(network.province) == ["Chung", "Ghi Sau", "Mất Theo Máy"]
    sound(network.province)


def test_an_acknowledgement_that_knows_more_than_the_book_shows_a_restore_and_a_new_life_begins(network, forked):
    """Book, keys and mark were all restored: only the province's word tells; the next write forks nothing more."""
    shared, one, _two, _more = forked
    receive(network.province, shared, one)
    office = network.offices["24373"]
    before = names(office)
    receive(office, network.answer())
    assert names(office) == before
    add(office, "Sau Khi Biết")
    with office.reading() as db:
        assert db.execute("SELECT count(DISTINCT inc) FROM chains WHERE mine = 1").fetchone()[0] == 2
    sound(office)


# ---- cut devices -----------------------------------------------------------------------------------------------------


def revoked_at(network, office, position: int, head: str, inc: str):
    return new_list(
        network,
        lambda trust: replace(trust, cuts={(office.identity.device, bytes.fromhex(inc)): (position, head)}),
    )


def test_a_cut_counts_the_same_whether_the_list_or_the_entries_came_first(network, office, tmp_path):
    good, stolen, later = several_runs(network, office, 3)
    told = header_of(good)
    cut_list = revoked_at(network, office, told["to"], told["head"], told["inc"])
    found = []
    for order in ((good, stolen, later, cut_list), (cut_list, good, stolen, later), (good, cut_list, stolen, later)):
        copy = backups.copy(network.province, tmp_path / f"{len(found)}.skh", TODAY).path
        with Book.open(copy, home=network.province.home, clock=fixed_clock(5), write=True) as province:
            for path in order:
                receive(province, path)
            assert names(province) == ["Người 0"]
            sound(province)
            found.append(digests(province))
    assert len(set(found)) == 1


def test_t23_a_run_behind_the_cut_is_set_aside_and_one_before_it_merges(network, office):
    good, stolen = several_runs(network, office, 2)
    told = header_of(good)
    receive(network.province, revoked_at(network, office, told["to"], told["head"], told["inc"]))
    (fine, bad) = receive(network.province, good, stolen)
    assert fine.outcome is Outcome.MERGED
    assert (bad.outcome, bad.code) == (Outcome.QUARANTINED, Code.REVOKED)
    assert "thu hồi" in bad.message
    (again,) = receive(network.province, stolen)
    assert (again.outcome, again.code) == (Outcome.QUARANTINED, Code.REVOKED)
    assert aside(network.province) == [("QUARANTINED", "REVOKED")]


def test_a_run_across_the_cut_counts_as_far_as_the_cut(network, office):
    good, _stolen = several_runs(network, office, 2)
    told = header_of(good)
    (whole,) = network.send(office, everything=True)
    receive(network.province, revoked_at(network, office, told["to"], told["head"], told["inc"]))
    (result,) = receive(network.province, whole)
    assert result.code is Code.REVOKED
    assert names(network.province) == ["Người 0"]
    sound(network.province)


def test_a_ruling_takes_in_what_lies_behind_a_cut(network, office):
    good, stolen = several_runs(network, office, 2)
    told = header_of(good)
    receive(network.province, good, revoked_at(network, office, told["to"], told["head"], told["inc"]), stolen)
    (quarantined,) = rulings.set_aside(network.province)
    (result,) = rulings.rule(network.province, quarantined.sha256, "merge")
    assert result.outcome is Outcome.MERGED
    assert names(network.province) == ["Người 0", "Người 1"]
    sound(network.province)


def test_an_incarnation_that_the_cut_does_not_name_counts_not_at_all(network, office):
    (run,) = several_runs(network, office, 1)
    receive(network.province, revoked_at(network, office, 5, "00" * 32, "ab" * 8))
    assert receive(network.province, run)[0].code is Code.REVOKED
    assert names(network.province) == []


def test_nothing_more_is_written_to_a_revoked_device(network, office):
    told = header_of(several_runs(network, office, 1)[0])
    receive(network.province, revoked_at(network, office, told["to"], told["head"], told["inc"]))
    trust = require_trust(network.province)
    assert trust.devices_of(office.unit.hex()) == []
    assert [cert.dev for cert in trust.all_devices_of(office.unit.hex())] == [office.identity.device]


# ---- closed offices --------------------------------------------------------------------------------------------------


def closing(network, office):
    return new_list(network, lambda trust: replace(trust, closed=frozenset({office.unit.hex()})))


def test_what_an_office_wrote_before_it_knew_it_was_closed_still_merges(network, office):
    add(office, "Trước Khi Đóng")
    receive(network.province, closing(network, office))
    (result,) = receive(network.province, *network.send(office))
    assert result.outcome is Outcome.MERGED
    assert names(network.province) == ["Trước Khi Đóng"]


def test_t31_what_an_office_writes_after_taking_in_its_closing_is_set_aside(network, office):
    add(office, "Trước Khi Đóng")
    (before,) = network.send(office)
    closed = closing(network, office)
    receive(network.province, closed)
    receive(office, closed)
    (taken_in,) = network.send(office, start=header_of(before)["to"] + 1)
    add(office, "Sau Khi Đóng")
    (after,) = network.send(office, start=header_of(taken_in)["to"] + 1)

    results = receive(network.province, before, taken_in, after)

    assert [r.outcome for r in results] == [Outcome.MERGED, Outcome.MERGED, Outcome.QUARANTINED]
    assert results[2].code is Code.OFFICE_CLOSED and "kết thúc hoạt động" in results[2].message
    (quarantined,) = rulings.set_aside(network.province)
    (merged,) = rulings.rule(network.province, quarantined.sha256, "merge")
    assert merged.outcome is Outcome.MERGED
    assert names(network.province) == ["Sau Khi Đóng", "Trước Khi Đóng"]
    sound(network.province)


# ---- who may rule, and on what ---------------------------------------------------------------------------------------


def test_only_the_province_rules(network, office):
    with pytest.raises(Refusal) as refused:
        rulings.rule(office, "aa:bb:1-2", "lost")
    assert refused.value.code == "PROVINCE"


def test_what_writes_into_another_office_s_records_cannot_be_ruled_in(network, office):
    (run,) = several_runs(network, office, 1)
    other = network.offices["24379"].unit.hex()
    receive(network.province, rewritten(network, run, office, lambda e: [*e[:-1], e[-1]._replace(office=other)]))
    (quarantined,) = rulings.set_aside(network.province)
    before = digests(network.province)
    with pytest.raises(Refusal) as refused:
        rulings.rule(network.province, quarantined.sha256, "merge")
    assert refused.value.code == "VERDICT" and digests(network.province) == before
    assert rulings.rule(network.province, quarantined.sha256, "discard") == []
    assert aside(network.province) == []


@pytest.mark.parametrize("what", ["zz:yy:1-2", "aa:bb:x", "aa:bb:1-2-3", "zz"])
def test_a_ruling_on_something_unknown_is_refused(network, what):
    with pytest.raises(Refusal) as refused:
        rulings.rule(network.province, what, "lost" if ":" in what else "merge")
    assert refused.value.code == "REFERENCE"


def test_a_ruling_is_an_entry_of_the_province_for_all_to_read(network, office):
    first, lost, third = several_runs(network, office, 3)
    receive(network.province, first, third)
    gap = header_of(lost)
    rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{gap['from']}-{gap['to']}", "lost")
    other = network.offices["24379"]
    receive(other, network.answer())
    with other.reading() as db:
        assert db.execute("SELECT dev, first_seq, last_seq, verdict FROM rulings").fetchall() == [
            (gap["dev"], gap["from"], gap["to"], "lost")
        ]
    assert entries_of(network, first)


def test_what_the_province_has_of_another_version_is_not_acknowledged_to_this_one(network, forked):
    shared, lost, _two, _more = forked
    again = network.offices["24373"]
    for number in range(12):
        add(again, f"Người {number}")
    receive(network.province, shared, lost)
    receive(again, network.answer())
    with again.reading() as db:
        assert acknowledged(db, again.identity.device)[bytes.fromhex(header_of(shared)["inc"])] == 0


@pytest.mark.parametrize("run", ["3-5", "9-4", "400-900"])
def test_only_what_is_missing_can_be_given_up(network, office, run):
    first, _lost, last = several_runs(network, office, 3)
    receive(network.province, first)
    gap = header_of(first)
    with pytest.raises(Refusal) as nothing_waits:
        rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{run}", "lost")
    receive(network.province, last)
    with pytest.raises(Refusal) as another:
        rulings.rule(network.province, f"{gap['dev']}:{gap['inc']}:{run}", "lost")
    assert {nothing_waits.value.code, another.value.code} == {"NOT_MISSING"}


def test_what_may_still_be_written_is_not_given_up(network, office):
    (first,) = several_runs(network, office, 1)
    receive(network.province, first)
    told = header_of(first)
    with pytest.raises(Refusal, match="không còn thiếu"):
        rulings.rule(network.province, f"{told['dev']}:{told['inc']}:{told['to'] + 1}-{told['to'] + 9}", "lost")
