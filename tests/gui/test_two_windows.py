"""Two windows and a command on one book, the file dialog on its folder, and the power cut: what was confirmed is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.book_file import BESIDE
from db.exchange.trust.home_folder import Home
from db.store import Book
from tests.offices import fixed_clock, sound
from tests.stories.program import ROOT, TODAY, program

SHARED = "1073741826 1073742335"


class Window:
    """A window in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def say(self, line: str) -> str:
        """Tell it something; its answer."""
        print(line, file=self.process.stdin, flush=True)
        return self.process.stdout.readline().strip()

    def holds_its_lock(self, book: Path) -> bool:
        """Whether SQLite's SHARED lock of this process is on the book."""
        wanted = f" {self.process.pid} "
        lines = Path("/proc/locks").read_text().splitlines()
        return any(f":{book.stat().st_ino} {SHARED}" in one and wanted in one for one in lines)

    def cut_the_power(self) -> None:
        """SIGKILL."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """As a person closes it."""
        self.process.stdin.close()
        assert self.process.wait(60) == 0


@contextmanager
def window(book: Path, home: Home) -> Iterator[Window]:
    """A window that is open."""
    words = [sys.executable, "-m", "tests.gui.one_window", str(book), str(home.folder)]
    more = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "SKH_TODAY": TODAY}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(words, cwd=ROOT, env={**os.environ, **more}, **pipes) as process:
        assert process.stdout.readline() == "open\n"
        yield Window(process)
        process.kill()


def a_day(folder: Path, home: Home, number: int) -> None:
    """One book, two windows, a command, dialogs, and the power cut."""
    path = folder / "so.skh"
    with window(path, home) as first:
        assert first.say("add Người Một") == "Xong" and first.holds_its_lock(path)
        assert "so.skh" in first.say("dialog") and first.holds_its_lock(path), (
            "the dialog cost the first window its lock"
        )
        with window(path, home) as second:
            assert second.say("names") == "Người Một"
            assert "so.skh" in second.say("dialog") and second.holds_its_lock(path)
            log = path.with_name("so.skh-wal").stat().st_ino
            assert "Người Một" in program("list", path, "people", "--json", home=home.folder).out
            assert first.say("add Người Hai") == "Xong"
            second.cut_the_power() if number % 2 else second.close()
        assert path.with_name("so.skh-wal").stat().st_ino == log, "the log was taken away"
        assert first.holds_its_lock(path)
        for name in ("Người Ba", "Người Bốn"):
            assert first.say(f"add {name}") == "Xong"
        first.cut_the_power()
    with Book.open(path, home=home, clock=fixed_clock(3), write=True) as again, again.reading() as db:
        found = [name for (name,) in db.execute("SELECT full_name FROM people ORDER BY full_name")]
        assert found == ["Người Ba", "Người Bốn", "Người Hai", "Người Một"]
        sound(again)


pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="locks of POSIX, SIGKILL")


def some_days(days: int, book: Book, tmp_path: Path) -> None:
    """As many days, each on a copy of the book."""
    book.close()
    for number in range(days):
        folder = tmp_path / f"ngay-{number}"
        folder.mkdir()
        shutil.copy(book.path, folder)
        home = Home(Path(shutil.copytree(book.home.folder, folder / "khoa")))
        a_day(folder, home, number)
        assert all(not folder.joinpath(f"so.skh{ending}").exists() for ending in BESIDE)


def test_two_windows_and_a_command_on_one_book_lose_nothing_that_was_confirmed(book: Book, tmp_path: Path) -> None:
    some_days(2, book, tmp_path)


@pytest.mark.long
@pytest.mark.timeout(3_000)
def test_nor_on_fifty_days_in_a_row(book: Book, tmp_path: Path) -> None:
    some_days(50, book, tmp_path)
