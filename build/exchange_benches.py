"""Benchmarks of a province's desk: files taken in, files that come twice, the report of a cluster."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from measuring import TODAY, Measured, clock, enter_members, measure, new_book, peak
from nacl.signing import SigningKey

from db.book_file import WRITERS_CACHE, copy_file
from db.exchange.trust.home_folder import Home
from db.exchange.wire import header, signatures
from db.store import Book
from desktop_app.figures.comparison import cluster_report
from desktop_app.values.periods import parse_period
from desktop_app.work.book import enrolment
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.units import units

RUN = 1_666
"""Entries in one bundle: 500,000 entries are 300 bundles."""
SMALL_RUN = 200
OFFICES = 30
SIGNED: dict[str, bytes] = {}
"""What the limit of `duplicates` verifies, by file, signed once."""


def receive(rows: int, folder: Path) -> tuple[Measured, str, int]:
    """A province takes in sealed bundles of so many entries, against the same rows inserted by executemany."""
    before, bundles = _enrolled(rows, folder)
    taken = folder / "taken.skh"
    peak = _peak_of("_receive", before, bundles, taken, folder)
    inserts = new_rows(before, taken)
    bare = folder / "bare.skh"
    measured = measure(lambda: _receive(before, bundles, taken, folder), lambda: insert_bare(before, bare, inserts), 3)
    count, files = sum(len(table) for _sql, table in inserts), len(list(bundles.iterdir()))
    what = f"limit: executemany of the same {count} rows into the same tables and indexes, one transaction; {files} bundles"
    return measured, what, peak


def duplicates(rows: int, folder: Path) -> tuple[Measured, str, int]:
    """The same bundles once more, each refused from its header, against reading, hashing and verifying the files."""
    before, bundles = _enrolled(rows, folder, SMALL_RUN)
    taken = folder / "taken.skh"
    _receive(before, bundles, taken, folder)
    with Book.open(taken, home=Home(folder / "khoa-nhan"), clock=clock(7), write=True) as book:
        measured = measure(lambda: _take_again(book, bundles), lambda: _read_and_verify(bundles), 5)
    files = len(list(bundles.iterdir()))
    what = "limit: reading each file, its hash, one signature check of PyNaCl"
    return measured, f"{what}; {files / measured[0]:.0f} bundles a second (at least 3000)", peak()


def _take_again(book: Book, bundles: Path) -> None:
    signatures.verifies.cache_clear()
    header.believed.cache_clear()
    results = send_and_receive.receive(book, [bundles])
    assert {str(result.outcome) for result in results} == {"ALREADY_HAVE"}, results


def _read_and_verify(bundles: Path) -> None:
    signing = SigningKey(bytes(32))
    for path in bundles.iterdir():
        content = path.read_bytes()
        hashlib.sha256(content).hexdigest()
        signed = SIGNED.setdefault(path.name, signing.sign(content[:1_000]))
        signing.verify_key.verify(signed)


def _peak_of(work: str, *paths: Path) -> int:
    """The peak memory (MiB) of one of these functions in a process of its own, run once."""
    program = f"import exchange_benches as benches, pathlib, sys; benches.{work}(*map(pathlib.Path, sys.argv[1:]))"
    code = f"{program}; print(benches.peak())"
    found = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return int(found.stdout)


def _enrolled(rows: int, folder: Path, run: int = RUN) -> tuple[Path, Path]:
    """A province that has enrolled the offices of the first communes, and the bundles of `run` entries they send."""
    asks, made, bundles = folder / "asks", folder / "made", folder / "bundles"
    asks.mkdir()
    with new_book(folder, "66", "province", clock(66)) as province:
        enrolment.found_province(province)
        with province.reading() as db:
            codes = [one.code for one in units.units_on(db, TODAY.isoformat(), "commune")][:OFFICES]
        books = [new_book(folder, code, "office", clock(number)) for number, code in enumerate(codes)]
        for book in books:
            enrolment.ask(book, asks)
        enrolled = enrolment.approve(province, enrolment.read_asks([asks]), made)
        for number, book in enumerate(books):
            own = [path for path in enrolled.files if f"-{codes[number]}-" in path.name]
            enrolment.accept(book, [enrolled.trust, *own])
            _send_runs(book, rows // OFFICES, run, number, bundles)
            book.close()
        copy_file(province.path, folder / "before.skh")
    return folder / "before.skh", bundles


def _send_runs(book: Book, entries: int, run: int, seed: int, bundles: Path) -> None:
    """Members registered and sent in runs; each member is two entries, the person and the stay."""
    runs = max(round(entries / run), 1)
    first: int | None = None
    for number in range(runs):
        enter_members(book, entries // 2 // runs, seed * 1_000 + number)
        sent = send_and_receive.send(book, bundles, start=first)
        first = sent.files[-1][1].last + 1


def _receive(before: Path, bundles: Path, taken: Path, folder: Path) -> None:
    _fresh(before, taken)
    home = folder / "khoa-nhan"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "khoa", home)
    with Book.open(taken, home=Home(home), clock=clock(7), write=True) as book:
        results = send_and_receive.receive(book, [bundles])
    assert {str(result.outcome) for result in results} == {"MERGED"}, results


def _fresh(before: Path, target: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copy(before, target)


def new_rows(before: Path, taken: Path) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Every row that receiving added, by table, with the statement that inserts it."""
    found = []
    with closing(sqlite3.connect(before)) as old, closing(sqlite3.connect(taken)) as new:
        tables = [
            name
            for (name,) in new.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%' ORDER BY rowid"
            )
        ]
        for table in tables:
            columns = "rowid, plain" if table == "search" else "*"
            known = set(old.execute(f"SELECT {columns} FROM {table}"))
            rows = [row for row in new.execute(f"SELECT {columns} FROM {table}") if row not in known]
            if rows:
                names_ = " (rowid, plain)" if table == "search" else ""
                marks = ", ".join("?" * len(rows[0]))
                found.append((f"INSERT OR REPLACE INTO {table}{names_} VALUES ({marks})", rows))
    return found


def insert_bare(before: Path, bare: Path, inserts: Sequence[tuple[str, list[tuple[Any, ...]]]]) -> None:
    _fresh(before, bare)
    with closing(sqlite3.connect(bare, isolation_level=None)) as db:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", f"cache_size=-{WRITERS_CACHE}"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN IMMEDIATE")
        for sql, rows in inserts:
            db.executemany(sql, rows)
        db.execute("COMMIT")


# --- report -----------------------------------------------------------------------------------------------------------

ONE_READING = """
SELECT m.office, count(*), count(p.sex) FROM memberships m JOIN people p ON p.id = m.person GROUP BY m.office
"""


def report(rows: int, folder: Path) -> tuple[Measured, str]:
    """A cluster's report on a province that has taken in so many entries, against one reading of members and people."""
    before, bundles = _enrolled(rows, folder)
    taken = folder / "taken.skh"
    _receive(before, bundles, taken, folder)
    period = parse_period("2020H1")
    with Book.open(taken, home=Home(folder / "khoa-nhan"), clock=clock(7)) as book, book.reading() as db:
        measured = measure(
            lambda: cluster_report(db, 2, period, None, ""), lambda: db.execute(ONE_READING).fetchall(), 5
        )
    return measured, "limit: one reading of every stay with its person, summed by office"
