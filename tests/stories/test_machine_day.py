"""The machine's clock: today is Vietnam's day, a day that cannot be true is said, and what lies after today is shown."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from db.clock import in_vietnam, system_clock
from desktop_app.machine import Machine
from tests.stories.program import ROOT

SAY_TODAY = "from db.clock import system_clock; print(system_clock().today())"


@pytest.mark.parametrize("zone", ["America/New_York", "Etc/GMT+12", "Pacific/Kiritimati"])
def test_today_is_vietnams_day_whatever_zone_the_machine_is_set_to(zone):
    """In one of the last two zones the calendar shows another day, at whatever moment this runs."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "TZ": zone}
    before = in_vietnam(time.time_ns() // 1_000_000).date()
    said = subprocess.run(
        [sys.executable, "-c", SAY_TODAY], env=variables, capture_output=True, text=True, check=True, timeout=60
    ).stdout.strip()
    assert said in (str(before), str(in_vietnam(time.time_ns() // 1_000_000).date()))


def test_a_day_set_for_training_is_the_day_of_what_is_written_too(desk):
    from db.own_chain import latest_moment
    from db.store import Book

    desk.add("donors", "full_name=Bà Lan")
    with Book.open(desk.book, home=Machine.of(os.environ).home(), clock=system_clock()) as book, book.reading() as db:
        assert str(in_vietnam(latest_moment(db, book.unit) or 0).date()) == "2020-07-05"


def test_a_day_before_the_newest_entry_is_said_by_every_command(desk, monkeypatch):
    assert desk.run("list", desk.book, "members").err == ""
    monkeypatch.setenv("SKH_TODAY", "2010-01-01")
    ended = desk.run("list", desk.book, "members")
    assert ended.code == 0
    assert "Máy đang ghi hôm nay là 01/01/2010, mà sổ đã có mục ghi ngày 05/07/2020." in ended.err
    assert "Sửa ngày giờ của máy" in ended.err
    monkeypatch.setenv("SKH_TODAY", "2020-07-04")
    assert "mục ghi ngày 05/07/2020" in desk.run("add", desk.book, "donors", "full_name=Ông Bình").err


def test_a_day_far_after_the_newest_entry_is_said_where_something_is_written(desk, monkeypatch):
    monkeypatch.setenv("SKH_TODAY", "2021-08-09")
    assert desk.run("add", desk.book, "donors", "full_name=Bà Lan").err == ""
    monkeypatch.setenv("SKH_TODAY", "2022-09-14")  # 401 days
    assert desk.run("list", desk.book, "donors").err == ""
    assert "lần ghi sổ gần nhất là ngày 09/08/2021" in desk.run("add", desk.book, "donors", "full_name=Ông An").err
    assert desk.run("add", desk.book, "donors", "full_name=Ông Minh").err == ""


def test_a_day_before_the_program_itself_is_said_when_a_book_is_founded(desk, monkeypatch, tmp_path):
    monkeypatch.setenv("SKH_TODAY", "2010-01-01")
    ended = desk.run("book", "new", tmp_path / "moi.skh", "--unit", "24373", "--officer", "Bà Hà")
    assert ended.code == 0
    assert "là ngày chưa có chương trình này" in ended.err


def test_what_was_written_with_a_clock_that_ran_ahead_is_marked_in_lists_and_named_by_the_check(desk, monkeypatch):
    monkeypatch.setenv("SKH_TODAY", "2031-01-10")
    desk.add("members", "full_name=Y Thông Niê", "joined=2031-01-09")
    desk.add("fund", "kind=opening", "amount=500000", "account=cash", "on=2031-01-08")
    assert "notes" not in desk.answer("book", "check", desk.book)
    monkeypatch.setenv("SKH_TODAY", "2020-07-05")
    desk.add("members", "full_name=Trần Thị Bé", "joined=2020-07-05")
    marked = [line for line in desk.run("list", desk.book, "members").out.splitlines() if "sau hôm nay" in line]
    assert len(marked) == 1
    assert "Y Thông Niê" in marked[0]
    assert "sau hôm nay" in desk.run("list", desk.book, "fund").out
    checked = desk.answer("book", "check", desk.book)
    assert checked["ok"] is True
    assert [note.split(": ghi ngày")[0] for note in checked["notes"]] == [
        "Số dư đầu, 08/01/2031, 500.000 đồng",
        "Y Thông Niê",
    ]
    assert all("sau hôm nay (05/07/2020)" in note for note in checked["notes"])
