"""Copies made and brought back, books founded that cannot be: whole or not at all, and why in words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from db.clock import system_clock
from db.founding import create
from db.refusal import BookUnusable, DraftRefused, Refusal
from db.store import Book
from desktop_app.machine import Machine
from desktop_app.work.book import backups, new_book
from desktop_app.work.people import people
from tests.db.test_closing import a_window_that_writes
from tests.disks import drive
from tests.offices import TODAY, fixed_clock, sound
from tests.stories.program import ROOT

KEEPS_READING = """
import sys
from pathlib import Path
from db.clock import system_clock
from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
with Book.open(Path(sys.argv[1]), home=Home(Path(sys.argv[2])), clock=system_clock()) as book:
    for _line in sys.stdin:
        with book.reading() as db:
            print(*(row[0] for row in db.execute("SELECT full_name FROM people ORDER BY full_name")), sep=", ", flush=True)
"""


def add(book: Book, name: str) -> None:
    people.add_person(book, people.PersonDraft(name, born="1960"))


def names(book: Book) -> list[str]:
    with book.reading() as db:
        return [name for (name,) in db.execute("SELECT full_name FROM people ORDER BY full_name")]


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if one.is_file())


def test_a_book_is_brought_back_under_a_window_that_reads_it_and_the_window_goes_on_with_it(book, tmp_path):
    add(book, "Có Trong Bản Sao")
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    add(book, "Ghi Sau Bản Sao")
    book.close()
    words = [sys.executable, "-c", KEEPS_READING, str(book.path), str(book.home.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(
        words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, **pipes
    ) as window:

        def seen() -> str:
            print(file=window.stdin, flush=True)
            return window.stdout.readline().strip()

        assert seen() == "Có Trong Bản Sao, Ghi Sau Bản Sao"
        log = book.path.with_name("so.skh-wal").stat().st_ino
        done = backups.restore(copy, book.path)
        assert book.path.with_name("so.skh-wal").stat().st_ino == log, "nothing was taken from under the reader"
        assert seen() == "Có Trong Bản Sao"
        window.stdin.close()
    with Book.open(book.path, home=book.home, clock=fixed_clock(7), write=True) as again:
        assert names(again) == ["Có Trong Bản Sao"]
        add(again, "Ghi Sau Khôi Phục")
        sound(again)
    with Book.open(done.kept_aside, home=book.home, clock=system_clock()) as aside:
        assert names(aside) == ["Có Trong Bản Sao", "Ghi Sau Bản Sao"]


def test_a_damaged_book_is_moved_aside_as_it_lies_and_the_copy_takes_its_place(book, tmp_path):
    add(book, "Có Trong Bản Sao")
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    book.close()
    book.path.write_bytes(b"hong" * 5_000)
    done = backups.restore(copy, book.path)
    assert done.kept_aside.read_bytes() == b"hong" * 5_000
    with Book.open(book.path, home=book.home, clock=fixed_clock(7)) as again:
        assert names(again) == ["Có Trong Bản Sao"]
        sound(again)


def test_where_nothing_could_be_brought_back_no_copy_of_the_old_book_is_left_lying(book, tmp_path):
    add(book, "Nguyên")
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    book.close()
    os.truncate(copy, copy.stat().st_size // 2)
    before = files(tmp_path)
    with pytest.raises(BookUnusable):
        backups.restore(copy, book.path)
    book.path.with_name("so-truoc-khoi-phuc-1.skh.part").mkdir()  # nor can the old book be kept aside
    with pytest.raises(Refusal):
        backups.restore(backups_of(book, tmp_path), book.path)
    assert files(tmp_path) == [*before, "tot.skh"]
    with Book.open(book.path, home=book.home, clock=fixed_clock(7)) as again:
        assert names(again) == ["Nguyên"]


def test_where_the_disk_is_too_full_for_the_copy_the_book_stays_and_no_copy_of_it_is_left_lying(book, tmp_path):
    add(book, "Nguyên")
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    book.close()
    with drive(tmp_path / "usb") as usb:
        target = usb.folder / "so.skh"
        shutil.copy(book.path, target)
        before = files(usb.folder)
        usb.leave(target.stat().st_size * 3 // 2 // 1024)
        with pytest.raises(Refusal) as refused:
            backups.restore(copy, target)
        assert refused.value.code == "DISK_FULL"
        usb.make_room()
        assert [one for one in files(usb.folder) if "truoc" in one or one.endswith(".part")] == []
        with Book.open(target, home=book.home, clock=fixed_clock(7)) as again:
            assert names(again) == ["Nguyên"] and before == ["so.skh"]


def backups_of(book: Book, tmp_path: Path) -> Path:
    """A good copy."""
    with Book.open(book.path, home=book.home, clock=fixed_clock(7), write=True) as again:
        return backups.copy(again, tmp_path / "tot.skh", TODAY).path


def draft(folder: Path, **more: object) -> new_book.FoundingDraft:
    unit = new_book.unit_named("Thị trấn Ea Kar", "office", TODAY)
    return new_book.FoundingDraft(**{"unit": unit, "officer": "Nguyễn Thị Hà", "folder": folder, **more})


@pytest.mark.parametrize(
    "wrong", [{"officer": "Hà" * 3_000}, {"chair": "Hà" * 3_000}], ids=["at the first record", "at a later one"]
)
def test_a_founding_that_fails_when_the_book_is_open_leaves_nothing_and_gives_the_reason(wrong, tmp_path, home, clock):
    with pytest.raises(Refusal) as refused:
        new_book.found(draft(tmp_path / "so", **wrong), home, clock)
    assert refused.value.code != "DISK"
    assert files(tmp_path / "so") == []


@pytest.mark.parametrize("long", ["n" * 300, f"{'n' * 120}/{'m' * 120}"], ids=["one name", "together"])
def test_books_at_paths_no_machine_opens_are_refused_in_words(long, book, tmp_path, home, clock):
    path = tmp_path / long / "so.skh"
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    for verb in (
        lambda: Book.open(path, home=home, clock=system_clock()),
        lambda: new_book.found(draft(path.parent), home, clock),
        lambda: backups.copy(book, path, TODAY),
        lambda: backups.copy(book, path.parent, TODAY),
        lambda: backups.restore(copy, path),
        lambda: backups.restore(path, tmp_path / "moi.skh"),
    ):
        with pytest.raises(Refusal, match="dài quá"):
            verb()
    assert not (tmp_path / long.partition("/")[0]).exists() if len(long) < 250 else True


def test_a_copy_replaces_an_older_copy_of_the_same_book_and_nothing_else(book, home, tmp_path):
    add(book, "Người Thứ Nhất")
    letter, other_path = tmp_path / "thu.docx", tmp_path / "khac.skh"
    letter.write_text("Kính gửi")
    with create(
        other_path, unit="24376", officer="Bình", role="office", on="2020-07-05", home=home, clock=system_clock()
    ) as other:
        add(other, "Người Của Xã Khác")
    for target in (letter, other_path):
        before = target.read_bytes()
        with pytest.raises(Refusal, match="không phải bản sao của sổ này") as refused:
            backups.copy(book, target, TODAY)
        assert refused.value.code == "EXISTS"
        assert target.read_bytes() == before
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    add(book, "Người Thứ Hai")
    assert backups.copy(book, copy, TODAY).counts["people"] == 2
    with Book.open(copy, home=home, clock=system_clock()) as read:
        assert names(read) == ["Người Thứ Hai", "Người Thứ Nhất"]


def test_a_copy_that_some_program_has_open_or_that_holds_more_than_the_book_is_not_replaced(book, home, tmp_path):
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    with Book.open(copy, home=home, clock=system_clock()), pytest.raises(Refusal, match="đang mở"):
        backups.copy(book, copy, TODAY)
    if sys.platform.startswith("linux"):
        with a_window_that_writes(book, copy) as window:
            assert window.stdout.readline() == "kept\n"
            with pytest.raises(Refusal, match="đang mở"):
                backups.copy(book, copy, TODAY)
    add(book, "Người Thứ Nhất")
    newer = backups.copy(book, tmp_path / "moi.skh", TODAY).path
    with Book.open(copy, home=home, clock=system_clock()) as old, pytest.raises(Refusal, match="mới hơn"):
        backups.copy(old, newer, TODAY)


@pytest.mark.parametrize("name", ["so.skh-wal", "so.skh-shm", "so.skh.lock", "khac.SKH-WAL", "moi.skh.lock"])
def test_a_copy_takes_no_name_of_what_lies_beside_a_book(name, book, tmp_path):
    with pytest.raises(Refusal) as refused:
        backups.copy(book, tmp_path / name, TODAY)
    assert refused.value.code == "NAME"
    with pytest.raises(Refusal) as refused:
        create(
            tmp_path / name,
            unit="24376",
            officer="Bình",
            role="office",
            on="2020-07-05",
            home=Machine.of(os.environ).home(),
            clock=system_clock(),
        )
    assert refused.value.code == "NAME"


def test_a_book_is_not_brought_back_onto_itself_nor_onto_a_folder(book, tmp_path):
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    book.close()
    before = files(tmp_path)
    for target, code in ((copy, "SAME_FILE"), (Path(), "FOLDER"), (tmp_path, "FOLDER")):
        with pytest.raises(Refusal) as refused:
            backups.restore(copy, target)
        assert refused.value.code == code
    assert files(tmp_path) == before


def test_a_closed_book_on_a_full_disk_is_read_and_copied_to_another(book, home, tmp_path):
    add(book, "Người Thứ Nhất")
    book.close()
    with drive(tmp_path / "o-dia") as full:
        path = full.folder / "so.skh"
        shutil.copy(book.path, path)
        full.leave(0)
        with Book.open(path, home=home, clock=fixed_clock(3)) as read:
            assert names(read) == ["Người Thứ Nhất"]
            saved = backups.copy(read, tmp_path / "cuu.skh", TODAY).path
            with pytest.raises(Refusal, match="đã đầy"):
                read.keep_printed([bytes(16)])
        with pytest.raises(Refusal) as refused:
            Book.open(path, home=home, write=True, clock=system_clock())
        assert (refused.value.code, refused.value.exit_code) == ("DISK_FULL", 3)
        with Book.open(path, home=home, clock=fixed_clock(3)) as read:
            assert names(read) == ["Người Thứ Nhất"]
            full.make_room()
            read.keep_printed([bytes(16)])
            with read.reading() as db:
                assert db.execute("SELECT count(*) FROM printed_vouchers").fetchone() == (1,)
    with Book.open(saved, home=home, clock=system_clock()) as again:
        assert names(again) == ["Người Thứ Nhất"]


def test_a_book_does_not_give_way_to_the_copy_of_another_units_book(book, tmp_path, home):
    with create(
        tmp_path / "khac.skh",
        unit="24379",
        officer="Y Khác",
        role="office",
        on=TODAY.isoformat(),
        home=home,
        clock=system_clock(),
    ) as other:
        copy = backups.copy(other, tmp_path / "sao-khac.skh", TODAY).path
    add(book, "Người Ea Kar")
    book.close()
    before = book.path.read_bytes()
    with pytest.raises(Refusal, match=r"là bản sao sổ của Xã .*, không phải của Thị trấn Ea Kar"):
        backups.restore(copy, book.path)
    assert book.path.read_bytes() == before


def test_a_copy_is_counted_with_its_learners(book, tmp_path):
    add(book, "Người Lớn")
    people.add_person(book, people.PersonDraft("Em Nhỏ", born="2010"))
    copied = backups.copy(book, tmp_path / "sao.skh", TODAY)
    assert "2 người" in backups.words_of_copy(copied)


def test_money_in_the_fund_of_a_new_book_says_from_which_day(home, clock, tmp_path):
    with pytest.raises(DraftRefused) as refused:
        new_book.found(draft(tmp_path, cash=500_000), home, clock)
    assert [error.field for error in refused.value.errors] == ["counted"]
    counted = draft(tmp_path, cash=500_000, counted=date(2020, 1, 1))
    with new_book.found(counted, home, clock) as made, made.reading() as db:
        assert db.execute("SELECT kind, amount, dated FROM movements").fetchall() == [
            ("opening", 500_000, "2020-01-01")
        ]
