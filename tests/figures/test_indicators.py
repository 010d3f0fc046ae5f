"""Figures of one commune, worked out by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop_app.figures.drill_down import records_behind
from desktop_app.figures.period_figures import values_of
from desktop_app.values.periods import parse_period
from tests.figures.cluster import row, value

A, B = "24373", "24376"


@pytest.fixture
def one(cluster):
    cluster.found(["651"])
    cluster.report(A)
    return cluster


def test_an_office_that_recorded_nothing_has_zeros_and_one_that_did_not_report_has_nothing(one):
    report = one.made()
    assert value(report, A, "B01") == 0
    assert value(report, A, "D14") == 0
    assert value(report, B, "B01") is None
    assert value(report, B, "D14") is None
    assert one.unit(B) in report.not_reported
    assert one.unit(A) not in report.not_reported


def test_members_are_those_at_the_end_of_the_last_day(one):
    one.member(A, "2019-01-01")
    one.member(A, "2020-06-30")
    one.member(A, "2020-07-01")
    one.member(A, "2018-01-01", "2020-06-30")
    one.member(A, "2018-01-01", "2020-07-01")
    assert value(one.made(), A, "B01") == 3
    assert value(one.made(), A, "B02") == 1
    assert value(one.made(), A, "B03") == 1


def test_moving_between_branches_is_neither_joining_nor_leaving(one):
    who = one.member(A, "2019-01-01", "2020-03-01")
    one.member(A, "2020-03-01", person=who)
    assert [value(one.made(), A, code) for code in ("B01", "B02", "B03", "B08")] == [1, 0, 0, 0]


def test_coming_back_after_a_break_counts_as_joining_again(one):
    who = one.member(A, "2018-01-01", "2019-01-01")
    one.member(A, "2020-02-01", person=who)
    assert [value(one.made(), A, code) for code in ("B01", "B02", "B03", "B08")] == [1, 1, 0, 1]


def test_growth_is_against_the_same_day_a_year_before(one):
    one.member(A, "2019-06-30")
    one.member(A, "2019-07-01")
    one.member(A, "2018-01-01", "2019-12-31")
    one.member(A, "2019-10-01")
    assert value(one.made(), A, "B08") == 1
    assert row(one.made(), A).cells["B01"].last_year == 2


def test_women_and_minorities_are_counted_where_they_are_written_down(one):
    one.member(A, "2019-01-01", sex="female", group="Kinh")
    one.member(A, "2019-01-01", sex="female", group="Ê Đê")
    one.member(A, "2019-01-01", sex="male", group="M'Nông")
    one.member(A, "2019-01-01")
    assert [value(one.made(), A, code) for code in ("B06", "B07")] == [2, 2]


@pytest.mark.parametrize(
    "group", ["Kinh", "kinh", "KINH", "Việt", "VIỆT", "Kinh (Việt)", "dân tộc Kinh", "", "không rõ"]
)
def test_kinh_in_any_writing_and_not_known_are_no_minority_while_others_are(one, group):
    one.member(A, "2019-01-01", group=group)
    one.member(A, "2019-01-01", group="Êđê")
    report = one.made()
    assert value(report, A, "B07") == 1
    with one.book.reading() as db:
        lines = records_behind(db, [one.unit(A)], "B07", parse_period("2020H1"))
    assert sum(line.value for line in lines) == 1
    assert sum(line.unknown for line in lines) == row(report, A).cells["B07"].unknown == (group in ("", "không rõ"))


def test_head_counts_stand_for_branches_without_a_list_the_latest_on_or_before_the_day(one):
    counted = one.branch(A)
    one.head_count(A, counted, "2019-06-30", 40)
    one.head_count(A, counted, "2020-06-30", 45)
    one.head_count(A, counted, "2020-07-01", 99)
    report = one.made()
    assert [value(report, A, code) for code in ("B01", "B08")] == [45, 5]
    assert [value(report, A, code) for code in ("B02", "B03", "B06", "B07")] == [None] * 4
    one.member(A, "2019-01-01", sex="male")
    assert value(one.made(), A, "B01") == 46
    cell = row(one.made(), A).cells["B06"]
    assert (cell.value, cell.unknown) == (0, 45)


def test_a_branch_with_a_list_counts_by_it_alone_and_a_dissolved_one_not_at_all(one):
    listed, ended = one.branch(A), one.branch(A, dissolved="2020-06-30")
    for branch in (listed, ended):
        one.head_count(A, branch, "2020-01-31", 40)
    assert value(one.made(), A, "B01") == 40
    one.put(
        "memberships (id, office, person, branch, joined)",
        one.unit(A),
        one.person(A, sex="female"),
        listed,
        "2020-02-01",
    )
    assert value(one.made(), A, "B01") == 1


def test_branches_are_counted_by_kind_on_the_last_day_boards_apart(one):
    one.branch(A, "village", "2020-06-30")
    one.branch(A, "village", "2020-07-01")
    one.branch(A, "school", dissolved="2020-06-30")
    one.branch(A, "school", dissolved="2020-07-01")
    one.branch(A, "clan")
    one.branch(A, "board", "2020-01-01")
    found = [value(one.made(), A, code) for code in ("A03", "A04", "A05", "A06", "A07", "A08", "A09")]
    assert found == [3, 1, 1, 0, 1, 1, 1]


def test_a_branch_is_new_in_the_period_that_begins_on_its_first_day_and_in_no_other(one):
    one.branch(A, "school", "2020-01-01")
    codes = ("A03", "A04", "A05", "A09")
    assert [value(one.made(), A, code) for code in codes] == [1, 0, 1, 1]
    one.report(A, period="2019H2")
    assert [value(one.made("2019H2"), A, code) for code in codes] == [0, 0, 0, 0]
    one.report(A, period="2020H2")
    assert [value(one.made("2020H2"), A, code) for code in codes] == [1, 0, 1, 0]


@pytest.mark.parametrize(("founded", "founder"), [("2025-01-01", "old"), ("2025-06-30", "old"), ("2025-07-01", "new")])
def test_a_branch_founded_and_moved_in_one_period_is_new_where_it_was_founded_and_stands_where_it_went(
    one, founded, founder
):
    old, new = one.unit("24550"), one.unit("24544", "2025-07-01")
    one.found(["657"], 2019)
    for unit in (old, new):
        one.put("statements (id, office, unit, period, digest, upto)", unit, unit, "2025", "", "[]")
    branch = one.branch("24550", "village", founded)
    with closing(sqlite3.connect(one.book.path)) as db, db:
        db.execute("UPDATE branches SET office = ? WHERE id = ?", (new, branch))
        db.execute("INSERT INTO moves VALUES (?, 1, ?, ?, '2025-08-01', 0)", (branch, old, new))
    with one.book.reading() as db:
        year = parse_period("2025")
        found = values_of(db, [old, new], year)
        lines = {
            (unit, code): len(records_behind(db, [unit], code, year)) for unit in (old, new) for code in ("A04", "A09")
        }
    assert lines == {(unit, code): found[unit][code] for unit, code in lines}
    assert [found[unit]["A04"] for unit in (old, new)] == [0, 1]
    assert [found[unit]["A09"] for unit in (old, new)] == ([1, 0] if founder == "old" else [0, 1])
    report = one.made("2025", on="2025-06-30")
    assert (report.total["A04"].value, report.total["A09"].value) == (1, 1)


def test_money_mobilised_leaves_out_dues_budget_interest_and_what_levels_pass_each_other(one):
    one.money(A, "receive", 100, "2020-01-01", "gift_person")
    one.money(A, "receive", 20, "2020-06-30", "gift_organisation", "bank")
    one.money(A, "receive", 3, "2020-02-01", "dues")
    one.money(A, "receive", 5000, "2020-02-01", "level_in")
    one.money(A, "receive", 7000, "2020-02-01", "budget")
    one.money(A, "receive", 9000, "2020-02-01", "interest")
    one.money(A, "receive", 40, "2020-02-01", "goods_in", "goods")
    one.money(A, "receive", 1000, "2020-07-01", "gift_person")
    one.money(A, "opening", 600, "2019-12-31")
    found = {code: value(one.made(), A, code) for code in "B10 D01 D02 D03 D04 D05 D06 D07 D13 D14 D22".split()}
    assert found == {
        "B10": 3, "D01": 160, "D02": 120, "D03": 140, "D04": 20, "D05": 7000, "D06": 40, "D07": 0, "D13": 600,
        "D14": 21_723, "D22": 3,
    }  # fmt: skip


def test_a_reversal_takes_money_out_of_the_period_in_which_it_is_reversed(one):
    one.money(A, "opening", 1000, "2018-01-01")
    one.money(A, "receive", 500, "2020-02-01", "gift_person", reversed_on="2020-06-30")
    one.money(A, "receive", 80, "2020-02-01", "gift_person", reversed_on="2020-07-01")
    one.money(A, "pay", 60, "2020-02-01", "scholarship", reversed_on="2020-03-01")
    one.money(A, "pay", 5, "2020-02-01", "running")
    found = [value(one.made(), A, code) for code in ("D01", "D07", "D08", "D14", "D22")]
    assert found == [80, 5, 0, 1075, 1]


def test_transfers_between_cash_and_bank_change_no_figure(one):
    one.money(A, "receive", 100, "2020-01-01", "gift_person")
    one.money(A, "transfer", 60, "2020-02-01", to_account="bank")
    assert [value(one.made(), A, code) for code in ("D01", "D07", "D14")] == [100, 0, 100]


def test_a_transfer_that_is_reversed_changes_no_figure_either(one):
    one.money(A, "receive", 100, "2020-02-01", "gift_person")
    one.money(A, "transfer", 60, "2020-02-01", to_account="bank", reversed_on="2020-03-01")
    one.money(A, "transfer", 30, "2019-02-01", to_account="bank", reversed_on="2019-12-31")
    assert [value(one.made(), A, code) for code in ("D01", "D07", "D13", "D14", "D15")] == [100, 0, 0, 100, 100]


def test_scholarships_count_when_paid_and_certificates_when_approved(one):
    support, talent = one.round(A, "support"), one.round(A, "talent")
    june, july = one.decision(A, "2020-06-05"), one.decision(A, "2020-07-01")
    paid_late = one.money(A, "pay", 300, "2020-07-02", "scholarship")
    pupil = b"p" * 16
    one.award(A, support, "scholarship", "paid", decision=june, amount=300, recipient=pupil)
    one.award(A, support, "scholarship", "paid", decision=june, amount=200, goods=50, recipient=pupil)
    one.award(A, support, "scholarship", "paid", decision=june, amount=300, payment=paid_late)
    one.award(A, support, "scholarship", "approved", decision=june, amount=999)
    one.award(A, talent, "certificate", "approved", decision=june, amount=100)
    one.award(A, talent, "certificate", "paid", decision=june, amount=100, kind="teacher")
    one.award(A, talent, "certificate", "paid", decision=july, amount=100)
    one.award(A, talent, "certificate", "withdrawn", decision=june, amount=100)
    one.award(A, support, "gift", "paid", decision=june, goods=70, kind="student")
    found = {code: value(one.made(), A, code) for code in "E01 E02 E03 E04 E07 E08 E09 E10 E11 E12 E13 E14".split()}
    assert found == {
        "E01": 2, "E02": 550, "E03": 275, "E04": 1, "E07": 2, "E08": 1, "E09": 100, "E10": 1, "E11": 1, "E12": 2,
        "E13": 1, "E14": 70,
    }  # fmt: skip
