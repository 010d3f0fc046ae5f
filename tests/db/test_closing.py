"""A book is closed, or opened by another name: what was confirmed is kept, whoever tidied beside it or has it open, too."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.clock import system_clock
from db.disk_faults import damaged
from db.held_file import is_open_elsewhere
from db.refusal import BookUnusable
from db.store import Book
from tests.db.test_open_file import add, another_window, beside, elsewhere, linux, names, somebody_reads
from tests.offices import fixed_clock, sound
from tests.stories.program import ROOT

WRITES = """
import sys
from datetime import date
from pathlib import Path
from db.clock import clock_on
from db.exchange.trust.home_folder import Home
from db.refusal import Refusal
from db.store import Book
from desktop_app.work.people import people
try:
    with Book.open(Path(sys.argv[1]), home=Home(Path(sys.argv[2])), clock=clock_on(date(2020, 7, 5)), write=True) as book:
        with book.reading() as db:
            db.execute("SELECT count(*) FROM people").fetchone()
            people.add_person(book, people.PersonDraft("Người Thứ Hai", born="1960"))
        print("kept", flush=True)
        sys.stdin.readline()
except Refusal as refusal:
    print(refusal.code, refusal.message, flush=True)
"""


@contextmanager
def a_window_that_writes(book: Book, path: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A program of its own that has written into the book, while it read an older state; it closes it when a line is typed."""
    words = [sys.executable, "-c", WRITES, str(path or book.path), str(book.home.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, **pipes) as other:
        yield other
        other.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove an open file")
@pytest.mark.parametrize("endings", [["-wal"], ["-wal", "-shm"]])
def test_a_book_whose_log_was_removed_is_closed_without_losing_what_was_confirmed(endings, book, home):
    with somebody_reads(book):
        add(book, "Người Thứ Nhất")
    for ending in endings:
        beside(book, ending).unlink()
    book.close()
    with Book.open(book.path, home=home, clock=fixed_clock(3)) as again:
        sound(again)
        assert names(again) == ["Người Thứ Nhất"]


@linux
def test_a_writer_whose_log_was_removed_closes_without_loss_while_another_program_reads_the_book(book, home):
    book.close()
    with a_window_that_writes(book) as window:
        assert window.stdout.readline() == "kept\n"
        with another_window(book):
            beside(book, "-wal").unlink()
            print(file=window.stdin, flush=True)
            window.wait()
    with Book.open(book.path, home=home, clock=fixed_clock(3)) as again:
        sound(again)
        assert names(again) == ["Người Thứ Hai"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove an open file")
def test_whoever_closes_is_told_where_its_writing_lies_when_another_program_has_begun_a_log(book, home, tmp_path):
    with somebody_reads(book):
        add(book, "Người Thứ Nhất")
    for ending in ("-wal", "-shm"):
        beside(book, ending).unlink()
    foreign = "import sqlite3, os, sys; d = sqlite3.connect(sys.argv[1]); d.execute('CREATE TABLE la (x)'); d.commit(); os._exit(0)"
    elsewhere("-c", foreign, str(book.path))
    with pytest.raises(BookUnusable, match=r"so-cuu-1\.skh"):
        book.close()
    with Book.open(tmp_path / "so-cuu-1.skh", home=home, clock=fixed_clock(3)) as rescued:
        assert names(rescued) == ["Người Thứ Nhất"]
    book.close()


@linux
def test_a_book_whose_log_was_removed_elsewhere_is_not_called_damaged(book):
    book.close()
    with a_window_that_writes(book) as window:
        assert window.stdout.readline() == "kept\n"
        beside(book, "-wal").unlink()
        with pytest.raises(BookUnusable, match="chương trình khác") as refused:
            Book.open(book.path, home=book.home, write=True, clock=system_clock())
        assert refused.value.code == "LOG_GONE"
        print(file=window.stdin, flush=True)
        window.wait()
    with Book.open(book.path, home=book.home, clock=fixed_clock(3)) as again:
        assert names(again) == ["Người Thứ Hai"]


@linux
@pytest.mark.parametrize("first", ["here", "there"])
def test_a_book_open_in_two_programs_is_known_to_be_so_by_both_whoever_opened_it_first(first, book):
    path, home = book.path, book.home
    if first == "there":
        book.close()
    with another_window(book):
        here = book if first == "here" else Book.open(path, home=home, write=True, clock=system_clock())
        add(here, "Người Thứ Nhất")
        assert is_open_elsewhere(path)
        beside(here, "-wal").unlink()
        assert damaged(path).code == "LOG_GONE"
        here.close()
    with Book.open(path, home=home, clock=system_clock()) as alone:
        assert names(alone) == ["Người Thứ Nhất"]
        assert not is_open_elsewhere(path)


@linux
def test_a_program_of_another_kind_is_known_to_have_the_book_too(book):
    add(book, "Người Thứ Nhất")
    reads = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('SELECT * FROM settings').fetchall()"
    reads += "; print('open', flush=True); sys.stdin.readline()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    assert not is_open_elsewhere(book.path)
    with subprocess.Popen([sys.executable, "-c", reads, str(book.path)], **pipes) as other:
        assert other.stdout.readline() == "open\n"
        assert is_open_elsewhere(book.path)
        print(file=other.stdin, flush=True)
    assert not is_open_elsewhere(book.path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_book_by_another_name_is_one_book_by_a_symbolic_link_and_only_read_by_a_hard_one(book, tmp_path):
    add(book, "Người Thứ Nhất")
    (tmp_path / "kia").mkdir()
    sym, hard = tmp_path / "kia" / "ten.skh", tmp_path / "kia" / "cung.skh"
    sym.symlink_to(book.path)
    with a_window_that_writes(book, sym) as window:
        assert window.stdout.readline().startswith("BUSY ")
    book.close()
    with a_window_that_writes(book, sym) as window:
        assert window.stdout.readline() == "kept\n"
        print(file=window.stdin, flush=True)
        window.wait()
    assert sorted(one.name for one in sym.parent.iterdir()) == ["ten.skh"]
    os.link(book.path, hard)
    for path in (hard, book.path):
        with pytest.raises(BookUnusable, match="hai tên") as refused:
            Book.open(path, home=book.home, write=True, clock=system_clock())
        assert refused.value.code == "TWO_NAMES"
        with Book.open(path, home=book.home, clock=fixed_clock(3)) as again:
            assert names(again) == ["Người Thứ Hai", "Người Thứ Nhất"]
            with pytest.raises(BookUnusable, match="hai tên"):
                again.keep_printed([bytes(16)])
