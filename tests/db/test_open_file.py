"""What was confirmed is kept: whatever opens the book's file, whoever else closes it, and whoever tidies beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from db.clock import system_clock
from db.exchange.outcomes import Outcome
from db.held_file import PATIENCE
from db.refusal import BookUnusable, Refusal
from db.settings import SettingKey
from db.store import Book
from desktop_app.work import loading
from desktop_app.work.book import backups
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.people import people
from desktop_app.work.privacy import clean_copies
from desktop_app.work.subjects import list_export
from desktop_app.work.subjects.registry import listing_named
from tests.offices import TODAY, fixed_clock, sound
from tests.stories.program import ROOT, program

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="locks of POSIX")

TAKES_THE_LOG_AWAY = (
    "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('SELECT * FROM settings'); d.close()"
)
WRITES_BESIDE = """
import sys
from pathlib import Path
from db.clock import system_clock
from db.exchange.trust.home_folder import Home
from db.refusal import Refusal
from db.store import Book
with Book.open(Path(sys.argv[1]), home=Home(Path(sys.argv[2])), clock=system_clock()) as book:
    print("open", flush=True)
    for number, _line in enumerate(sys.stdin):
        try:
            book.keep_printed([bytes([number] * 16)])
            print("kept", flush=True)
        except Refusal as refusal:
            print(refusal.code, flush=True)
"""


def add(book: Book, name: str) -> None:
    """A record confirmed."""
    people.add_person(book, people.PersonDraft(name, born="1960"))


def names(book: Book) -> list[str]:
    with book.reading() as db:
        return [name for (name,) in db.execute("SELECT full_name FROM people ORDER BY full_name")]


@contextmanager
def somebody_reads(book: Book) -> Iterator[None]:
    """The state of now is read all the while: what is written meanwhile waits in the log."""
    with book.reading() as db:
        db.execute("SELECT count(*) FROM people").fetchone()
        yield


def beside(book: Book, ending: str) -> Path:
    return book.path.with_name(book.path.name + ending)


def elsewhere(*words: str) -> None:
    """Python in a process of its own."""
    subprocess.run([sys.executable, *words], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def after_a_power_cut(book: Book, tmp_path: Path) -> list[str]:
    """The names that whoever starts next finds, from the files as they lie there now (copied by another process)."""
    folder = tmp_path / "cup-dien"
    shutil.rmtree(folder, ignore_errors=True)
    elsewhere(
        "-c",
        "import pathlib, shutil, sys\nf = pathlib.Path(sys.argv[2]); f.mkdir()\n"
        "for one in pathlib.Path(sys.argv[1]).parent.glob('so.skh*'): shutil.copy(one, f)",
        str(book.path),
        str(folder),
    )
    with Book.open(folder / "so.skh", home=book.home, clock=fixed_clock(3)) as again:
        sound(again)
        return names(again)


def locks(path: Path) -> list[str]:
    """This process's own locks of SQLite on a file."""
    wanted = f":{path.stat().st_ino} "
    lines = Path("/proc/locks").read_text().splitlines()
    return [one.partition(":")[2] for one in lines if wanted in one and f" {os.getpid()} " in one]


