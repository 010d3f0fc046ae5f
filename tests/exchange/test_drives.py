"""Drives that run full, are locked or are pulled out, sources that fail, two programs at once.

Every command ends wholly before or wholly after, with a sentence and its exit code. Bringing an older book to today's
tables is not among them: there is no older schema yet; its copy is made by the same code as `book copy`.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from db.clock import system_clock
from db.exchange.outcomes import Code, Outcome
from db.exchange.trust.home_folder import Home
from db.refusal import BookUnusable, Refusal
from db.store import Book
from desktop_app import cli
from desktop_app.work.book import backups
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.disks import Drive, drive
from tests.exchange.killing import OFFICE, state
from tests.offices import TODAY, digests, fixed_clock, sound
from tests.stories.program import program

SIZES = (0, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024, 2_048, 4_096, 8_192, 16_384)
PEOPLE = 300
FULL = ("Ổ đĩa đã đầy", "Không ghi được")


@pytest.fixture(scope="module")
def books(enrolled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed books of a province and an office, an older copy of the office's, a file to receive, a list to load."""
    folder = tmp_path_factory.mktemp("dia") / "goc"
    shutil.copytree(enrolled_folder, folder)
    with Book.open(
        folder / f"{OFFICE}.skh", home=Home(folder / f"khoa-{OFFICE}"), clock=fixed_clock(3), write=True
    ) as office:
        backups.copy(office, folder / "cu.skh", TODAY)
        draft = [people.PersonDraft(f"Nguyễn Văn {n}", born="1960") for n in range(PEOPLE)]
        membership.register_many(office, [membership.ListedMember(one, date(2020, 1, 1)) for one in draft])
        send_and_receive.send(office, folder / "gui")
    with (folder / "ds.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Họ và tên", "Năm sinh"], *([f"Trần Thị {n}", "1970"] for n in range(PEOPLE))])
    return folder


@pytest.fixture
def usb(tmp_path: Path):
    with drive(tmp_path / "usb") as made:
        yield made


