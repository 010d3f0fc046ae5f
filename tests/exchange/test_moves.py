"""1 July 2025: the branches of the closed communes go on in the new one, with their members, and nobody counts twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from db.change import Change
from db.clock import DAY
from db.exchange.outcomes import Outcome
from db.exchange.wire.bundle_file import cut, open_payload, read_file
from db.exchange.wire.entry import decode_line
from db.exchange.wire.header import parse_header
from db.refusal import DraftRefused, Refusal
from db.store import Book
from db.tables.people import Person
from desktop_app import cli
from desktop_app.figures.comparison import cluster_report
from desktop_app.figures.drill_down import records_behind
from desktop_app.figures.period_figures import values_of
from desktop_app.figures.report import FORMER_DISTRICTS
from desktop_app.values.periods import parse_period
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.fund import movements
from desktop_app.work.members import branch_holders, branch_transfer, membership
from desktop_app.work.members.branch_transfer import MoveDraft
from desktop_app.work.members.membership import MemberDraft
from desktop_app.work.people import people
from desktop_app.work.people.people import PersonDraft
from desktop_app.work.records import undo
from desktop_app.work.reports import office_figures, period_closing
from tests import entering
from tests.exchange.july import LAST_DAY, NOW, cluster_of_one_district
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
        entering.add_branch(old, entering.branch(name, founded=date(2010, 1, 5))).id
        for name in ("Buôn Ea Khít", "Thôn Hai")
    )
    counted = entering.add_branch(
        old, entering.branch("Cơ quan xã", "agency", head_count=12, head_count_on=date(2025, 3, 1))
    ).id
    people = {
        name: membership.register(old, MemberDraft(date(2020, 1, 5), branch, PersonDraft(name, sex="female"))).id
        for name, branch in (("H'Bia Niê", first), ("Ama Thu", first), ("Lê Văn Tám", second), ("Bà Tự Do", None))
    }
    left = membership.register(old, MemberDraft(date(2019, 1, 5), first, PersonDraft("Ông Đã Thôi"))).id
    membership.leave(old, left, date(2021, 5, 5), "resigned")
    return Commune(first, second, counted, people)


@pytest.fixture
def third(july):
    """Another unit that goes on after July 2025; nobody has sent anything from there."""
    with july.province.reading() as db:
        return db.execute("SELECT id FROM units WHERE name = 'Xã Ea Ô' AND since = '2025-07-01'").fetchone()[0]


def owners(book: Book, table: str) -> dict[bytes, int]:
    with book.reading() as db:
        return dict(db.execute(f"SELECT office, count(*) FROM {table} GROUP BY office").fetchall())


def test_the_whole_office_goes_with_branches_members_people_and_head_counts(july, old, new, commune):
    receive(july.province, *july.send(old))
    plan = branch_transfer.plan_move(july.province, MoveDraft(old.unit, new.unit))
    assert (len(plan.branches), plan.members, plan.people, plan.day) == (3, 4 + 12, 5, date(2025, 7, 1))

    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))

    for table, count in (("branches", 3), ("memberships", 5), ("people", 5), ("head_counts", 1)):
        assert owners(july.province, table) == {new.unit: count}, table
    with pytest.raises(Refusal) as refused:
        branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    assert refused.value.code == "EMPTY"
    sound(july.province)


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
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))

    results = receive(new, july.answer())

    assert {str(one.outcome) for one in results if one.file.startswith("KH-chuyen")} == {"MERGED"}
    assert names_in(new) == ["Ama Thu", "Bà Tự Do", "H'Bia Niê", "Lê Văn Tám"]
    membership.leave(new, commune.people["Ama Thu"], date(2025, 7, 3), "died")
    (merged,) = receive(july.province, *july.send(new))
    assert merged.outcome is Outcome.MERGED
    with july.province.reading() as db:
        assert db.execute("SELECT count(*) FROM records WHERE marks <> 0").fetchone() == (0,)
        assert db.execute("SELECT left_on FROM memberships WHERE id = ?", (commune.people["Ama Thu"],)).fetchone() == (
            "2025-07-03",
        )
    assert open_conflicts(july.province) == []
    for book in (july.province, new):
        sound(book)


# ---- figures: before the day with the old office, from the day on with the new ---------------------------------------

MEMBER_FIGURES = ("A03", "B01", "B02", "B03", "B06", "B08")


def figures(province: Book, period: str, map_date: date) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    """The totals of cluster 9 on a map, and each row's figures by name (rows without any are left out)."""
    with province.reading() as db:
        report = cluster_report(db, 9, parse_period(period), map_date, "2026-01-05")
    rows = {
        row.name: {code: row.cells[code].value for code in MEMBER_FIGURES}
        for row in report.rows
        if row.level != FORMER_DISTRICTS and row.cells["B01"].value is not None
    }
    return {code: cell.value for code, cell in report.total.items()}, rows


