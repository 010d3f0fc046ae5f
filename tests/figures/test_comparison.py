"""The cluster's report: rows, ratios, targets, peers, flags, praise, and another day's map."""

from __future__ import annotations

import sqlite3

import pytest

from db.refusal import Refusal
from desktop_app.figures.report import APART
from desktop_app.figures.report_json import as_json, from_json
from desktop_app.figures.rows.peers import middle_of_peers
from desktop_app.values.periods import parse_period
from desktop_app.work.printing import make_cluster_report, silent_lines, write_report
from desktop_app.work.printing.reports.cluster_paper import charts_of
from desktop_app.work.printing.reports.report_words import name_words, not_compared, partly_notes
from tests.figures.cluster import CLUSTER, DISTRICTS, row, value
from tests.papers import reading

COMMUNES = DISTRICTS["651"]
A, B, C = COMMUNES[:3]


@pytest.fixture
def six(cluster):
    """Six communes of one district that have reported, each with 100 people and 1,000 đồng."""
    cluster.found(["651"])
    cluster.report("651", *COMMUNES)
    for code in COMMUNES:
        cluster.people(code, 100)
        cluster.money(code, "receive", 1000, "2020-02-01", "gift_person")
    return cluster


def flags(report):
    return {(row.code, flag.flag) for row in report.rows for flag in row.flags}


def praised(report, word):
    codes = {row.unit: row.code for row in report.rows}
    return {codes[one.unit] for one in report.praise if word in one.reason}


def test_a_district_is_its_own_office_and_its_communes_and_the_total_the_districts(six):
    six.money("651", "receive", 500, "2020-03-01", "gift_person")
    report = six.made()
    assert row(report, "651").own["D01"] == 500
    assert value(report, "651", "D01") == 6500
    assert report.total["D01"].value == 6500
    assert value(report, "651", "D16") == 11  # 6,500 / 600 = 10.83


def test_a_ratio_is_rounded_half_up_once_from_the_sums(six):
    six.money(A, "receive", 50, "2020-03-01", "gift_person")
    assert value(six.made(), A, "D16") == 11  # 10.5
    six.member(A, "2019-01-01")
    six.people(B, 0, 2019)
    assert value(six.made(), A, "B04") == 1.0
    assert value(six.made(), "651", "B04") == 0.17


def test_a_missing_population_leaves_its_ratios_empty_and_is_never_zero(six):
    six.found(["651", "656"], 2019)
    six.report("24580")
    report = six.made()
    assert (value(report, "24580", "D16"), row(report, "24580").cells["D16"].why) == (None, "no_denominator")
    assert value(report, "24580", "B01") == 0
    assert value(report, "656", "D16") is None
    assert report.total["D01"].value == 6000


def test_a_row_above_leaves_out_who_has_no_population_and_says_of_how_many_it_is(six):
    six.found(["651", "656"], 2019)
    six.report("24580", "24583")
    six.people("24583", 1000)
    six.money("24580", "receive", 7_000_000, "2020-02-01", "gift_person")
    six.money("24583", "receive", 50_000, "2020-02-01", "gift_person")
    report = six.made()
    district, total = row(report, "656").cells["D16"], report.total["D16"]
    assert (district.value, district.counted, district.of) == (50, 1, 2)
    assert (total.value, total.counted, total.of) == (35, 7, 8)  # 56,000 of 1,600 people
    assert row(report, "651").cells["D16"].counted is None
    assert value(report, "656", "D14") == 7_050_000
    said = as_json(report)["total"]["indicators"]["D16"]
    assert (said["value"], said["counted"], said["of"], said["why"]) == (35, 7, 8, None)


def test_what_has_not_reported_is_in_no_sum_no_denominator_and_no_median(cluster):
    cluster.found(["651"])
    cluster.report(*COMMUNES[:5])
    for code in COMMUNES:
        cluster.people(code, 100)
        cluster.money(code, "receive", 1000, "2020-02-01", "gift_person")
    report = cluster.made()
    assert value(report, "651", "D01") == 5000
    assert value(report, "651", "D16") == 10
    assert row(report, "651").own == {}
    silent = {report.codes[unit] for unit in report.not_reported}
    assert {"651", COMMUNES[5]} <= silent
    assert silent.isdisjoint(COMMUNES[:5])


def test_a_statement_that_counts_entries_not_yet_here_is_no_report(six):
    six.put(
        "statements (id, office, unit, period, digest, upto)",
        six.unit("24388"),
        six.unit("24388"),
        "2020H1",
        "",
        '["' + "0" * 32 + ":" + "0" * 16 + ":5:" + "0" * 64 + '"]',
    )
    assert six.unit("24388") in six.made().not_reported


