"""Lists: order by given name, search without marks, filters, pages; signs a person types are harmless."""

from __future__ import annotations

import time
from datetime import date

import pytest

from db.refusal import Refusal
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.members.declared import MEMBERS
from desktop_app.work.people import people
from desktop_app.work.subjects.registry import listing_named
from desktop_app.work.units.declared import UNITS
from tests import entering

TODAY = "2020-07-05"


def names(book, subject="members", key="full_name", **query):
    with book.reading() as db:
        ids = list_queries.ids(db, list_queries.Query(listing_named(subject), book.unit, today=TODAY, **query))
        assert list_queries.count(
            db, list_queries.Query(listing_named(subject), book.unit, today=TODAY, **query)
        ) == len(ids)
        return [row[key] for row in list_queries.rows(db, listing_named(subject), ids)]


def join(book, *full_names, **details):
    for name in full_names:
        draft = people.PersonDraft(name, **details)
        membership.register(book, membership.MemberDraft(date(2019, 1, 1), None, draft))


def test_members_stand_in_the_order_of_given_names_and_edê_names_by_their_own(book):
    join(book, "Nguyễn Văn Đạt", "Trần Thị Ánh", "Lê Văn An", "Y Wang Mlô", "H'Ngoan Niê", "Phạm Dũng", "Bùi Thị An")
    assert names(book) == [
        "Bùi Thị An",
        "Lê Văn An",
        "Trần Thị Ánh",
        "Phạm Dũng",
        "Nguyễn Văn Đạt",
        "H'Ngoan Niê",
        "Y Wang Mlô",
    ]


@pytest.mark.parametrize(
    "typed", ["đạt", "DAT", "nguyen dat", "dat nguyen", "  van   đạt ", "ngu", "Đạt’", '"dat"', "dat*"]
)
def test_a_member_is_found_by_any_beginnings_of_words_with_or_without_marks(book, typed):
    join(book, "Nguyễn Văn Đạt", "Lê Thị Hoa")
    assert names(book, search=typed) == ["Nguyễn Văn Đạt"]


@pytest.mark.parametrize("typed", ["xyz", "dat hoa", "%", "_", "'", '"', "*", "(", "-", "NEAR(", "AND OR"])
def test_what_nobody_is_called_finds_nobody_and_signs_break_nothing(book, typed):
    join(book, "Nguyễn Văn Đạt", "Lê Thị Hoa")
    assert names(book, search=typed) == []


def test_an_edê_name_is_found_with_and_without_its_prefix(book):
    join(book, "H'Ngoan Niê Kdăm")
    for typed in ("ngoan", "hngoan", "h'ngoan", "H’Ngoan nie", "kdam"):
        assert names(book, search=typed) == ["H'Ngoan Niê Kdăm"], typed


def test_a_corrected_name_is_found_by_its_new_form_only(book):
    person = people.add_person(book, people.PersonDraft("Nguyễn Văn Đạc")).id
    people.change_person(book, person, {"full_name": "Nguyễn Văn Đạt"})
    assert names(book, "people", search="dac") == []
    assert names(book, "people", search="dat") == ["Nguyễn Văn Đạt"]


def test_the_fund_is_searched_without_marks_by_giver_note_voucher_and_amount(book):
    donor = entering.add_donor(book, "Nguyễn Thị Thu Hà").id
    movements.book_movement(book, FundDraft("receive", 500_000, date(2020, 3, 1), party=donor, note="Ủng hộ 100 % quỹ"))
    movements.book_movement(book, FundDraft("receive", 70_000, date(2020, 3, 2), party_text="Ông Bình_An"))
    for typed, found in {
        "nguyen": [500_000],
        "Nguyễn": [500_000],
        "thu ha ung ho": [500_000],
        "binh an": [70_000],
        "PT002/2020": [70_000],
        "pt001": [500_000],
        "70000": [70_000],
        "%": [],
        "_": [],
        "100 %": [500_000],
        "nguyen binh": [],
        "xyz": [],
    }.items():
        assert names(book, "fund", "amount", search=typed) == found, typed


