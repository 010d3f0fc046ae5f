"""Members and branches: who joins, moves, leaves, dies; slips corrected; head counts; people of one name."""

from __future__ import annotations

from datetime import date

import pytest

from db.refusal import DraftRefused, Refusal
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.members.declared import BRANCHES, MEMBERS
from desktop_app.work.members.membership import ListedMember, MemberDraft
from desktop_app.work.people import people
from desktop_app.work.people.known_people import known_people
from desktop_app.work.people.people import PersonDraft
from tests import entering

JOINED = date(2019, 3, 1)


def join(book, name="Nguyễn Văn An", *, branch=None, joined=JOINED, **details):
    return membership.register(book, MemberDraft(joined, branch, PersonDraft(name, **details))).id


def branch_of(book, name="Chi hội Thôn 1", **details):
    return entering.add_branch(book, entering.branch(name, **details)).id


def row_of(book, membership):
    with book.reading() as db:
        return list_queries.rows(db, MEMBERS.listing, [membership])[0]


def shown(book, **query):
    with book.reading() as db:
        ids = list_queries.ids(db, list_queries.Query(MEMBERS.listing, book.unit, today="2020-07-05", **query))
        return [row["full_name"] for row in list_queries.rows(db, MEMBERS.listing, ids)]


def fields_of(refused):
    return [error.field for error in refused.value.errors]


def test_a_member_needs_only_a_name_and_joins_on_the_day_given(book):
    row = row_of(book, join(book, "  Nguyễn   Văn An "))
    assert (row["full_name"], row["joined"], row["left"]) == ("Nguyễn Văn An", "2019-03-01", None)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"name": "   "}, "full_name"),
        ({"joined": date(2020, 7, 6)}, "joined"),
        ({"joined": date(1899, 12, 31)}, "joined"),
        ({"born": "2020-07-06"}, "born"),
        ({"born": "1899"}, "born"),
        ({"sex": "khác"}, "sex"),
    ],
)
def test_a_draft_that_cannot_be_true_is_refused_at_its_field_and_nothing_is_kept(book, details, field):
    with pytest.raises(DraftRefused) as refused:
        join(book, **{"name": "Trần Thị Bé", **details})
    assert fields_of(refused) == [field]
    assert shown(book) == []


def test_every_wrong_field_of_a_draft_is_named_at_once(book):
    with pytest.raises(DraftRefused) as refused:
        join(book, "", born="3000", joined=date(2021, 1, 1))
    assert fields_of(refused) == ["full_name", "born", "joined"]


def test_someone_who_is_a_member_already_is_not_registered_twice_but_may_come_back_after_leaving(book):
    first = join(book)
    person = bytes.fromhex(row_of(book, first)["person"])
    with pytest.raises(Refusal, match="đang là hội viên"):
        membership.register(book, MemberDraft(JOINED, person=person))
    membership.leave(book, first, date(2020, 1, 1), "resigned")
    again = membership.register(book, MemberDraft(date(2020, 2, 1), person=person)).id
    assert shown(book) == ["Nguyễn Văn An"]
    assert row_of(book, again)["person"] == person.hex()


def test_a_member_moves_to_another_branch_and_both_stays_are_kept(book):
    one, two = branch_of(book), branch_of(book, "Chi hội Thôn 2")
    old = join(book, branch=one)
    new = membership.move(book, old, two, date(2020, 5, 1)).id
    assert (row_of(book, old)["left"], row_of(book, old)["reason"]) == ("2020-05-01", "moved")
    assert (row_of(book, new)["branch"], row_of(book, new)["joined"]) == ("Chi hội Thôn 2", "2020-05-01")
    assert shown(book) == ["Nguyễn Văn An"]
    assert shown(book, under=one) == []
    assert shown(book, state="all") == ["Nguyễn Văn An"] * 2


def test_moving_to_the_same_branch_or_before_joining_or_tomorrow_is_refused(book):
    one, two = branch_of(book), branch_of(book, "Chi hội Thôn 2")
    stay = join(book, branch=one)
    for branch, day, field in ((one, JOINED, "branch"), (two, date(2019, 2, 28), "on"), (two, date(2020, 7, 6), "on")):
        with pytest.raises(DraftRefused) as refused:
            membership.move(book, stay, branch, day)
        assert fields_of(refused) == [field]
    assert row_of(book, stay)["left"] is None


def test_nobody_joins_or_moves_into_a_dissolved_branch_or_one_that_does_not_exist(book):
    closed = branch_of(book, dissolved=date(2020, 1, 1))
    for branch in (closed, bytes(16)):
        with pytest.raises(DraftRefused) as refused:
            join(book, branch=branch, joined=date(2020, 2, 1))
        assert fields_of(refused) == ["branch"]
    assert shown(book) == []
    join(book, branch=closed, joined=date(2019, 12, 31))
    assert shown(book) == ["Nguyễn Văn An"]


