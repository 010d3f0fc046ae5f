"""Where a command's words go and come from: a full disk, closed streams, odd paths; never an error of the program."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from db.store import Book
from desktop_app.sheets.writing import SheetColumn, SheetTable, write_xlsx
from tests.disks import drive
from tests.stories.program import ROOT, TODAY

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="streams of a Linux shell")
CALM = ("Traceback", "Exception ignored")


@pytest.fixture
def shell(book: Book, tmp_path: Path):
    """Runs a line of the shell in which S is the program and B the book; what it says on standard error stays calm."""
    book.close()

    def run(line: str, today: str = TODAY) -> tuple[int, str]:
        program = f"{shlex.quote(sys.executable)} -m desktop_app --lang en"
        line = line.replace("S ", f"{program} ", 1).replace(" B", f" {shlex.quote(str(book.path))}", 1)
        variables = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SKH_HOME": str(book.home.folder),
            "SKH_TODAY": today,
            "T": str(tmp_path),
        }
        ended = subprocess.run(
            ["bash", "-c", line], cwd=ROOT, env=variables, capture_output=True, timeout=60, check=False
        )
        said = ended.stderr.decode(errors="replace") + ended.stdout.decode(errors="replace")
        assert not [sign for sign in CALM if sign in said], said
        return ended.returncode, said

    return run


def donors(shell) -> str:
    return shell("S list B donors")[1]


@pytest.mark.parametrize(
    "line", ["S list B purses > /dev/full", "S --help > /dev/full", "S list B units --json > /dev/full"]
)
def test_an_answer_that_found_no_room_is_told_and_ends_with_a_code_of_its_own(shell, line):
    code, said = shell(line)
    assert code == 5 and "nothing in the book has changed" in said


def test_what_was_recorded_before_the_answer_got_lost_is_said_to_be_recorded(shell):
    code, said = shell("S add B donors full_name=K77 > /dev/full")
    assert code == 5 and "recorded in the book" in said
    assert "K77" in donors(shell)


def test_a_complaint_that_found_no_room_ends_with_the_same_code(shell):
    assert shell("S add B donors 2> /dev/full") == (5, "")


def test_closed_streams_are_as_if_nobody_listened_or_spoke(shell):
    assert shell("S list B purses >&-") == (0, "")
    assert shell("S add B donors full_name=K78 >&- 2>&- <&-") == (0, "")
    code, said = shell("S add B donors - <&-")
    assert code == 1 and "name" in said
    assert "K78" in donors(shell)


@pytest.mark.parametrize(
    "line",
    [
        "S list $T/circle purses",
        "S book check $T/circle",
        "S handover take B $T/circle --minutes 1 --on 2020-07-05",
        "S book restore $T/circle $T/other.skh",
        "S book dump B $T/circle",
        "S book dump B $'/tmp/\\xff'",
        "S list B purses -o $'/tmp/\\xff.xlsx'",
        "S print B members -o $'/tmp/\\xff.pdf'",
        "S receive B $T",
    ],
)
def test_links_in_a_circle_and_names_in_an_old_code_are_refused_in_words(shell, tmp_path, line):
    (tmp_path / "circle").symlink_to(tmp_path / "round")
    (tmp_path / "round").symlink_to(tmp_path / "circle")
    code, said = shell(line)
    assert (code in (1, 3) and said.strip()) or line.startswith("S receive")


@pytest.mark.parametrize("today", ["9998-12-31", "9999-12-31"])
def test_the_last_days_there_are_are_days_like_others(shell, today):
    for name in ("K79", "K80"):
        code, _said = shell(f"S add B donors full_name={name}", today)
        assert code == 0
    assert name in shell("S list B donors", today)[1]


def test_a_list_onto_a_full_drive_is_refused_without_a_word_of_the_archive(shell, tmp_path):
    with drive(tmp_path / "usb") as stick:
        for room in (0, 4, 12):
            stick.leave(room)
            code, said = shell("S list B units -o $T/usb/e.xlsx")
            assert code == 1 and "could not be written" in said
            assert [path.name for path in stick.folder.iterdir()] == ["can-nang"]


def test_a_workbook_is_written_whole(tmp_path):
    target = tmp_path / "e.xlsx"
    write_xlsx(target, [SheetTable("Tên", [SheetColumn("name", "Tên")], [{"name": "Y Wơn"}])])
    assert target.read_bytes()[:2] == b"PK"


def stopped_at(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A command that is stopped by Ctrl+C when it begins to load a module."""
    finder = (
        "import sys, signal, os, runpy\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell that runs tests beside it ignores it
        "class Stop:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}: sys.meta_path.remove(self); os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Stop())\n"
        f"sys.argv = {['desktop_app', *words]!r}\n"
        "runpy.run_module('desktop_app', run_name='__main__')\n"
    )
    return subprocess.run(
        [sys.executable, "-c", finder], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )


@pytest.mark.parametrize("module", ["desktop_app.start", "desktop_app.cli", "sqlmodel"])
def test_stopping_while_the_program_starts_ends_like_stopping_later(module):
    ended = stopped_at(module, "list", "x.skh", "members")
    assert ended.returncode == 4 and "Traceback" not in ended.stderr, ended.stderr


def test_a_sample_that_is_broken_off_leaves_nothing_behind(tmp_path):
    ended = stopped_at("reportlab", "demo", str(tmp_path / "mẫu"), "--factor", "0.05", "--no-window")
    assert ended.returncode == 4 and "Traceback" not in ended.stderr, ended.stderr
    assert not (tmp_path / "mẫu").exists()


@pytest.mark.parametrize(
    "line", ["S list B units -o $T/u.xlsx", "S print B cash-book --period 2020H1 -o $T/m.pdf", "S book dump B $T/all"]
)
def test_what_leaves_a_book_that_lies_where_nothing_can_be_written_says_that_it_is_not_in_the_log(
    shell, book, tmp_path, line
):
    with drive(tmp_path / "usb") as stick:
        archive = stick.folder / "so.skh"
        archive.write_bytes(book.path.read_bytes())
        stick.lock()
        code, said = shell(line.replace(" B ", f" {shlex.quote(str(archive))} "))
        assert code == 0 and "not in the book's log" in said, said
        assert "log" not in shell("S list $T/usb/so.skh units")[1]
