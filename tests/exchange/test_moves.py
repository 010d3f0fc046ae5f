"""1 July 2025: the branches of the closed communes go on in the new one, with their members, and nobody counts twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from db.exchange.refusals import Outcome
from db.refusal import Refusal
from db.store import Book
from desktop_app.work import branch_moves, members
from desktop_app.work.branch_moves import MoveDraft
from desktop_app.work.conflicts import open_conflicts
from desktop_app.work.members import BranchDraft, MemberDraft
from desktop_app.work.people import PersonDraft
from tests.offices import receive, sound


@dataclass
class Commune:
    """Two branches of an old commune, who is in the first, and a branch that only counts heads."""

    first: bytes
    second: bytes
    counted: bytes
    people: dict[str, bytes]


@pytest.fixture
def commune(old):
    first, second = (
        members.add_branch(old, BranchDraft(name, founded=date(2010, 1, 5))).id for name in ("Buôn Ea Khít", "Thôn Hai")
    )
    counted = members.add_branch(
        old, BranchDraft("Cơ quan xã", "agency", head_count=12, head_count_on=date(2025, 3, 1))
    ).id
    people = {
        name: members.register(old, MemberDraft(date(2020, 1, 5), branch, PersonDraft(name, sex="female"))).id
        for name, branch in (("H'Bia Niê", first), ("Ama Thu", first), ("Lê Văn Tám", second), ("Bà Tự Do", None))
    }
    left = members.register(old, MemberDraft(date(2019, 1, 5), first, PersonDraft("Ông Đã Thôi"))).id
    members.leave(old, left, date(2021, 5, 5), "resigned")
    return Commune(first, second, counted, people)


def owners(book: Book, table: str) -> dict[bytes, int]:
    with book.reading() as db:
        return dict(db.execute(f"SELECT office, count(*) FROM {table} GROUP BY office").fetchall())


def test_the_whole_office_goes_with_branches_members_people_and_head_counts(july, old, new, commune):
    receive(july.hub, *july.send(old))
    plan = branch_moves.plan_move(july.hub, MoveDraft(old.unit, new.unit))
    assert (len(plan.branches), plan.members, plan.people, plan.day) == (3, 4 + 12, 5, date(2025, 7, 1))

    branch_moves.move_branches(july.hub, MoveDraft(old.unit, new.unit))

    for table, count in (("branches", 3), ("memberships", 5), ("people", 5), ("head_counts", 1)):
        assert owners(july.hub, table) == {new.unit: count}, table
    with pytest.raises(Refusal) as refused:
        branch_moves.move_branches(july.hub, MoveDraft(old.unit, new.unit))
    assert refused.value.code == "EMPTY"
    sound(july.hub)


def names_in(book: Book) -> list[str]:
    """The members of a book's own office, as its list shows them."""
    with book.reading() as db:
        rows = db.execute(
            "SELECT p.full_name FROM memberships m JOIN persons p ON p.id = m.person WHERE m.office = ? AND m.left_on"
            " IS NULL ORDER BY p.full_name",
            (book.unit,),
        )
        return [row[0] for row in rows]


def test_the_new_office_takes_the_members_in_edits_one_and_the_province_merges_it(july, old, new, commune):
    receive(july.hub, *july.send(old))
    branch_moves.move_branches(july.hub, MoveDraft(old.unit, new.unit))

    results = receive(new, july.answer())

    assert {str(one.outcome) for one in results} <= {"MERGED", "ALREADY_HAVE"} or results
    print([(r.file, str(r.outcome), str(r.code)) for r in results])
    assert names_in(new) == ["Ama Thu", "Bà Tự Do", "H'Bia Niê", "Lê Văn Tám"]
    members.leave(new, commune.people["Ama Thu"], date(2025, 7, 3), "died")
    (merged,) = receive(july.hub, *july.send(new))
    assert merged.outcome is Outcome.MERGED
    with july.hub.reading() as db:
        assert db.execute("SELECT count(*) FROM records WHERE marks <> 0").fetchone() == (0,)
        assert db.execute("SELECT left_on FROM memberships WHERE id = ?", (commune.people["Ama Thu"],)).fetchone() == (
            "2025-07-03",
        )
    assert open_conflicts(july.hub) == []
    for book in (july.hub, new):
        sound(book)
