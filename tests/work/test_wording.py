"""Every reason why a text is no date or no amount has a sentence of its own that says what to write."""

from __future__ import annotations

from typing import get_args

import pytest

from desktop_app.values import dates, money
from desktop_app.values.dates import NotADate, parse_birth, parse_date
from desktop_app.values.money import NotMoney, parse_money
from desktop_app.work.records import parse_messages


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2020", "Không có ngày «31/02/2020»"),
        ("5/3/52", "thiếu hai số đầu"),
        ("5/3/1852", "phải từ 1900 đến 2099"),
        ("mai", "không phải ngày"),
        ("2014", "mới có năm"),
    ],
)
def test_a_date_that_cannot_be_read(typed, said):
    with pytest.raises(NotADate) as error:
        parse_date(typed)
    assert said in parse_messages.not_a_date(error.value.kind, f" {typed} ")


def test_a_year_of_birth_beyond_reach():
    with pytest.raises(NotADate) as error:
        parse_birth("1852")
    assert "1900" in parse_messages.not_a_date(error.value.kind, "1852")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,500 triệu", "hàng nghìn hay phần lẻ"),
        ("0,5", "nhỏ hơn một đồng"),
        ("9" * 20, "quá lớn"),
        ("nhiều", "không phải số tiền"),
    ],
)
def test_an_amount_that_cannot_be_read(typed, said):
    with pytest.raises(NotMoney) as error:
        parse_money(typed)
    assert said in parse_messages.not_money(error.value.kind, typed)


def test_no_two_reasons_share_a_sentence_but_the_empty_and_the_unreadable():
    assert (
        len({parse_messages.not_a_date(kind, "x") for kind in get_args(dates.WhyNot)})
        == len(get_args(dates.WhyNot)) - 1
    )
    assert (
        len({parse_messages.not_money(kind, "x") for kind in get_args(money.WhyNot)}) == len(get_args(money.WhyNot)) - 1
    )