def test_targets_and_their_share_are_the_units_own_or_the_sum_of_its_communes_where_each_has_one(six):
    six.target(A, "D01", 2000)
    report = six.made()
    assert (row(report, A).cells["D01"].target, value(report, A, "D18")) == (2000, 50.0)
    assert (row(report, B).cells["D01"].target, value(report, B, "D18")) == (None, None)
    whole = row(report, "651").cells
    assert (whole["D01"].target, whole["D18"].value, whole["D18"].counted, whole["D18"].of) == (None, 50.0, 1, 6)
    for code in COMMUNES[1:]:
        six.target(code, "D01", 800)
    report = six.made()
    assert (row(report, "651").cells["D01"].target, value(report, "651", "D18")) == (6000, 100.0)
    assert (report.total["D01"].target, report.total["D18"].value) == (6000, 100.0)
    six.target("651", "D01", 8000)
    report = six.made()
    assert (row(report, "651").cells["D01"].target, value(report, "651", "D18")) == (14_000, 42.9)
    assert (report.total["D01"].target, report.total["D18"].value) == (14_000, 42.9)


def test_a_districts_own_money_is_in_its_share_of_the_target_only_where_it_has_a_target_of_its_own(six):
    six.money("651", "receive", 9000, "2020-02-01", "gift_person")
    for code in COMMUNES:
        six.target(code, "D01", 1200)
    report, later = six.made(), six.made(on="2025-07-01")
    assert (value(report, "651", "D01"), value(report, "651", "D18")) == (15_000, 83.3)
    assert [one.total["D18"].value for one in (report, later)] == [83.3, 83.3]
    assert not [one for one in report.praise if one.indicator == "D18"]
    six.target("651", "D01", 4000)
    report, later = six.made(), six.made(on="2025-07-01")
    assert (value(report, "651", "D18"), row(report, "651").cells["D01"].target) == (133.9, 11_200)
    assert [one.total["D18"].value for one in (report, later)] == [133.9, 133.9]


def test_a_districts_target_stands_for_all_of_it_where_none_of_its_communes_has_one(six):
    six.money("651", "receive", 2000, "2020-02-01", "gift_person")
    six.target("651", "D01", 16_000)
    report, later = six.made(), six.made(on="2025-07-01")
    assert (value(report, "651", "D18"), row(report, "651").cells["D18"].counted) == (50.0, None)
    assert [one.total["D18"].value for one in (report, later)] == [50.0, 50.0]


def test_a_fund_below_half_the_peers_median_is_flagged_with_rule_median_and_peers(six):
    six.money(A, "pay", 501, "2020-03-01", "running")
    report = six.made()
    assert flags(report) == {(A, "FUND_LOW")}
    flag = row(report, A).flags[0]
    assert (flag.indicator, flag.value, flag.median, flag.peers) == ("D16", 5.0, 10.0, 5)
    assert "một nửa" in flag.rule


def test_flag_chart_and_paper_stand_on_one_middle_that_leaves_the_unit_itself_out(six):
    for number, code in enumerate(COMMUNES[1:]):
        six.money(code, "receive", 100 * number, "2020-03-01", "gift_person")
    six.money(A, "pay", 501, "2020-03-01", "running")
    report = six.made()
    flag = row(report, A).flags[0]
    assert (flag.median, flag.peers) == (12, 5)  # 10, 11, 12, 13, 14 đồng a head; with its own 5 it would be 11.5
    middle = middle_of_peers(report.rows, row(report, A), "D16")
    assert (middle.value, middle.peers) == (12, 5)
    (chart,) = [chart for chart in charts_of(report) if "cấp xã" in chart.title]
    assert {bar.median for bar in chart.bars if bar.flagged} == {12}
    kept = from_json(as_json(report))
    assert middle_of_peers(kept.rows, row(kept, A), "D16") == middle


def test_of_an_even_number_of_peers_the_middle_is_the_mean_of_the_two_in_the_middle(cluster):
    cluster.found(["651"])
    cluster.report("651", *COMMUNES[:5])
    for number, code in enumerate(COMMUNES[:5]):
        cluster.people(code, 100)
        cluster.money(code, "receive", 1000 + 200 * number, "2020-02-01", "gift_person")
    report = cluster.made()
    middle = middle_of_peers(report.rows, row(report, A), "D16")
    assert (middle.value, middle.peers) == (15, 4)  # 12, 14, 16, 18 đồng a head


def test_where_every_unit_has_fewer_members_none_is_praised_for_growth(six):
    for number, code in enumerate(COMMUNES):
        for left in [None, *["2020-01-31"] * (number + 1)]:
            six.member(code, "2019-01-01", left)
    assert praised(six.made(), "nhanh nhất") == set()


def test_half_the_median_exactly_is_not_flagged(six):
    six.money(A, "pay", 500, "2020-03-01", "running")
    assert flags(six.made()) == set()


