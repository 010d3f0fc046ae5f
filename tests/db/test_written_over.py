"""The log of an open book is emptied, written over, taken away twice, or goes with the power: what was confirmed is kept or missed aloud."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import pytest

from db.check import check
from db.exchange.trust.home_folder import Home
from db.refusal import BookUnusable
from db.store import Book
from desktop_app.work.book import book_marks
from tests.db.test_closing import a_window_that_writes
from tests.db.test_open_file import add, after_a_power_cut, another_window, beside, linux, names, somebody_reads
from tests.offices import fixed_clock, sound
from tests.stories.program import program

pytestmark = linux


def empty(log: Path, _older: bytes) -> None:
    log.write_bytes(b"")


def older(log: Path, before: bytes) -> None:
    log.write_bytes(before)


spoilt = pytest.mark.parametrize("spoil", [empty, older])


def with_a_spoilt_log(book: Book, spoil, *, waits: bool) -> None:
    """Three people confirmed; the last two wait in the log where `waits`. Then the log is not what it was."""
    add(book, "Một")
    before = beside(book, "-wal").read_bytes()
    if waits:
        with somebody_reads(book):
            add(book, "Hai")
            add(book, "Ba")
    else:
        add(book, "Hai")
        add(book, "Ba")
    spoil(beside(book, "-wal"), before)


def everybody(path: Path, home: Home) -> list[str]:
    with Book.open(path, home=home, clock=fixed_clock(4)) as again:
        sound(again)
        return names(again)


@spoilt
@pytest.mark.parametrize("waits", [False, True], ids=["in the book", "in the log alone"])
@pytest.mark.parametrize("goes_on", ["reads", "writes", "closes"])
def test_a_log_emptied_or_written_over_takes_nothing_with_it_that_this_program_remembers(
    goes_on, waits, spoil, book, home
):
    with_a_spoilt_log(book, spoil, waits=waits)
    expected = ["Ba", "Hai", "Một"]
    if goes_on == "reads":
        assert names(book) == expected
    elif goes_on == "writes":
        add(book, "Bốn")
        expected = ["Ba", "Bốn", "Hai", "Một"]
        assert names(book) == expected
    book.close()
    assert everybody(book.path, home) == expected
    assert not list(book.path.parent.glob("*cuu*"))


@spoilt
def test_where_another_program_has_the_book_too_it_is_left_alone_and_the_copy_is_named(spoil, book, home):
    with another_window(book):
        with_a_spoilt_log(book, spoil, waits=True)
        with pytest.raises(BookUnusable, match=r"so-cuu-1\.skh") as refused:
            add(book, "Bốn")
        assert refused.value.code == "LOG_CUT"
        assert everybody(book.path.with_name("so-cuu-1.skh"), home) == ["Ba", "Hai", "Một"]


def test_what_nobody_remembers_is_not_called_written_nor_is_the_book_called_sound(book, home):
    """The one that wrote was killed; who is left only read."""
    book.close()
    with Book.open(book.path, home=home, clock=fixed_clock(5)) as left:
        with a_window_that_writes(book) as window:
            assert window.stdout.readline() == "kept\n"
        beside(book, "-wal").write_bytes(b"")
        with pytest.raises(BookUnusable, match="xóa trắng") as refused:
            names(left)
        assert refused.value.code == "LOG_CUT"
        assert names(left) == []
        assert check(left).lacks == 1 and not check(left).ok


def test_a_log_taken_away_after_each_reading_never_keeps_anybody_from_writing(book, home):
    expected = []
    for number in range(10, 15):
        add(book, f"Người {number}")
        expected.append(f"Người {number}")
        for _time in range(2):
            beside(book, "-wal").unlink(missing_ok=True)
            assert names(book) == expected
    book.close()
    assert everybody(book.path, home) == expected


def test_an_index_taken_away_keeps_others_out_until_the_book_is_opened_anew(book, home):
    add(book, "Một")
    beside(book, "-shm").unlink()
    with a_window_that_writes(book) as window:
        assert window.stdout.readline().startswith("OTHER_NAME ")
    add(book, "Hai")
    with another_window(book):
        add(book, "Ba")
    book.close()
    assert everybody(book.path, home) == ["Ba", "Hai", "Một"]


def test_what_is_confirmed_is_there_after_a_power_cut_though_the_log_went_just_before(book, tmp_path):
    add(book, "Một")
    for ending in ("-wal", "-shm"):
        beside(book, ending).unlink()
    assert after_a_power_cut(book, tmp_path) == ["Một"]


def test_an_older_folder_copied_over_the_book_is_told_by_how_many_entries_it_lacks(book, home, tmp_path):
    add(book, "Một")
    with closing(sqlite3.connect(tmp_path / "cu.skh")) as older, book.reading() as db:
        db.backup(older)
    add(book, "Hai")
    add(book, "Ba")
    book.close()
    shutil.copy(tmp_path / "cu.skh", book.path)
    checked = program("book", "check", book.path, home=home.folder)
    assert checked.code == 1 and "thiếu 2 mục" in checked.out
    assert "thiếu 2 mục" in program("list", book.path, "people", home=home.folder).err
    with Book.open(book.path, home=home, clock=fixed_clock(5), write=True) as again:
        assert ["thiếu 2 mục" in one.sentence for one in book_marks.marks(again)] == [True]
        add(again, "Bốn")
        assert check(again).ok, "known, and gone on from there"
        assert [one.ends for one in book_marks.marks(again)] == [True], "said until it was read"


def test_what_a_book_lacks_is_told_while_a_long_writing_goes_on(book):
    add(book, "Một")
    with ThreadPoolExecutor() as beside_it:
        with book.write():
            asked = beside_it.submit(book_marks.marks, book)
            done, _waiting = wait([asked], timeout=10)
        assert done == {asked} and asked.result() == []


def test_an_older_file_written_over_an_open_book_is_read_as_it_is_and_never_mixed_with_what_was_remembered(
    book, home, tmp_path
):
    add(book, "Một")
    with closing(sqlite3.connect(tmp_path / "cu.skh")) as older_book, book.reading() as db:
        db.backup(older_book)
    add(book, "Hai")
    subprocess.run(["cp", str(tmp_path / "cu.skh"), str(book.path)], check=True)
    assert names(book) == ["Một"] and check(book).lacks == 1
    add(book, "Ba")
    book.close()
    assert everybody(book.path, home) == ["Ba", "Một"]


def test_a_log_moved_away_and_back_brings_no_old_pages_with_it(book, home):
    add(book, "Một")
    away = beside(book, "-wal").rename(beside(book, "-wal.cu"))
    add(book, "Hai")
    away.rename(beside(book, "-wal"))
    add(book, "Ba")
    book.close()
    assert everybody(book.path, home) == ["Ba", "Hai", "Một"]
