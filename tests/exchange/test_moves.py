"""1 July 2025: the branches of the closed communes go on in the new one, with their members, and nobody counts twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from db.refusal import Refusal
from db.store import Book
from desktop_app.work import branch_moves, members
from desktop_app.work.branch_moves import MoveDraft
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
