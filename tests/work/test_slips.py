"""Slips of the hand in people and branches: what cannot be is refused at its field, what may be is asked about."""

from __future__ import annotations

from datetime import date

import pytest

from db.refusal import DraftRefused
from desktop_app.work.members import membership
from desktop_app.work.members.declared import BRANCHES
from desktop_app.work.members.membership import MemberDraft
from desktop_app.work.people import people
from desktop_app.work.people.declared import person_doubts
from desktop_app.work.people.people import PersonDraft
from desktop_app.work.records import verbs
from desktop_app.work.records.subject import Asking
from desktop_app.work.subjects import by_text
from tests import entering
from tests.stories.program import program


def refused_at(verb, *given):
    with pytest.raises(DraftRefused) as wrong:
        verb(*given)
    return [error.field for error in wrong.value.errors]


@pytest.mark.parametrize(
    ("born", "joined", "fields"), [("1950", date(1949, 3, 5), ["joined"]), ("1950", date(1950, 1, 1), [])]
)
def test_nobody_joins_before_their_birth(book, born, joined, fields):
    draft = MemberDraft(joined, None, PersonDraft("Nguyễn Văn An", born=born))
    if not fields:
        membership.register(book, draft)
    else:
        assert refused_at(membership.register, book, draft) == fields
        stay = membership.ListedMember(PersonDraft("Nguyễn Văn An", born=born), joined)
        assert refused_at(membership.register_many, book, [stay]) == fields


def test_neither_the_birth_nor_the_day_of_joining_is_corrected_past_the_other(book):
    person = people.add_person(book, PersonDraft("Nguyễn Văn An", born="1950-06-01")).id
    assert refused_at(membership.register, book, MemberDraft(date(1950, 5, 31), person=person)) == ["joined"]
    stay = membership.register(book, MemberDraft(date(1980, 2, 1), person=person)).id
    assert refused_at(membership.correct, book, stay, {"joined": "1949-02-01"}) == ["joined"]
    assert refused_at(people.change_person, book, person, {"born": "1981"}) == ["born"]


def test_a_phone_without_digits_is_refused_at_its_field_for_everybody(book):
    assert refused_at(people.add_person, book, PersonDraft("An", phone="không có")) == ["phone"]
    assert refused_at(people.add_person, book, PersonDraft("Em", pupil=True, phone="không có")) == ["phone"]
    for details in (PersonDraft("An"), PersonDraft("Em", pupil=True)):
        made = people.add_person(book, details).id
        assert refused_at(people.change_person, book, made, {"phone": "không có"}) == ["phone"]
    assert refused_at(entering.add_branch, book, entering.branch("Thôn 1", phone="không có")) == ["phone"]
    assert person_doubts({"phone": "0905 12"}) and not person_doubts({"phone": "0905 123 456"})


@pytest.mark.parametrize("subject", ["people", "donors"])
def test_a_doubtful_phone_is_told_once_by_the_commands_that_add_and_change(book, home, subject):
    book.close()
    added = program("add", book.path, subject, "full_name=An", "phone=0905 12", home=home.folder)
    changed = program("change", book.path, subject, added.out.strip(), "phone=0905 34", home=home.folder)
    assert [one.err.count("Xem lại số ấy") for one in (added, changed)] == [1, 1]


def test_a_branch_of_a_name_that_is_there_is_asked_about(book):
    made = entering.add_branch(book, entering.branch("Thôn 1")).id
    assert "«Thôn 1»" in by_text.doubts(book, "branches", {"name": "thôn 1"})[0]
    assert by_text.doubts(book, "branches", {"name": "Thôn 2"}) == []
    with book.reading() as db:
        assert verbs.doubts(BRANCHES, Asking(book, db, {"name": "thôn 1"}, made)) == []
