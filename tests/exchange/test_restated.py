"""Stated figures at the province: who is asked for them, what changed after they were stated, and asking the office."""

from __future__ import annotations

import json
from datetime import date

from db.exchange.wire.canonical_json import natural_key
from desktop_app.figures.drill_down import records_behind
from desktop_app.figures.report_json import as_json, from_json
from desktop_app.values.periods import parse_period
from desktop_app.work import printing
from desktop_app.work.exchange import questions, send_and_receive
from desktop_app.work.exchange.intake_summary import changed_by, office_names
from desktop_app.work.exchange.preview import preview
from desktop_app.work.exchange.reporting_status import senders
from desktop_app.work.members import membership
from desktop_app.work.people import duplicate_review, people
from desktop_app.work.reports import period_closing, stated_changes
from desktop_app.work.reports.stated_changes import changed_sentences
from desktop_app.work.today.office_today import overview
from tests.exchange.test_sameness import member
from tests.offices import receive, sound
from tests.work.test_closing import HALF, give


def test_a_unit_is_not_asked_for_a_time_before_it_existed(july, new):
    (one,) = [one for one in senders(july.province, parse_period("2025H1")) if one.unit == new.unit]
    assert not one.due
    assert overview(new).due.open_period is None
    old = next(one for one in senders(july.province, parse_period("2025H1")) if one.unit != new.unit)
    assert old.due


def test_the_province_sees_what_changed_after_it_was_stated_and_asks_with_its_next_answer(network):
    office = network.offices["24373"]
    give(office, 1_000_000)
    period_closing.close_period(office, HALF)
    receive(network.province, *network.send(office))
    assert stated_changes.changed_periods(network.province) == []
    assert {one.changed for one in senders(network.province, HALF)} == {False}

    give(office, 250_000)
    receive(network.province, *network.send(office))
    (changed,) = stated_changes.changed_periods(network.province)
    assert (changed.unit, changed.period) == (office.unit, HALF)
    assert ("D01", 1_000_000, 1_250_000) in [(move.code, move.stated, move.now) for move in changed.moves]
    assert [one.unit for one in senders(network.province, HALF) if one.changed] == [office.unit]
    assert [one.unit for one in overview(network.province).desk.changed] == [office.unit]

    receive(office, *network.answer().iterdir())
    (asked,) = questions.open_questions(office)
    assert asked.record == natural_key("statement", office.unit.hex(), "2020H1")
    assert (asked.about, asked.code) == ("6 tháng đầu năm 2020", "changed")
    assert len(questions.open_questions(network.province)) == 1
    receive(office, *network.answer().iterdir())
    assert len(questions.open_questions(office)) == 1, "it is asked once"

    period_closing.close_period(office, HALF)
    receive(network.province, *network.send(office))
    assert stated_changes.changed_periods(network.province) == []
    assert questions.open_questions(network.province) == [], "the restated figures are the answer"
    receive(office, *network.answer().iterdir())
    assert questions.open_questions(office) == []
    sound(network.province)


def test_what_the_provinces_own_joining_changes_is_told_as_such_and_nobody_is_asked(network):
    office = network.offices["24373"]
    one, other = member(office), member(office)
    period_closing.close_period(office, HALF)
    receive(network.province, *network.send(office))
    duplicate_review.settle(network.province, one, other, "same")

    assert stated_changes.changed_periods(network.province) == []
    receive(office, *network.answer().iterdir())
    assert questions.open_questions(network.province) == questions.open_questions(office) == []
    report = printing.make_cluster_report(network.province, 2, HALF, None)
    (told,) = report.changed
    assert told.by_province and ("B01", 2, 1) in [(move.code, move.stated, move.now) for move in told.moves]
    assert "tỉnh" in printing.changed_words(told) and "sau khi chốt" not in printing.changed_words(told)
    assert from_json(json.loads(json.dumps(as_json(report)))).changed[0].by_province

    membership.register(office, membership.MemberDraft(date(2020, 3, 1), details=people.PersonDraft("Thêm")))
    receive(network.province, *network.send(office))
    (changed,) = stated_changes.changed_periods(network.province)
    assert [(move.stated, move.now) for move in changed.moves if move.code == "B01"] == [(2, 3)]
    report = printing.make_cluster_report(network.province, 2, HALF, None)
    assert [one.by_province for one in report.changed] == [False, True]
    period_closing.close_period(office, HALF)
    receive(network.province, *network.send(office))
    assert stated_changes.changed_periods(network.province) == [], "the office's own statement holds"