def test_a_report_has_equal_totals_on_both_maps_before_and_after_the_move(july, old, new, commune):
    cluster_of_one_district(july.province)
    other = july.offices["24382"]
    membership.register(other, MemberDraft(date(2025, 2, 3), None, PersonDraft("Ông Xuân Phú")))
    membership.leave(old, commune.people["Lê Văn Tám"], date(2025, 5, 2), "resigned")
    for book in (old, other):
        period_closing.close_period(book, parse_period("2025H1"))
    receive(july.province, *july.send(old), *july.send(other))
    on_old, rows = figures(july.province, "2025H1", LAST_DAY)
    assert figures(july.province, "2025H1", date(2025, 7, 1))[0] == on_old
    assert (on_old["B01"], on_old["B02"], on_old["B03"], on_old["B08"]) == (3 + 12 + 1, 1, 1, 12)
    assert rows["Thị trấn Ea Kar"]["B01"] == 3 + 12

    for office in (old, other):
        branch_transfer.move_branches(july.province, MoveDraft(office.unit, new.unit))

    assert figures(july.province, "2025H1", LAST_DAY) == (on_old, rows)
    assert figures(july.province, "2025H1", date(2025, 7, 1))[0] == on_old

    receive(new, july.answer())
    membership.register(new, MemberDraft(date(2025, 7, 4), commune.second, PersonDraft("Người Mới")))
    for place, book in enumerate((july.province, new)):
        book.clock = fixed_clock(777 + place, today=date(2026, 1, 5), now=NOW + 184 * DAY)
    period_closing.close_period(new, parse_period("2025H2"))
    receive(july.province, *july.send(new))
    on_new, rows = figures(july.province, "2025H2", date(2025, 12, 31))
    assert figures(july.province, "2025H2", LAST_DAY)[0] == on_new
    assert (on_new["B01"], on_new["B02"], on_new["B03"]) == (3 + 12 + 1 + 1, 1, 0)
    assert rows == {"Xã Ea Kar": {"A03": 3, "B01": 17, "B02": 1, "B03": 0, "B06": 3, "B08": 17 - 4}}


def test_the_lines_behind_a_figure_add_up_to_it_before_and_after_the_day(july, old, new, commune):
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    for period, holder in (("2025H1", old.unit), ("2025H2", new.unit)):
        with july.province.reading() as db:
            values = values_of(db, [old.unit, new.unit], parse_period(period))
            for code in MEMBER_FIGURES:
                for office in (old.unit, new.unit):
                    lines = records_behind(db, [office], code, parse_period(period))
                    assert sum(line.value for line in lines) == values[office][code], (period, code)
        assert values[holder]["B01"] == 16 and sum(one["B01"] or 0 for one in values.values()) == 16


def test_the_new_offices_own_figures_do_not_take_who_came_along_for_growth(july, old, new, commune):
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    receive(new, july.answer())
    membership.register(new, MemberDraft(date(2025, 7, 4), commune.second, PersonDraft("Người Mới")))
    period = parse_period("2025H2")
    own = office_figures.own_figures(new, period).cells
    assert (own["B01"].value, own["B01"].last_year, own["B08"].value) == (17, 4, 13)
    for code in MEMBER_FIGURES:
        assert sum(line.value for line in office_figures.behind_own(new, code, period)) == own[code].value, code


