"""The book as a file: one writer, readers always, and a plain sentence for every book that cannot be used."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select

from db.book_file import APPLICATION_ID, SCHEMA
from db.clock import system_clock
from db.exchange.trust.home_folder import Home
from db.founding import create
from db.refusal import BookUnusable, Refusal
from db.settings import SettingKey
from db.store import Book
from db.tables.people import Person
from desktop_app.machine import Machine
from desktop_app.work.book import backups
from tests.disks import drive
from tests.offices import TODAY, digests, fixed_clock, sound

ROOT = Path(__file__).parents[2]
AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")
"""Starts a program whose rights end where a folder's begin, also when the tests run as the administrator."""


def command(*arguments: str | Path, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """The program's own command line, in a process of its own; `before` is a program that starts it."""
    return subprocess.run(
        [*before, sys.executable, "-m", "desktop_app", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )


def pragma(path: Path, text: str) -> object:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(f"PRAGMA {text}").fetchone()[0]


def elsewhere(code: str, path: Path) -> None:
    """Python in a process of its own, which may open the book's file."""
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def is_said_plainly(error: BookUnusable, code: str, *words: str) -> None:
    assert (error.exit_code, error.code) == (3, code)
    assert all(word in error.message for word in words)


# ---- what a new book is --------------------------------------------------------------------------------------------


def test_a_new_book_is_marked_as_ours_and_keeps_a_write_ahead_log(book):
    assert pragma(book.path, "application_id") == APPLICATION_ID
    assert pragma(book.path, "user_version") == SCHEMA
    assert pragma(book.path, "journal_mode") == "wal"
    sound(book)


def test_every_commit_is_synced_to_the_disk(book):
    with book.write() as tx:
        assert tx.db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL


def test_a_second_book_of_the_same_name_is_refused_and_the_first_stays_whole(book):
    before = digests(book)
    with pytest.raises(Refusal) as refused:
        create(
            book.path,
            unit="24373",
            officer="X",
            role="office",
            on="2020-07-05",
            home=Machine.of(os.environ).home(),
            clock=system_clock(),
        )
    assert refused.value.code == "EXISTS"
    assert digests(book) == before


@pytest.mark.parametrize(("unit", "role", "code"), [("99999", "office", "UNIT"), ("24373", "province", "ROLE")])
def test_a_book_that_cannot_be_made_leaves_nothing_behind(tmp_path, home, unit, role, code):
    path = tmp_path / "moi" / "so.skh"
    with pytest.raises(Refusal) as refused:
        create(path, unit=unit, officer="X", role=role, on="2020-07-05", home=home, clock=fixed_clock())
    assert refused.value.code == code
    assert list(path.parent.iterdir()) == []


def test_a_founding_that_fails_when_the_book_was_open_already_says_why_and_holds_nothing_open(tmp_path):
    with drive(tmp_path / "so") as stick, drive(tmp_path / "khoa") as keys:
        keys.leave(4)  # room for the keys, none for the mark of the first record
        home = Home(keys.folder / "nha")
        with pytest.raises(Refusal) as refused:
            create(
                stick.folder / "so.skh", unit="24373", officer="X", role="office", on="2020-07-05", home=home,
                clock=fixed_clock(),
            )  # fmt: skip
        assert refused.value.code == "DISK" and str(home.folder) in refused.value.message
        assert len(list(home.folder.rglob("keys.json"))) == 1, "it failed after the keys, at the first record"
        assert list(stick.folder.iterdir()) == []
        assert stick.take_out()


# ---- books that cannot be used -------------------------------------------------------------------------------------


def test_a_missing_book_is_named(tmp_path):
    with pytest.raises(BookUnusable) as refused:
        Book.open(tmp_path / "khong-co.skh", home=Machine.of(os.environ).home(), clock=system_clock())
    is_said_plainly(refused.value, "MISSING", "khong-co.skh", "Kiểm tra")


def test_another_programs_database_is_not_taken_for_a_book(tmp_path):
    path = tmp_path / "anh.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE photos (name)")
        db.commit()
    before = path.read_bytes()
    with pytest.raises(BookUnusable) as refused:
        Book.open(path, write=True, home=Machine.of(os.environ).home(), clock=system_clock())
    is_said_plainly(refused.value, "FOREIGN", "anh.db", ".skh")
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_not_taken_for_a_book(tmp_path):
    path = tmp_path / "thu.skh"
    path.write_text("Kính gửi Hội Khuyến học tỉnh\n" * 500, encoding="utf-8")
    with pytest.raises(BookUnusable) as refused:
        Book.open(path, home=Machine.of(os.environ).home(), clock=system_clock())
    is_said_plainly(refused.value, "FOREIGN", "thu.skh")


def test_a_book_of_a_newer_program_is_left_alone(book):
    path = book.path
    book.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(BookUnusable) as refused:
        Book.open(path, write=True, home=Machine.of(os.environ).home(), clock=system_clock())
    is_said_plainly(refused.value, "NEWER", "mới hơn", "cập nhật")


def damage(path: Path) -> None:
    """Overwrite the middle of a book that nobody has open."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 3)
        file.write(b"\xa5" * (size // 3))


def test_a_damaged_book_is_said_to_be_damaged(book):
    path = book.path
    book.close()
    damage(path)
    with pytest.raises(BookUnusable) as refused:
        Book.open(path, home=Machine.of(os.environ).home(), clock=system_clock())
    is_said_plainly(refused.value, "DAMAGED", "bị hỏng", "sao lưu")


def test_a_cut_book_is_said_to_be_damaged(book):
    path = book.path
    book.close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(BookUnusable) as refused:
        Book.open(path, home=Machine.of(os.environ).home(), clock=system_clock())
    is_said_plainly(refused.value, "DAMAGED", "bị hỏng")


def one_by_session(book: Book) -> None:
    with book.read() as session:
        session.exec(select(Person)).all()


def one_by_sql(book: Book) -> None:
    with book.reading() as db:
        db.execute("SELECT * FROM people").fetchall()


@pytest.mark.parametrize("ask", [one_by_session, one_by_sql], ids=["session", "sql"])
def test_a_page_that_goes_bad_under_an_open_book_is_said_plainly_to_whoever_reads(ask, book):
    with book.write() as tx:
        tx.create(Person, full_name="H'Hen Niê")
    path, home = book.path, book.home
    book.close()
    with Book.open(path, home=home, clock=system_clock()) as again:
        with again.reading() as db:
            root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'people'").fetchone()[0]
        elsewhere(
            f"import sys; f = open(sys.argv[1], 'r+b'); f.seek({(root - 1) * 4096}); f.write(b'\\xa5' * 4096)", path
        )
        with pytest.raises(BookUnusable) as refused:
            ask(again)
    is_said_plainly(refused.value, "DAMAGED", "bị hỏng", "sao lưu")


def test_a_second_window_may_read_but_not_write(book):
    with Book.open(book.path, home=Machine.of(os.environ).home(), clock=system_clock()) as second:
        assert not second.writable
        with pytest.raises(BookUnusable) as refused, second.write():
            pass
    is_said_plainly(refused.value, "READ_ONLY", "chỉ để xem")
    with pytest.raises(BookUnusable) as busy:
        Book.open(book.path, write=True, home=Machine.of(os.environ).home(), clock=system_clock())
    is_said_plainly(busy.value, "BUSY", "cửa sổ khác")


def test_a_refused_second_writer_does_not_take_the_lock_from_the_first(book):
    for _time in range(2):
        with pytest.raises(BookUnusable):
            Book.open(book.path, write=True, home=Machine.of(os.environ).home(), clock=system_clock())
    path = book.path
    book.close()
    Book.open(path, write=True, home=Machine.of(os.environ).home(), clock=system_clock()).close()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, "MISSING"),
        (lambda path: path.write_bytes(b"khong phai so" * 99), "FOREIGN"),
    ],
)
def test_the_command_line_ends_with_3_and_a_sentence_but_no_traceback(tmp_path, make, code):
    path = tmp_path / "so.skh"
    make(path)
    ended = command("--json", "book", "check", path)
    assert ended.returncode == 3
    assert "Traceback" not in ended.stderr and "so.skh" in ended.stderr + ended.stdout


def test_a_book_that_another_process_writes_is_busy_for_the_command_line_but_can_be_read(book):
    written = command("--json", "add", book.path, "people", "full_name=Nguyễn Văn An")
    read = command("--json", "book", "check", book.path)
    assert written.returncode == 3 and "cửa sổ khác" in written.stderr + written.stdout
    assert read.returncode == 0 and json.loads(read.stdout)["ok"] is True


def test_a_damaged_book_ends_the_command_line_with_3(book):
    path = book.path
    book.close()
    damage(path)
    ended = command("book", "check", path)
    assert ended.returncode == 3 and "bị hỏng" in ended.stderr + ended.stdout and "Traceback" not in ended.stderr


@pytest.fixture
def locked_folder(book):
    """The book in a folder that may only be read."""
    if os.name != "posix":
        pytest.skip("folders are locked otherwise here")
    path = book.path
    book.close()
    folder = path.parent / "usb"
    folder.mkdir()
    shutil.copy(path, folder / "so.skh")
    (folder / "so.skh").chmod(0o444)
    folder.chmod(0o555)
    yield folder / "so.skh"
    folder.chmod(0o755)


def test_a_book_in_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written(locked_folder):
    start = AS_ANYBODY if os.geteuid() == 0 else ()
    read = command("--json", "list", locked_folder, "purses", before=start)
    written = command("add", locked_folder, "people", "full_name=Nguyễn Văn An", before=start)
    assert read.returncode == 0 and "Traceback" not in read.stderr
    assert json.loads(read.stdout)["total"] == 1
    assert written.returncode == 3 and "khóa ghi" in written.stderr and "Traceback" not in written.stderr


# ---- one verb, one transaction -------------------------------------------------------------------------------------


def test_readers_see_the_state_before_until_the_verb_is_done(book):
    with book.write() as tx:
        tx.create(Person, full_name="Đang Ghi")
        tx.flush()
        with book.reading() as db:
            assert db.execute("SELECT count(*) FROM people").fetchone()[0] == 0
    with book.reading() as db:
        assert db.execute("SELECT count(*) FROM people").fetchone()[0] == 1


def test_a_process_that_dies_in_the_middle_leaves_the_book_as_it_was(book, home):
    before = digests(book)
    path = book.path
    book.close()
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from db.clock import system_clock\n"
        "from db.exchange.trust.home_folder import Home\n"
        "from db.store import Book\n"
        "from db.tables.people import Person\n"
        "book = Book.open(Path(sys.argv[1]), home=Home(Path(sys.argv[2])), clock=system_clock(), write=True)\n"
        "with book.write() as tx:\n"
        "    for n in range(2000): tx.create(Person, full_name=f'Người {n}')\n"
        "    tx.flush()\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    words = [sys.executable, "-c", script, str(path), str(home.folder)]
    died = subprocess.run(words, cwd=ROOT, check=False, capture_output=True)
    assert died.returncode == -9, died.stderr
    with Book.open(path, home=home, write=True, clock=system_clock()) as again:
        assert digests(again) == before
        with again.write() as tx:
            tx.create(Person, full_name="Ghi tiếp")
        sound(again)
        with again.reading() as db:
            assert db.execute("SELECT count(*) FROM chains").fetchone()[0] == 1


def test_a_verb_inside_another_verb_is_a_mistake_that_shows_at_once(book):
    with book.write(), pytest.raises(AssertionError), book.write():
        pass


def test_several_verbs_together_are_kept_all_or_not_at_all(book):
    before = digests(book)
    with pytest.raises(Refusal), book.together():
        with book.write() as tx:
            tx.create(Person, full_name="Một")
        with book.write() as tx:
            tx.create(Person, full_name="Hai")
            raise Refusal("Thôi")
    assert digests(book) == before
    with book.together():
        for name in ("Một", "Hai"):
            with book.write() as tx:
                tx.create(Person, full_name=name)
    with book.reading() as db:
        assert db.execute("SELECT count(*) FROM people").fetchone()[0] == 2
    sound(book)


# ---- copies --------------------------------------------------------------------------------------------------------


def add(book: Book, name: str) -> None:
    with book.write() as tx:
        tx.create(Person, full_name=name)


def names(book: Book) -> list[str]:
    with book.reading() as db:
        return [row[0] for row in db.execute("SELECT full_name FROM people ORDER BY full_name")]


def test_a_copy_made_while_the_book_is_open_holds_everything_and_needs_no_other_file(book, tmp_path):
    add(book, "An")
    made = backups.copy(book, tmp_path, TODAY)
    alone = tmp_path / "cho-khac" / "so.skh"
    alone.parent.mkdir()
    shutil.copy(made.path, alone)
    assert made.path.name == "so-2020-07-05.skh" and made.counts["people"] == 1
    with Book.open(alone, home=Machine.of(os.environ).home(), clock=system_clock()) as copy:
        assert names(copy) == ["An"] and digests(copy) == digests(book)
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_copy_over_the_book_itself_is_refused(book):
    with pytest.raises(Refusal) as refused:
        backups.copy(book, book.path, TODAY)
    assert refused.value.code == "SAME_FILE"
    assert names(book) == []


def test_restoring_brings_the_copy_back_keeps_what_was_there_and_begins_a_new_life(book, tmp_path, home):
    add(book, "An")
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    add(book, "Bình")
    path = book.path
    book.close()

    restored = backups.restore(copy, path)

    with Book.open(path, home=home, clock=fixed_clock(9), write=True) as again:
        assert names(again) == ["An"]
        add(again, "Cường")
        with again.reading() as db:
            assert db.execute("SELECT count(DISTINCT inc) FROM chains WHERE mine = 1").fetchone()[0] == 2
        sound(again)
    with Book.open(restored.kept_aside, home=Machine.of(os.environ).home(), clock=system_clock()) as before:
        assert names(before) == ["An", "Bình"]


def test_restoring_over_a_book_that_is_open_is_refused_and_changes_nothing(book, tmp_path):
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    add(book, "An")
    with pytest.raises(BookUnusable) as refused:
        backups.restore(copy, book.path)
    is_said_plainly(refused.value, "BUSY", "cửa sổ khác")
    assert names(book) == ["An"]


def test_something_that_is_no_book_is_not_restored(book, tmp_path):
    letter = tmp_path / "thu.skh"
    letter.write_text("thư" * 900, encoding="utf-8")
    path = book.path
    book.close()
    before = path.read_bytes()
    with pytest.raises(BookUnusable):
        backups.restore(letter, path)
    assert path.read_bytes() == before


def test_a_copy_of_the_same_life_goes_on_with_the_same_chain(book, tmp_path, home):
    add(book, "An")
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    book.close()
    with Book.open(copy, home=home, clock=fixed_clock(9), write=True) as again:
        add(again, "Bình")
        with again.reading() as db:
            assert db.execute("SELECT count(DISTINCT inc) FROM chains WHERE mine = 1").fetchone()[0] == 1


def test_a_book_on_a_machine_without_its_keys_opens_for_reading_and_offers_to_enrol(book, tmp_path):
    add(book, "An")
    path = book.path
    book.close()
    with Book.open(path, home=Home(tmp_path / "may-khac"), write=True, clock=system_clock()) as elsewhere:
        assert names(elsewhere) == ["An"]
        with pytest.raises(BookUnusable) as refused:
            add(elsewhere, "Bình")
    is_said_plainly(refused.value, "NO_KEY", "Đăng ký máy này")


def test_t26_a_home_folder_copied_to_another_machine_does_not_write(book, home):
    add(book, "An")
    path = book.path
    book.close()
    (mark,) = home.folder.rglob("mark-*.json")
    told = json.loads(mark.read_text())
    mark.write_text(json.dumps({**told, "machine": "another"}))
    with (
        Book.open(path, home=home, write=True, clock=system_clock()) as elsewhere,
        pytest.raises(BookUnusable) as refused,
    ):
        add(elsewhere, "Bình")
    assert refused.value.code == "NO_KEY"


def test_the_day_of_a_copy_on_another_drive_is_remembered(book, tmp_path):
    with drive(tmp_path / "usb") as usb:
        made = backups.copy(book, usb.folder, date(2020, 7, 9))
        assert not made.beside
        assert book.setting(SettingKey.COPIED_ON) == "2020-07-09"


def test_a_copy_beside_the_book_is_made_but_counts_as_none(book, tmp_path):
    for target in (book.path.parent, tmp_path / "sao.skh"):
        made = backups.copy(book, target, date(2020, 7, 9))
        assert made.path.is_file() and made.beside
        assert "cùng ổ đĩa với sổ" in backups.words_of_copy(made)
    assert book.setting(SettingKey.COPIED_ON) is None


@pytest.mark.parametrize("bulk", [True, False])
def test_a_full_disk_is_said_plainly_and_the_book_stays_as_it_was(book, bulk):
    before = digests(book)
    with pytest.raises(Refusal) as refused, book.write() as tx:
        tx.db.execute("PRAGMA max_page_count = 1")  # SQLite then says at once what it says on a full disk
        if bulk:
            tx.insert_many(Person, [{"full_name": "Đ" * 3_000} for _n in range(400)])
        else:
            for _n in range(400):
                tx.create(Person, full_name="Đ" * 2_000)
    assert (refused.value.code, refused.value.exit_code) == ("DISK_FULL", 1)
    assert "đầy" in refused.value.message
    assert digests(book) == before


def test_a_mistake_in_a_statement_is_not_taken_for_a_fault_of_the_disk(book):
    with pytest.raises(sqlite3.OperationalError), book.write() as tx:
        tx.db.execute("SELECT * FROM no_such_table")


def test_a_mistake_in_what_is_written_beside_the_chain_is_none_of_the_disk_s_either(book):
    with pytest.raises(OperationalError):
        book.beside("INSERT INTO no_such_table VALUES (?)", [(1,)])
    with pytest.raises(IntegrityError):
        book.beside("INSERT INTO settings (key, value) VALUES (?, ?)", [("place", "1"), ("place", "2")])
    assert book.setting(SettingKey.PLACE) is None


def test_several_settings_are_kept_all_or_none(book):
    book.keep_settings({SettingKey.PLACE: "1", SettingKey.BUDGET_CODE: "2"})
    with sqlite3.connect(book.path) as db:
        db.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON settings WHEN new.key = 'budget_code' BEGIN SELECT raise(ABORT, 'b'); END"
        )
    db.close()
    with pytest.raises(IntegrityError):
        book.keep_settings({SettingKey.PLACE: None, SettingKey.BUDGET_CODE: "3"})
    assert (book.setting(SettingKey.PLACE), book.setting(SettingKey.BUDGET_CODE)) == ("1", "2")


def test_a_verb_that_is_looked_at_writes_once(book):
    def twice() -> None:
        for name in ("Một", "Hai"):
            add(book, name)

    with pytest.raises(AssertionError), book.looked_at(lambda _writing: None):
        twice()
    assert names(book) == ["Một"]
    with book.looked_at(lambda _writing: None), book.together():
        twice()
    assert names(book) == ["Hai", "Một", "Một"]


@pytest.mark.parametrize(
    ("files", "code"), [("keys.json", "KEY_FILE"), ("mark-*.json", "MARK"), ("erased-*.json", "ERASED_LIST")]
)
def test_what_is_kept_outside_the_book_and_cannot_be_read_is_named_and_nothing_is_written(book, home, files, code):
    add(book, "An")
    book.erased().add({"00" * 16: ["11" * 16]})
    path = book.path
    book.close()
    (kept,) = home.folder.rglob(files)
    kept.write_text("{hỏng", encoding="utf-8")
    with pytest.raises(BookUnusable) as refused:
        Book.open(path, home=home, clock=fixed_clock(), write=True)
    is_said_plainly(refused.value, code, "bị hỏng", kept.name)


def test_a_book_of_which_only_the_order_of_a_page_is_broken_is_said_to_be_damaged(book, home):
    add(book, "An")
    path = book.path
    book.close()
    with path.open("r+b") as file:
        file.seek(32)
        file.write((7).to_bytes(4, "big") + (5).to_bytes(4, "big"))  # free pages that are none
    with pytest.raises(BookUnusable) as refused:
        Book.open(path, home=home, clock=fixed_clock())
    is_said_plainly(refused.value, "DAMAGED", "bị hỏng", "sao lưu")