def test_a_change_that_comes_with_the_statement_in_one_file_is_seen_too(network):
    office = network.offices["24373"]
    period_closing.close_period(office, HALF)
    give(office)
    receive(network.province, *network.send(office))
    (changed,) = stated_changes.changed_periods(network.province)
    assert {move.code for move in changed.moves} >= {"D01", "D14", "D22"}
    assert all(move.stated == 0 for move in changed.moves)


def test_the_district_s_own_office_is_compared_as_well(make_network):
    network = make_network("651")
    office = network.offices["651"]
    period_closing.close_period(office, HALF)
    receive(network.province, *network.send(office))
    assert stated_changes.changed_periods(network.province) == []
    give(office)
    receive(network.province, *network.send(office))
    assert [one.unit for one in stated_changes.changed_periods(network.province)] == [office.unit]


def test_files_that_change_a_stated_period_say_so_before_and_after_they_are_taken_in(network, capsys):
    office = network.offices["24373"]
    give(office, 1_000_000)
    period_closing.close_period(office, HALF)
    first = network.send(office)
    assert preview(network.province, first).changed == []
    receive(network.province, *first)
    give(office, 250_000)
    files = network.send(office)
    tried = preview(network.province, files)
    said = changed_sentences(tried.changed, office_names(network.province))
    assert said[0].startswith("Thị trấn Ea Kar: đổi số liệu 6 tháng đầu năm 2020 đã chốt: ")
    assert "từ 1.000.000 thành 1.250.000 đồng" in said[0]
    results = receive(network.province, *files)
    assert changed_sentences(changed_by(network.province, results), office_names(network.province)) == said
    assert preview(network.province, files).changed == []
    with network.province.reading() as db:
        lines = records_behind(db, [office.unit], "D02", HALF)
    later = stated_changes.written_since(network.province, {one.record: one.office for one in lines}, HALF)
    assert [one.record in later for one in lines] == [one.value == 250_000 for one in lines]


def test_a_look_is_kept_and_made_anew_only_where_something_moved(network, monkeypatch):
    for office in network.offices.values():
        period_closing.close_period(office, HALF)
        receive(network.province, *network.send(office))
    looked: list[int] = []
    moved = stated_changes.moved
    monkeypatch.setattr(stated_changes, "moved", lambda db, stale: looked.append(len(stale)) or moved(db, stale))
    stated_changes.changed_periods(network.province)
    send_and_receive.answer(network.province, network.fresh_folder("tra-loi"))
    stated_changes.changed_periods(network.province)
    assert set(looked) == {0}
    give(network.offices["24379"])
    receive(network.province, *network.send(network.offices["24379"]))
    assert looked[-1] == 1


def test_another_pair_that_is_joined_in_the_place_of_one_makes_the_look_anew(network):
    office = network.offices["24373"]
    pairs = {}
    for name, sex in (("Y Bliu", "male"), ("H'Mai", "female")):
        details = people.PersonDraft(name, sex=sex, born="1960", ethnic_group="Ê Đê")
        stays = [
            membership.register(office, membership.MemberDraft(date(2020, 3, 1), None, details)) for _time in (1, 2)
        ]
        with office.reading() as db:
            sql = "SELECT person FROM memberships WHERE id = ?"
            pairs[sex] = [db.execute(sql, (stay.id,)).fetchone()[0] for stay in stays]
    period_closing.close_period(office, HALF)
    duplicate_review.settle(office, *pairs["male"], "same")
    assert "B06" not in _moved(office)
    stated_changes.look_again(office)
    duplicate_review.settle(office, *pairs["male"], "different")
    duplicate_review.settle(office, *pairs["female"], "same")
    assert "B06" in _moved(office)


def _moved(book):
    return {move.code for one in stated_changes.changed_periods(book) for move in one.moves}