def test_an_offices_own_figures_count_what_moved_with_whom_it_was_on_the_day_as_the_province_does(
    july, old, sister, commune
):
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, sister.unit))
    answer = july.answer()
    receive(old, answer)
    receive(sister, answer)
    for text in ("2025H1", "2025H2"):
        period = parse_period(text)
        with july.province.reading() as db:
            told = values_of(db, [old.unit, sister.unit], period)
        for book in (old, sister):
            own = office_figures.own_figures(book, period)
            for code in MEMBER_FIGURES:
                assert own.cells[code].value == told[book.unit][code] == own.own[code], (text, book.path.name, code)
                lines = office_figures.behind_own(book, code, period)
                assert sum(line.value for line in lines) == own.cells[code].value, (text, code)


# ---- what goes along, and what stays ---------------------------------------------------------------------------------


def test_a_unit_that_is_split_goes_branch_by_branch_and_each_member_with_the_branch_they_are_in(
    july, old, new, third, commune
):
    both = membership.register(old, MemberDraft(date(2012, 1, 5), commune.first, PersonDraft("Y Chuyển"))).id
    membership.move(old, both, commune.second, date(2022, 1, 5))
    receive(july.province, *july.send(old))

    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit, (commune.first,)))

    with july.province.reading() as db:
        at = dict(db.execute("SELECT full_name, office FROM people").fetchall())
        (ended,) = db.execute("SELECT office FROM memberships WHERE id = ?", (both,)).fetchone()
    assert {name for name, office in at.items() if office == new.unit} == {"H'Bia Niê", "Ama Thu", "Ông Đã Thôi"}
    assert ended == old.unit, "a stay that ended stays where the person stays"
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, third, (commune.second,)))
    with july.province.reading() as db:
        at = dict(db.execute("SELECT full_name, office FROM people").fetchall())
    assert (at["Y Chuyển"], at["Lê Văn Tám"], at["Bà Tự Do"]) == (third, third, old.unit)
    sound(july.province)


def test_a_pupils_name_without_consent_stays_and_their_awards_stay_with_the_money(july, old, new, commune):
    with_consent, without = (
        PersonDraft(name, born="2012", consent_on=day, consent_by=by)
        for name, day, by in (("Em Đồng Ý", date(2025, 1, 5), "Bố em"), ("Em Chưa Hỏi", None, None))
    )
    for details in (with_consent, without):
        membership.register(old, MemberDraft(date(2025, 1, 5), commune.first, details))
    movements.book_movement(old, movements.FundDraft("receive", 500_000, date(2025, 6, 10), category="dues"))
    receive(july.province, *july.send(old))

    assert branch_transfer.plan_move(old, MoveDraft(old.unit, new.unit)).names_kept == 1
    plan = branch_transfer.plan_move(july.province, MoveDraft(old.unit, new.unit))
    assert plan.names_kept == 1 and "1 học sinh chưa có đồng ý" in " ".join(branch_transfer.plan_words(plan))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))

    assert owners(july.province, "learners") == {new.unit: 2}
    assert owners(july.province, "learner_names") == {new.unit: 1}
    assert owners(july.province, "movements") == {old.unit: 1}
    receive(new, july.answer())
    with new.reading() as db:
        assert db.execute("SELECT full_name FROM learner_names").fetchall() == [("Em Đồng Ý",)]
        assert db.execute("SELECT count(*) FROM movements").fetchone() == (0,)


