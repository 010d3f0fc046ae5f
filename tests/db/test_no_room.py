"""The log was removed and the disk is full, as somebody does who makes room: nothing confirmed goes, and nothing goes unsaid."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from db.clock import system_clock
from db.exchange.trust.home_folder import Home
from db.refusal import BookUnusable, Refusal
from db.store import Book
from db.tables.people import Person
from desktop_app.work.book import backups
from tests.db.test_open_file import add, beside, names, somebody_reads
from tests.disks import Drive, drive
from tests.offices import fixed_clock, sound

if sys.platform != "win32":
    import resource

PEOPLE = [f"Người Thứ {number}" for number in range(100, 160)]


@pytest.fixture
def usb(tmp_path: Path):
    with drive(tmp_path / "usb") as made:
        yield made


def written(book: Book, path: Path, home: Home) -> Book:
    """The book moved to `path`, with sixty people confirmed while an older state of it was read, and its log removed."""
    book.close()
    shutil.move(book.path, path)
    moved = Book.open(path, home=home, clock=fixed_clock(3), write=True)
    with somebody_reads(moved):
        for name in PEOPLE:
            add(moved, name)
    beside(moved, "-wal").unlink()
    return moved


def everybody(path: Path, home: Home) -> list[str]:
    with Book.open(path, home=home, clock=fixed_clock(4)) as again:
        sound(again)
        return names(again)


def test_what_a_full_drive_cannot_take_lies_in_the_home_folder_and_is_named(book, home, usb: Drive):
    filled = written(book, usb.folder / "so.skh", home)
    usb.leave(16)
    with pytest.raises(BookUnusable) as refused:
        filled.close()
    copy = home.folder / "so-cuu-1.skh"
    assert refused.value.code == "NO_ROOM"
    assert str(copy) in refused.value.message and "Khôi phục" in refused.value.message
    assert everybody(copy, home) == PEOPLE
    assert everybody(filled.path, home) == [], "as it was, and no half of it"
    usb.make_room()
    backups.restore(copy, filled.path)
    assert everybody(filled.path, home) == PEOPLE
    with Book.open(filled.path, home=home, clock=fixed_clock(5), write=True) as again:
        add(again, "Người Sau Cùng")
        assert backups.block_begun(again) == "", "the same life"


def test_with_no_room_anywhere_the_book_stays_open_until_there_is(book, home, usb: Drive):
    on_drive = Home(usb.folder / "khoa")
    shutil.move(home.folder, on_drive.folder)
    filled = written(book, usb.folder / "so.skh", on_drive)
    usb.leave(16)
    for _time in range(2):
        with pytest.raises(BookUnusable, match="Đừng tắt chương trình") as refused:
            filled.close()
        assert refused.value.code == "DISK_FULL" and filled.is_open
    with pytest.raises(BookUnusable):
        Book.open(filled.path, home=on_drive, write=True, clock=system_clock())
    usb.make_room()
    filled.close()
    assert not filled.is_open
    assert everybody(filled.path, on_drive) == PEOPLE
    assert sorted(one.name for one in usb.folder.glob("**/*cuu*")) == []


@pytest.mark.parametrize("ask", [lambda book: book.keep_setting("thu", "mot"), names], ids=["write", "read"])
def test_while_it_is_open_whoever_writes_or_reads_is_told_to_make_room_and_goes_on_then(ask, book, home, usb: Drive):
    filled = written(book, usb.folder / "so.skh", home)
    usb.leave(16)
    for _time in range(2):
        with pytest.raises(Refusal, match="Đừng tắt chương trình") as refused:
            ask(filled)
        assert refused.value.code == "DISK_FULL"
    usb.make_room()
    ask(filled)
    add(filled, "Người Sau Cùng")
    filled.close()
    assert everybody(filled.path, home) == sorted([*PEOPLE, "Người Sau Cùng"])


def test_what_was_written_as_the_log_went_is_not_called_unwritten(book, home, usb: Drive):
    filled = written(book, usb.folder / "so.skh", home)
    add(filled, "Người Thứ 160")
    many = [f"Người Thứ {number}" for number in range(200, 900)]
    with somebody_reads(filled), filled.write() as tx:
        tx.insert_many(Person, [{"full_name": name, "born": "1960"} for name in many])
    with pytest.raises(Refusal, match="không cần ghi lại") as refused, filled.together():
        add(filled, "Người Thứ 161")
        beside(filled, "-wal").unlink()
        usb.leave(256)
    assert refused.value.code == "DISK_FULL"
    usb.make_room()
    filled.close()
    assert everybody(filled.path, home) == [*PEOPLE, "Người Thứ 160", "Người Thứ 161", *many]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_book_whose_carrying_over_stopped_halfway_is_whole_when_there_is_room(book, home, tmp_path):
    filled = written(book, tmp_path / "so-moi.skh", home)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (filled.path.stat().st_size + 8192, usual[1]))
    try:
        with pytest.raises(BookUnusable) as refused:
            filled.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert refused.value.code == "DISK_FULL"
    filled.close()
    assert everybody(filled.path, home) == PEOPLE
