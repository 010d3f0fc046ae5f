"""A book of each released version is brought up to date by whoever opens it; nothing it holds is lost on the way."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.book_file import SCHEMA
from db.exchange.outcomes import Outcome
from db.exchange.trust.home_folder import Home
from db.refusal import BookUnusable
from db.store import Book
from db.tables.exchange import ABSENT, MISSING
from desktop_app.work.people import people
from desktop_app.work.privacy import clean_copies, erasure
from tests.exchange.test_erasure import traces
from tests.kept.old_book import KEPT, unpacked
from tests.offices import fixed_clock, receive, sound

SAID = ("Y Thiên Niê", "0905000002")
"""The name and the phone of the person in the kept book; the phone came first, the name waits in `late.khb`."""


def opened(path: Path, *, write: bool) -> Book:
    return Book.open(path, home=Home(path.parent / f"khoa-{path.stem}"), clock=fixed_clock(8), write=write)


def marks(book: Book) -> set[int]:
    with book.reading() as db:
        return {row[0] & (ABSENT | MISSING) for row in db.execute("SELECT marks FROM records WHERE kind = 'person'")}


def schema(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def dumped(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


@pytest.mark.parametrize("write", [False, True])
def test_an_older_book_is_brought_up_to_date_and_the_book_as_it_was_kept_beside_it(tmp_path, write):
    path = unpacked(tmp_path)
    shutil.copy(path, tmp_path / "goc.skh")
    with opened(path, write=write) as book:
        assert marks(book) == {ABSENT | MISSING}, "the edit still waits for the record that it belongs to"
        sound(book)
    assert (schema(path), schema(tmp_path / "tinh-ban-1.skh")) == (SCHEMA, 1)
    assert dumped(tmp_path / "tinh-ban-1.skh") == dumped(tmp_path / "goc.skh")


def test_the_categories_of_an_older_book_feed_what_those_of_a_new_book_do(tmp_path, book):
    with opened(unpacked(tmp_path), write=False) as old, old.reading() as then, book.reading() as now:
        categories = "SELECT * FROM categories ORDER BY code"
        assert then.execute(categories).fetchall() == now.execute(categories).fetchall()


def test_what_an_older_book_waited_for_comes_in_after_all(tmp_path):
    with opened(unpacked(tmp_path), write=True) as book:
        assert [one.outcome for one in receive(book, KEPT / "late.khb")] == [Outcome.MERGED]
        assert marks(book) == {0}
        with book.reading() as db:
            assert db.execute(
                "SELECT full_name, born, phone FROM people WHERE full_name = 'Y Thiên Niê'"
            ).fetchall() == [("Y Thiên Niê", "1958", "0905000002")]
        sound(book)


def test_an_older_book_that_another_window_writes_waits_for_it(tmp_path):
    path = unpacked(tmp_path)
    with opened(path, write=True):
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version = 1")
        with pytest.raises(BookUnusable) as refused:
            opened(path, write=False)
        assert refused.value.code == "BUSY"


def test_an_older_book_that_is_not_what_its_version_says_stays_as_it_is(tmp_path):
    path = unpacked(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE runs")
    before = dumped(path)
    with pytest.raises(BookUnusable) as refused:
        opened(path, write=True)
    assert refused.value.code == "DAMAGED"
    assert dumped(path) == before
    assert schema(path) == 1


def test_an_erasure_reaches_the_copy_of_older_tables_that_was_laid_beside_the_book_and_one_on_a_stick(tmp_path):
    path, stick = unpacked(tmp_path), tmp_path / "usb"
    stick.mkdir()
    shutil.copy(path, stick / "cu.skh")
    with opened(path, write=True) as book:
        receive(book, KEPT / "late.khb")
        assert {"tinh-ban-1.skh", "tinh.skh-wal", "cu.skh"} <= set(traces(tmp_path, *SAID))
        with book.reading() as db:
            (person,) = db.execute("SELECT id FROM people WHERE full_name = ?", SAID[:1]).fetchone()
        erasure.erase(book, person)
        assert traces(tmp_path, *SAID) == ["cu.skh"], "the program does not know of this one"
        assert clean_copies.clean(book, [stick]).cleaned == [stick / "cu.skh"]
        assert traces(tmp_path, *SAID) == []
        sound(book)
    for copy in (tmp_path / "tinh-ban-1.skh", stick / "cu.skh"):
        assert schema(copy) == SCHEMA
        copy.replace(path)
        with opened(path, write=False) as again:
            sound(again)


def test_a_copy_of_older_tables_that_holds_nothing_erased_stays_as_it_is(tmp_path):
    path = unpacked(tmp_path)
    with opened(path, write=True) as book:
        person = people.add_person(book, people.PersonDraft("Hoàng Quỳnh Lưuxa")).id
        erasure.erase(book, person)
        assert clean_copies.clean(book, [tmp_path]).cleaned == []
    assert schema(tmp_path / "tinh-ban-1.skh") == 1


def test_an_older_book_spells_its_units_as_the_tables_do(tmp_path):
    with opened(unpacked(tmp_path), write=True) as book, book.reading() as db:
        named = db.execute("SELECT name FROM units WHERE name LIKE '%Hoà%' OR name IN ('Xã Hòa Sơn', 'Xã Hòa Phú')")
        assert sorted(row[0] for row in named) == ["Xã Hòa Phú", "Xã Hòa Phú", "Xã Hòa Sơn", "Xã Hòa Sơn"]
        sound(book)