@pytest.mark.parametrize("reason", ["resigned", "removed", "died", "moved"])
def test_whoever_leaves_or_dies_is_out_of_the_list_from_that_day(book, reason):
    stay = join(book)
    membership.leave(book, stay, date(2020, 7, 5), reason)
    assert shown(book) == []
    assert row_of(book, stay)["reason"] == reason


def test_leaving_twice_or_without_a_known_reason_is_refused(book):
    stay = join(book)
    for reason in ("chán", None):
        with pytest.raises(DraftRefused) as refused:
            membership.leave(book, stay, date(2020, 7, 1), reason)
        assert fields_of(refused) == ["reason"]
    membership.leave(book, stay, date(2020, 7, 1), "died")
    with pytest.raises(Refusal, match="đã thôi"):
        membership.leave(book, stay, date(2020, 7, 2), "died")


def test_a_slip_of_the_joining_day_is_corrected_and_an_end_is_taken_back(book):
    stay = join(book)
    membership.correct(book, stay, {"joined": date(2018, 1, 2)})
    membership.leave(book, stay, date(2020, 7, 1), "died")
    membership.correct(book, stay, {"left_on": None})
    row = row_of(book, stay)
    assert (row["joined"], row["left"], row["reason"]) == ("2018-01-02", None, None)


def test_a_correction_that_cannot_be_true_changes_nothing(book):
    stay = join(book)
    membership.leave(book, stay, date(2020, 1, 1), "died")
    for fields, field in (
        ({"joined": date(2020, 1, 2)}, "left_on"),
        ({"joined": date(2021, 1, 1)}, "joined"),
        ({"joined": None}, "joined"),
        ({"left_on": date(2020, 8, 1)}, "left_on"),
        ({"branch": bytes(16)}, "branch"),
        ({"person": bytes(16)}, "person"),
    ):
        with pytest.raises(DraftRefused) as refused:
            membership.correct(book, stay, fields)
        assert field in fields_of(refused)
    row = row_of(book, stay)
    assert (row["joined"], row["left"], row["branch"]) == ("2019-03-01", "2020-01-01", None)


def test_a_branch_without_a_list_is_counted_by_its_dated_head_counts_and_a_day_has_one_count(book):
    branch = branch_of(book, head_count=40, head_count_on=date(2019, 12, 31))
    entering.change_branch(book, branch, {"head_count": 45, "head_count_on": date(2020, 6, 30)})
    entering.change_branch(book, branch, {"head_count": 46, "head_count_on": date(2020, 6, 30)})
    with book.reading() as db:
        counts = db.execute("SELECT dated, people FROM head_counts ORDER BY dated").fetchall()
        row = list_queries.rows(db, BRANCHES.listing, [branch])[0]
    assert counts == [("2019-12-31", 40), ("2020-06-30", 46)]
    assert (row["head_count"], row["head_count_on"], row["members"]) == (46, "2020-06-30", 0)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "câu lạc bộ"}, "kind"),
        ({"founded": date(2020, 7, 6)}, "founded"),
        ({"founded": date(2020, 1, 2), "dissolved": date(2020, 1, 1)}, "dissolved"),
        ({"head_count": -1}, "head_count"),
        ({"head_count": 5, "head_count_on": date(2020, 7, 6)}, "head_count_on"),
        ({"head_count_on": date(2020, 7, 1)}, "head_count_on"),
    ],
)
def test_a_branch_that_cannot_be_true_is_refused_when_entered_and_when_changed(book, details, field):
    with pytest.raises(DraftRefused) as refused:
        entering.add_branch(book, entering.branch(**{"name": "Chi hội Thôn 9", **details}))
    assert fields_of(refused) == [field]
    branch = branch_of(book)
    with pytest.raises(DraftRefused) as refused:
        entering.change_branch(book, branch, details)
    assert fields_of(refused) == [field]
    with book.reading() as db:
        assert [row["name"] for row in list_queries.rows(db, BRANCHES.listing, [branch])] == ["Chi hội Thôn 1"]
        assert db.execute("SELECT count(*) FROM head_counts").fetchone() == (0,)


def test_a_branch_keeps_its_name_when_the_name_is_cleared(book):
    branch = branch_of(book)
    for fields in ({"name": None}, {"kind": ""}):
        with pytest.raises(DraftRefused):
            entering.change_branch(book, branch, fields)


