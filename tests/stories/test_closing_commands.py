"""Periods by command: looked at, stated, taken back, moved afterwards, printed."""

from __future__ import annotations

import pytest

from tests.papers import reading


def test_a_period_is_looked_at_stated_and_taken_back(desk):
    desk.add("fund", "kind=receive", "amount=500000", "on=2020-03-01")
    seen = desk.answer("close", desk.book, "2020H1", "--check")
    assert set(seen) == {"ok", "period", "days", "stated", "figures", "problems"}
    assert (seen["ok"], seen["days"], seen["stated"], seen["figures"]["D14"]) == (True, 5, False, 500_000)
    assert [set(one) for one in seen["problems"]] == [{"code", "severity", "message", "records"}] * len(
        seen["problems"]
    )
    assert {"NO_POPULATION", "NO_MEMBERS"} <= {one["code"] for one in seen["problems"]}
    assert desk.rows("statements") == [], "looking states nothing"

    assert desk.answer("close", desk.book, "2020H1")["period"] == "2020H1"
    assert [row["period"] for row in desk.rows("statements")] == ["2020H1"]
    assert desk.answer("close", desk.book, "2020H1", "--check")["stated"]
    desk.answer("close", desk.book, "2020H1", "--back")
    assert desk.rows("statements") == []
    assert desk.refused("close", desk.book, "2020H1", "--back")["refused"] == "REFERENCE"


@pytest.mark.parametrize("words", [["close", "2020H2"], ["close", "2020"], ["send", "out", "--close", "2020H2"]])
def test_a_period_that_lasts_is_not_stated_by_any_command(desk, make_desk, words):
    command, *rest = words
    if command == "send":
        desk = make_desk("66", "province")
    refused = desk.refused(command, desk.book, *rest)
    assert refused["refused"] == "PERIOD"
    assert "Chốt được từ ngày 01/01/2021" in refused["message"]
    seen = desk.answer("close", desk.book, "2020H2", "--check", code=1)
    assert (seen["ok"], seen["days"]) == (False, -179)
    assert ("NOT_OVER", "bar") in [(one["code"], one["severity"]) for one in seen["problems"]]


def test_a_command_that_moves_a_stated_period_says_so_and_goes_on(desk, tmp_path):
    desk.answer("close", desk.book, "2020H1")
    ended = desk.run("add", desk.book, "fund", "kind=receive", "amount=500000", "on=2020-03-01")
    assert ended.code == 0
    assert "Số liệu 6 tháng đầu năm 2020 đã chốt sẽ đổi" in ended.err
    assert "chốt lại kỳ này" in ended.err
    quiet = desk.run("add", desk.book, "fund", "kind=receive", "amount=500000", "on=2020-07-01", "category=other_in")
    assert (quiet.code, quiet.err) == (0, "")
    (found,) = [
        one for one in desk.answer("close", desk.book, "2020H1", "--check")["problems"] if one["code"] == "CHANGED"
    ]
    assert "từ 0 thành 500.000 đồng" in found["message"]
    listed = tmp_path / "hoi-vien.csv"
    listed.write_text("Họ và tên,Ngày sinh,Ngày vào Hội\nNguyễn Văn An,1960,01/03/2020\n", encoding="utf-8")
    desk.answer("close", desk.book, "2020H1")
    assert "đã chốt sẽ đổi" in desk.run("load", desk.book, "members", listed).err


def test_an_office_prints_its_own_figures(desk):
    desk.add("fund", "kind=receive", "amount=500000", "on=2020-03-01")
    desk.refused("print", desk.book, "own-report", "-o", desk.folder / "a.pdf")
    out = desk.folder / "so-lieu.pdf"
    for word, said in (("", "chưa chốt"), ("close", "(Số liệu đã chốt)"), ("add", "đã đổi sau khi chốt")):
        if word == "close":
            desk.answer("close", desk.book, "2020H1")
        if word == "add":
            desk.add("fund", "kind=receive", "amount=1", "on=2020-03-01")
        made = desk.answer("print", desk.book, "own-report", "--period", "2020H1", "-o", out)
        assert made["pages"] <= 2
        text = reading.text(out)
        assert said in text
        assert "2020H1" not in text


def test_a_district_prints_the_figures_of_its_own_office(make_desk):
    desk = make_desk("651")
    out = desk.folder / "huyen.pdf"
    desk.answer("print", desk.book, "own-report", "--period", "2020H1", "-o", out)
    text = reading.text(out)
    assert "HỘI KHUYẾN HỌC HUYỆN EA KAR" in text
    assert "Hội Khuyến học tỉnh Đắk Lắk (để báo cáo)" in text


def test_every_late_voucher_says_again_that_stated_figures_change_and_what_it_is_booked_as(desk):
    desk.answer("close", desk.book, "2020H1")
    late = ("add", desk.book, "fund", "kind=receive", "on=2020-03-01")
    for amount in (500_000, 600_000):
        told = desk.run(*late, f"amount={amount}").err
        assert "Số liệu 6 tháng đầu năm 2020 đã chốt sẽ đổi" in told
        assert "ghi vào «Thu khác»" in told
    assert "Thu khác" not in desk.run(*late, "amount=1", "category=other_in").err


def _voids(desk):
    receipt = desk.add("fund", "kind=receive", "amount=7000", "category=gift_person", "on=2020-03-01")
    return "add", desk.book, "fund", "kind=reverse", f"of={receipt}", "on=2020-06-30"


def _pays(desk):
    desk.add("rounds", "name=Đợt 1", "purpose=talent")
    decision = desk.add("decisions", "on=2020-05-01")
    line = ("round=Đợt 1", "recipient=Y Wơn Niê", "new=1", "form=gift", "amount=100000", f"decision={decision}")
    return "change", desk.book, "awards", desk.add("awards", *line), "state=paid", "on=2020-06-01"


def _hands_over(desk):
    return "handover", "give", desk.book, "24376", "--minutes", "1", "--on", "2020-06-30"


def _loads(desk):
    sheet = desk.folder / "thu.csv"
    sheet.write_text("Ngày,Số tiền,Loại,Nội dung thu chi\n01/03/2020,7000,Thu,Hội phí\n", encoding="utf-8")
    return "load", desk.book, "fund", sheet


@pytest.mark.parametrize("command", [_voids, _pays, _hands_over, _loads])
def test_every_command_that_changes_a_stated_period_says_so(desk, command):
    desk.add("fund", "kind=receive", "amount=500000", "category=gift_person", "on=2020-03-01")
    words = command(desk)
    desk.answer("close", desk.book, "2020H1")
    ended = desk.run(*words)
    assert ended.code == 0, ended.err + ended.out
    assert [line for line in ended.err.splitlines() if "6 tháng đầu năm 2020 đã chốt sẽ đổi" in line], ended.err
