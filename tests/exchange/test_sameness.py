"""A person entered in two communes: the province decides, offices never write about each other, books agree."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest

from db.exchange.outcomes import Outcome
from db.exchange.wire.bundle_file import cut
from db.exchange.wire.header import parse_header
from db.refusal import Refusal
from desktop_app.figures.joined_records import components
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.double_grants import given_twice
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.members import membership
from desktop_app.work.people import duplicate_review, people
from tests import entering
from tests.offices import copied, digests, receive, sound

NAME, BORN = "Nguyễn Thị Hòa", "1952-03-05"


@pytest.fixture
def first(network):
    return network.offices["24373"]


@pytest.fixture
def second(network):
    return network.offices["24379"]


def member(book, name: str = NAME, born: str = BORN) -> bytes:
    who = people.add_person(book, people.PersonDraft(name, born=born, sex="female")).id
    membership.register(book, membership.MemberDraft(date(2020, 2, 1), person=who))
    return who


def joined(book) -> list[set[bytes]]:
    with book.reading() as db:
        return [set(group) for group in components(db)]


def second_device(network, office):
    """Another device of an office, with everything that the first has written."""
    made = network.enrol("may-2", unit="24373")[0]
    receive(office, network.answer())
    receive(made, *network.send(office, own=True))
    return made


def test_t33_a_person_entered_in_two_communes_is_never_merged_by_itself(network, first, second):
    one, other = member(first), member(second)
    receive(network.province, *network.send(first), *network.send(second))
    assert joined(network.province) == []
    (pair,) = duplicate_review.candidates(network.province)
    assert {pair.first, pair.second} == {one, other}
    assert pair.reasons == ("cùng họ tên", "cùng ngày sinh", "tên ít gặp")
    assert duplicate_review.candidates(first) == duplicate_review.candidates(second) == []
    before = digests(network.province)
    duplicate_review.settle(network.province, one, other, "same")
    assert joined(network.province) == [{one, other}]
    with network.province.reading() as db:
        assert db.execute("SELECT count(*) FROM people WHERE plain = 'nguyen thi hoa'").fetchone()[0] == 2
        assert db.execute("SELECT count(*) FROM memberships").fetchone()[0] == 2
    sound(network.province)
    duplicate_review.settle(network.province, one, other, "different")
    assert joined(network.province) == []
    assert duplicate_review.candidates(network.province) == []
    assert digests(network.province) != before
    sound(network.province)


def test_t33_what_the_province_decides_stays_with_the_province(network, first, second):
    one, other = member(first), member(second)
    receive(network.province, *network.send(first), *network.send(second))
    duplicate_review.settle(network.province, one, other, "same")
    receive(first, network.answer())
    with first.reading() as db:
        assert db.execute("SELECT count(*) FROM sames").fetchone()[0] == 0
        assert db.execute("SELECT count(*) FROM records WHERE kind = 'same'").fetchone()[0] == 0


def test_t33_an_offices_own_verdict_travels_is_taken_back_and_both_books_agree(network, first):
    one, other = member(first), member(first)
    duplicate_review.settle(first, one, other, "same")
    early = network.send(first)
    receive(network.province, *early)
    assert joined(network.province) == joined(first) == [{one, other}]
    duplicate_review.settle(first, one, other, "different")
    late = network.send(first)
    assert [result.outcome for result in receive(network.province, *late)] == [Outcome.PARTLY_NEW]
    assert joined(network.province) == joined(first) == []
    assert duplicate_review.candidates(network.province) == []
    sound(network.province)
    sound(first)


def test_t33_in_whatever_order_verdicts_arrive_the_province_comes_to_the_same(network, first, tmp_path):
    one, other = member(first), member(first)
    files = []
    for verdict in ("same", "different", "same"):
        duplicate_review.settle(first, one, other, verdict)
        files += network.send(first, start=1 if not files else _after(files[-1]))
    network.close()
    ends = []
    for order in (files, files[::-1], [files[1], files[0], files[2], files[1]]):
        with closing(copied(network.folder, tmp_path / f"thu-tu-{len(ends)}")) as made:
            for path in order:
                receive(made.province, path)
            sound(made.province)
            ends.append((joined(made.province), digests(made.province)))
    assert ends == [([{one, other}], ends[0][1])] * 3


def _after(path) -> int:
    return parse_header(cut(path.read_bytes()))["to"] + 1


def test_t33_two_devices_that_decide_differently_join_nobody_until_a_person_settles_it(network, first):
    one, other = member(first), member(first)
    twin = second_device(network, first)
    duplicate_review.settle(first, one, other, "same")
    duplicate_review.settle(twin, one, other, "different")
    receive(network.province, *network.send(first), *network.send(twin))
    (conflict,) = open_conflicts(network.province)
    assert (conflict["subject"], conflict["field"]) == ("same", "verdict")
    assert joined(network.province) == []
    assert [verdict.open_conflict for verdict in duplicate_review.decided(network.province, "same", "different")] == [
        True
    ]
    sound(network.province)
    duplicate_review.settle(network.province, one, other, "same")
    assert open_conflicts(network.province) == []
    assert joined(network.province) == [{one, other}]
    sound(network.province)
    receive(first, network.answer())
    assert joined(first) == [{one, other}]


def test_t33_a_conflict_of_verdicts_can_be_settled_among_the_other_conflicts_too(network, first):
    one, other = member(first), member(first)
    twin = second_device(network, first)
    duplicate_review.settle(first, one, other, "same")
    duplicate_review.settle(twin, one, other, "different")
    receive(network.province, *network.send(first), *network.send(twin))
    (conflict,) = open_conflicts(network.province)
    rulings.settle(network.province, conflict["id"], value="same")
    assert joined(network.province) == [{one, other}]
    sound(network.province)


@pytest.mark.parametrize("final", ["same", "different"])
def test_t33_province_and_office_that_decide_apart_are_a_conflict_that_one_decision_ends(network, first, final):
    one, other = member(first), member(first)
    receive(network.province, *network.send(first))
    duplicate_review.settle(network.province, one, other, "same")
    duplicate_review.settle(first, one, other, "different")
    receive(network.province, *network.send(first))
    assert {conflict["subject"] for conflict in open_conflicts(network.province)} == {"same"}
    assert joined(network.province) == []
    sound(network.province)
    duplicate_review.settle(network.province, one, other, final)
    assert open_conflicts(network.province) == []
    assert joined(network.province) == ([{one, other}] if final == "same" else [])
    sound(network.province)
    receive(first, network.answer())
    sound(first)
    assert open_conflicts(first) == []


def test_t33_an_office_cannot_decide_about_people_whom_it_does_not_know(network, first, second):
    with pytest.raises(Refusal, match="Không thấy người này"):
        duplicate_review.settle(first, member(first), member(second), "same")


def test_t33_a_child_whose_name_stays_in_the_commune_is_compared_with_nobody_at_the_province(network, first, second):
    for book, agreed in ((first, date(2020, 1, 2)), (second, None)):
        people.add_person(book, people.PersonDraft("Y Wang Niê", born="2008-03-04", school="Y Jút", consent_on=agreed))
    receive(network.province, *network.send(first), *network.send(second))
    assert duplicate_review.candidates(network.province) == []


def test_a_child_supported_by_two_communes_is_shown_at_the_province_when_their_files_are_in(network, first, second):
    for book, name in ((first, "Vượt khó"), (second, "Tiếp bước")):
        draft = people.PersonDraft("Y Wang Niê", born="2008-03-04", school="Y Jút", consent_on=date(2020, 1, 2))
        child = people.add_person(book, draft).id
        round_ = entering.add_round(book, name, "support", school_year="2019-2020").id
        award_lines.nominate(book, award_lines.AwardDraft(round_, child, "pupil", "scholarship", amount=500_000))
    assert given_twice(first) == given_twice(second) == []
    receive(network.province, *network.send(first), *network.send(second))
    (found,) = given_twice(network.province)
    assert (found.name, {found.own_round, found.round}, found.certain) == (
        "Y Wang Niê",
        {"Vượt khó", "Tiếp bước"},
        False,
    )
    assert found.own_office != found.office
    (pair,) = duplicate_review.candidates(network.province)
    assert duplicate_review.scholarships_in_same_year(network.province, pair.first, pair.second) == ["2019-2020"]
    duplicate_review.settle(network.province, pair.first, pair.second, "same")
    assert [one.certain for one in given_twice(network.province)] == [True]
    duplicate_review.settle(network.province, pair.first, pair.second, "different")
    assert given_twice(network.province) == []
