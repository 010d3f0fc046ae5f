"""Whoever stands in the books of two offices and was joined by a person counts once in every row that holds both."""

from __future__ import annotations

import sqlite3

import pytest

from desktop_app.figures.drill_down import records_behind
from desktop_app.values.periods import parse_period
from tests.figures.cluster import Cluster, value

A, B, C, DISTRICT, OTHER = "24373", "24376", "24580", "651", "656"
PEOPLE = ("B01", "B02", "B03", "B06", "B07", "B08")


@pytest.fixture
def three(cluster: Cluster) -> Cluster:
    cluster.found([DISTRICT, OTHER])
    cluster.report(A, B, C, DISTRICT, OTHER)
    return cluster


def join(cluster: Cluster, one: bytes, other: bytes, verdict: str = "same") -> bytes:
    first, second = sorted((one, other))
    return cluster.put('sames (id, office, "first", "second", verdict)', cluster.book.unit, first, second, verdict)


def figures(cluster: Cluster, code: str) -> list[object]:
    """Of the two communes, their district, the other district and the cluster."""
    report = cluster.made()
    return [*(value(report, unit, code) for unit in (A, B, DISTRICT, OTHER)), report.total[code].value]


def test_members_of_two_communes_count_in_each_and_once_in_the_district_and_the_cluster(three):
    one = three.member(A, "2019-01-01", sex="female", group="Ê Đê")
    other = three.member(B, "2020-02-01", sex="female", group="Ê Đê")
    apart = {code: figures(three, code) for code in PEOPLE}
    assert apart["B01"] == [1, 1, 2, 0, 2]
    join(three, one, other)
    for code in ("B01", "B06", "B07"):
        assert figures(three, code) == [1, 1, 1, 0, 1], code
    assert apart["B02"] == [0, 1, 1, 0, 1]
    assert figures(three, "B02") == [0, 1, 0, 0, 0]
    assert figures(three, "B08") == [0, 1, 0, 0, 0]


def test_in_different_districts_only_the_clusters_total_takes_one_off(three):
    one, other = three.member(A, "2020-02-01"), three.member(C, "2020-03-01")
    join(three, one, other)
    assert figures(three, "B01") == [1, 0, 1, 1, 1]
    assert figures(three, "B02") == [1, 0, 1, 1, 1]
    assert three.made().total["B01"].last_year == 0


def test_different_people_and_torn_verdicts_join_nobody(three):
    one, other = three.member(A, "2019-01-01"), three.member(B, "2019-01-01")
    join(three, one, other, "different")
    assert figures(three, "B01") == [1, 1, 2, 0, 2]
    with_conflict = three.member(A, "2019-01-01"), three.member(B, "2019-01-01")
    torn = join(three, *with_conflict)
    assert figures(three, "B01") == [2, 2, 3, 0, 3]
    _tear(three, torn)
    assert figures(three, "B01") == [2, 2, 4, 0, 4]


def _tear(cluster: Cluster, rec: bytes) -> None:
    with sqlite3.connect(cluster.book.path) as db:
        db.execute("INSERT INTO conflicts (rec, field, code, options) VALUES (?, 'verdict', 'parallel', '[]')", (rec,))
    db.close()


def test_one_record_with_memberships_in_two_offices_counts_once_where_both_are(three):
    who = three.member(A, "2019-01-01")
    three.member(C, "2019-05-01", person=who)
    assert figures(three, "B01") == [1, 0, 1, 1, 1]


def test_a_member_who_joins_another_office_as_well_is_new_there_and_nowhere_above_both(three):
    who = three.member(A, "2019-01-01")
    three.member(C, "2020-03-01", person=who)
    three.member(A, "2019-06-01", "2020-05-01", person=three.member(B, "2019-01-01"))
    assert figures(three, "B02") == [0, 0, 0, 1, 0]
    assert figures(three, "B03") == [1, 0, 0, 0, 0]


def test_leaving_one_commune_while_a_member_of_another_is_leaving_there_alone(three):
    one, other = three.member(A, "2018-01-01", "2020-03-01"), three.member(B, "2019-01-01")
    assert figures(three, "B03") == [1, 0, 1, 0, 1]
    join(three, one, other)
    assert figures(three, "B03") == [1, 0, 0, 0, 0]
    assert figures(three, "B01") == [0, 1, 1, 0, 1]


def test_a_child_with_scholarships_of_two_communes_is_one_child_with_two_scholarships(three):
    one, other = three.person(A), three.person(C)
    for code, who in ((A, one), (C, other)):
        decision, round_ = three.decision(code, "2020-06-05"), three.round(code, "support")
        three.award(code, round_, "scholarship", "paid", decision=decision, amount=500, recipient=who)
    assert figures(three, "E04") == [1, 0, 1, 1, 2]
    join(three, one, other)
    assert figures(three, "E04") == [1, 0, 1, 1, 1]
    assert figures(three, "E01") == [1, 0, 1, 1, 2]
    assert figures(three, "E02") == [500, 0, 500, 500, 1000]


def test_the_records_behind_a_figure_still_add_up_to_it(three):
    one, other = three.member(A, "2019-01-01"), three.member(B, "2020-02-01")
    third = three.member(A, "2020-01-01")
    join(three, one, other)
    join(three, one, third)
    period = parse_period("2020H1")
    report = three.made()
    for unit in (A, DISTRICT):
        offices = next(row.offices for row in report.rows if row.code == unit)
        for code in PEOPLE:
            with three.book.reading() as db:
                listed = records_behind(db, offices, code, period)
            assert sum(line.value for line in listed) == (value(report, unit, code) or 0), (unit, code)
    assert figures(three, "B01") == [1, 1, 1, 0, 1]
