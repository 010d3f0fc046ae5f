"""Money as people write it, and ratios rounded half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.values.money import (
    LARGEST,
    NotMoney,
    format_dong,
    format_money,
    format_ratio,
    parse_money,
    round_half_up,
)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", 0),
        ("500", 500),
        ("5000000", 5_000_000),
        ("5.000.000", 5_000_000),
        ("5,000,000", 5_000_000),
        ("5 000 000", 5_000_000),
        ("5\u00a0000\u00a0000", 5_000_000),
        (" 1.250.000 ", 1_250_000),
        ("1.250.000 đồng", 1_250_000),
        ("1.250.000đ", 1_250_000),
        ("1250000 VNĐ", 1_250_000),
        ("500.000 vnd", 500_000),
        ("500.000 ₫", 500_000),
        ("500k", 500_000),
        ("500K", 500_000),
        ("500 nghìn", 500_000),
        ("500 ngàn đồng", 500_000),
        ("500 nghin", 500_000),
        ("5tr", 5_000_000),
        ("5 Tr đồng", 5_000_000),
        ("5 triệu", 5_000_000),
        ("5 trieu", 5_000_000),
        ("1,5 triệu", 1_500_000),
        ("1.5 triệu", 1_500_000),
        ("12,25tr", 12_250_000),
        ("1.500 triệu", 1_500_000_000),
        ("1,000,000 triệu", 1_000_000_000_000),
        ("1.500,5 triệu", 1_500_500_000),
        ("1500,5 triệu", 1_500_500_000),
        ("2 tỷ", 2_000_000_000),
        ("2 tỉ", 2_000_000_000),
        ("2,53 tỷ", 2_530_000_000),
        ("2 tỷ 530 triệu", 2_530_000_000),
        ("1 triệu 250 nghìn", 1_250_000),
        ("1tr250k", 1_250_000),
        ("5tr5", 5_500_000),
        ("5tr250", 5_250_000),
        ("2 tỷ 5", 2_500_000_000),
        ("1 tỷ 2 triệu 5", 1_002_500_000),
        ("5.000.000,00", 5_000_000),
        ("5,000,000.00", 5_000_000),
        ("5000000.0", 5_000_000),
        ("-500.000", -500_000),
        ("−500.000", -500_000),
        ("５００", 500),
    ],
)
def test_an_amount_is_read_in_the_ways_people_type_it(typed, amount):
    assert parse_money(typed) == amount


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("đồng", "shape"),
        ("năm trăm", "shape"),
        ("5.00.000", "shape"),
        ("5.000,000", "ambiguous"),
        ("5000.000", "ambiguous"),
        ("50 00", "shape"),
        ("1.2.3", "shape"),
        ("1.500.5 triệu", "shape"),
        ("5..000", "shape"),
        ("5.", "shape"),
        ("--5", "shape"),
        ("5 triệu 2 tỷ", "shape"),
        ("5tr2tr", "shape"),
        ("5 tram", "shape"),
        ("(500)", "shape"),
        ("1e6", "shape"),
        ("500.000/tháng", "shape"),
        ("1,500 triệu", "ambiguous"),
        ("5tr25", "ambiguous"),
        ("5.00", "ambiguous"),
        ("500,0", "ambiguous"),
        ("1,5", "fraction"),
        ("1234,5", "fraction"),
        ("1,2345 k", "fraction"),
        ("1.000.000 tỷ 1", "too_large"),
        ("9" * 40, "too_large"),
        ("9" * 1_000_000 + " tỷ", "too_large"),
    ],
)
def test_what_is_no_amount_or_may_be_two_is_not_guessed(typed, kind):
    with pytest.raises(NotMoney) as refused:
        parse_money(typed)
    assert refused.value.kind == kind
    assert isinstance(refused.value, ValueError)


@given(st.integers(-LARGEST, LARGEST))
def test_what_is_shown_is_read_back(amount):
    assert parse_money(format_money(amount)) == parse_money(format_dong(amount)) == parse_money(str(amount)) == amount


@given(st.text(max_size=20) | st.text("0123456789., ktrđ-", max_size=20))
def test_any_text_is_an_amount_or_says_that_it_is_none(typed):
    try:
        amount = parse_money(typed)
    except NotMoney:
        return
    assert abs(amount) <= LARGEST
    assert any(character.isdigit() for character in typed)


def test_thousands_are_parted_by_dots():
    assert format_money(0) == "0"
    assert format_money(999) == "999"
    assert format_money(1_250_000) == "1.250.000"
    assert format_money(-1_250_000) == "−1.250.000"
    assert format_dong(1_250_000) == "1.250.000 đồng"


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "shown"),
    [
        (1, 8, 2, "0.13"),
        (3, 8, 2, "0.38"),
        (-1, 8, 2, "-0.13"),
        (1, -8, 2, "-0.13"),
        (1, 3, 2, "0.33"),
        (2, 3, 2, "0.67"),
        (1_005, 1_000, 2, "1.01"),
        (2_675, 1_000, 2, "2.68"),
        (5, 10, 0, "1.0"),
        (49, 100, 0, "0.0"),
        (-1, 1_000, 2, "0.0"),
        (24_865, 1_000, 2, "24.87"),
        (0, 7, 2, "0.0"),
    ],
)
def test_a_half_is_rounded_up_and_the_float_shows_the_decimal(numerator, denominator, decimals, shown):
    assert repr(round_half_up(numerator, denominator, decimals)) == shown


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9), st.integers(0, 3))
def test_rounding_agrees_with_exact_decimals(numerator, denominator, decimals):
    with localcontext(prec=60):
        exact = Fraction(numerator, denominator) * 10**decimals
        whole = abs(exact) + Fraction(1, 2)
        expected = Decimal(whole.numerator // whole.denominator).scaleb(-decimals)
    rounded = round_half_up(numerator, denominator, decimals)
    assert Decimal(repr(rounded)) == (expected if exact >= 0 else -expected)


def test_a_ratio_of_nothing_has_no_value():
    with pytest.raises(ZeroDivisionError):
        round_half_up(1, 0, 2)


@pytest.mark.parametrize(
    ("ratio", "decimals", "shown"),
    [
        (24.87, 2, "24,87"),
        (24.865, 2, "24,87"),
        (0.125, 2, "0,13"),
        (100.0, 1, "100,0"),
        (1234.5, 1, "1.234,5"),
        (12.5, 0, "13"),
        (7, 2, "7,00"),
        (-0.001, 2, "0,00"),
        (-3.25, 1, "−3,3"),
    ],
)
def test_a_ratio_is_shown_with_a_decimal_comma(ratio, decimals, shown):
    assert format_ratio(ratio, decimals) == shown


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_a_rounded_ratio_is_shown_with_the_digits_of_its_json_number(numerator, denominator):
    rounded = round_half_up(numerator, denominator, 2)
    expected = Decimal(repr(rounded)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert format_ratio(rounded, 2).replace(".", "").replace(",", ".") == str(expected)