def test_with_fewer_than_four_peers_no_fund_is_called_low(cluster):
    cluster.found(["651"])
    cluster.report(*COMMUNES[:4])
    for code in COMMUNES:
        cluster.people(code, 100)
    for code in COMMUNES[1:]:
        cluster.money(code, "receive", 1000, "2020-02-01", "gift_person")
    assert flags(cluster.made()) == set()
    cluster.report(COMMUNES[4])
    assert flags(cluster.made()) == {(A, "FUND_LOW")}


def test_fewer_members_than_a_year_ago_is_flagged_and_as_many_is_not(six):
    six.member(A, "2019-01-01", "2020-01-01")
    six.member(B, "2019-01-01")
    report = six.made()
    assert flags(report) == {(A, "MEMBERS_DOWN")}
    assert row(report, A).flags[0].value == -1


def test_a_district_of_which_not_every_commune_was_heard_is_marked_and_neither_flagged_praised_nor_a_peer(six):
    """Of its sixteen communes six have reported: one that fell, and a target that is reached."""
    six.member(A, "2019-01-01", "2020-01-01")
    six.target("651", "D01", 100)
    report = six.made()
    district = row(report, "651")
    assert (district.is_partial, district.parts, district.is_compared) == (True, (6, 16), False)
    assert name_words(district) == "Huyện Ea Kar (6/16 xã)"
    assert district.flags == [] and "651" not in praised(report, "Vận động quỹ")
    assert partly_notes(report) == [
        "Mới có số của một phần các xã, nên không đem so sánh, không biểu dương: Huyện Ea Kar 6/16."
    ]
    assert middle_of_peers(report.rows, row(report, "651"), "D16") is None
    assert not_compared(report) == "", "communes are compared"
    kept = from_json(as_json(report))
    assert next(one for one in kept.rows if one.code == "651").parts == (6, 16)


def test_where_every_unit_of_a_later_map_is_heard_in_part_nothing_is_said_to_be_above_the_line(six, tmp_path):
    report = six.made(on="2025-07-01")
    for one in report.rows:
        one.silent = one.silent or (b"x",)
    reason = "Chưa so được, vì chưa đơn vị nào có đủ số của các xã thuộc mình."
    assert not_compared(report) == reason
    report.praise = []
    write_report(six.book, report, tmp_path / "a.pdf", remember=False)
    said = " ".join(reading.text(tmp_path / "a.pdf").split())
    assert said.count(reason) == 2 and "Không có đơn vị nào dưới mức" not in said


def test_few_new_members_are_flagged_only_against_a_target_and_only_in_a_first_half(six):
    six.target(A, "B02", 5)
    six.target(B, "B02", 4)
    for code in (A, B):
        six.member(code, "2020-02-01")
        six.member(code, "2020-03-01")
    assert flags(six.made()) == {(A, "MEMBERS_BEHIND")}
    six.report(A, period="2020")
    assert flags(six.made("2020")) == set()


def test_reaching_the_target_and_the_fastest_quarter_are_praised_and_a_shrinking_unit_never(six):
    six.target(A, "D01", 1000)
    six.target(B, "D01", 1001)
    for number, code in enumerate(COMMUNES):
        for _one in range(4):
            six.member(code, "2019-01-01")
        for _one in range(number):
            six.member(code, "2020-01-01")
    report = six.made()
    assert praised(report, "chỉ tiêu") == {A}
    assert praised(report, "nhanh nhất") == {COMMUNES[5]}


def test_last_year_is_read_from_the_records_at_last_years_dates(six):
    six.money(A, "receive", 400, "2019-06-30", "gift_person")
    six.money(A, "receive", 50, "2019-07-01", "gift_person")
    report = six.made()
    assert row(report, A).cells["D01"].last_year == 400
    assert value(report, A, "D21") == 150.0
    assert value(report, B, "D21") is None


def test_an_unknown_cluster_is_refused(cluster):
    with pytest.raises(Refusal, match="Không có cụm thi đua số 9"):
        cluster.made()


def test_on_another_days_map_a_merged_unit_adds_up_and_a_split_one_is_not_comparable(cluster):
    split, other = "24550", "24544"  # Ea BHốk went partly to Ea Ktur and partly to Dray Bhăng in July 2025
    with cluster.book.reading() as db:
        parent = db.execute(
            "SELECT p.code FROM units u JOIN units p ON p.id = u.parent WHERE u.id = ?", (cluster.unit(split),)
        ).fetchone()[0]
    cluster.found([parent])
    cluster.report(parent, split, other)
    for code, amount in ((parent, 7), (split, 100), (other, 30)):
        cluster.money(code, "receive", amount, "2020-02-01", "gift_person")
    then, later = cluster.made(), cluster.made(on="2025-07-01")
    assert then.total["D01"].value == later.total["D01"].value == 137
    touched = [row for row in later.rows if row.is_unit and cluster.unit(split) in row.offices]
    assert len(touched) == 2
    (apart,) = [row for row in later.rows if row.level == APART]
    assert (apart.name, apart.cells["D01"].value) == ("Không tách được theo đơn vị", 130)
    assert [row.comparable for row in touched] == [False, False]
    assert {row.cells["D01"].value for row in touched} == {None}
    assert row(later, "").cells["D01"].value == 7
    assert as_json(later)["total"]["indicators"]["D01"]["value"] == 137