@dataclass
class Command:
    """A command of the program with the keys of one office, run as people do but without a new process."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, home: Path, *words: object) -> tuple[int, str]:
        """Its exit code and all it said."""
        code = cli.run(["--home", str(home), *map(str, words)])
        said = self.capsys.readouterr()
        return code, said.out + said.err


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("SKH_TODAY", "2020-07-05")
    return Command(capsys)


# ---- full at each write ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verb:
    """What goes onto the drive, which command runs, and which book it changes."""

    on_drive: tuple[str, ...]
    words: Callable[[Path, Path], list[object]]
    keys: str
    changed: str


VERBS = {
    "send": Verb((), lambda here, usb: ["send", here / f"{OFFICE}.skh", usb / "moi"], OFFICE, OFFICE),
    "receive": Verb(
        ("tinh.skh", "khoa-tinh"), lambda here, usb: ["receive", usb / "tinh.skh", here / "gui"], "tinh", "tinh"
    ),
    "copy": Verb((), lambda here, usb: ["book", "copy", here / f"{OFFICE}.skh", usb / "sao.skh"], OFFICE, OFFICE),
    "restore": Verb(
        (f"{OFFICE}.skh", f"khoa-{OFFICE}"),
        lambda here, usb: ["book", "restore", here / "cu.skh", usb / f"{OFFICE}.skh"],
        OFFICE,
        OFFICE,
    ),
    "load": Verb(
        (f"{OFFICE}.skh", f"khoa-{OFFICE}"),
        lambda here, usb: ["load", usb / f"{OFFICE}.skh", "members", here / "ds.csv"],
        OFFICE,
        OFFICE,
    ),
}


def lay_out(verb: Verb, books: Path, here: Path, usb: Drive) -> Path:
    """Fresh books in `here`, but those that lie on the drive; returns where the changed book is."""
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(books, here)
    usb.clear()
    for name in verb.on_drive:
        shutil.move(here / name, usb.folder / name)
    return usb.folder if verb.on_drive else here


@pytest.mark.parametrize("name", VERBS)
def test_a_drive_that_runs_full_at_any_write_leaves_the_state_before(name, books, usb, tmp_path, command):
    """The same command with more and more room, until it goes through."""
    verb, here, ended = VERBS[name], tmp_path / "may", []
    for room in SIZES:
        place = lay_out(verb, books, here, usb)
        before = state(place, verb.changed)
        usb.leave(room)
        code, said = command(place / f"khoa-{verb.keys}", *verb.words(here, usb.folder))
        usb.make_room()
        after = state(place, verb.changed)
        whole_files(usb.folder, here)
        ended.append(code)
        if code == 0:
            break
        assert any(sentence in said for sentence in FULL), said
        assert after == before and list(usb.folder.rglob("*.part")) == []
    assert ended[-1] == 0 and len(ended) > 3, "it must have failed at several sizes, and gone through at last"
    assert (after != before) is (name in ("receive", "restore", "load"))
    with Book.open(place / f"{verb.changed}.skh", home=Home(place / f"khoa-{verb.keys}"), clock=system_clock()) as book:
        sound(book)


def whole_files(folder: Path, here: Path) -> None:
    """What has a name on the drive can be used: files are taken in, copies are sound."""
    for path in folder.rglob("*.khb"):
        with Book.open(here / "tinh.skh", home=Home(here / "khoa-tinh"), clock=fixed_clock(7), write=True) as province:
            (result,) = send_and_receive.receive(province, [path], dry_run=True)
            assert result.outcome is Outcome.MERGED
    for path in folder.glob("sao*.skh"):
        with Book.open(path, home=Home(here / "khoa-none"), clock=system_clock()) as copied:
            sound(copied)


# ---- locked, pulled out ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["book", "check", "{usb}/24373.skh"], 0, "Sổ tốt"),
        (["load", "{usb}/24373.skh", "members", "{usb}/ds.csv"], 3, "Không ghi được vào thư mục"),
        (["receive", "{usb}/24373.skh", "{usb}/gui"], 3, "Không ghi được vào thư mục"),
        (["send", "{here}/24373.skh", "{usb}/moi"], 1, "USB có khóa ghi"),
        (["send", "{usb}/24373.skh", "{here}/moi"], 0, "Đã lập"),
        (["book", "copy", "{here}/24373.skh", "{usb}/sao.skh"], 1, "Không ghi được vào"),
        (["book", "copy", "{usb}/24373.skh", "{here}/sao.skh"], 0, "Bản sao dùng được"),
        (["book", "restore", "{here}/cu.skh", "{usb}/24373.skh"], 3, "Không ghi được vào thư mục"),
        (["book", "restore", "{usb}/cu.skh", "{here}/24373.skh"], 0, "Đã khôi phục"),
    ],
)
def test_a_book_on_a_locked_drive_is_read_and_not_written(words, code, sentence, books, usb, tmp_path, command):
    here = tmp_path / "may"
    for folder in (here, usb.folder):
        shutil.copytree(books, folder, dirs_exist_ok=True)
    before = state(books_copy(books, tmp_path), OFFICE)
    usb.lock()
    home = usb.folder if f"{usb.folder}" in words[-1].format(usb=usb.folder, here=here) else here
    ended, said = command(home / f"khoa-{OFFICE}", *(word.format(usb=usb.folder, here=here) for word in words))
    assert (ended, sentence in said) == (code, True), said
    with Book.open(
        usb.folder / f"{OFFICE}.skh", home=Home(usb.folder / f"khoa-{OFFICE}"), clock=system_clock()
    ) as book:
        assert digests(book) == before


def books_copy(books: Path, tmp_path: Path) -> Path:
    """Another copy of the books, to ask their state without touching the first."""
    return Path(shutil.copytree(books, tmp_path / "hoi"))


@pytest.mark.parametrize(
    "words",
    [
        ["book", "check", "{usb}/24373.skh"],
        ["load", "{usb}/24373.skh", "members", "{here}/ds.csv"],
        ["send", "{usb}/24373.skh", "{here}/moi"],
        ["book", "copy", "{usb}/24373.skh", "{here}/sao.skh"],
        ["book", "restore", "{usb}/cu.skh", "{here}/24373.skh"],
    ],
)
def test_a_book_on_a_drive_that_is_gone_is_said_to_be_missing(words, books, tmp_path, command):
    here = tmp_path / "may"
    shutil.copytree(books, here)
    before = state(here, OFFICE)
    ended, said = command(here / f"khoa-{OFFICE}", *(word.format(usb=tmp_path / "usb", here=here) for word in words))
    assert ended == 3 and "Không thấy sổ" in said and "ổ đĩa" in said
    assert state(here, OFFICE) == before
    assert not (here / "moi").exists() and not (here / "sao.skh").exists() and not (tmp_path / "usb").exists()


def test_a_drive_pulled_out_while_its_book_is_open_is_noticed_at_the_next_write(books, usb):
    shutil.copytree(books, usb.folder, dirs_exist_ok=True)
    with Book.open(
        usb.folder / f"{OFFICE}.skh", home=Home(usb.folder / f"khoa-{OFFICE}"), clock=fixed_clock(8), write=True
    ) as book:
        before = digests(book)
        usb.pull_out()
        with pytest.raises(BookUnusable) as refused:
            people.add_person(book, people.PersonDraft("Ghi Vào Hư Không", born="1960"))
        assert (refused.value.code, refused.value.exit_code) == ("MISSING", 3) and "Không thấy sổ" in str(refused.value)
        assert digests(book) == before


def test_a_folder_taken_away_while_a_file_is_made_is_said_plainly(books, tmp_path, command):
    """The folder to send to is a file by now."""
    here = tmp_path / "may"
    shutil.copytree(books, here)
    (tmp_path / "usb").write_bytes(b"")
    code, said = command(here / f"khoa-{OFFICE}", "send", here / f"{OFFICE}.skh", tmp_path / "usb" / "moi")
    assert code == 1 and "Không ghi được" in said


# ---- a source that fails half-way ------------------------------------------------------------------------------------


def test_t38_a_file_that_goes_or_shrinks_while_files_are_taken_in_stops_only_itself(books, tmp_path):
    """The folder is looked through first; then, after the first file, one is pulled away and one is cut short."""
    here = tmp_path / "may"
    shutil.copytree(books, here)
    (bundle,) = (here / "gui").glob("*.khb")
    folder = tmp_path / "nhan"
    folder.mkdir()
    for name in ("a.khb", "b-mat.khb", "c-ngan.khb"):
        shutil.copy(bundle, folder / name)

    def pull(done: int, _total: int) -> None:
        if done == 1:
            (folder / "b-mat.khb").unlink()
            os.truncate(folder / "c-ngan.khb", 900)

    with Book.open(here / "tinh.skh", home=Home(here / "khoa-tinh"), clock=fixed_clock(7), write=True) as province:
        merged, gone, short = send_and_receive.receive(province, [folder], report=pull)
        assert (merged.file, merged.outcome, merged.code) == ("a.khb", Outcome.MERGED, None)
        assert (gone.outcome, gone.code) == (Outcome.REFUSED, Code.UNREADABLE)
        assert "không đọc được tệp. Cắm lại USB" in gone.message
        assert (short.outcome, short.code) == (Outcome.REFUSED, Code.TRUNCATED) and "chưa chép xong" in short.message
        after = digests(province)
        assert [one.outcome for one in send_and_receive.receive(province, [bundle])] == [Outcome.ALREADY_HAVE]
        assert digests(province) == after
        sound(province)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="reads a file whose reading fails")
def test_a_source_whose_reading_fails_is_refused_in_words(books, tmp_path, command):
    here = tmp_path / "may"
    shutil.copytree(books, here)
    before, before_province = state(here, OFFICE), state(here, "tinh")
    for name in ("hong.khb", "hong.csv", "hong.xlsx", "hong.skh"):
        (here / name).symlink_to("/proc/self/mem")
    for name in ("ong.khb", "ong.csv", "ong.skh"):
        os.mkfifo(here / name)
    office, province = here / f"khoa-{OFFICE}", here / "khoa-tinh"
    for name in ("hong.khb", "ong.khb"):
        code, said = command(province, "receive", here / "tinh.skh", here / name)
        assert code == 1 and "không đọc được tệp. Cắm lại USB" in said
    for name in ("hong.csv", "hong.xlsx", "ong.csv"):
        code, said = command(office, "load", here / f"{OFFICE}.skh", "members", here / name)
        assert code == 1 and ("Không đọc được tệp" in said or "không phải bảng tính" in said)
    for name, sentence in (("hong.skh", "Không đọc được ổ đĩa"), ("ong.skh", "Không thấy sổ")):
        code, said = command(office, "book", "restore", here / name, here / f"{OFFICE}.skh")
        assert code == 3 and sentence in said
    assert (state(here, OFFICE), state(here, "tinh")) == (before, before_province)


@pytest.mark.parametrize("part", [0, 1, 100, 4_096, 0.3, 0.6, 0.9, 0.99])
def test_a_copy_that_was_cut_short_is_not_restored(part, books, tmp_path, command):
    here = tmp_path / "may"
    shutil.copytree(books, here)
    before = state(here, OFFICE)
    size = (here / "cu.skh").stat().st_size
    os.truncate(here / "cu.skh", int(size * part) if isinstance(part, float) else part % size)
    code, said = command(here / f"khoa-{OFFICE}", "book", "restore", here / "cu.skh", here / f"{OFFICE}.skh")
    assert code == 3 and ("không phải sổ" in said or "bị hỏng" in said)
    assert state(here, OFFICE) == before


@pytest.mark.parametrize("part", [0, 40, 0.2, 0.5, 0.9, -1])
def test_a_list_that_was_cut_short_is_not_loaded(part, books, tmp_path, command):
    from openpyxl import Workbook

    here = tmp_path / "may"
    shutil.copytree(books, here)
    before = state(here, OFFICE)
    made, path = Workbook(), here / "ds.xlsx"
    for row in [("Họ và tên", "Năm sinh"), *((f"Lê Văn {n}", 1970) for n in range(500))]:
        made.active.append(row)
    made.save(path)
    size = path.stat().st_size
    os.truncate(path, int(size * part) if isinstance(part, float) else part % size)
    code, said = command(here / f"khoa-{OFFICE}", "load", here / f"{OFFICE}.skh", "members", path)
    assert code == 1 and "không phải bảng tính hoặc đã hỏng" in said
    assert state(here, OFFICE) == before


# ---- the mark --------------------------------------------------------------------------------------------------------


def test_a_home_folder_that_cannot_be_written_refuses_the_write_and_nothing_else(books, usb, tmp_path):
    here = tmp_path / "may"
    shutil.copytree(books, here)
    shutil.move(here / f"khoa-{OFFICE}", usb.folder / "khoa")
    usb.lock()
    with Book.open(here / f"{OFFICE}.skh", home=Home(usb.folder / "khoa"), clock=fixed_clock(8), write=True) as book:
        before = digests(book)
        with pytest.raises(Refusal) as refused:
            people.add_person(book, people.PersonDraft("Không Ghi Được", born="1960"))
        assert refused.value.code == "DISK" and "Không ghi được vào" in refused.value.message
        assert digests(book) == before
        sound(book)


# ---- two programs on one book ----------------------------------------------------------------------------------------


def test_two_programs_that_load_into_one_book_never_mix(books, tmp_path):
    """Both start at once: each goes through whole or is told that the book is being written."""
    here = tmp_path / "may"
    shutil.copytree(books, here)
    words = ["load", here / f"{OFFICE}.skh", "members", here / "ds.csv"]
    with ThreadPoolExecutor() as both:
        ended = list(both.map(lambda _n: program(*words, home=here / f"khoa-{OFFICE}"), range(3)))
    assert 0 in {one.code for one in ended}
    for one in ended:
        assert one.code == 0 or (one.code == 3 and "đang được mở để ghi ở một cửa sổ khác" in one.err)
    with Book.open(here / f"{OFFICE}.skh", home=Home(here / f"khoa-{OFFICE}"), clock=system_clock()) as book:
        assert sound(book).counts["people"] == 2 * PEOPLE, "a list that is loaded again brings nobody twice"


def test_a_second_program_reads_and_copies_a_book_that_is_open_and_does_not_write(books, tmp_path, command):
    here = tmp_path / "may"
    shutil.copytree(books, here)
    book, home = here / f"{OFFICE}.skh", here / f"khoa-{OFFICE}"
    with Book.open(book, home=Home(home), clock=fixed_clock(8), write=True) as window:
        before = digests(window)
        for words in (
            ["load", book, "members", here / "ds.csv"],
            ["receive", book, here / "gui"],
            ["book", "restore", here / "cu.skh", book],
        ):
            code, said = command(home, *words)
            assert code == 3 and "đang được mở để ghi ở một cửa sổ khác" in said
        assert command(home, "book", "check", book, "--rebuild")[0] == 0
        assert command(home, "book", "copy", book, here / "sao.skh")[0] == 0
        assert digests(window) == before
    with Book.open(here / "sao.skh", home=Home(home), clock=system_clock()) as copied:
        assert digests(copied) == before
