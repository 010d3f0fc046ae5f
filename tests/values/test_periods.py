"""Periods of reports: which days they hold, what stood before them, how they are called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.values.periods import NotAPeriod, last_half_year, parse_period, periods_to_choose
from desktop_app.work.records.vocabulary import period_words

years = st.integers(1900, 2099)
period_texts = st.one_of(
    years.map(str),
    st.builds("{}H{}".format, years, st.integers(1, 2)),
    st.builds("{}Q{}".format, years, st.integers(1, 4)),
    st.builds("{}-{:02d}".format, years, st.integers(1, 12)),
    years.map(lambda year: f"{year}-{year + 1}"),
)


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31), "năm 2020"),
        ("2020H1", date(2020, 1, 1), date(2020, 6, 30), "6 tháng đầu năm 2020"),
        ("2020H2", date(2020, 7, 1), date(2020, 12, 31), "6 tháng cuối năm 2020"),
        ("2020Q1", date(2020, 1, 1), date(2020, 3, 31), "Quý I năm 2020"),
        ("2020Q2", date(2020, 4, 1), date(2020, 6, 30), "Quý II năm 2020"),
        ("2020Q4", date(2020, 10, 1), date(2020, 12, 31), "Quý IV năm 2020"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "tháng 2 năm 2020"),
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28), "tháng 2 năm 2019"),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31), "tháng 12 năm 2020"),
        ("2019-2020", date(2019, 9, 1), date(2020, 8, 31), "năm học 2019-2020"),
    ],
)
def test_a_period_holds_its_days_and_has_a_name(text, first, last, label):
    period = parse_period(text)
    assert (period.text, period.first, period.last, period_words(period)) == (text, first, last, label)


@pytest.mark.parametrize(
    "text",
    ["", "20", "2020H3", "2020H0", "2020Q5", "2020-13", "2020-00", "2020-6", "2020H", "2019-2021", "2020-2019",
     "2020-2020", "0000", "1899", "2100", "9999", "2020 H1", "H1/2020", "2020H1\nx", "２０２０", "năm 2020"],
)  # fmt: skip
def test_other_texts_name_no_period(text):
    with pytest.raises(NotAPeriod):
        parse_period(text)


def test_small_letters_and_spaces_around_are_taken():
    assert parse_period(" 2020h1 ") == parse_period("2020H1")
    assert parse_period("2020q3").text == "2020Q3"


@pytest.mark.parametrize(
    ("text", "a_year_before", "before"),
    [
        ("2020", "2019", "2019"),
        ("2020H1", "2019H1", "2019H2"),
        ("2020H2", "2019H2", "2020H1"),
        ("2020Q1", "2019Q1", "2019Q4"),
        ("2020Q3", "2019Q3", "2020Q2"),
        ("2020-01", "2019-01", "2019-12"),
        ("2020-10", "2019-10", "2020-09"),
        ("2020-02", "2019-02", "2020-01"),
        ("2019-2020", "2018-2019", "2018-2019"),
    ],
)
def test_the_same_period_last_year_and_the_one_before(text, a_year_before, before):
    assert parse_period(text).same_period_last_year() == parse_period(a_year_before)
    assert parse_period(text).previous() == parse_period(before)


def test_the_first_period_that_may_be_asked_for_has_one_to_compare_with():
    assert parse_period("1900").same_period_last_year().last == date(1899, 12, 31)


@given(period_texts)
def test_the_period_before_ends_the_day_before_and_is_of_the_same_kind(text):
    period = parse_period(text)
    before = period.previous()
    assert before.last == period.first - timedelta(days=1)
    assert len(before.text) == len(text)
    assert period.same_period_last_year().last.year == period.last.year - 1
    assert period.same_period_last_year().first.month == period.first.month


@given(st.dates(date(1900, 9, 1), date(2099, 8, 31)))
def test_every_day_belongs_to_the_school_year_that_began_in_the_last_september(day):
    started = day.year if day.month >= 9 else day.year - 1
    school_year = parse_period(f"{started}-{started + 1}")
    assert school_year.first <= day <= school_year.last
    assert school_year.previous().last < school_year.first


def test_periods_sort_by_first_day_and_the_shorter_before_the_longer():
    texts = ["2020", "2019-2020", "2020Q2", "2020H1", "2020-01", "2020Q1", "2019"]
    assert [period.text for period in sorted(map(parse_period, texts))] == [
        "2019",
        "2019-2020",
        "2020-01",
        "2020Q1",
        "2020H1",
        "2020",
        "2020Q2",
    ]


def test_only_the_first_half_of_a_year_is_a_first_half():
    halves = [text for text in ("2020", "2020H1", "2020H2", "2020Q1", "2020-01") if parse_period(text).is_first_half]
    assert halves == ["2020H1"]


def test_the_year_of_a_school_year_is_the_one_it_ends_in():
    assert parse_period("2019-2020").year == 2020
    assert parse_period("2020H1").year == 2020


def test_what_may_be_chosen_has_begun_and_the_newest_year_stands_first():
    offered = [period.text for period in periods_to_choose(2019, date(2020, 7, 5))]
    assert offered == [
        "2020H2", "2020H1", "2020", "2019-2020", "2020Q3", "2020Q2", "2020Q1",
        "2019H2", "2019H1", "2019", "2018-2019", "2019Q4", "2019Q3", "2019Q2", "2019Q1",
    ]  # fmt: skip
    autumn = [period.text for period in periods_to_choose(2020, date(2020, 9, 1), months=True)]
    assert autumn[0] == "2020-2021"
    assert "2020-09" in autumn
    assert "2020-10" not in autumn


@pytest.mark.parametrize(("day", "half"), [(date(2020, 7, 1), "2020H1"), (date(2020, 6, 30), "2019H2")])
def test_the_half_year_that_ended_last_is_over_and_the_next_is_not(day, half):
    ended = last_half_year(day)
    assert ended.text == half
    assert ended.has_ended(day)
    assert not ended.has_ended(ended.last)
    assert not parse_period("2020H2").has_ended(day)
