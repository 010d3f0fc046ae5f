"""Taking back: a step undone leaves the records as they were, and the journal longer, never shorter."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from db.refusal import Refusal
from desktop_app.work.fund import movements
from desktop_app.work.fund.declared import PURSES
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.records import undo, verbs
from tests import entering
from tests.offices import NOW, sound

JOINED = date(2020, 2, 1)


def step(book, verb) -> undo.Step:
    """A verb done, and what it wrote."""
    with undo.step(book) as taken:
        verb()
    return taken


def rows(book, query: str) -> list[tuple]:
    with book.reading() as db:
        return db.execute(query).fetchall()


def entries(book) -> int:
    return rows(book, "SELECT count(*) FROM entries")[0][0]


@pytest.fixture
def register(book):
    return lambda: membership.register(
        book, membership.MemberDraft(JOINED, None, people.PersonDraft("H’Lan Mlô", born="1957"))
    )


def test_a_new_member_taken_back_is_gone_and_stays_in_the_journal(book, register):
    taken = step(book, register)
    written = entries(book)
    undo.undo(book, taken)
    assert rows(book, "SELECT * FROM memberships") == [] == rows(book, "SELECT * FROM people")
    assert entries(book) > written
    sound(book)


def test_a_correction_taken_back_gives_every_field_its_former_value(book, register):
    register()
    (person,) = rows(book, "SELECT id, full_name, born, phone FROM people")
    fields = {"full_name": "H’Lan Mlô Êban", "born": "1958", "phone": "0905"}
    undo.undo(book, step(book, lambda: people.change_person(book, person[0], fields)))
    assert rows(book, "SELECT id, full_name, born, phone FROM people") == [person]
    sound(book)


def test_undo_gives_the_last_value_back_though_the_clock_went_back_six_seconds_between_two_changes(book, register):
    register()
    ((person,),) = rows(book, "SELECT id FROM people")
    people.change_person(book, person, {"phone": "0911"})
    book.clock = replace(book.clock, now=lambda: NOW - 6_000)
    people.change_person(book, person, {"phone": "0922"})
    undo.undo(book, step(book, lambda: people.change_person(book, person, {"phone": "0933"})))
    assert rows(book, "SELECT phone FROM people") == [("0922",)]
    sound(book)


def test_what_was_changed_again_since_is_not_taken_back(book, register):
    taken = step(book, register)
    (person,) = rows(book, "SELECT id FROM people")
    people.change_person(book, person[0], {"phone": "0911"})
    with pytest.raises(Refusal, match="đã được sửa tiếp"):
        undo.undo(book, taken)
    assert rows(book, "SELECT phone FROM people") == [("0911",)]


def test_money_is_reversed_never_undone(book):
    draft = movements.FundDraft("receive", 500_000, date(2020, 3, 1), category="gift_person")
    taken = step(book, lambda: movements.book_movement(book, draft))
    with pytest.raises(Refusal, match="Hủy phiếu"):
        undo.undo(book, taken)
    assert rows(book, "SELECT amount FROM movements") == [(500_000,)]


def test_a_step_that_wrote_nothing_has_nothing_to_take_back(book):
    with pytest.raises(Refusal, match="không có gì để hoàn tác"):
        undo.undo(book, step(book, lambda: None))


def test_what_another_thread_keeps_while_a_person_waits_for_the_book_is_no_part_of_the_person_s_step(book, register):
    def load(name: str) -> None:
        people.add_person(book, people.PersonDraft(name, born="1960"))

    def waited() -> None:
        for name in ("Nhập Trước", "Nhập Sau"):
            loading = threading.Thread(target=load, args=(name,))
            loading.start()
            loading.join()
            load(f"Người Gõ, {name}")

    undo.undo(book, step(book, waited))
    assert rows(book, "SELECT full_name FROM people ORDER BY full_name") == [("Nhập Sau",), ("Nhập Trước",)]
    sound(book)


def test_what_is_said_first_of_a_list_is_taken_back_to_nothing_said(book):
    purse = entering.add_purse(book, "Quỹ bò giống", restricted=True).id
    taken = step(book, lambda: verbs.correct(book, PURSES, purse, {"allowed": ["hardship"]}))
    undo.undo(book, taken)
    assert rows(book, f"SELECT allowed FROM purses WHERE id = x'{purse.hex()}'") == [("[]",)]
    verbs.correct(book, PURSES, purse, {"name": "Quỹ bò"})
    sound(book)


def test_what_others_hang_on_by_now_is_not_taken_away(book):
    taken = step(book, lambda: entering.add_branch(book, entering.branch("Chi hội Thôn 5")))
    ((branch,),) = rows(book, "SELECT id FROM branches")
    draft = people.PersonDraft("H’Lan Mlô", born="1957")
    stay = membership.register(book, membership.MemberDraft(JOINED, branch, draft)).id
    with pytest.raises(Refusal) as refused:
        undo.undo(book, taken)
    assert refused.value.code == "UNDO"
    assert rows(book, "SELECT id, branch FROM memberships") == [(stay, branch)]
    sound(book)
