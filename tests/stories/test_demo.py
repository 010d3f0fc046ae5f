"""The sample province: sixteen books that enrol, record, send, merge and report, checked from the outside."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from db.clock import system_clock
from db.exchange.trust.home_folder import Home
from db.store import Book
from desktop_app.values.periods import parse_period
from desktop_app.work.printing import make_cluster_report
from desktop_app.work.reports.office_figures import behind_row_of
from tests.stories.program import ROOT, program
from tests.stories.sample import NEEDED, Sample, build

FUND_LOW, MEMBERS_DOWN, SILENT, LATE, TWICE = "24373", "24412", "24490", "24448", "24580"
DISTRICTS = ("651", "652", "653", "654", "656")


@pytest.fixture(scope="module")
def report(sample: Sample) -> dict[str, Any]:
    return sample.report()


def in_sample(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [unit for unit in report["units"] if unit["reported"]]


def by_code(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {unit["code"]: unit for unit in report["units"]}


def additive() -> list[str]:
    with (ROOT / "resources" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file) if row["additive"] == "yes"]


def test_every_book_of_the_sample_is_sound_and_rebuilds_from_its_entries_to_the_same_digests(sample):
    assert len(sample.told["books"]) == 16
    for book in sample.told["books"]:
        checked = program("book", "check", book, "--rebuild", "--json", home=sample.home)
        assert (checked.code, checked.answer["ok"], checked.answer["problems"]) == (0, True, []), book
        assert checked.answer["unit"] == Path(book).stem


def test_the_province_comes_to_the_same_state_in_whatever_order_and_however_often_bundles_arrive(sample, tmp_path):
    bundles = sorted(Path(sample.told["bundles"]).rglob("*.khb"))
    assert len(bundles) > 15
    digests = {(sample.told["state"], sample.told["folded"])}
    for order in (7, 8, 9):
        folder = tmp_path / str(order)
        shutil.copytree(sample.home, folder / "khoa")
        book = shutil.copy(sample.told["before"], folder / "66.skh")
        chance = Random(order)
        carried = chance.sample(bundles, len(bundles)) + chance.sample(bundles, 6)
        for part in (carried[:9], carried[9:15], carried[15:]):
            answer = program("receive", book, *part, "--json", home=folder / "khoa").answer
        assert {file["outcome"] for file in answer["files"]} <= {"MERGED", "PARTLY_NEW", "ALREADY_HAVE"}
        assert (answer["conflicts"], answer["waiting"]) == (0, 0)
        checked = program("book", "check", book, "--json", home=folder / "khoa").answer
        assert (checked["state"], checked["folded"]) == (answer["state"], answer["folded"])
        digests.add((answer["state"], answer["folded"]))
    assert len(digests) == 1


def test_an_equal_seed_gives_equal_books_and_an_equal_report_and_another_seed_does_not(sample, report, tmp_path):
    again = build(tmp_path / "again", 1)
    assert (again.told["state"], again.told["folded"]) == (sample.told["state"], sample.told["folded"])
    kept = [json.loads(Path(one.told["report"]).read_text(encoding="utf-8")) for one in (again, sample)]
    for one in kept:
        for source in one["sources"]:
            source.pop("sha256")  # of the sealed file, whose key and padding are random
    assert kept[0] == kept[1]
    other = build(tmp_path / "other", 2)
    assert other.told["folded"] != sample.told["folded"]


def test_the_files_of_the_round_end_as_planned(sample):
    assert sample.told["received"]["WAITING"] == 1
    assert sample.told["received"]["ALREADY_HAVE"] == 1
    assert sample.told["late"] == ["MERGED", "MERGED"]


def test_totals_are_the_sum_of_the_districts_and_a_district_the_sum_of_its_offices(report):
    units = by_code(report)
    for code in additive():
        rows = [units[district]["indicators"][code]["value"] for district in DISTRICTS]
        assert report["total"]["indicators"][code]["value"] == sum(rows), code
        for district in DISTRICTS:
            below = [u["own"][code] for u in in_sample(report) if u["parent"] == district]
            assert units[district]["indicators"][code]["value"] == units[district]["own"][code] + sum(below), code


def test_what_a_district_holds_itself_is_in_its_row_and_in_no_sum(report):
    units = by_code(report)
    own = {row["parent"]: row["indicators"] for row in report["beside"] if row["level"] == "office"}
    for district in DISTRICTS:
        held = units[district]["own"]["D14"]
        assert held == own[district]["D14"]["value"] == units[district]["indicators"]["D15"]["value"] > 0
    assert report["total"]["indicators"]["D15"]["value"] is None
    assert report["total"]["indicators"]["D15"]["why"] == "not_additive"


@pytest.mark.parametrize("on", [None, date(2025, 7, 1)])
def test_every_figure_of_every_row_is_the_sum_of_the_records_behind_it(sample, on):
    compared = 0
    with Book.open(sample.province, home=Home(sample.home), clock=system_clock()) as book:
        report = make_cluster_report(book, 2, parse_period("2020H1"), on)
        for row, code in product([row for row in report.rows if row.heard], [*additive(), "D15"]):
            cell, lines = row.cells[code], behind_row_of(book, row, code, report.period)
            if cell.value is not None:
                assert sum(line.value for line in lines) == cell.value, (row.name, code)
                compared += bool(lines)
    assert compared > 200


MEMBERS = """SELECT count(DISTINCT person) FROM memberships WHERE office = :unit AND joined <= :last
    AND (left_on IS NULL OR left_on > :last)"""
HELD = """SELECT sum(CASE kind WHEN 'pay' THEN -amount WHEN 'transfer' THEN 0 ELSE amount END) FROM movements
    WHERE office = :unit AND account <> 'goods' AND dated <= :last AND reversed_on IS NULL"""
BY_HAND = {
    "A03": "SELECT count(*) FROM branches WHERE office = :unit AND kind <> 'board' AND founded <= :last",
    "A08": "SELECT count(*) FROM branches WHERE office = :unit AND kind = 'board' AND founded <= :last",
    "A09": "SELECT count(*) FROM branches WHERE office = :unit AND kind <> 'board' AND founded BETWEEN :first AND :last",
    "B01": MEMBERS,
    "B02": "SELECT count(DISTINCT person) FROM memberships WHERE office = :unit AND joined BETWEEN :first AND :last",
    "B03": "SELECT count(DISTINCT person) FROM memberships WHERE office = :unit AND left_on BETWEEN :first AND :last",
    "B10": """SELECT sum(amount) FROM movements WHERE office = :unit AND category = 'dues'
        AND dated BETWEEN :first AND :last""",
    "D02": """SELECT sum(amount) FROM movements WHERE office = :unit AND kind = 'receive' AND account <> 'goods'
        AND category <> 'dues' AND dated BETWEEN :first AND :last""",
    "D04": """SELECT sum(m.amount) FROM movements m JOIN donors d ON d.id = m.party WHERE m.office = :unit
        AND m.kind = 'receive' AND d.kind = 'organisation' AND m.dated BETWEEN :first AND :last""",
    "D06": """SELECT sum(amount) FROM movements WHERE office = :unit AND kind = 'receive' AND account = 'goods'
        AND dated BETWEEN :first AND :last""",
    "D07": "SELECT sum(amount) FROM movements WHERE office = :unit AND kind = 'pay' AND dated BETWEEN :first AND :last",
    "D13": HELD.replace("<= :last", "< :first"),
    "D14": HELD,
    "E02": """SELECT sum(amount) FROM awards WHERE office = :unit AND form = 'scholarship' AND state = 'paid'""",
    "E08": "SELECT count(*) FROM awards WHERE office = :unit AND form = 'certificate' AND state = 'paid'",
}


def test_the_figures_are_what_the_records_themselves_add_up_to(sample, report):
    days = {"first": "2020-01-01", "last": "2020-06-30"}
    db = sqlite3.connect(sample.province)
    units = dict(db.execute("SELECT code, id FROM units WHERE until > '2020-06-30'"))
    compared = 0
    for unit in in_sample(report):
        for code, sql in BY_HAND.items():
            value = db.execute(sql, {"unit": units[unit["code"]], **days}).fetchone()[0] or 0
            assert unit["own"][code] == value, (unit["code"], code)
            compared += value > 0
    assert compared > 100
    db.close()


def test_last_year_every_office_was_given_a_little_less_or_about_as_much(report):
    for unit in [*in_sample(report), report["total"]]:
        gifts, growth = unit["indicators"]["D01"], unit["indicators"]["D21"]["value"]
        assert 0.85 <= gifts["last_year"] / gifts["value"] <= 1.05, unit.get("code")
        assert -10 <= growth <= 30, unit.get("code")


def test_ratios_are_formed_anew_from_sums_and_rounded_half_up(report):
    total = {code: cell["value"] for code, cell in report["total"]["indicators"].items()}
    assert total["D17"] == (2 * total["D01"] + total["B01"]) // (2 * total["B01"])
    assert total["E03"] == (2 * total["E02"] + total["E01"]) // (2 * total["E01"])


def test_the_silent_commune_is_not_reported_and_never_zero(report):
    unit = by_code(report)[SILENT]
    assert unit["reported"] is False
    assert SILENT in report["not_reported"]
    assert {cell["value"] for cell in unit["indicators"].values()} == {None}
    assert unit["own"] == {}
    assert unit["flags"] == []
    heard = {unit["code"] for unit in in_sample(report)}
    assert heard.isdisjoint(report["not_reported"])
    assert len(heard) == 14


def test_the_planted_weaknesses_are_flagged_and_no_other_unit_is(report):
    flags = {(unit["code"], flag["flag"]): flag for unit in report["units"] for flag in unit["flags"]}
    assert set(flags) == {(FUND_LOW, "FUND_LOW"), (MEMBERS_DOWN, "MEMBERS_DOWN")}
    low = flags[FUND_LOW, "FUND_LOW"]
    assert low["indicator"] == "D16"
    assert low["peers"] == 8
    assert low["value"] < low["median"] / 2
    assert flags[MEMBERS_DOWN, "MEMBERS_DOWN"]["value"] < 0


def test_the_commune_whose_second_file_came_first_and_the_one_whose_file_came_twice_both_count_once(report):
    sources = [(source["unit"], source["from"], source["to"]) for source in report["sources"]]
    assert len(set(sources)) == len(sources)
    late = sorted(source[1:] for source in sources if source[0] == LATE)
    assert len(late) == 2
    assert late[0][0] == 1
    assert late[1][0] == late[0][1] + 1
    assert len([source for source in sources if source[0] == TWICE]) == 1


def successors() -> dict[str, dict[str, bool]]:
    """By code of 2020: the codes of July 2025 a unit went into, and whether whole all the way; read from the lists."""
    with (ROOT / "resources" / "units.csv").open(encoding="utf-8", newline="") as file:
        units = {row["id"]: row for row in csv.DictReader(file)}
    with (ROOT / "resources" / "successions.csv").open(encoding="utf-8", newline="") as file:
        steps = list(csv.DictReader(file))

    def last(identity: str, whole: bool) -> dict[str, bool]:
        if not units[identity]["until"]:
            return {units[identity]["code"]: whole}
        found: dict[str, bool] = {}
        for step in steps:
            if step["old"] == identity:
                found |= last(step["new"], whole and step["share"] == "whole")
        return found

    then = {row["code"]: row for row in units.values() if row["from"] <= "2020-06-30" <= (row["until"] or "9999")}
    return {code: last(row["id"], True) for code, row in then.items() if row["level"] == "commune"}


def test_on_the_map_of_july_2025_old_communes_count_in_their_successors_and_the_totals_stay(sample, report):
    later = sample.report("--map", "2025-07-01")
    for code in additive():
        assert later["total"]["indicators"][code]["value"] == report["total"]["indicators"][code]["value"], code
    rows, went = by_code(later), successors()
    expected: dict[str, int] = {}
    for unit in in_sample(report):
        if unit["level"] == "commune":
            assert list(went[unit["code"]].values()) == [True]  # no commune of this cluster was split
            new = next(iter(went[unit["code"]]))
            expected[new] = expected.get(new, 0) + unit["own"]["D14"]
    found = {u["code"]: u["indicators"]["D14"]["value"] for u in in_sample(later) if u["level"] == "commune"}
    assert found == expected
    assert len(expected) < 9  # some merged
    assert rows[""]["indicators"]["D14"]["value"] == sum(by_code(report)[d]["own"]["D14"] for d in DISTRICTS)


def test_the_report_as_a_workbook_shows_what_the_report_as_json_says(sample, report, tmp_path):
    program("report", sample.province, "cluster", *NEEDED, "-o", tmp_path / "r.json", home=sample.home)
    program("report", sample.province, "cluster", *NEEDED, "-o", tmp_path / "r.xlsx", home=sample.home)
    kept = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert kept["units"] == report["units"]
    assert kept["total"] == report["total"]
    rows = list(openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if row[:2] == ("Mã", "Đơn vị"))
    titles = [str(title) for title in rows[top]]
    told = [*kept["units"], {**kept["total"], "code": None}]
    shown = [row for row in rows[top + 1 :] if row[0] or row[1] == "Cộng"]
    assert len(rows) == top + 1 + len(told) + len(kept["beside"])
    for row, unit in zip(shown, told, strict=True):
        cells = dict(zip(titles, row, strict=True))
        assert (cells["Mã"] or None) == unit["code"]
        for code, cell in unit["indicators"].items():
            title = next(title for title in titles if title.startswith(f"{code} ") and title.endswith(")"))
            assert cells[title] == cell["value"], (unit["code"], code)
            assert cells[f"{code} cùng kỳ"] == cell["last_year"]
            assert cells[f"{code} chỉ tiêu"] == cell["target"]


@pytest.mark.long
def test_a_whole_cluster_of_seventy_communes_is_built_merged_and_reported(tmp_path):
    ended = program("demo", tmp_path / "cụm", "--size", "cluster", "--no-window", "--json", home=tmp_path / "no keys")
    assert ended.code == 0, ended.err
    large = Sample(tmp_path / "cụm", ended.answer)
    assert len(large.told["books"]) == 76
    checked = program("book", "check", large.province, "--rebuild", "--json", home=large.home).answer
    assert (checked["ok"], checked["state"], checked["folded"]) == (True, large.told["state"], large.told["folded"])
    assert checked["counts"]["memberships"] > 110_000
    report = large.report()
    assert report["not_reported"] == [SILENT]
    assert {(unit["code"], flag["flag"]) for unit in report["units"] for flag in unit["flags"]} == {
        (FUND_LOW, "FUND_LOW"),
        (MEMBERS_DOWN, "MEMBERS_DOWN"),
    }


def test_a_folder_that_is_not_empty_is_left_alone(sample):
    before = sorted(path.name for path in sample.folder.iterdir())
    ended = program("demo", sample.folder, "--no-window", "--json", home=sample.home)
    assert ended.code == 1
    assert "không trống" in ended.err
    assert sorted(path.name for path in sample.folder.iterdir()) == before
