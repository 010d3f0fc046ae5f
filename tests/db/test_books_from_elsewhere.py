"""A book from elsewhere runs nothing: what it brings besides the program's own tables is refused before it is read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.book_file import WORKED_OUT, check_file
from db.refusal import BookUnusable
from db.store import Book
from desktop_app.work.book import backups
from tests.offices import TODAY, fixed_clock

FOREIGN = {
    "a trigger": "CREATE TRIGGER người AFTER INSERT ON people BEGIN DELETE FROM movements; END",
    "a view": "CREATE VIEW lạ AS SELECT * FROM people",
    "a view in place of a table": "ALTER TABLE donors RENAME TO đã_giấu; CREATE VIEW donors AS SELECT * FROM đã_giấu",
    "a view that never ends": "CREATE VIEW mãi AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n",
    "another index for search": "CREATE VIRTUAL TABLE lạ USING fts5(x)",
    "a view of ours with another text": "DROP VIEW postings; CREATE VIEW postings AS SELECT 1 AS office",
}


@pytest.fixture
def copy(book, tmp_path) -> Path:
    path = tmp_path / "từ nơi khác.skh"
    backups.copy(book, path, TODAY)
    return path


@pytest.mark.parametrize("statements", FOREIGN.values(), ids=FOREIGN)
def test_what_a_foreign_book_would_run_is_refused_at_every_door(statements, copy, book):
    with closing(sqlite3.connect(copy)) as db:
        db.executescript(statements)
    before = copy.read_bytes()
    for door in (
        lambda: check_file(copy),
        lambda: Book.open(copy, home=book.home, clock=fixed_clock(3)),
        lambda: Book.open(copy, home=book.home, clock=fixed_clock(3), write=True),
        lambda: backups.restore_beside(book, copy),
    ):
        with pytest.raises(BookUnusable) as refused:
            door()
        assert refused.value.code == "ALTERED"
    assert copy.read_bytes() == before


def test_an_own_book_is_none_of_these(book, copy):
    check_file(copy)
    with book.reading() as db:
        worked_out = db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'view' OR rootpage = 0").fetchone()[0]
    assert worked_out == len(WORKED_OUT)
