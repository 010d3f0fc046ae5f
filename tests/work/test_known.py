"""One person stays one person: whoever comes back, is entered anew or bears the name of another, in lists and verbs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from db.refusal import DraftRefused, Refusal
from desktop_app.work import loading
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.recipients import RecipientDraft, corrections, known_recipients, recipient_of
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.members.declared import MEMBERS
from desktop_app.work.members.membership import MemberDraft
from desktop_app.work.people import people
from desktop_app.work.people.known_people import known_people
from desktop_app.work.people.people import PersonDraft
from tests import entering

MEMBER_COLUMNS = ("Họ và tên", "Năm sinh", "Dân tộc", "Điện thoại", "Ngày vào Hội", "Ngày thôi")
AWARD_COLUMNS = ("Họ và tên học sinh", "Ngày sinh", "Trường", "Lớp", "Đợt xét", "Hình thức")


def workbook(path: Path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def count(book, table):
    with book.reading() as db:
        return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def left_member(book, name="Nguyễn Văn An", born="1952-03-05", **details):
    stay = membership.register(book, MemberDraft(date(2015, 1, 1), None, PersonDraft(name, born=born, **details))).id
    membership.leave(book, stay, date(2019, 6, 1), "resigned")
    with book.reading() as db:
        return db.execute("SELECT person FROM memberships WHERE id = ?", (stay,)).fetchone()[0]


def remarks(loaded):
    return [(one.row, one.column, one.message) for one in loaded.remarks]


def test_a_member_who_comes_back_begins_a_new_stay_and_is_corrected_in_what_is_new(book):
    person = left_member(book, phone="0905000111")
    again = PersonDraft("Nguyễn Văn An", born="1952", phone="0905222333", ethnic_group="kinh")
    made = membership.register(book, MemberDraft(date(2020, 2, 1), None, again, person)).id
    with book.reading() as db:
        (row,) = list_queries.rows(db, MEMBERS.listing, [made])
    assert (row["born"], row["phone"], row["ethnic_group"], row["joined"]) == (
        "1952-03-05",
        "0905222333",
        "Kinh",
        "2020-02-01",
    )
    assert (count(book, "people"), count(book, "memberships")) == (1, 2)


@pytest.mark.parametrize("written", ["H’Ngoan Êban", "H'NGOAN ÊBAN", "H Ngoan Êban", "HNgoan Eban", "H' Ngoan Êban"])
def test_a_name_is_known_however_it_is_written(book, written):
    person = left_member(book, "H’Ngoan Êban")
    assert [one.id for one in known_people(book, written, "1952")] == [person]


def test_nobody_comes_back_before_the_day_of_leaving(book):
    person = left_member(book)
    with pytest.raises(DraftRefused, match="thôi hội viên ngày 01/06/2019"):
        membership.register(book, MemberDraft(date(2019, 5, 31), None, None, person))
    membership.register(book, MemberDraft(date(2019, 6, 1), None, None, person))
    with pytest.raises(Refusal, match="đang là hội viên"):
        membership.register(book, MemberDraft(date(2020, 1, 1), None, None, person))


def test_a_list_brings_back_whoever_had_left_and_says_so(book, tmp_path):
    left_member(book)
    path = workbook(
        tmp_path / "a.xlsx", MEMBER_COLUMNS, ("Nguyễn Văn An", "05/03/1952", None, "0905222333", "1/2/2020", None)
    )
    rehearsed = loading.load(book, "members", path, dry_run=True)
    assert count(book, "memberships") == 1
    loaded = loading.load(book, "members", path)
    assert remarks(rehearsed) == remarks(loaded)
    assert (loaded.new, loaded.doubtful, count(book, "people"), count(book, "memberships")) == (1, 0, 1, 2)
    ((row, column, message),) = remarks(loaded)
    assert (row, column) == (2, "Họ và tên")
    assert "thôi hội viên ngày 01/06/2019: Xin thôi" in message and "ghi vào lại" in message
    again = loading.load(book, "members", path)
    assert (again.new, again.same, count(book, "memberships")) == (0, 1, 2)


def test_a_list_does_not_guess_by_name_and_year_but_names_who_is_on_record(book, tmp_path):
    left_member(book)
    loaded = loading.load(
        book,
        "members",
        workbook(tmp_path / "a.xlsx", MEMBER_COLUMNS, ("Nguyễn Văn An", "1952", None, None, "1/2/2020", None)),
    )
    assert (loaded.new, loaded.doubtful, count(book, "people")) == (1, 1, 2)
    assert "được ghi là người khác" in loaded.remarks[0].message


def test_two_stays_of_one_person_in_a_list_are_one_person(book, tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        MEMBER_COLUMNS,
        ("Nguyễn Văn An", "05/03/1952", None, None, "1/1/2015", "1/6/2019"),
        ("Nguyễn Văn An", "05/03/1952", None, None, "1/2/2020", None),
        ("Nguyễn Văn An", "06/03/1952", None, None, "1/2/2020", None),
    )
    loaded = loading.load(book, "members", path)
    assert (loaded.new, count(book, "people"), count(book, "memberships")) == (3, 2, 3)


def test_a_year_alone_and_a_group_that_is_none_of_the_54_are_told_before_they_are_written(book, tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        MEMBER_COLUMNS,
        ("Lê Thị Bé", "1960", "Êđê", None, "2014", None),
        ("Lê Văn Cả", "1961", "Kih", None, "1/2/2014", None),
    )
    loaded = loading.load(book, "members", path, dry_run=True)
    assert remarks(loaded) == [
        (2, "Ngày vào Hội", "Chỉ có năm nên được ghi là ngày 01/01/2014"),
        (3, "Dân tộc", "«Kih» không có trong danh mục 54 dân tộc. Kiểm tra lại cách viết."),
    ]
    loading.load(book, "members", path)
    with book.reading() as db:
        assert db.execute("SELECT ethnic_group FROM people ORDER BY 1").fetchall() == [("Kih",), ("Ê Đê",)]


@pytest.fixture
def lan(book):
    entering.add_round(book, "Đợt 1", "talent")
    draft = PersonDraft("Em Lan", born="2009-05-01", school="THCS Ea Tar", class_name="5A")
    return people.add_person(book, draft).id


@pytest.mark.parametrize(
    ("born", "school", "class_name", "lands", "doubtful"),
    [
        ("01/05/2009", None, None, True, 0),
        (None, "Trường THCS Ea Tar", "5a", True, 0),
        ("2009", "THCS Ea Tar", "6A", True, 0),
        (None, "THCS Ea Tar", "5B", False, 1),
        (None, "THCS Lê Lợi", "5A", False, 1),
        ("01/05/2010", "THCS Ea Tar", "5A", False, 0),
        (None, None, None, False, 1),
    ],
)
def test_an_award_of_a_list_lands_by_birth_or_by_school_and_class_never_by_the_name_alone(
    book, lan, tmp_path, born, school, class_name, lands, doubtful
):
    row = ("Em Lan", born, school, class_name, "Đợt 1", "Giấy khen")
    loaded = loading.load(book, "awards", workbook(tmp_path / "a.xlsx", AWARD_COLUMNS, row))
    assert (loaded.new, loaded.doubtful, len(loaded.remarks)) == (1, doubtful, doubtful)
    with book.reading() as db:
        ((recipient,),) = db.execute("SELECT recipient FROM awards").fetchall()
    assert (recipient == lan) is lands


def test_the_award_of_a_namesake_in_another_class_is_no_line_on_record_already(book, lan, tmp_path):
    with book.reading() as db:
        (round_,) = db.execute("SELECT id FROM rounds").fetchone()
    award_lines.nominate(book, award_lines.AwardDraft(round_, lan, "pupil", "certificate"))
    path = workbook(
        tmp_path / "a.xlsx",
        AWARD_COLUMNS,
        ("Em Lan", None, "THCS Ea Tar", "5A", "Đợt 1", "Giấy khen"),
        ("Em Lan", None, "THCS Ea Tar", "5B", "Đợt 1", "Giấy khen"),
    )
    loaded = loading.load(book, "awards", path)
    assert (loaded.same, loaded.new, count(book, "awards"), count(book, "learners")) == (1, 1, 2, 2)


def test_a_pupil_without_age_or_school_is_a_learner_whose_name_stays_here_and_has_no_made_up_school(book, tmp_path):
    entering.add_round(book, "Đợt 1", "talent")
    row = ("Em Không Trường", None, None, None, "Đợt 1", "Giấy khen")
    loading.load(book, "awards", workbook(tmp_path / "a.xlsx", AWARD_COLUMNS, row))
    recipient_of(book, RecipientDraft("pupil", None, "Em Ở Mẫu"))
    with book.reading() as db:
        assert db.execute("SELECT school FROM learners").fetchall() == [(None,), (None,)]
        assert db.execute("SELECT count(*) FROM people").fetchone() == (0,)


def test_what_a_form_says_otherwise_of_a_known_pupil_is_told_and_then_corrected(book, lan):
    draft = RecipientDraft("pupil", lan, "Em Lan", class_name="6A", guardian="Mẹ H’Lan", school="THCS Ea Tar")
    assert corrections(book, draft) == {"class_name": ("5A", "6A")}
    assert recipient_of(book, draft) == lan
    with book.reading() as db:
        found = people.details(db, lan)
    assert (found["class_name"], found["guardian"], found["born"]) == ("6A", "Mẹ H’Lan", "2009-05-01")


def test_a_school_typed_for_an_adult_on_record_is_refused_at_its_field_and_not_dropped(book):
    adult = people.add_person(book, PersonDraft("Thầy Ba", born="1970")).id
    with pytest.raises(DraftRefused) as refused:
        recipient_of(book, RecipientDraft("pupil", adult, "Thầy Ba", school="THCS Ea Tar", class_name="9A"))
    assert [error.field for error in refused.value.errors] == ["school", "class_name"]


@pytest.mark.parametrize("kind", ["family", "clan", "unit", "donor", "teacher", "pupil"])
def test_recipients_of_one_name_are_named_before_a_second_one_is_entered(book, kind):
    draft = RecipientDraft(kind, None, "Gia đình ông An")
    assert known_recipients(book, draft) == []
    first = recipient_of(book, draft)
    (known,) = known_recipients(book, RecipientDraft(kind, None, "GIA ĐÌNH ÔNG AN"))
    assert known.id == first


def test_a_consent_says_by_whom_and_when_and_is_not_simply_emptied(book, lan):
    with pytest.raises(DraftRefused) as refused:
        people.change_person(book, lan, {"consent_by": "Mẹ"})
    assert [error.field for error in refused.value.errors] == ["consent_on"]
    people.change_person(book, lan, {"consent_by": "Mẹ", "consent_on": date(2020, 6, 1)})
    with pytest.raises(DraftRefused, match="Rút lại đồng ý"):
        people.change_person(book, lan, {"consent_on": None})


def test_a_nomination_is_corrected_also_in_its_round_while_it_is_one(book, lan):
    other = entering.add_round(book, "Đợt 2", "talent").id
    with book.reading() as db:
        (round_,) = db.execute("SELECT id FROM rounds WHERE name = 'Đợt 1'").fetchone()
    award = award_lines.nominate(book, award_lines.AwardDraft(round_, lan, "pupil", "certificate")).id
    award_lines.change_award(book, award, {"round": other, "form": "gift", "amount": 50_000, "reason": "Giỏi"})
    line = award_lines.line_of(book, award)
    assert (line["round"], line["form"], line["amount"], line["reason"]) == (other, "gift", 50_000, "Giỏi")
    with pytest.raises(DraftRefused):
        award_lines.change_award(book, award, {"round": lan})
    award_lines.approve(
        book,
        [award],
        entering.add_decision(book, entering.decision(1, date(2020, 6, 1))).id,
    )
    with pytest.raises(Refusal, match="đã duyệt"):
        award_lines.change_award(book, award, {"round": round_})
