"""What an office sets for its papers, by command: it shows on the next voucher."""

from __future__ import annotations

import pytest

from tests.papers import reading


@pytest.fixture
def two_years(desk, monkeypatch):
    """A desk in 2025 with a receipt of either year; what a receipt says on paper."""
    monkeypatch.setenv("SKH_TODAY", "2025-03-01")
    ids = {
        day[:4]: desk.add("fund", "kind=receive", "amount=500000", f"on={day}") for day in ("2024-12-31", "2025-01-02")
    }

    def said(year: str) -> str:
        target = desk.folder / "phieu.pdf"
        assert desk.run("print", desk.book, "receipt", "--id", ids[year], "-o", target).code == 0
        return reading.text(target)

    return said


def test_a_voucher_of_2024_is_form_c40_and_one_of_2025_the_units_own(two_years):
    assert "Mẫu số: C40-BB" in two_years("2024") and "Thông tư số 107/2017/TT-BTC" in two_years("2024")
    assert "PHIẾU THU" in two_years("2025")
    for words in ("Mẫu số", "C40-BB", "Ban hành", "24/2024"):
        assert words not in two_years("2025")


def test_the_form_number_its_source_the_budget_code_and_the_sheet_are_the_offices_choice(desk, two_years):
    for key, value in (("form_number", "on"), ("budget_code", "1054321"), ("voucher_sheet", "a4")):
        assert desk.answer("set", desk.book, key, value) == {"key": key, "value": value}
    later = two_years("2025")
    assert later.count("Mẫu số: C40-BB") == 2 and "Ban hành" not in later and "Mã QHNS: 1054321" in later
    desk.answer("set", desk.book, "form_source", "Quyết định số 5/QĐ-HKH")
    assert "(Ban hành kèm theo Quyết định số 5/QĐ-HKH)" in two_years("2025")
    desk.answer("set", desk.book, "form_number", "off")
    assert "C40-BB" not in two_years("2024")
    assert desk.answer("set", desk.book, "form_number", "") == {"key": "form_number", "value": None}
    assert "C40-BB" in two_years("2024")
    rows = {row["key"]: row["value"] for row in desk.rows("settings")}
    assert (rows["budget_code"], rows["voucher_sheet"], rows["form_number"]) == ("1054321", "a4", None)
    assert all(row["meaning"] for row in desk.rows("settings"))


@pytest.mark.parametrize(("key", "value", "code"), [("unit", "00", "SETTING"), ("form_number", "maybe", "FIELD")])
def test_what_is_no_setting_and_a_value_that_does_not_fit_are_refused(desk, key, value, code):
    assert desk.refused("set", desk.book, key, value)["refused"] == code
