"""Dates as people type them and as papers write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.values.dates import (
    NotADate,
    TwoDigitYear,
    format_birth,
    format_date,
    long_date,
    parse_birth,
    parse_date,
)

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "5/3/1952",
        "05/03/1952",
        "05031952",
        "5-3-1952",
        "5.3.1952",
        "5 3 1952",
        " 5 / 3 / 1952 ",
        "1952-03-05",
        "1952-3-5",
        "ngày 05 tháng 3 năm 1952",
        "Ngày 5 tháng 03 năm 1952",
    ],
)
def test_a_date_is_read_in_the_ways_people_type_it(typed):
    assert parse_date(typed) == date(1952, 3, 5)


@pytest.mark.parametrize("typed", ["5/3/52", "05/03/52", "5-3-52", "050352"])
def test_a_year_of_two_digits_is_asked_for_and_never_guessed(typed):
    with pytest.raises(TwoDigitYear) as asked:
        parse_date(typed)
    assert asked.value.kind == "two_digit_year"
    assert asked.value.candidates == (date(1952, 3, 5), date(2052, 3, 5))


def test_only_days_that_exist_are_offered_for_a_year_of_two_digits():
    with pytest.raises(TwoDigitYear) as asked:
        parse_date("29/2/00")
    assert asked.value.candidates == (date(2000, 2, 29),)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("hôm qua", "shape"),
        ("5/3", "shape"),
        ("5031952", "shape"),
        ("5/3/195", "shape"),
        ("5/3/19521", "shape"),
        ("1952", "shape"),
        ("05/03/1952 10:00", "shape"),
        ("31/02/2020", "impossible"),
        ("29/02/2019", "impossible"),
        ("31/4/2020", "impossible"),
        ("12/25/2020", "impossible"),
        ("0/5/2020", "impossible"),
        ("2020-02-30", "impossible"),
        ("31/2/52", "impossible"),
        ("5/3/0952", "year"),
        ("5/3/2952", "year"),
        ("1899-12-31", "year"),
    ],
)
def test_what_is_no_date_says_why(typed, kind):
    with pytest.raises(NotADate) as refused:
        parse_date(typed)
    assert refused.value.kind == kind
    assert not isinstance(refused.value, TwoDigitYear)


@given(days)
def test_a_date_shown_is_read_back(day):
    assert parse_date(format_date(day)) == day
    assert parse_date(long_date(day)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%d%m%Y}") == day


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("1952", "1952", "1952"),
        (" năm 1952", "1952", "1952"),
        ("00/00/1952", "1952", "1952"),
        ("0/0/1952", "1952", "1952"),
        ("5/3/1952", "1952-03-05", "05/03/1952"),
        ("1952-03-05", "1952-03-05", "05/03/1952"),
        ("05031952", "1952-03-05", "05/03/1952"),
    ],
)
def test_of_a_birth_the_year_alone_may_be_known(typed, kept, shown):
    assert parse_birth(typed) == kept
    assert format_birth(kept) == shown


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("52", "two_digit_year"),
        ("5/3/52", "two_digit_year"),
        ("00/00/52", "two_digit_year"),
        ("1052", "year"),
        ("31/2/1952", "impossible"),
        ("3/1952", "shape"),
        ("", "empty"),
    ],
)
def test_a_birth_that_cannot_be_read_says_why(typed, kind):
    with pytest.raises(NotADate) as refused:
        parse_birth(typed)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 7, 5), "ngày 05 tháng 7 năm 2020"),
        (date(2020, 1, 1), "ngày 01 tháng 01 năm 2020"),
        (date(2020, 2, 29), "ngày 29 tháng 02 năm 2020"),
        (date(2020, 3, 10), "ngày 10 tháng 3 năm 2020"),
        (date(2020, 9, 9), "ngày 09 tháng 9 năm 2020"),
        (date(2020, 12, 31), "ngày 31 tháng 12 năm 2020"),
    ],
)
def test_a_paper_writes_small_days_and_the_first_two_months_with_a_zero(day, written):
    assert long_date(day) == written
