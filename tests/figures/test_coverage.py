"""Any period is computed from the records, whatever was stated; who has not stated it to its end is compared with nobody."""

from __future__ import annotations

import pytest

from desktop_app.figures.report import ClusterReport
from desktop_app.figures.report_json import as_json, from_json
from desktop_app.figures.statements import coverage, statements
from desktop_app.values.periods import parse_period
from tests.figures.cluster import DISTRICTS, row, value

ALL = DISTRICTS["651"]


@pytest.fixture
def six(cluster):
    """Six communes of one district with members, people and gifts in the autumn of 2019 and the spring of 2020."""
    cluster.found(["651"])
    for number, code in enumerate(ALL, 1):
        cluster.people(code, 1_000)
        cluster.people(code, 1_000, year=2019)
        cluster.member(code, "2018-01-01")
        cluster.money(code, "receive", 10_000 * number, "2019-10-01", "gift_person")
        cluster.money(code, "receive", 1_000 * number, "2020-05-01", "gift_person")
    return cluster


def silent(made: ClusterReport) -> list[str]:
    """The six's codes among those that have not reported."""
    return [made.codes[unit] for unit in made.not_reported if made.codes[unit] in ALL]


def in_part(made: ClusterReport) -> dict[str, str]:
    """By code the days up to which units have stated a part."""
    return {made.codes[unit]: day.isoformat() for unit, day in made.not_closed.items()}


@pytest.mark.parametrize("period", ["2020H1", "2020Q1", "2020Q2", "2020-03", "2019H2", "2019", "2018-2019"])
def test_a_statement_of_the_first_half_is_enough_for_whatever_ends_by_then(six, period):
    six.report(*ALL)
    made = six.made(period)
    assert silent(made) == []
    assert made.not_closed == {}
    assert all(row(made, code).reported for code in ALL)
    assert row(made, ALL[0]).cells["D01"].why == ""


def test_a_quarter_holds_what_the_records_hold_between_its_days(six):
    six.report(*ALL)
    assert value(six.made("2020Q2"), ALL[1], "D01") == 2_000
    assert value(six.made("2020Q1"), ALL[1], "D01") == 0
    assert value(six.made("2019"), ALL[1], "D01") == 20_000


@pytest.mark.parametrize("period", ["2019-2020", "2020", "2020H2"])
def test_a_period_of_which_only_a_part_was_stated_is_shown_and_compared_with_nobody_s(six, period):
    six.report(*ALL)
    six.report(*ALL, period="2020Q3") if period == "2020H2" else None
    six.target(ALL[5], "D01", 1)
    made = six.made(period)
    assert silent(made) == []
    assert in_part(made) == dict.fromkeys(ALL, "2020-09-30" if period == "2020H2" else "2020-06-30")
    one = row(made, ALL[1])
    assert (one.reported, one.stated_to) == (False, made.not_closed[one.unit])
    assert one.cells["D14"].value == 22_000
    assert {cell.why for cell in one.cells.values() if cell.value is not None} == {"not_closed"}
    assert made.total["D14"].value == 11_000 * 21
    assert made.total["D14"].why == "not_closed"
    assert row(made, "651").cells["D14"].value == made.total["D14"].value
    assert made.praise == []
    assert [flag for each in made.rows for flag in each.flags] == []


def test_the_school_year_is_whole_when_the_second_half_was_stated(six):
    six.report(*ALL, period="2020H2")
    six.target(ALL[5], "D01", 1)
    made = six.made("2019-2020")
    assert made.not_closed == {}
    assert value(made, ALL[1], "D01") == 22_000
    assert [one.unit for one in made.praise] == [six.unit(ALL[5])]


def test_who_stated_nothing_of_a_period_has_no_figures_in_it(six):
    six.report(*ALL[:5])
    six.report(ALL[5], period="2019H2")
    made = six.made()
    assert silent(made) == [ALL[5]]
    assert {cell.why for cell in row(made, ALL[5]).cells.values()} == {"not_reported"}
    assert {cell.value for cell in row(made, ALL[5]).cells.values()} == {None}
    assert made.not_closed == {}


def test_one_that_stated_a_part_keeps_its_row_out_of_the_comparison_and_not_the_others(six):
    """Of six, one has stated the school year only in part: it has no flag, and is no peer."""
    six.report(*ALL[:5], period="2020H2")
    six.report(ALL[5])
    six.member(ALL[4], "2018-01-01", "2020-02-01")
    six.member(ALL[5], "2018-01-01", "2020-02-01")
    made = six.made("2019-2020")
    flagged = {each.code: {flag.flag for flag in each.flags} for each in made.rows if each.flags}
    assert "MEMBERS_DOWN" in flagged[ALL[4]]
    assert ALL[5] not in flagged
    assert set(in_part(made)) == {ALL[5]}
    peers = {flag.peers for flag in row(made, ALL[0]).flags if flag.flag == "FUND_LOW"}
    assert peers == {4}


def test_the_json_says_why_and_can_be_read_again(six):
    six.report(*ALL)
    made = six.made("2019-2020")
    content = as_json(made)
    unit = next(one for one in content["units"] if one["code"] == ALL[0])
    cells = {code: [cell["value"], cell["last_year"], cell["why"]] for code, cell in unit["indicators"].items()}
    assert cells["D01"] == [11_000, 0, "not_closed"]
    assert cells["D18"] == [None, None, "no_denominator"]
    assert content["not_closed"][0] == {"code": ALL[0], "stated_to": "2020-06-30"}
    assert as_json(from_json(content)) == content


def test_several_statements_that_cover_a_period_together_are_enough(six):
    six.report(*ALL, period="2020H1")
    six.report(*ALL, period="2020H2")
    with six.book.reading() as db:
        said = coverage(statements(db), parse_period("2020"))
    assert len(said.full) == 6
    assert said.until == {}
