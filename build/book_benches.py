"""Benchmarks of one book: a page deep inside a long list, and the check that builds the whole book again."""

from __future__ import annotations

import shutil
from pathlib import Path

from exchange_benches import insert_bare, new_rows
from measuring import TODAY, Figure, Measured, clock, enter_members, measure, new_book, peak, seconds

from db.book_file import copy_file
from db.check import check as check_book
from desktop_app.work.lists import list_queries
from desktop_app.work.members.declared import MEMBERS
from tests import entering

SCREEN = 100
"""Rows that are read to show a list."""
BARE_IDS = "SELECT id FROM memberships"


def long_list(rows: int, folder: Path) -> list[Figure]:
    """Opening a list of so many members, filtered and not, and showing a page deep inside it."""
    today = TODAY.isoformat()
    queries = {
        "of the office": lambda unit, branch: list_queries.Query(MEMBERS.listing, unit, "", today),
        "of all offices, also who has left": lambda unit, branch: list_queries.Query(
            MEMBERS.listing, None, "", today, state="all"
        ),
        "of one branch of ten": lambda unit, branch: list_queries.Query(MEMBERS.listing, unit, "", today, under=branch),
    }
    figures = []
    with new_book(folder, "24373", "office", clock(1)) as book:
        ten = [entering.add_branch(book, entering.branch(f"Chi hội {n}", "village")).id for n in range(10)]
        enter_members(book, rows, 1, ten)
        with book.reading() as db:
            bare = seconds(lambda: db.execute(BARE_IDS).fetchall())
            figures.append(Figure("limit: the bare ids of all memberships, in no order", bare * 1000, None, "ms"))
            for name, query in queries.items():
                wanted = query(book.unit, ten[3])
                found = list_queries.ids(db, wanted)
                opened = seconds(lambda wanted=wanted: list_queries.ids(db, wanted))
                figures.append(Figure(f"opening {len(found)} members {name}", opened * 1000, 3e-3 * rows, "ms"))
                deep = found[len(found) * 9 // 10 :][:SCREEN]
                shown = seconds(lambda deep=deep: list_queries.rows(db, MEMBERS.listing, deep))
                figures.append(Figure(f"a page of {len(deep)} rows deep inside", shown * 1000, 10, "ms"))
    return figures


def check(rows: int, folder: Path) -> tuple[Measured, str, int]:
    """The check that builds a book again from its entries, against the same rows inserted by executemany."""
    with new_book(folder, "24373", "office", clock(1)) as book:
        empty = folder / "empty.skh"
        copy_file(book.path, empty)
        enter_members(book, rows // 2, 1)
        whole = folder / "whole.skh"
        copy_file(book.path, whole)
        inserts = new_rows(empty, whole)

        def ours() -> None:
            assert check_book(book, rebuild=True).ok

        def limit() -> None:
            shutil.copy(empty, folder / "bare.skh")
            insert_bare(empty, folder / "bare.skh", inserts)

        measured = measure(ours, limit, 3)
    count = sum(len(table) for _sql, table in inserts)
    return measured, f"limit: executemany of the same {count} rows into the same tables and indexes", peak()