@linux
def test_a_log_stays_where_something_here_opened_and_closed_the_book_and_another_program_closes_it(book, tmp_path):
    add(book, "Người Thứ Nhất")
    book.path.open("rb").close()  # what a library may do that looks into files: SQLite's own lock is gone
    assert locks(book.path) == []
    log = beside(book, "-wal")
    kept = log.stat().st_ino
    elsewhere("-c", TAKES_THE_LOG_AWAY, str(book.path))
    assert log.stat().st_ino == kept
    add(book, "Người Thứ Hai")
    assert after_a_power_cut(book, tmp_path) == ["Người Thứ Hai", "Người Thứ Nhất"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove an open file")
@pytest.mark.parametrize("endings", [["-wal"], ["-wal", "-shm"]])
def test_a_log_that_a_tidy_hand_removes_takes_nothing_with_it(endings, book, tmp_path):
    with somebody_reads(book):
        add(book, "Người Thứ Nhất")
    for ending in endings:
        beside(book, ending).unlink()
    add(book, "Người Thứ Hai")
    assert after_a_power_cut(book, tmp_path) == ["Người Thứ Hai", "Người Thứ Nhất"] == names(book)
    add(book, "Người Thứ Ba")
    assert after_a_power_cut(book, tmp_path) == ["Người Thứ Ba", "Người Thứ Hai", "Người Thứ Nhất"]
    sound(book)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove an open file")
def test_a_log_removed_during_a_transaction_is_carried_over_before_anything_is_called_done(book, tmp_path):
    add(book, "Người Thứ Nhất")
    with book.together():
        add(book, "Người Thứ Hai")
        for ending in ("-wal", "-shm"):
            beside(book, ending).unlink()
    assert after_a_power_cut(book, tmp_path) == ["Người Thứ Hai", "Người Thứ Nhất"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove an open file")
def test_settings_and_what_is_written_beside_are_kept_too(book, tmp_path):
    for ending in ("-wal", "-shm"):
        beside(book, ending).unlink()
    book.keep_setting(SettingKey.PLACE, "mot")
    assert after_a_power_cut(book, tmp_path) == []
    with closing(sqlite3.connect(tmp_path / "cup-dien" / "so.skh")) as db:
        assert db.execute("SELECT value FROM settings WHERE key = 'place'").fetchall() == [("mot",)]


@contextmanager
def another_window(book: Book) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the book open for reading; a line typed makes it note a print, and it says how that went."""
    words = [sys.executable, "-c", WRITES_BESIDE, str(book.path), str(book.home.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, **pipes) as other:
        assert other.stdout.readline() == "open\n"
        yield other
        other.kill()


def note_a_print(other: subprocess.Popen[str]) -> str:
    print(file=other.stdin, flush=True)
    return other.stdout.readline().strip()


@linux
def test_two_programs_that_write_beside_each_other_share_one_log_whatever_took_their_locks(book, tmp_path):
    add(book, "Người Thứ Nhất")
    with another_window(book) as other:
        book.path.open("rb").close()
        elsewhere("-c", TAKES_THE_LOG_AWAY, str(book.path))
        assert note_a_print(other) == "kept"
        add(book, "Người Thứ Hai")
        assert note_a_print(other) == "kept"
        assert after_a_power_cut(book, tmp_path) == ["Người Thứ Hai", "Người Thứ Nhất"]
    with closing(sqlite3.connect(tmp_path / "cup-dien" / "so.skh")) as db:
        assert db.execute("SELECT count(*) FROM printed_vouchers").fetchall() == [(2,)]
    sound(book)


@linux
@pytest.mark.parametrize("prints_first", [True, False])
@pytest.mark.parametrize("endings", [["-wal"], ["-wal", "-shm"]])
def test_two_programs_whose_log_was_removed_never_mix_their_logs(endings, prints_first, book, tmp_path):
    """Whoever only read cannot carry over what waits in the log: it goes on when the one that wrote has."""
    with somebody_reads(book):
        add(book, "Người Thứ Nhất")
    with another_window(book) as other:
        if prints_first:
            assert note_a_print(other) == "kept"
        for ending in endings:
            beside(book, ending).unlink()
        assert note_a_print(other) == ("kept" if prints_first else "LOG")
        add(book, "Người Thứ Hai")
        assert note_a_print(other) == "kept"
        assert after_a_power_cut(book, tmp_path) == ["Người Thứ Hai", "Người Thứ Nhất"] == names(book)
    with closing(sqlite3.connect(tmp_path / "cup-dien" / "so.skh")) as db:
        assert db.execute("SELECT count(*) FROM printed_vouchers").fetchall() == [(3 if prints_first else 1,)]
    sound(book)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove an open file")
def test_where_another_program_began_a_log_of_its_own_what_was_written_here_lies_in_a_copy_beside_the_book(
    book, tmp_path
):
    add(book, "Người Thứ Nhất")
    foreign = "import sqlite3, os, sys; d = sqlite3.connect(sys.argv[1]); d.execute('CREATE TABLE la (x)'); d.commit(); os._exit(0)"
    with pytest.raises(BookUnusable, match=r"so-cuu-1\.skh") as refused, book.together():
        add(book, "Người Thứ Hai")
        for ending in ("-wal", "-shm"):
            beside(book, ending).unlink()
        elsewhere("-c", foreign, str(book.path))
    assert refused.value.code == "TWO_LOGS"
    with Book.open(tmp_path / "so-cuu-1.skh", home=book.home, clock=fixed_clock(3)) as rescued:
        sound(rescued)
        assert names(rescued) == ["Người Thứ Hai", "Người Thứ Nhất"]


def test_a_book_replaced_by_another_file_takes_nothing_in(book, tmp_path):
    add(book, "Người Thứ Nhất")
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    if sys.platform == "win32":
        pytest.skip("Windows replaces no open file")
    copy.replace(book.path)
    with pytest.raises(BookUnusable, match="bị thay bằng tệp khác") as refused:
        add(book, "Người Thứ Hai")
    assert refused.value.code == "REPLACED"


def test_whoever_only_reads_leaves_the_log_as_it_lies(book, home):
    """Also the last to close, after the writer was killed."""
    add(book, "Người Thứ Nhất")
    folder = book.path.parent / "kia"
    folder.mkdir()
    elsewhere(
        "-c",
        "import pathlib, shutil, sys\nfor one in pathlib.Path(sys.argv[1]).parent.glob('so.skh*'): shutil.copy(one, sys.argv[2])",
        str(book.path),
        str(folder),
    )
    log = folder / "so.skh-wal"
    before = log.read_bytes()
    assert before
    ended = program("list", folder / "so.skh", "people", "--json", home=home.folder)
    assert "Người Thứ Nhất" in ended.out
    with Book.open(folder / "so.skh", home=home, clock=system_clock()) as again:
        assert names(again) == ["Người Thứ Nhất"]
    assert log.read_bytes() == before and log.with_name("so.skh-shm").exists()


def test_whoever_writes_also_beside_puts_the_log_away_when_nobody_else_has_the_book(book, home):
    add(book, "Người Thứ Nhất")
    book.close()
    with Book.open(book.path, home=home, clock=system_clock()) as again:
        again.keep_printed([bytes(16)])
    assert sorted(one.name for one in book.path.parent.glob("so.skh*")) == ["so.skh", "so.skh.lock"]


@linux
def test_nothing_here_opens_the_book_beside_sqlite(book, network, tmp_path):
    """Each of these would have lost SQLite's locks: copies, searches, files chosen by mistake, a second opening."""
    add(book, "Người Thứ Nhất")
    before = locks(book.path)
    assert before
    with Book.open(book.path, home=book.home, clock=fixed_clock(5)) as again:
        names(again)
    assert locks(book.path) == before, "opened once more"
    backups.copy(book, tmp_path / "sao.skh", TODAY)
    clean_copies.clean(book, [tmp_path])
    list_export.export_list(book, listing_named("people"), [], tmp_path / "ds.xlsx")
    assert locks(book.path) == before, "copied, cleaned, exported"
    assert [one.outcome for one in send_and_receive.receive(network.province, [network.province.path])] == [
        Outcome.REFUSED
    ]
    for chosen in (
        lambda: send_and_receive.inspect(book.path),
        lambda: loading.load(book, "members", book.path, dry_run=True),
        lambda: backups.copy(book, book.path, TODAY),
        lambda: list_export.export_list(book, listing_named("people"), [], book.path),
    ):
        with pytest.raises(Refusal):
            chosen()
        assert locks(book.path) == before


@linux
def test_a_person_is_told_at_once_that_the_log_is_gone_while_another_thread_reads_and_it_is_opened_anew_then(book):
    add(book, "Một")
    begun, gate = threading.Event(), threading.Event()

    def read() -> None:
        with book.reading():
            begun.set()
            gate.wait()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        begun.wait()
        beside(book, "-wal").unlink()
        before = time.monotonic()
        with pytest.raises(BookUnusable) as refused:
            names(book)
        assert time.monotonic() - before < PATIENCE / 2
        assert "nhật ký" in refused.value.message and "chương trình khác" not in refused.value.message
    finally:
        gate.set()
        reader.join()
    assert names(book) == ["Một"]


def test_a_copy_that_nobody_has_written_to_yet_is_tried_while_it_is_read(book, tmp_path):
    copy = tmp_path / "bản sao.skh"
    backups.copy(book, copy, TODAY)
    with Book.open(copy, home=book.home, clock=fixed_clock(3)) as other:
        with other.reading() as before, other.rehearsing() as tried:
            assert (
                before.execute("SELECT count(*) FROM units").fetchone()
                == tried.db.execute("SELECT count(*) FROM units").fetchone()
            )
        with other.reading() as after:
            assert after.execute("SELECT count(*) FROM units").fetchone()[0] > 0