def test_the_new_offices_files_hold_no_content_of_what_did_not_move(july, old, new, commune):
    movements.book_movement(old, movements.FundDraft("receive", 777_123, date(2025, 6, 10), category="dues"))
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit, (commune.first,)))
    answer = july.answer()

    lines = [line for path in answer.glob("KH-chuyen-*.khb") for line in opened(path, new)]

    said = b"\n".join(lines).decode()
    assert "Ama Thu" in said and "Buôn Ea Khít" in said
    for word in ("Lê Văn Tám", "Bà Tự Do", "Thôn Hai", "777123", "Cơ quan xã", "Cán bộ 24373"):
        assert word not in said, word
    back = branch_transfer.plan_move(july.province, MoveDraft(new.unit, old.unit, back=True))
    moved = {rec.hex() for _kind, rec in back.records}
    for entry in map(decode_line, (line for line in lines if line.startswith(b"[") and line[1:2].isdigit())):
        assert entry.held or entry.kind == "chain" or entry.rec in moved
    receive(new, answer)
    assert names_in(new) == ["Ama Thu", "H'Bia Niê"]
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    results = receive(new, july.answer())
    assert Outcome.PARTLY_NEW in {one.outcome for one in results}
    assert names_in(new) == ["Ama Thu", "Bà Tự Do", "H'Bia Niê", "Lê Văn Tám"]
    sound(new)


def opened(path: Path, book: Book) -> list[bytes]:
    envelope = cut(read_file(path))
    assert book.keys is not None
    return list(open_payload(envelope, parse_header(envelope), [book.keys.age_secret]))


def test_runs_whose_signed_header_was_not_kept_are_asked_for_before_anything_moves(july, old, new, commune):
    receive(july.province, *july.send(old))
    with july.province.write() as tx:
        tx.db.execute("UPDATE run_headers SET signed = x'', signature = x'', digest = x''")
    before = digests(july.province)
    with pytest.raises(Refusal) as refused:
        branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    assert refused.value.code == "HEADER" and "send --all" in refused.value.message
    assert digests(july.province) == before
    receive(july.province, *july.send(old, everything=True))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    receive(new, july.answer())
    assert len(names_in(new)) == 4


def test_what_is_open_on_records_that_did_not_move_is_no_question_for_the_new_office(july, old, new, commune):
    with old.reading() as db:
        (tam,) = db.execute("SELECT person FROM memberships WHERE id = ?", (commune.people["Lê Văn Tám"],)).fetchone()
    receive(july.province, *july.send(old))
    with july.province.write() as tx:
        tx.note(Change("upd", "person", tam, old.unit, {"phone": "0905 111 222"}))
    with old.write() as tx:
        tx.delete(tx.get(Person, tam))
    receive(july.province, *july.send(old))
    assert [one["code"] for one in open_conflicts(july.province)] == ["existence"]
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit, (commune.first,)))
    receive(new, july.answer())
    with new.reading() as db:
        assert db.execute("SELECT count(*) FROM conflicts").fetchone() == (1,), "known by its hashes"
    assert open_conflicts(new) == []


# ---- taking it back --------------------------------------------------------------------------------------------------


def test_moving_back_makes_it_as_if_it_had_never_been(july, old, new, commune):
    own = entering.add_branch(new, entering.branch("Chi hội mới lập")).id
    receive(july.province, *july.send(old), *july.send(new))
    before = {table: owners(july.province, table) for table in ("branches", "memberships", "people", "head_counts")}
    with july.province.reading() as db:
        then = values_of(db, [old.unit, new.unit], parse_period("2025H2"))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    receive(new, july.answer())
    membership.leave(new, commune.people["Ama Thu"], date(2025, 7, 3), "moved")
    receive(july.province, *july.send(new))

    branch_transfer.move_branches(july.province, MoveDraft(new.unit, old.unit))

    assert {table: owners(july.province, table) for table in before} == before
    with july.province.reading() as db:
        now = values_of(db, [old.unit, new.unit], parse_period("2025H2"))
        assert db.execute("SELECT office FROM branches WHERE id = ?", (own,)).fetchone() == (new.unit,)
    assert (now[old.unit]["B01"], now[old.unit]["B03"]) == (then[old.unit]["B01"] - 1, 1)
    answer = july.answer()
    receive(old, answer)
    receive(new, answer)
    assert names_in(new) == [] and names_in(old) == ["Bà Tự Do", "H'Bia Niê", "Lê Văn Tám"]
    membership.leave(old, commune.people["Lê Văn Tám"], date(2025, 7, 4), "died")
    receive(july.province, *july.send(old))
    assert open_conflicts(july.province) == []
    for book in (july.province, old, new):
        assert marks(book) == 0
        sound(book)


