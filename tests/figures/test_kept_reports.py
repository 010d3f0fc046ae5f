"""A report handed out is kept as it was: printed again the same, whatever is recorded later."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

import pytest

from db.refusal import Refusal
from desktop_app import cli
from desktop_app.figures.report_json import as_json, from_json
from desktop_app.values.periods import parse_period
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.printing import make_cluster_report, print_cluster_report, restated_words, write_report
from desktop_app.work.reports import period_closing
from desktop_app.work.reports.report_archive import kept_report, kept_reports
from tests.offices import COMMUNES, receive
from tests.papers import reading

PERIOD = parse_period("2020H1")
DAY = date(2020, 3, 1)


def add_member(book, name: str) -> None:
    membership.register(book, membership.MemberDraft(DAY, None, people.PersonDraft(name, born="1960")))


@pytest.fixture
def network(make_network):
    """A province that has the half year of one commune."""
    made = make_network(COMMUNES[0])
    office = made.offices[COMMUNES[0]]
    add_member(office, "Nguyễn Văn An")
    movements.book_movement(office, movements.FundDraft("receive", 500_000, DAY, category="gift_person"))
    period_closing.close_period(office, PERIOD)
    receive(made.province, *made.send(office))
    return made


def test_a_report_handed_out_is_kept_and_printed_again_the_same(network, tmp_path):
    first, again = tmp_path / "lan-1.pdf", tmp_path / "lan-2.pdf"
    content = print_cluster_report(network.province, 2, PERIOD, None, first)
    office = network.offices[COMMUNES[0]]
    add_member(office, "Trần Thị Bình")
    period_closing.close_period(office, PERIOD)
    receive(network.province, *network.send(office))
    (kept,) = kept_reports(network.province)
    write_report(network.province, kept_report(network.province, kept.number), again)
    assert reading.text(again) == reading.text(first)
    assert as_json(kept_report(network.province, kept.number)) == json.loads(json.dumps(content))
    now = as_json(make_cluster_report(network.province, 2, PERIOD, None))
    assert now["total"]["indicators"]["B01"]["value"] == 2
    assert content["total"]["indicators"]["B01"]["value"] == 1


def test_a_report_made_by_command_is_kept_while_the_window_has_the_book_open_for_writing(network, tmp_path, capsys):
    province = network.province
    assert province.writable
    made = tmp_path / "c.pdf"
    words = ("report", province.path, "cluster", "--cluster", 2, "--period", "2020H1", "-o", made)
    assert cli.run([*map(str, words), f"--home={province.home.folder}"]) == 0
    assert made.exists() and [one.period for one in kept_reports(province)] == ["2020H1"]


def test_what_was_stated_anew_since_the_report_made_before_is_named_with_the_total(network, tmp_path):
    print_cluster_report(network.province, 2, PERIOD, None, tmp_path / "a.pdf")
    office = network.offices[COMMUNES[0]]
    movements.book_movement(office, movements.FundDraft("receive", 200_000, DAY, category="gift_person"))
    receive(network.province, *network.send(office))
    assert make_cluster_report(network.province, 2, PERIOD, None).restated == [], "it is named as changed"
    period_closing.close_period(office, PERIOD)
    receive(network.province, *network.send(office))
    print_cluster_report(network.province, 2, PERIOD, None, tmp_path / "b.pdf")
    unit, total = restated_words(make_cluster_report(network.province, 2, PERIOD, None))
    assert unit.startswith("Thị trấn Ea Kar đã chốt lại: ") and total.startswith("Cả cụm theo đó: ")
    for line in (unit, total):
        assert "từ 500.000 thành 700.000 đồng" in line
        assert line in " ".join(reading.text(tmp_path / "b.pdf").split())
    (kept,) = kept_reports(network.province)[:1]
    assert restated_words(kept_report(network.province, kept.number)) == [unit, total]


def test_the_same_figures_are_kept_once_and_others_beside_them(network, tmp_path):
    for ending in ("pdf", "xlsx", "json"):
        print_cluster_report(network.province, 2, PERIOD, None, tmp_path / f"a.{ending}")
    assert len(kept_reports(network.province)) == 1
    print_cluster_report(network.province, 2, PERIOD, date(2025, 7, 1), tmp_path / "b.pdf")
    assert [one.map_date for one in kept_reports(network.province)] == ["2025-07-01", "2020-06-30"]


def test_a_report_of_an_earlier_catalogue_stays_as_it_was_and_can_be_read(network, tmp_path):
    print_cluster_report(network.province, 2, PERIOD, None, tmp_path / "a.pdf")
    with sqlite3.connect(network.province.path) as db:
        (text,) = db.execute("SELECT content FROM frozen_reports").fetchone()
        old = json.loads(text)
        old["catalogue"] = "2020.1"
        for cells in (old["total"]["indicators"], *(unit["indicators"] for unit in (*old["units"], *old["beside"]))):
            for code in ("B10", "D09", "D10", "D11", "D12"):
                del cells[code]
            cells["D03"]["value"] = 77
        db.execute("UPDATE frozen_reports SET content = ?", (json.dumps(old, ensure_ascii=False),))
    db.close()
    (kept,) = kept_reports(network.province)
    assert as_json(kept_report(network.province, kept.number)) == old
    for ending in ("pdf", "xlsx", "json"):
        write_report(network.province, kept_report(network.province, kept.number), tmp_path / f"cu.{ending}")
    assert "77" in reading.text(tmp_path / "cu.pdf")
    assert as_json(make_cluster_report(network.province, 2, PERIOD, None))["catalogue"] == "2020.2"


def test_a_report_kept_before_the_program_said_why_a_figure_is_missing_is_read_as_it_was(network):
    content = print_cluster_report(network.province, 2, PERIOD, None, None)
    old = {key: said for key, said in content.items() if key != "beside"}
    cells = [cell for row in (*old["units"], old["total"]) for cell in row["indicators"].values()]
    for cell in cells:
        for later in ("why", "unknown", "counted", "of"):
            del cell[later]
    read = from_json(old)
    assert [row.code for row in read.rows] == [row["code"] for row in content["units"]]
    assert read.total["B01"].value == 1
    assert as_json(read)["beside"] == []


def test_looking_keeps_nothing(network):
    print_cluster_report(network.province, 2, PERIOD, None, None)
    assert kept_reports(network.province) == []


def test_a_number_that_was_never_given_is_said(network):
    with pytest.raises(Refusal, match="Không có báo cáo đã lập mang số 7"):
        kept_report(network.province, 7)
