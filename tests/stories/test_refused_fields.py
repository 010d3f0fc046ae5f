"""What a record has no use for, or cannot be, is refused at its field; what may be meant so is told."""

from __future__ import annotations

import pytest

PURSE = "Quỹ học bổng Y Jut"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ("kind=receive to_account=bank", "to_account"),
        (f"kind=receive to_purse={PURSE}", "to_purse"),
        ("kind=pay category=operations to_account=bank", "to_account"),
        ("kind=receive decision=1/2020", "decision"),
        ("kind=opening category=dues", "category"),
        ("kind=opening party=Ông_Ba", "party"),
        ("kind=opening to_account=bank", "to_account"),
        ("kind=transfer to_account=bank party=Ông_Ba", "party"),
        ("kind=transfer to_account=bank category=dues", "category"),
        ("kind=transfer to_account=bank goods=vở", "goods"),
    ],
)
def test_a_movement_takes_no_field_that_its_kind_has_no_use_for(desk, fields, wrong):
    desk.add("purses", f"name={PURSE}")
    desk.add("decisions", "on=2020-07-01")
    desk.add("fund", "kind=opening", "amount=500000")
    said = [
        part.replace("_", " ") if part.startswith("party=") else part for part in fields.replace(PURSE, "@").split()
    ]
    refused = desk.refused("add", desk.book, "fund", "amount=1000", *(part.replace("@", PURSE) for part in said))
    assert [error["field"] for error in refused["errors"]] == [wrong], refused
    assert len(desk.rows("fund")) == 1


def test_a_reversal_takes_nothing_but_which_when_and_why(desk):
    receipt = desk.add("fund", "kind=receive", "amount=1000", "category=dues")
    refused = desk.refused("add", desk.book, "fund", "kind=reverse", f"of={receipt}", "amount=500")
    assert [error["field"] for error in refused["errors"]] == ["amount"]


@pytest.mark.parametrize("said", ["2020-2019", "9999-10000", "2019-2021", "2019", "2019-20"])
def test_a_school_year_is_two_years_that_follow_each_other(desk, said):
    refused = desk.refused("add", desk.book, "rounds", "name=Đợt 1", "purpose=talent", f"school_year={said}")
    assert [error["field"] for error in refused["errors"]] == ["school_year"]
    made = desk.add("rounds", "name=Đợt 1", "purpose=talent", "school_year=2019-2020")
    desk.refused("change", desk.book, "rounds", made, f"school_year={said}")


def test_a_decision_counts_in_the_year_of_its_day(desk):
    made = desk.add("decisions", "on=2020-07-05")
    refused = desk.refused("change", desk.book, "decisions", made, "year=2019")
    assert [error["field"] for error in refused["errors"]] == ["year"] and "2020" in refused["message"]
    desk.change("decisions", made, "year=2019", "on=2019-07-05")


def test_an_award_of_nothing_is_not_paid(desk):
    desk.add("rounds", "name=Đợt 1", "purpose=talent")
    decision = desk.add("decisions", "on=2020-07-01")
    line = ("round=Đợt 1", "recipient=Y Wơn Niê", "new=1", f"decision={decision}", "state=paid", "amount=0")
    refused = desk.refused("add", desk.book, "awards", *line)
    assert [error["field"] for error in refused["errors"]] == ["amount"]
    assert desk.rows("awards") == []
    desk.add("awards", *line[:-1])


@pytest.mark.parametrize("marks", ["\u0301\u0302", "\u0301", "…", "- -"])
def test_a_name_without_a_letter_is_none(desk, marks):
    for subject, field in (("donors", "full_name"), ("people", "full_name"), ("branches", "name"), ("purses", "name")):
        desk.refused("add", desk.book, subject, f"{field}={marks}")


def test_what_may_be_a_slip_of_the_hand_is_told(desk):
    ended = desk.run("add", desk.book, "population", "year=2020", "people=100", "households=200")
    assert ended.code == 0 and "nhiều hơn số dân" in ended.err
    post = ("posts", "person=Nguyễn Văn An", "new=1", "post=Kế toán")
    ended = desk.run("add", desk.book, *post, "from=1/1/2025")
    assert ended.code == 0 and "01/01/2025 còn chưa tới" in ended.err
    assert not desk.run("add", desk.book, *post, "from=1/1/2019").err
    ended = desk.run("add", desk.book, *post, "from=1/1/2019")
    assert ended.code == 0 and "đã được ghi chức vụ ấy" in ended.err


def test_the_reversal_of_goods_says_what_is_left_of_goods(desk):
    receipt = desk.add("fund", "kind=receive", "amount=1000000", "account=goods", "goods=60 quyển vở")
    desk.add("fund", "kind=pay", "amount=109000", "account=goods", "goods=6 quyển vở")
    refused = desk.refused("add", desk.book, "fund", "kind=reverse", f"of={receipt}")
    assert "hiện vật chỉ còn 891.000 đồng" in refused["message"]