def marks(book: Book) -> int:
    """Records of a book's own office, or of any at the province, that are marked in any way."""
    with book.reading() as db:
        own = "" if book.identity.is_province else " AND office = x'" + book.unit.hex() + "'"
        return db.execute(f"SELECT count(*) FROM records WHERE marks <> 0{own}").fetchone()[0]


def test_undo_takes_a_move_back_at_once(july, old, new, commune):
    receive(july.province, *july.send(old))
    before = owners(july.province, "memberships")
    with undo.step(july.province) as step:
        branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    undo.undo(july.province, step)
    assert owners(july.province, "memberships") == before
    with july.province.reading() as db:
        assert db.execute("SELECT count(*) FROM former_owners").fetchone() == (0,)
    sound(july.province)


# ---- what the old office wrote without knowing -----------------------------------------------------------------------


def test_a_late_bundle_of_the_closed_commune_loses_nothing(july, old, new, commune):
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    receive(new, july.answer())
    with old.reading() as db:
        (ama,) = db.execute("SELECT person FROM memberships WHERE id = ?", (commune.people["Ama Thu"],)).fetchone()
    people.change_person(old, ama, {"phone": "0905 111 222"})
    people.change_person(new, ama, {"phone": "0905 333 444", "address": "Buôn Ea Khít"})
    membership.register(old, MemberDraft(date(2025, 6, 20), commune.first, PersonDraft("Ghi Muộn")))
    receive(july.province, *july.send(new))

    (late,) = receive(july.province, *july.send(old))

    assert late.outcome is Outcome.PARTLY_NEW
    (conflict,) = open_conflicts(july.province)
    assert conflict["field"] == "phone" and {one["value"] for one in conflict["values"]} == {
        "0905 111 222",
        "0905 333 444",
    }
    with july.province.reading() as db:
        shown = db.execute("SELECT phone, address, office FROM people WHERE id = ?", (ama,)).fetchone()
    assert shown == ("0905 333 444", "Buôn Ea Khít", new.unit), "the new owner's value stands until it is settled"
    (left,) = branch_holders.left_over(july.province)
    assert branch_holders.left_over_words(left).startswith("▲ Thị trấn Ea Kar: 1 hội viên ghi muộn")
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    rulings.settle(july.province, conflict["id"], keep=1)
    assert branch_holders.left_over(july.province) == [] and open_conflicts(july.province) == []
    receive(new, july.answer())
    assert "Ghi Muộn" in names_in(new) and marks(new) == 0
    sound(july.province)


def test_the_old_office_that_knows_of_the_move_is_told_who_may_change_the_record_now(july, old, new, commune):
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    receive(old, july.answer())
    before = digests(old)
    with pytest.raises(Refusal) as refused:
        membership.leave(old, commune.people["Ama Thu"], date(2025, 7, 3), "died")
    assert refused.value.code == "SCOPE" and digests(old) == before


