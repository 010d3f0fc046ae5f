"""1 July 2025: the branches of the closed communes go on in the new one, with their members, and nobody counts twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import pytest

from db.exchange.refusals import Outcome
from db.refusal import Refusal
from db.store import Book
from desktop_app import cli
from desktop_app.figures.behind import records_behind
from desktop_app.figures.comparison import cluster_report
from desktop_app.figures.indicators import values_of
from desktop_app.figures.report import FORMER_DISTRICTS
from desktop_app.values.periods import parse_period
from desktop_app.work import awards, branch_moves, devices, fund, members, people, reports, rounds, undoing
from desktop_app.work.branch_moves import MoveDraft
from desktop_app.work.conflicts import open_conflicts
from desktop_app.work.members import BranchDraft, MemberDraft
from desktop_app.work.people import PersonDraft
from tests.exchange.july import LAST_DAY, NOW, TODAY, cluster_of_one_district
from tests.offices import digests, fixed_clock, receive, sound


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

    assert {str(one.outcome) for one in results if one.file.startswith("KH-chuyen")} == {"MERGED"}
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


# ---- figures: before the day with the old office, from the day on with the new ---------------------------------------

MEMBER_FIGURES = ("A03", "B01", "B02", "B03", "B06", "B08")


def figures(hub: Book, period: str, map_date: date) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    """The totals of cluster 9 on a map, and each row's figures by name (rows without any are left out)."""
    with hub.reading() as db:
        report = cluster_report(db, 9, parse_period(period), map_date, "2026-01-05")
    rows = {
        row.name: {code: row.cells[code].value for code in MEMBER_FIGURES}
        for row in report.rows
        if row.level != FORMER_DISTRICTS and row.cells["B01"].value is not None
    }
    return {code: cell.value for code, cell in report.total.items()}, rows


def test_a_report_has_equal_totals_on_both_maps_before_and_after_the_move(july, old, new, commune):
    cluster_of_one_district(july.hub)
    other = july.offices["24382"]
    members.register(other, MemberDraft(date(2025, 2, 3), None, PersonDraft("Ông Xuân Phú")))
    members.leave(old, commune.people["Lê Văn Tám"], date(2025, 5, 2), "resigned")
    for book in (old, other):
        reports.close_period(book, parse_period("2025H1"))
    receive(july.hub, *july.send(old), *july.send(other))
    on_old, rows = figures(july.hub, "2025H1", LAST_DAY)
    assert figures(july.hub, "2025H1", date(2025, 7, 1))[0] == on_old
    assert (on_old["B01"], on_old["B02"], on_old["B03"], on_old["B08"]) == (3 + 12 + 1, 1, 1, 12)
    assert rows["Thị trấn Ea Kar"]["B01"] == 3 + 12

    for office in (old, other):
        branch_moves.move_branches(july.hub, MoveDraft(office.unit, new.unit))

    assert figures(july.hub, "2025H1", LAST_DAY) == (on_old, rows)
    assert figures(july.hub, "2025H1", date(2025, 7, 1))[0] == on_old

    receive(new, july.answer())
    members.register(new, MemberDraft(date(2025, 7, 4), commune.second, PersonDraft("Người Mới")))
    july.hub.clock = fixed_clock(777, today=date(2026, 1, 5), now=NOW)
    reports.close_period(new, parse_period("2025H2"))
    receive(july.hub, *july.send(new))
    on_new, rows = figures(july.hub, "2025H2", date(2025, 12, 31))
    assert figures(july.hub, "2025H2", LAST_DAY)[0] == on_new
    assert (on_new["B01"], on_new["B02"], on_new["B03"]) == (3 + 12 + 1 + 1, 1, 0)
    assert rows == {"Xã Ea Kar": {"A03": 3, "B01": 17, "B02": 1, "B03": 0, "B06": 3, "B08": 17 - 4}}


def test_the_lines_behind_a_figure_add_up_to_it_before_and_after_the_day(july, old, new, commune):
    receive(july.hub, *july.send(old))
    branch_moves.move_branches(july.hub, MoveDraft(old.unit, new.unit))
    for period, holder in (("2025H1", old.unit), ("2025H2", new.unit)):
        with july.hub.reading() as db:
            values = values_of(db, [old.unit, new.unit], parse_period(period))
            for code in MEMBER_FIGURES:
                for office in (old.unit, new.unit):
                    lines = records_behind(db, [office], code, parse_period(period))
                    assert sum(line.value for line in lines) == values[office][code], (period, code)
        assert values[holder]["B01"] == 16 and sum(one["B01"] or 0 for one in values.values()) == 16