def test_after_a_split_its_members_count_where_their_branches_went_and_nobody_is_called_growth(cluster):
    split = cluster.unit("24550")  # Ea BHốk went partly to Ea Ktur and partly to Dray Bhăng in July 2025
    with sqlite3.connect(cluster.book.path) as db:
        parent = db.execute("SELECT p.code FROM units u JOIN units p ON p.id = u.parent WHERE u.id = ?", (split,))
        cluster.found([parent.fetchone()[0]])
        (taker,) = db.execute("SELECT s.new FROM successions s WHERE s.old = ? ORDER BY s.new", (split,)).fetchone()
    for _member in range(3):
        cluster.member("24550", "2020-01-05")
    cluster.put("statements (id, office, unit, period, digest, upto)", taker, taker, "2025H2", "", "[]")
    with sqlite3.connect(cluster.book.path) as db:
        for (stay,) in db.execute("SELECT id FROM memberships ORDER BY id LIMIT 2").fetchall():
            db.execute("UPDATE memberships SET office = ? WHERE id = ?", (taker, stay))
            db.execute("INSERT INTO moves VALUES (?, 1, ?, ?, '2025-08-01', 0)", (stay, split, taker))
    db.close()
    then, later = cluster.made("2025H2", on="2025-06-30"), cluster.made("2025H2")
    for report in (then, later):
        assert (report.total["B01"].value, report.total["B08"].value, report.total["B01"].last_year) == (3, 0, 3)
        rows = {row.unit: row.cells for row in report.rows}
        assert (rows[taker]["B01"].value, rows[taker]["B01"].last_year, rows[taker]["B08"].value) == (2, None, None)
        assert (rows[split]["B01"].value, rows[split]["B08"].value) == (1, -2)


@pytest.fixture
def merged(six):
    """The unit of 2025 that took over from several of the six, its old codes, and one of these that is silent in 2020H2."""
    then, later = six.made(), six.made(on="2025-07-01")
    new = next(row for row in later.rows if row.is_unit and len(row.offices) > 1)
    old = [row.code for row in then.rows if row.unit in (*new.offices, *new.silent)]
    six.report(
        "651", *(row.code for row in then.rows if row.level == "commune" and row.code != old[0]), period="2020H2"
    )
    return new.unit, old


def test_a_new_unit_of_which_a_part_reported_says_of_how_many_it_is_and_is_measured_against_nobody(six, merged):
    unit, old = merged
    six.member(old[1], "2018-01-01", "2020-08-01")
    report = six.made("2020H2", on="2025-07-01")
    partial = next(row for row in report.rows if row.unit == unit)
    cell = partial.cells["D14"]
    assert (cell.counted, cell.of, cell.why) == (len(old) - 1, len(old), "partly")
    assert (partial.is_compared, partial.flags) == (False, [])
    assert unit not in {one.unit for one in report.praise}
    again = next(one for one in from_json(as_json(report)).rows if one.code == partial.code)
    assert (again.parts, again.is_partial) == (partial.parts, True) == ((len(old) - 1, len(old)), True)
    assert f"{partial.name} {len(old) - 1}/{len(old)}" in partly_notes(report)[0]


def test_who_has_not_sent_stands_under_the_district_of_that_time_on_both_maps(six, merged, tmp_path):
    _unit, old = merged
    then, later = six.made("2020H2"), six.made("2020H2", on="2025-07-01")
    name = row(then, old[0]).name
    assert silent_lines(later) == silent_lines(then) == ["Có 1 đơn vị chưa gửi.", f"Huyện Ea Kar: {name}."]
    write_report(six.book, later, tmp_path / "a.pdf", remember=False)
    said = reading.text(tmp_path / "a.pdf")
    assert f"Huyện Ea Kar: {name}." in said
    assert "Chưa gửi: đơn vị chưa chốt" not in said
    assert "không đem so sánh, không biểu dương" in said


def test_of_those_who_have_not_sent_it_is_said_how_many_have_no_machine(six, merged):
    report = make_cluster_report(six.book, CLUSTER, parse_period("2020H2"), None)
    assert silent_lines(report)[0] == "Có 1 đơn vị chưa gửi, trong đó 1 chưa đăng ký máy."