def test_what_the_old_office_writes_in_spite_of_the_move_has_no_effect_until_a_person_takes_it_in(
    july, old, new, commune
):
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit))
    receive(old, july.answer())
    with old.reading() as db:
        (ama,) = db.execute("SELECT person FROM memberships WHERE id = ?", (commune.people["Ama Thu"],)).fetchone()
    with old.write() as tx:
        tx.note(Change("upd", "person", ama, old.unit, {"phone": "0905 111 222"}))
    (merged,) = receive(july.province, *july.send(old))
    assert merged.outcome is Outcome.PARTLY_NEW
    (conflict,) = open_conflicts(july.province)
    assert (conflict["code"], [one["value"] for one in conflict["values"]]) == (
        "office",
        [{"phone": "0905 111 222"}, "Không lấy, giữ như sổ đang ghi"],
    )
    with july.province.reading() as db:
        assert db.execute("SELECT phone FROM people WHERE id = ?", (ama,)).fetchone() == (None,)
    rulings.settle(july.province, conflict["id"], keep=1)
    with july.province.reading() as db:
        assert db.execute("SELECT phone FROM people WHERE id = ?", (ama,)).fetchone() == ("0905 111 222",)
    assert open_conflicts(july.province) == []
    receive(new, july.answer())
    assert marks(new) == 0
    for book in (july.province, new):
        sound(book)


def test_an_office_that_gives_a_branch_away_itself_needs_the_province_to_get_it_back(july, old, new, commune):
    with pytest.raises(DraftRefused) as refused:
        branch_transfer.move_branches(old, MoveDraft(new.unit, old.unit))
    assert "old" in {error.field for error in refused.value.errors}
    branch_transfer.move_branches(old, MoveDraft(old.unit, new.unit, (commune.second,)))
    receive(july.province, *july.send(old))
    receive(new, july.answer())
    assert names_in(new) == ["Lê Văn Tám"]
    branch_transfer.move_branches(july.province, MoveDraft(new.unit, old.unit))
    answer = july.answer()
    receive(old, answer)
    receive(new, answer)
    assert names_in(new) == [] and len(names_in(old)) == 4
    assert (marks(old), marks(new)) == (0, 0)


def test_province_and_office_that_move_one_branch_to_different_offices_meet_in_a_conflict(
    july, old, new, third, commune
):
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit, (commune.second,)))
    branch_transfer.move_branches(old, MoveDraft(old.unit, third, (commune.second,)))
    receive(july.province, *july.send(old))
    found = open_conflicts(july.province)
    assert {one["field"] for one in found} == {"owner"}
    assert {one["value"] for one in found[0]["values"]} == {"Xã Ea Kar", "Xã Ea Ô"}
    with july.province.reading() as db:
        assert db.execute("SELECT office FROM branches WHERE id = ?", (commune.second,)).fetchone() == (old.unit,)
    for one in found:
        keep = next(n for n, value in enumerate(one["values"], 1) if value["value"] == "Xã Ea Kar")
        rulings.settle(july.province, one["id"], keep=keep)
    assert open_conflicts(july.province) == []
    with july.province.reading() as db:
        assert db.execute("SELECT office FROM branches WHERE id = ?", (commune.second,)).fetchone() == (new.unit,)
    sound(july.province)


def test_branches_that_go_elsewhere_than_to_the_recorded_heir_are_asked_about(july, old, new, third, commune, capsys):
    receive(july.province, *july.send(old))
    assert branch_transfer.plan_move(july.province, MoveDraft(old.unit, new.unit)).doubts == ()
    plan = branch_transfer.plan_move(july.province, MoveDraft(old.unit, third))
    (doubt,) = plan.doubts
    assert "Xã Ea Kar" in doubt and doubt in branch_transfer.plan_words(plan)
    path, home, before = july.province.path, f"--home={july.province.home.folder}", digests(july.province)
    july.province.close()
    command = ["handover", "branches", str(path), "Thị trấn Ea Kar", third.hex(), home]
    assert cli.run(command) == 1
    assert doubt in capsys.readouterr().err
    july.province = Book.open(path, home=july.province.home, clock=old.clock, write=True)
    assert digests(july.province) == before
    july.province.close()
    assert cli.run([*command, "--yes"]) == 0