def test_someone_of_the_same_name_is_pointed_out_without_marks_but_not_one_of_another_birth(book):
    stay = join(book, "Nguyễn Thị Hòa", born="1960")
    join(book, "NGUYỄN THỊ HOÀ", born="1952-03-05")
    join(book, "Nguyễn Thị Hoa")
    membership.leave(book, stay, date(2020, 1, 1), "resigned")
    assert [one.words for one in known_people(book, "nguyen thi hoa", "1952")] == [
        "NGUYỄN THỊ HOÀ (05/03/1952; đang là hội viên)",
        "Nguyễn Thị Hoa (chưa ghi năm sinh; đang là hội viên)",
    ]
    (left,) = [one for one in known_people(book, "Nguyễn Thị Hòa", "1960") if not one.member]
    assert left.words == "Nguyễn Thị Hòa (1960; thôi hội viên ngày 01/01/2020: Xin thôi)"
    assert known_people(book, "Nguyễn Thị") == [] == known_people(book, "  ")


def test_whoever_is_under_age_or_a_pupil_is_kept_as_a_learner_and_found_all_the_same(book):
    join(book, "Hoàng Văn Nhỏ", born="2004-01-01")
    join(book, "Hoàng Văn Lớn", born="2002-07-05")
    with book.reading() as db:
        assert db.execute("SELECT count(*) FROM learners").fetchone() == (1,)
        assert db.execute("SELECT full_name FROM people WHERE born IS NOT NULL").fetchall() == [("Hoàng Văn Lớn",)]
    assert shown(book, search="hoang van nho") == ["Hoàng Văn Nhỏ"]


def test_a_person_is_corrected_field_by_field_and_a_name_is_never_lost(book):
    stay = join(book, born="1960", phone="0912345678")
    person = bytes.fromhex(row_of(book, stay)["person"])
    people.change_person(book, person, {"full_name": "Nguyễn Văn  Ân", "phone": "", "sex": "male"})
    row = row_of(book, stay)
    assert (row["full_name"], row["born"], row["phone"], row["sex"]) == ("Nguyễn Văn Ân", "1960", None, "male")
    for fields in ({"full_name": ""}, {"born": "2999"}, {"sex": "x"}, {"salary": "1"}):
        with pytest.raises(DraftRefused):
            people.change_person(book, person, fields)
    assert row_of(book, stay)["full_name"] == "Nguyễn Văn Ân"
    assert shown(book, search="van an") == ["Nguyễn Văn Ân"]


def test_a_whole_list_is_registered_or_none_of_it(book):
    good = ListedMember(PersonDraft("Lê Thị Một"), JOINED)
    with pytest.raises(DraftRefused):
        membership.register_many(book, [good, ListedMember(PersonDraft(" "), JOINED)])
    with pytest.raises(DraftRefused):
        membership.register_many(book, [good, ListedMember(PersonDraft("Lê Thị Mai Sau", born="2021"), JOINED)])
    assert shown(book) == []
    assert membership.register_many(book, [good, ListedMember(PersonDraft("Lê Văn Nhỏ", born="2010"), JOINED)]) == 2
    assert shown(book) == ["Lê Thị Một", "Lê Văn Nhỏ"]


def test_several_verbs_together_are_kept_all_or_not_at_all(book):
    with pytest.raises(DraftRefused), book.together():
        branch = branch_of(book)
        join(book, branch=branch)
        join(book, " ")
    assert shown(book) == []
    with book.together():
        with book.together():
            branch = branch_of(book)
        join(book, branch=branch)
    assert shown(book, under=branch) == ["Nguyễn Văn An"]


def test_a_stay_is_not_corrected_into_another_one_of_the_same_person(book):
    first, second = branch_of(book), branch_of(book, "Chi hội Thôn 2")
    old = join(book, branch=first)
    new = membership.move(book, old, second, date(2020, 2, 3)).id
    with pytest.raises(DraftRefused) as again:
        membership.correct(book, old, {"left_on": None})
    with pytest.raises(DraftRefused) as earlier:
        membership.correct(book, new, {"joined": date(2012, 1, 1)})
    assert (fields_of(again), fields_of(earlier)) == (["left_on"], ["left_on"])
    assert "từ ngày 03/02/2020 đến nay" in again.value.message
    membership.correct(book, old, {"left_on": date(2020, 1, 31)})
    membership.correct(book, new, {"joined": date(2020, 1, 31)})


def test_no_family_consents_for_an_adult(book):
    with pytest.raises(DraftRefused) as refused:
        people.add_person(book, PersonDraft("Ông Lớn", born="1960", consent_on=date(2020, 1, 2), consent_by="Vợ"))
    assert fields_of(refused) == ["consent_on", "consent_by"]