def test_other_lists_are_searched_too(book):
    entering.add_purse(book, "Quỹ bò giống")
    entering.add_round(book, "Học bổng vượt khó", "support", school_year="2019-2020")
    entering.add_decision(book, entering.decision(12, date(2020, 6, 1), signer="Y Thông Niê"))
    entering.set_population(book, book.unit, 2020, 9500)
    entering.add_post(
        book, people.add_person(book, people.PersonDraft("Y Thông Niê")).id, book.unit, "Chủ tịch", None, None
    )
    for subject, key, typed, found in (
        ("purses", "name", "bo giong", "Quỹ bò giống"),
        ("rounds", "name", "hoc bong", "Học bổng vượt khó"),
        ("decisions", "no", "12/2020", 12),
        ("decisions", "no", "thong nie", 12),
        ("posts", "person", "chu tich", "Y Thông Niê"),
        ("population", "year", "ea kar", 2020),
    ):
        assert names(book, subject, key, search=typed) == [found], (subject, typed)
        assert names(book, subject, key, search="xyz") == []
    with book.reading() as db:
        assert len(list_queries.ids(db, list_queries.Query(UNITS.listing, search="krong bong"))) >= 1


def test_awards_are_filtered_by_state_and_round_and_members_by_branch(book):
    one, two = (
        entering.add_round(book, "Một", "talent").id,
        entering.add_round(book, "Hai", "talent").id,
    )
    pupil = people.add_person(book, people.PersonDraft("Em Lan", school="THCS")).id
    first = award_lines.nominate(book, award_lines.AwardDraft(one, pupil, "pupil", "gift", 5)).id
    award_lines.nominate(book, award_lines.AwardDraft(two, pupil, "pupil", "gift", 6))
    award_lines.withdraw(book, first)
    assert names(book, "awards", "amount", state="withdrawn") == [5]
    assert names(book, "awards", "amount", state="nominated") == [6]
    assert names(book, "awards", "amount", under=one) == [5]
    assert sorted(names(book, "awards", "amount")) == [5, 6]
    assert names(book, "awards", "recipient", search="em lan hai") == ["Em Lan"]


def test_rows_come_in_the_order_asked_for_and_what_is_gone_is_left_out(book):
    join(book, "Lê Văn An", "Lê Văn Bình")
    with book.reading() as db:
        ids = list_queries.ids(db, list_queries.Query(MEMBERS.listing, book.unit))
        rows = list_queries.rows(db, MEMBERS.listing, [ids[1], bytes(16), ids[0]])
    assert [row["full_name"] for row in rows] == ["Lê Văn Bình", "Lê Văn An"]


def test_an_unknown_list_is_refused(book):
    with pytest.raises(Refusal, match="Không có danh sách"):
        listing_named("cats")


@pytest.mark.long
def test_a_hundred_thousand_members_are_ordered_searched_and_paged_without_waiting(book):
    stays = [
        membership.ListedMember(people.PersonDraft(f"Nguyễn Văn {chr(65 + number % 26)}{number}"), date(2019, 1, 1))
        for number in range(100_000)
    ]
    membership.register_many(book, stays)
    with book.reading() as db:
        started = time.perf_counter()
        ids = list_queries.ids(db, list_queries.Query(MEMBERS.listing, book.unit))
        assert len(ids) == 100_000
        assert len(list_queries.rows(db, MEMBERS.listing, ids[50_000:50_100])) == 100
        expected = sum(number % 26 == 0 and str(number).startswith("260") for number in range(100_000))
        assert len(list_queries.ids(db, list_queries.Query(MEMBERS.listing, book.unit, "nguyen van a260"))) == expected
        assert time.perf_counter() - started < 5