def test_who_has_no_machine_to_receive_what_moved_is_named_before_and_in_every_answer(
    july, old, third, commune, capsys
):
    receive(july.province, *july.send(old))
    path, home, out = july.province.path, f"--home={july.province.home.folder}", july.fresh_folder("tl")
    july.province.close()
    for words in (
        ["handover", "branches", str(path), "Thị trấn Ea Kar", third.hex(), "--yes"],
        ["answer", str(path), str(out)],
    ):
        assert cli.run([*words, home]) == 0
        assert "▲ Xã Ea Ô chưa đăng ký máy nên chưa có tệp cho nơi ấy" in capsys.readouterr().out


def test_what_went_to_another_office_leaves_the_list_of_the_one_that_gave_it(july, old, new, commune, capsys):
    receive(july.province, *july.send(old))
    branch_transfer.move_branches(july.province, MoveDraft(old.unit, new.unit, (commune.first,)))
    receive(old, july.answer())
    home = f"--home={july.folder / 'khoa-24373'}"
    old.close()

    def names(subject: str, *words: str) -> list[str]:
        assert cli.run(["list", str(old.path), subject, "--json", home, *words]) == 0
        return [row.get("full_name") or row["name"] for row in json.loads(capsys.readouterr().out)["rows"]]

    assert names("branches") == ["Cơ quan xã", "Thôn Hai"]
    assert names("members") == ["Bà Tự Do", "Lê Văn Tám"]
    assert "Ama Thu" not in names("people")
    assert names("branches", "--unit", new.unit.hex()) == ["Buôn Ea Khít"]


# ---- by command ------------------------------------------------------------------------------------------------------


def test_the_command_shows_first_moves_then_and_moves_back(july, old, new, commune, capsys):
    receive(july.province, *july.send(old))
    path, home = july.province.path, f"--home={july.province.home.folder}"
    july.province.close()

    def command(*words: str) -> dict[str, object]:
        assert cli.run(["handover", *words, "--json", home]) == 0
        said: dict[str, object] = json.loads(capsys.readouterr().out)
        return said

    tried = command("branches", str(path), "Thị trấn Ea Kar", "Xã Ea Kar", "--dry-run")
    assert (tried["members"], tried["day"], tried["moved"]) == (16, "2025-07-01", False)
    assert len(command("list", str(path))["left_over"]) == 1
    one = command("branches", str(path), "Thị trấn Ea Kar", "Xã Ea Kar", "--branches", "Thôn Hai")
    assert (one["branches"], one["members"], one["moved"]) == (["Thôn Hai"], 1, True)
    rest = command("branches", str(path), "Thị trấn Ea Kar", "Xã Ea Kar")
    assert (len(rest["branches"]), rest["members"]) == (2, 15)
    assert command("list", str(path))["left_over"] == []
    back = command("branches", str(path), "Xã Ea Kar", "Thị trấn Ea Kar", "--back")
    assert (len(back["branches"]), back["members"]) == (3, 16)
    assert cli.run(["handover", "branches", str(path), "Xã Ea Kar", "Xã Ea Kar", home]) == 1


def test_nothing_moves_before_the_old_office_ends_and_the_day_is_said(network):
    old = network.offices[sorted(network.offices)[0]]
    entering.add_branch(old, entering.branch("Chi hội Một", "village"))
    receive(network.province, *network.send(old))
    with network.province.reading() as db:
        (heir,) = db.execute("SELECT new FROM successions WHERE old = ?", (old.unit,)).fetchone()
    with pytest.raises(Refusal) as refused:
        branch_transfer.plan_move(network.province, MoveDraft(old.unit, heir))
    assert refused.value.code == "EARLY"
    assert "đến ngày 01/07/2025 chi hội của" in str(refused.value)


def test_a_move_is_never_dated_after_today_whoever_takes_over(network):
    old, other = (network.offices[name] for name in sorted(network.offices))
    entering.add_branch(old, entering.branch("Chi hội Một", "village"))
    receive(network.province, *network.send(old))
    before = digests(network.province)
    with pytest.raises(Refusal) as refused:
        branch_transfer.move_branches(network.province, MoveDraft(old.unit, other.unit))
    assert refused.value.code == "EARLY" and "30/06/2025" in refused.value.message
    assert digests(network.province) == before
