"""The same person twice: who is suspected and why, what people decide, and that everything can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from db.refusal import Cancelled, Refusal
from db.store import Book
from desktop_app.figures.period_figures import values_of
from desktop_app.values.periods import parse_period
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.awards.double_grants import given_twice, in_words
from desktop_app.work.fund import movements
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.members.declared import MEMBERS
from desktop_app.work.people import duplicate_review, people
from desktop_app.work.people.profiles import profile
from desktop_app.work.records import undo
from desktop_app.work.today.province_today import desk
from tests import entering
from tests.offices import receive, sound

HALF = parse_period("2020H1")


def person(book: Book, full_name: str, born: str | None = None, **details) -> bytes:
    return people.add_person(book, people.PersonDraft(full_name, born=born, **details)).id


def member(book: Book, full_name: str, born: str | None = None, joined: str = "2020-02-01", **details) -> bytes:
    who = person(book, full_name, born, **details)
    membership.register(book, membership.MemberDraft(date.fromisoformat(joined), person=who))
    return who


def suspected(book: Book) -> list[set[bytes]]:
    return [{pair.first, pair.second} for pair in duplicate_review.candidates(book)]


def reasons(book: Book) -> list[str]:
    return ["; ".join(pair.reasons) for pair in duplicate_review.candidates(book)]


def own(book: Book, code: str) -> int | None:
    with book.reading() as db:
        return values_of(db, [book.unit], HALF)[book.unit][code]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("Nguyễn Thị Hòa", "1952-03-05"), ("NGUYỄN THỊ HOÀ", "1952-03-05"), "cùng họ tên; cùng ngày sinh; tên ít gặp"),
        (("H’Ngoan Êban", "1961"), ("H'Ngoan Ê̆ban", "1961-04-12"), "họ tên chỉ khác dấu; cùng năm sinh; tên ít gặp"),
        (
            ("Nguyễn Văn Hùng", "1950-02-03"),
            ("Nguyễn Văn Hưng", "1950-02-03"),
            "cùng ngày sinh; họ tên chỉ khác dấu; tên ít gặp",
        ),
        (("Trần Quốc Toản", "1950-02-03"), ("Trần Quốc Toản B", "1950-02-03"), "cùng ngày sinh; họ tên gần giống"),
        (
            ("Lê Thị Thanh Hương", "1949-05-06"),
            ("Lê Thị Thành Hươngg", "1949-05-06"),
            "cùng ngày sinh; họ tên gần giống",
        ),
        (("Lê Thị Bé", "1949-05-06"), ("Lê Thị Bé", "1949-06-05"), "cùng họ tên; ngày sinh gần giống; tên ít gặp"),
        (("Lê Thị Bé", "1949-01-01"), ("Lê Thị Bé", "1949-06-05"), "cùng họ tên; cùng năm sinh; tên ít gặp"),
        (("Lê Thị Bé", "1949-05-06"), ("Lê Thị Bé", "1979-05-06"), None),
        (("Lê Thị Bé", "1949-05-06"), ("Vàng A Páo", "1949-05-06"), None),
        (("Lê Thị Bé", None), ("Lê Thị Bé", None), None),
    ],
)
def test_two_entries_are_suspected_for_reasons_that_are_told(book, one, other, why):
    person(book, *one)
    person(book, *other)
    assert reasons(book) == ([why] if why else [])


def test_a_phone_in_common_makes_a_pair_of_one_name_without_birth_and_a_family_none(book):
    person(book, "Lê Thị Bé", phone="0905 111 222")
    person(book, "Lê Thị Bé", phone="+84905111222")
    person(book, "Phạm Văn Con", phone="0905111222")
    assert reasons(book) == ["cùng họ tên; cùng số điện thoại; tên ít gặp"]


def test_children_are_suspected_by_their_guardian_and_what_speaks_against_is_told(book):
    person(book, "Y Wang Niê", "2008", guardian="H'Yim Niê", sex="male", school="Y Jút")
    person(book, "Y Wang Niê", "2008", guardian="H’Yim Niê", sex="female", school="Y Jút")
    assert reasons(book) == [
        "cùng họ tên; cùng cha mẹ, người giám hộ; cùng năm sinh; tên ít gặp; cùng trường; nhưng khác giới tính"
    ]


def test_a_name_that_many_bear_needs_more_than_a_year_in_common(book):
    for hamlet in ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4"):
        person(book, "Nguyễn Văn Hùng", "1960", address=hamlet)
    assert suspected(book) == []
    person(book, "Nguyễn Văn Hùng", "1960", address="thôn 3")
    assert reasons(book) == ["cùng họ tên; cùng năm sinh; cùng thôn, địa chỉ"]


def test_nothing_is_joined_before_a_person_says_so_and_different_is_remembered(book):
    one, other = member(book, "Lê Thị Bé", "1949"), member(book, "Lê Thị Bé", "1949")
    assert suspected(book) == [{one, other}]
    assert own(book, "B01") == 2
    duplicate_review.settle(book, other, one, "different")
    assert suspected(book) == []
    assert own(book, "B01") == 2
    assert [verdict.verdict for verdict in duplicate_review.decided(book, "same", "different")] == ["different"]
    sound(book)


def test_two_entries_joined_by_a_verdict_are_one_on_the_start_page_as_in_the_list(network):
    office = network.offices["24373"]
    one, other, third = (member(office, name, "1949") for name in ("Lê Thị Bé", "Lê Thị Bé", "Lê Thị Be"))
    receive(network.province, *network.send(office))
    assert desk(network.province).together.members == 3
    duplicate_review.settle(network.province, one, other, "same")
    duplicate_review.settle(network.province, other, third, "same")
    with network.province.reading() as db:
        assert len(list_queries.ids(db, list_queries.Query(MEMBERS.listing))) == 1
    assert desk(network.province).together.members == 1


def test_later_keeps_the_pair_at_the_end_of_the_list_and_writes_nothing(book):
    pairs = [{member(book, name, "1949"), member(book, name, "1949")} for name in ("Lê Thị Bé", "Đỗ Văn Út")]
    first = suspected(book)[0]
    with undo.step(book) as step:
        duplicate_review.settle(book, *first, "later")
    assert step.kept == []
    assert suspected(book) == [next(pair for pair in pairs if pair != first), first]
    duplicate_review.settle(book, *first, "same")
    with pytest.raises(Refusal, match="đã được quyết định"):
        duplicate_review.settle(book, *first, "later")


def test_joined_people_count_once_and_keep_every_record_and_parted_they_are_as_before(book):
    movements.book_movement(book, movements.FundDraft("receive", 5_000_000, date(2020, 1, 1)))
    round_ = entering.add_round(book, "Học bổng", "support", school_year="2019-2020").id
    one = member(book, "Lê Thị Bé", "1949", sex="female", ethnic_group="Mường")
    other = member(book, "Lê Thị Bé", "1949", sex="female", ethnic_group="Mường")
    for who in (one, other):
        line = award_lines.nominate(book, AwardDraft(round_, who, "pupil", "scholarship", amount=700_000)).id
        award_lines.approve(
            book,
            [line],
            entering.add_decision(book, entering.decision(1 + (who == other), date(2020, 6, 5))).id,
        )
        award_lines.pay(book, line, date(2020, 6, 6))
    codes = ("B01", "B02", "B06", "B07", "B08", "E01", "E02", "E04", "D14")
    apart = {code: own(book, code) for code in codes}
    with book.reading() as db:
        profiles = [profile(db, who) for who in (one, other)]
    assert duplicate_review.scholarships_in_same_year(book, one, other) == ["2019-2020"]
    duplicate_review.settle(book, one, other, "same")
    once = {"B01": 1, "B02": 1, "B06": 1, "B07": 1, "B08": 1, "E04": 1}
    assert {code: own(book, code) for code in codes} == {**apart, **once}
    with book.reading() as db:
        assert [profile(db, who) for who in (one, other)] == profiles
    duplicate_review.settle(book, one, other, "different")
    assert {code: own(book, code) for code in codes} == apart
    assert suspected(book) == []
    sound(book)


def test_a_verdict_is_taken_back_by_undo_and_given_anew(book):
    one, other = member(book, "Lê Thị Bé", "1949"), member(book, "Lê Thị Bé", "1949")
    with undo.step(book) as step:
        duplicate_review.settle(book, one, other, "same")
    undo.undo(book, step)
    assert suspected(book) == [{one, other}]
    assert own(book, "B01") == 2
    duplicate_review.settle(book, one, other, "same")
    assert own(book, "B01") == 1
    sound(book)


def test_three_entries_of_one_person_are_one_and_a_contradiction_is_refused(book):
    a, b, c = (member(book, "Lê Thị Bé", "1949") for _number in range(3))
    duplicate_review.settle(book, a, b, "same")
    duplicate_review.settle(book, b, c, "same")
    assert own(book, "B01") == 1
    with pytest.raises(Refusal, match="người thứ ba"):
        duplicate_review.settle(book, a, c, "different")
    duplicate_review.settle(book, a, c, "same")
    with pytest.raises(Refusal, match="người thứ ba"):
        duplicate_review.settle(book, a, c, "different")
    d = member(book, "Lê Thị Bé", "1949")
    duplicate_review.settle(book, a, d, "different")
    assert suspected(book) == []
    with pytest.raises(Refusal, match="là khác"):
        duplicate_review.settle(book, c, d, "same")
    assert own(book, "B01") == 2


def test_a_move_from_one_entry_to_the_other_is_neither_leaving_nor_joining(book):
    one = member(book, "Lê Thị Bé", "1949", joined="2018-01-01")
    with book.reading() as db:
        stay = db.execute("SELECT id FROM memberships WHERE person = ?", (one,)).fetchone()[0]
    membership.leave(book, stay, date(2020, 3, 1), "moved")
    other = member(book, "Lê Thị Bé", "1949", joined="2020-03-01")
    assert [own(book, code) for code in ("B01", "B02", "B03", "B08")] == [1, 1, 1, 0]
    duplicate_review.settle(book, one, other, "same")
    assert [own(book, code) for code in ("B01", "B02", "B03", "B08")] == [1, 0, 0, 0]


def test_nobody_is_compared_with_himself_or_with_someone_who_is_not_there(book):
    one = person(book, "Lê Thị Bé", "1949")
    for other in (one, bytes(16)):
        with pytest.raises(Refusal):
            duplicate_review.settle(book, one, other, "same")
    with pytest.raises(Refusal):
        duplicate_review.settle(book, one, person(book, "Khác"), "perhaps")
    assert duplicate_review.decided(book, "same", "different") == []


def test_the_search_tells_how_far_it_is_and_can_be_stopped(book):
    for _number in range(3):
        person(book, "Lê Thị Bé", "1949-02-03")
    told = []
    duplicate_review.candidates(book, lambda done, total: told.append((done, total)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 0

    def stop(_done: int, _total: int) -> None:
        raise Cancelled("dừng")

    with pytest.raises(Cancelled):
        duplicate_review.candidates(book, stop)


def test_a_block_of_hundreds_born_on_one_day_is_still_searched(book):
    draft = [
        membership.ListedMember(
            people.PersonDraft(f"Người Thứ {chr(97 + n // 26)}{chr(97 + n % 26)}", born="1950-02-03"), date(2020, 1, 1)
        )
        for n in range(300)
    ]
    membership.register_many(book, draft)
    one, other = person(book, "Lê Thị Bé", "1950-02-03"), person(book, "Lê Thị Bé", "1950-02-03")
    assert {one, other} in suspected(book)


# --- the same child in two rounds ------------------------------------------------------------------------------------


def scholarship(book: Book, child: bytes, round_: bytes) -> bytes:
    return award_lines.nominate(book, AwardDraft(round_, child, "pupil", "scholarship", amount=500_000)).id


def test_a_child_with_two_scholarships_in_a_year_is_shown_before_and_at_approval_and_never_barred(book):
    first, second, next_year = (
        entering.add_round(book, name, "support", school_year=year).id
        for name, year in (("Vượt khó", "2019-2020"), ("Tiếp bước", "2019-2020"), ("Vượt khó", "2020-2021"))
    )
    child = person(book, "Y Wang Niê", "2008-03-04", school="Y Jút")
    one = scholarship(book, child, first)
    scholarship(book, child, next_year)
    assert given_twice(book, [one]) == []
    two = scholarship(book, child, second)
    assert in_words(given_twice(book, [two])) == [
        "Y Wang Niê đã có suất học bổng năm học 2019-2020: đợt «Vượt khó» của Thị trấn Ea Kar, 500.000 đồng."
    ]
    approved = award_lines.approve(book, [two], entering.add_decision(book, entering.decision(1, date(2020, 6, 5))).id)
    assert [(found.other, found.certain) for found in approved.given_twice] == [(one, True)]
    award_lines.withdraw(book, one)
    assert given_twice(book, [two]) == []


def test_another_child_of_the_same_name_and_birth_is_shown_until_it_is_said_to_be_another(book):
    round_ = entering.add_round(book, "Vượt khó", "support", school_year="2019-2020").id
    one = person(book, "Y Wang Niê", "2008-03-04", school="Y Jút")
    other = person(book, "Y Wang Niê", "2008-03-04", school="Y Jút")
    scholarship(book, one, round_)
    line = scholarship(book, other, round_)
    assert [found.certain for found in given_twice(book, [line])] == [False]
    assert "một người cùng tên" in in_words(given_twice(book, [line]))[0]
    duplicate_review.settle(book, one, other, "same")
    assert [found.certain for found in given_twice(book, [line])] == [True]
    duplicate_review.settle(book, one, other, "different")
    assert given_twice(book, [line]) == []
