"""Whole numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.values.numbers import LARGEST, NotANumber, parse_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("1500", 1500),
        ("1.500", 1500),
        ("1,500", 1500),
        ("1 500", 1500),
        (" 1.234.567 ", 1234567),
        ("-5", -5),
        ("−5", -5),
    ],
)
def test_numbers_are_read_with_and_without_groups(typed, number):
    assert parse_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "1,5", "12.5", "1.50", "1.500,5", "1.500,500", "²", "1e3", "năm", "--5", "9" * 30]
)
def test_what_is_no_whole_number_is_refused_and_never_shortened(typed):
    with pytest.raises(NotANumber):
        parse_number(typed)


@given(st.integers(-LARGEST, LARGEST))
def test_every_number_is_read_back_as_it_was_written(number):
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}".replace(",", ".")) == number
