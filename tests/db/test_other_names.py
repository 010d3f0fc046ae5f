"""A book renamed, linked or replaced while it is open: nobody opens it by a second name, nothing confirmed goes."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from db.clock import system_clock
from db.exchange.trust.home_folder import Home
from db.refusal import BookUnusable
from db.store import Book
from desktop_app.work.book import backups
from tests.db.test_closing import a_window_that_writes
from tests.db.test_open_file import add, linux, names, somebody_reads
from tests.offices import TODAY, fixed_clock, sound
from tests.stories.program import program

pytestmark = linux


def renamed(book: Book) -> Path:
    return book.path.rename(book.path.with_name("moi.skh"))


def linked(book: Book) -> Path:
    os.link(book.path, path := book.path.with_name("noi.skh"))
    return path


def linked_and_unlinked(book: Book) -> Path:
    path = linked(book)
    book.path.unlink()
    return path


def whole(path: Path, home: Home) -> list[str]:
    with Book.open(path, home=home, clock=fixed_clock(3)) as again:
        sound(again)
        return names(again)


by_another_name = pytest.mark.parametrize("give", [renamed, linked, linked_and_unlinked])


@by_another_name
def test_a_book_that_is_open_is_neither_read_nor_copied_nor_written_by_another_name(give, book, home, tmp_path):
    with somebody_reads(book):
        add(book, "Người Thứ Nhất")
    path = give(book)
    copy = tmp_path / "sao.skh"
    for words in (
        ("list", path, "people", "--json"),
        ("add", path, "members", "full_name=Hai"),
        ("book", "copy", path, copy),
    ):
        ended = program(*words, home=home.folder)
        assert ended.code == 3 and "tên khác" in ended.err, words
    assert not copy.exists()
    with a_window_that_writes(book, path) as window:
        assert window.stdout.readline().startswith("OTHER_NAME ")
    with pytest.raises(BookUnusable, match="tên khác"):
        Book.open(path, home=home, clock=system_clock())
    with nullcontext() if book.path.exists() else pytest.raises(BookUnusable, match="so-cuu-1"):
        book.close()


@by_another_name
def test_what_was_confirmed_before_is_in_the_book_by_its_other_name_once_it_is_closed(give, book, home):
    add(book, "Người Thứ Nhất")
    path = give(book)
    book.close()
    assert whole(path, home) == ["Người Thứ Nhất"]


def test_what_waits_in_the_log_of_a_renamed_book_is_in_a_copy_that_is_named(book, home):
    with somebody_reads(book):
        add(book, "Người Thứ Nhất")
    renamed(book)
    with pytest.raises(BookUnusable, match=r"so-cuu-1\.skh"):
        book.close()
    assert whole(book.path.with_name("so-cuu-1.skh"), home) == ["Người Thứ Nhất"]


def test_a_book_renamed_and_renamed_back_is_written_on(book, home):
    add(book, "Người Thứ Nhất")
    renamed(book).rename(book.path)
    add(book, "Người Thứ Hai")
    book.close()
    assert whole(book.path, home) == ["Người Thứ Hai", "Người Thứ Nhất"]


def test_a_file_put_in_the_place_of_an_open_book_is_not_read_with_that_books_log(book, home, tmp_path):
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    add(book, "Người Thứ Nhất")
    path = renamed(book)
    shutil.copy(copy, book.path)
    assert program("list", book.path, "people", "--json", home=home.folder).code == 3
    book.close()
    with Book.open(book.path, home=home, clock=system_clock()) as other:
        assert names(other) == []
    assert whole(path, home) == ["Người Thứ Nhất"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names on Windows")
@pytest.mark.timeout(20)
def test_a_pipe_that_has_the_name_of_a_file_is_refused_and_nobody_waits_for_it(book, home, tmp_path):
    pipe = tmp_path / "ong.skh"
    os.mkfifo(pipe)
    with pytest.raises(BookUnusable, match="không phải tệp thường"):
        backups.copy(book, pipe, TODAY)
    with pytest.raises(BookUnusable):
        Book.open(pipe, home=home, clock=system_clock())
    book.close()
    for ending in ("-wal", "-shm", ".lock"):
        beside = book.path.with_name(book.path.name + ending)
        beside.unlink(missing_ok=True)
        os.mkfifo(beside)
        with pytest.raises(BookUnusable, match="không phải tệp thường"):
            Book.open(book.path, home=home, clock=system_clock(), write=True)
        beside.unlink()
