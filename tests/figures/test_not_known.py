"""What nobody has written down is never counted as nothing: every form says of how many it is not known."""

from __future__ import annotations

import openpyxl
import pytest

from desktop_app.figures.drill_down import behind_row
from desktop_app.figures.report_json import as_json
from desktop_app.values.periods import parse_period
from desktop_app.work.printing import shown_value, write_report
from tests.figures.cluster import DISTRICTS, Cluster, row
from tests.papers import reading

A, B = DISTRICTS["651"][:2]
PERIOD = parse_period("2020H1")


@pytest.fixture
def one(cluster: Cluster) -> Cluster:
    cluster.found(["651"])
    cluster.report("651", A, B)
    return cluster


def said(cluster: Cluster, code: str, unit: str = A) -> str:
    there = row(cluster.made(), unit)
    return shown_value(code, there.cells[code], reported=there.heard)


def test_twenty_members_of_unknown_sex_and_people_are_not_zero_women(one):
    for _member in range(20):
        one.member(A, "2019-01-01")
    assert [said(one, code) for code in ("B01", "B06", "B07")] == ["20", "chưa ghi (20 người)", "chưa ghi (20 người)"]
    assert said(one, "B06", "651") == "chưa ghi (20 người)"
    told = as_json(one.made())["units"][1]["indicators"]
    assert {key: told["B06"][key] for key in ("value", "why", "unknown")} == {
        "value": None,
        "why": "unknown",
        "unknown": 20,
    }
    assert told["B01"] == {
        "value": 20, "target": None, "last_year": 20, "why": None, "unknown": 0, "counted": None, "of": None,
    }  # fmt: skip


def test_where_some_are_written_down_the_figure_says_how_many_are_not(one):
    one.member(A, "2019-01-01", sex="female", group="Ê Đê")
    one.member(A, "2019-01-01", sex="male", group="Kinh")
    one.member(A, "2019-01-01", sex="male")
    one.member(A, "2019-01-01")
    assert said(one, "B06") == "1 (chưa ghi 1)"
    assert said(one, "B07") == "1 (chưa ghi 2)"


def test_an_office_without_members_has_no_women_and_nothing_is_unknown(one):
    assert [said(one, code) for code in ("B01", "B06", "B07", "A09")] == ["0", "0", "0", "0"]


def test_of_whom_a_branch_only_counts_heads_nobody_knows_who_is_a_woman(one):
    one.head_count(A, one.branch(A), "2020-03-01", 45)
    one.member(B, "2019-01-01", sex="female")
    assert said(one, "B06") == "chưa ghi (45 người)"
    assert said(one, "B06", "651") == "1 (chưa ghi 45)"
    assert said(one, "B02") == "chưa ghi"
    assert said(one, "B02", "651") == "0 (2/3 đơn vị)"


def test_branches_without_a_day_of_founding_may_be_new_or_not(one):
    one.branch(A)
    one.branch(A, "board")
    assert said(one, "A09") == "chưa ghi (1 chi hội)"
    one.branch(A, founded="2020-01-01")
    assert said(one, "A09") == "1 (chưa ghi 1)"


def test_the_records_behind_a_figure_end_with_those_of_whom_it_is_not_known(one):
    one.member(A, "2019-01-01", sex="female")
    one.member(A, "2019-01-01")
    one.head_count(A, one.branch(A), "2020-03-01", 45)
    with one.book.reading() as db:
        lines = behind_row(db, row(one.made(), A), "B06", PERIOD)
    assert [(line.text, line.value, line.unknown) for line in lines] == [("Ai", 1, 0), ("Ai", 0, 1), ("Chi hội", 0, 45)]


def test_joined_people_of_whom_one_record_says_it_are_known(one):
    first, second = one.member(A, "2019-01-01", sex="female"), one.member(B, "2019-01-01")
    low, high = sorted((first, second))
    assert said(one, "B06", "651") == "1 (chưa ghi 1)"
    one.put('sames (id, office, "first", "second", verdict)', one.book.unit, low, high, "same")
    assert said(one, "B06", "651") == "1"


def test_paper_and_workbook_say_how_many_are_not_known(one, tmp_path):
    one.member(A, "2019-01-01", sex="female", group="Ê Đê")
    for _member in range(3):
        one.member(A, "2019-01-01")
    one.member(B, "2019-01-01")
    report = one.made()
    for ending in ("pdf", "xlsx"):
        write_report(one.book, report, tmp_path / f"a.{ending}", remember=False)
    paper = reading.text(tmp_path / "a.pdf")
    assert "* Hội viên nữ: chưa ghi của 4 người, không tính trong số này." in paper
    assert "1*" in paper
    assert "chưa ghi (1 người)" in paper
    lines = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))
    top = next(place for place, line in enumerate(lines) if line[:2] == ("Mã", "Đơn vị"))
    cells = {line[0]: dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :]}
    assert (cells[A]["B06 Hội viên nữ (người)"], cells[A]["B06 chưa ghi"]) == (1, 3)
    assert (cells[B]["B06 Hội viên nữ (người)"], cells[B]["B06 chưa ghi"]) == ("chưa ghi (1 người)", 1)


def test_a_missing_denominator_is_named(one):
    one.money(A, "receive", 1000, "2020-02-01", "gift_person")
    assert [said(one, code) for code in ("D16", "B04", "D18", "D17", "E03", "D21")] == [
        "thiếu dân số",
        "thiếu dân số",
        "chưa giao chỉ tiêu",
        "không có",
        "không có",
        "cùng kỳ không có",
    ]
    one.people(A, 100)
    assert said(one, "D16") == "10"
    assert said(one, "D16", "651") == "10 (1/2 đơn vị)"


def test_growth_beyond_three_hundred_percent_is_said_as_a_multiple(one):
    one.money(A, "receive", 1000, "2019-02-01", "gift_person")
    one.money(A, "receive", 9674, "2020-02-01", "gift_person")
    one.money(B, "receive", 1000, "2019-02-01", "gift_person")
    one.money(B, "receive", 4000, "2020-02-01", "gift_person")
    assert (said(one, "D21"), said(one, "D21", B)) == ("gấp 9,7 lần", "300,0")
