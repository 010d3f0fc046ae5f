"""The power goes in the middle: each verb is killed at random moments and leaves the state before it or after it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from db.exchange.trust.home_folder import Home
from db.store import Book
from desktop_app.work.book import backups
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.exchange.killing import OFFICE, OLD
from tests.kept.old_book import unpacked
from tests.offices import TODAY, Network, fixed_clock, sound
from tests.stories.program import ROOT

PEOPLE = 400


@pytest.fixture
def books(network: Network, tmp_path: Path) -> Path:
    """A folder whose `goc` holds the closed books of a province and an office with a file to receive and an older copy."""
    office = network.offices["24373"]
    backups.copy(office, network.folder / "cu.skh", TODAY)
    stays = [
        membership.ListedMember(people.PersonDraft(f"Nguyễn Văn {n}", born="1960"), date(2020, 1, 1))
        for n in range(PEOPLE)
    ]
    membership.register_many(office, stays)
    (file,) = network.send(office)
    network.close()
    unpacked(network.folder, name=OLD)
    (network.folder / "gui").mkdir()
    shutil.move(file, network.folder / "gui" / file.name)
    shutil.move(network.folder, tmp_path / "tap" / "goc")
    return tmp_path / "tap"


def killed(verb: str, books: Path, times: int) -> dict[str, int]:
    """How the killings ended."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.killing", verb, str(books), str(times)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def few_or_many(config: pytest.Config) -> int:
    """200 killings with --long."""
    return 200 if config.getoption("--long") else 25


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_t36_a_sending_killed_at_any_moment_leaves_no_file_or_a_whole_one(
    books: Path, pytestconfig: pytest.Config
) -> None:
    assert sum(killed("send", books, few_or_many(pytestconfig)).values()) == few_or_many(pytestconfig)


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_t37_a_receiving_killed_at_any_moment_is_wholly_in_or_wholly_out(
    books: Path, pytestconfig: pytest.Config
) -> None:
    ended = killed("receive", books, few_or_many(pytestconfig))
    assert set(ended) == {"before", "after"}, "the moments must reach from before to after"


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@pytest.mark.parametrize("verb", ["copy", "restore", "migrate"])
def test_a_copy_a_restore_or_a_migration_killed_at_any_moment_leaves_sound_books(
    verb: str, books: Path, pytestconfig: pytest.Config
) -> None:
    assert sum(killed(verb, books, few_or_many(pytestconfig)).values()) == few_or_many(pytestconfig)


CUT_BEFORE_THE_MARK = """
import os, signal, sys
from pathlib import Path
from db.exchange.trust.high_water_mark import Mark
from db.journal import Writing
from desktop_app.work.people import people
from tests.exchange.killing import OFFICE, opened
def cut(*_arguments):
    os.kill(os.getpid(), signal.SIGKILL)
{moment}
with opened(Path(sys.argv[1]), OFFICE) as book:
    people.add_person(book, people.PersonDraft("Vừa Ghi Xong", born="1960"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@pytest.mark.parametrize(
    "moment", ["Mark.confirm = cut", "keep = Writing.commit; Writing.commit = lambda tx: (keep(tx), cut())"]
)
def test_a_book_killed_after_the_commit_and_before_the_mark_holds_everything_and_goes_on_in_the_same_life(
    books: Path, moment: str
) -> None:
    words = [sys.executable, "-c", CUT_BEFORE_THE_MARK.format(moment=moment), str(books / "goc")]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL
    home, clock = Home(books / "goc" / f"khoa-{OFFICE}"), fixed_clock(6)
    with Book.open(books / "goc" / f"{OFFICE}.skh", home=home, clock=clock, write=True) as book:
        assert "Vừa Ghi Xong" in _names(book)
        lives = _own_lives(book)
        people.add_person(book, people.PersonDraft("Ghi Tiếp", born="1961"))
        assert {"Vừa Ghi Xong", "Ghi Tiếp"} <= set(_names(book)) and _own_lives(book) == lives
        assert backups.block_begun(book) == ""
        sound(book)


def _names(book: Book) -> list[str]:
    with book.reading() as db:
        return [name for (name,) in db.execute("SELECT full_name FROM people")]


def _own_lives(book: Book) -> list[tuple[bytes]]:
    with book.reading() as db:
        return db.execute("SELECT inc FROM chains WHERE mine = 1").fetchall()
