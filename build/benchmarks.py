"""The benchmarks themselves; run by bench.py in the project's environment: NAME [ROWS], one JSON object out."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from nacl.signing import SigningKey

from db.book_file import copy_file
from db.clock import Clock
from db.exchange import header, keys
from db.exchange.keys import Home
from db.store import Book, create
from desktop_app.demo import names
from desktop_app.figures.comparison import cluster_report
from desktop_app.values.periods import parse_period
from desktop_app.work import enrolment, exchange, lists, members, people, units

TODAY = date(2020, 7, 5)
JOINED = date(2019, 3, 1)
TYPED = ("ng", "nguyen", "nguyen van", "tran thi hoa", "mlo", "hngoan nie")
KEYSTROKES = tuple(text[:length] for text in TYPED for length in range(2, len(text) + 1) if text[length - 1] != " ")
"""What stands in the search field after each key, from the second letter on."""
Measured = tuple[float, float]


def measure(ours: Callable[[], object], limit: Callable[[], object], runs: int) -> Measured:
    """Medians of both, in seconds, measured by turns after one run of each that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for kept, work in zip(times, (ours, limit), strict=True):
            started = time.perf_counter()
            work()
            if run:
                kept.append(time.perf_counter() - started)
    return median(times[0]), median(times[1])


def clock(seed: int) -> Clock:
    """A clock that stands on one day, with repeatable chance."""
    chance = Random(seed)
    return Clock(now=lambda: time.time_ns() // 1_000_000, today=lambda: TODAY, random=chance.randbytes)


def new_book(folder: Path, unit: str, role: str, seed: int) -> Book:
    """A new book in a folder, with its keys beside it."""
    return create(
        folder / f"{unit}.skh",
        unit=unit,
        officer="Cán bộ đo",
        role=role,
        on=TODAY.isoformat(),
        home=Home(folder / "khoa"),
        clock=clock(seed),
    )


def enter_members(book: Book, count: int, seed: int) -> None:
    """So many invented members."""
    chance = Random(seed)
    for start in range(0, count, 20_000):
        stays = []
        for _number in range(min(20_000, count - start)):
            name, sex, group = names.person(chance)
            draft = people.PersonDraft(name, born=str(chance.randint(1938, 1995)), sex=sex, ethnic_group=group)
            stays.append(members.Stay(draft, JOINED))
        members.register_many(book, stays)


# --- start ------------------------------------------------------------------------------------------------------------

EMPTY_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""


def start(rows: int, folder: Path) -> tuple[Measured, str]:
    """The whole program until its window shows a book, against an empty window."""
    with new_book(folder, "24373", "office", 1) as book:
        enter_members(book, rows, 1)
        path = book.path
    variables = os.environ | {"SKH_BENCH_START": "1", "SKH_HOME": str(folder / "khoa"), "SKH_TODAY": TODAY.isoformat()}

    def run(*words: str) -> None:
        subprocess.run([sys.executable, *words], env=variables, check=True, timeout=60)

    measured = measure(lambda: run("-m", "desktop_app", str(path)), lambda: run("-c", EMPTY_WINDOW), 5)
    return measured, "limit: a process that shows an empty PySide6 window"


# --- receive ----------------------------------------------------------------------------------------------------------

RUN = 1_666
"""Entries in one bundle: 500,000 entries are 300 bundles."""
OFFICES = 30
SIGNED: dict[str, bytes] = {}
"""What the limit of `duplicates` verifies, by file, signed once."""


def receive(rows: int, folder: Path) -> tuple[Measured, str, int]:
    """A province takes in sealed bundles of so many entries, against the same rows inserted by executemany."""
    before, bundles = _enrolled(rows, folder)
    taken = folder / "taken.skh"
    peak = _peak_of("_receive", before, bundles, taken, folder)
    inserts = _new_rows(before, taken)
    bare = folder / "bare.skh"
    measured = measure(lambda: _receive(before, bundles, taken, folder), lambda: _insert(before, bare, inserts), 3)
    count, files = sum(len(table) for _sql, table in inserts), len(list(bundles.iterdir()))
    what = f"limit: executemany of the same {count} rows into the same tables and indexes, one transaction; {files} bundles"
    return measured, what, peak


def duplicates(rows: int, folder: Path) -> tuple[Measured, str, int]:
    """The same bundles once more, each refused from its header, against reading, hashing and verifying the files."""
    before, bundles = _enrolled(rows, folder)
    taken = folder / "taken.skh"
    _receive(before, bundles, taken, folder)
    measured = measure(lambda: _take_again(taken, bundles, folder), lambda: _read_and_verify(bundles), 5)
    files = len(list(bundles.iterdir()))
    what = "limit: reading each file, its hash, one signature check of PyNaCl"
    return measured, f"{what}; {files / measured[0]:.0f} bundles a second", peak()


def _take_again(taken: Path, bundles: Path, folder: Path) -> None:
    keys.verifies.cache_clear()
    header.believed.cache_clear()
    with Book.open(taken, home=Home(folder / "khoa-nhan"), clock=clock(7), write=True) as book:
        results = exchange.receive(book, [bundles])
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
    program = f"import benchmarks, pathlib, sys; benchmarks.{work}(*map(pathlib.Path, sys.argv[1:]))"
    code = f"{program}; print(benchmarks.peak())"
    found = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return int(found.stdout)


def peak() -> int:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _enrolled(rows: int, folder: Path) -> tuple[Path, Path]:
    """A province that has enrolled the offices of the first communes, and the bundles they send."""
    asks, made, bundles = folder / "asks", folder / "made", folder / "bundles"
    asks.mkdir()
    with new_book(folder, "66", "province", 66) as province:
        enrolment.found_province(province)
        with province.reading() as db:
            codes = [one.code for one in units.units_on(db, TODAY.isoformat(), "commune")][:OFFICES]
        books = [new_book(folder, code, "office", number) for number, code in enumerate(codes)]
        for book in books:
            enrolment.ask(book, asks)
        enrolled = enrolment.approve(province, enrolment.read_asks([asks]), made)
        for number, book in enumerate(books):
            own = [path for path in enrolled.files if f"-{codes[number]}-" in path.name]
            enrolment.accept(book, [enrolled.trust, *own])
            _send_runs(book, rows // OFFICES, number, bundles)
            book.close()
        copy_file(province.path, folder / "before.skh")
    return folder / "before.skh", bundles


def _send_runs(book: Book, entries: int, seed: int, bundles: Path) -> None:
    """Members registered and sent in runs; each member is two entries, the person and the stay."""
    runs = max(round(entries / RUN), 1)
    first: int | None = None
    for number in range(runs):
        enter_members(book, entries // 2 // runs, seed * 1_000 + number)
        sent = exchange.send(book, bundles, start=first)
        first = sent.files[-1][1].last + 1


def _receive(before: Path, bundles: Path, taken: Path, folder: Path) -> None:
    _fresh(before, taken)
    home = folder / "khoa-nhan"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "khoa", home)
    with Book.open(taken, home=Home(home), clock=clock(7), write=True) as book:
        results = exchange.receive(book, [bundles])
    assert {str(result.outcome) for result in results} == {"MERGED"}, results


def _fresh(before: Path, target: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copy(before, target)


def _new_rows(before: Path, taken: Path) -> list[tuple[str, list[tuple[Any, ...]]]]:
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


def _insert(before: Path, bare: Path, inserts: Sequence[tuple[str, list[tuple[Any, ...]]]]) -> None:
    _fresh(before, bare)
    with closing(sqlite3.connect(bare, isolation_level=None)) as db:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-65536"):
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


# --- search -----------------------------------------------------------------------------------------------------------


def search(rows: int, folder: Path) -> tuple[Measured, str]:
    """The ids in list order for texts as people type them, against the bare query of the search index."""
    with new_book(folder, "24373", "office", 1) as book:
        enter_members(book, rows, 1)
        with book.reading() as db:

            def ask(text: str) -> None:
                lists.ids(db, lists.Query("members", book.unit, text, TODAY.isoformat()))

            def limit() -> None:
                for text in KEYSTROKES:
                    match = " ".join(f'"{word}"*' for word in text.split())
                    db.execute("SELECT rowid FROM search WHERE search MATCH ?", (match,)).fetchall()

            measured = measure(lambda: [ask(text) for text in KEYSTROKES], limit, 7)
            each = [measure(lambda text=text: ask(text), lambda: None, 3)[0] * 1000 for text in KEYSTROKES]
    told = f"a keystroke takes {median(each):.1f} ms (median), at most {max(each):.1f} ms"
    return measured, f"limit: the bare FTS query; both for {len(KEYSTROKES)} keystrokes; {told}"


# --- certificates -----------------------------------------------------------------------------------------------------


def certificates(rows: int, folder: Path) -> tuple[Measured, str]:
    """So many certificates as PDF, against bare reportlab calls that draw the same texts over the same shared form."""
    from desktop_app.papers.certificate import Certificate, draw_certificates

    chance = Random(1)
    wanted = [
        Certificate(
            issuer="CHỦ TỊCH HỘI KHUYẾN HỌC THỊ TRẤN EA KAR",
            kind="GIẤY KHEN",
            recipient=f"Em: {names.person(chance)[0]}",
            details=f"Học sinh lớp {chance.randint(6, 9)}A, Trường THCS Ea Tar",
            achievement="Đã có thành tích: Học sinh giỏi cấp huyện năm học 2019-2020",
            place="Ea Kar",
            day=TODAY,
            decision="12/QĐ-HKH",
            decided_on=TODAY,
            register_number=str(number),
            signer_post="CHỦ TỊCH",
            signer="Y Thông Niê",
        )
        for number in range(1, rows + 1)
    ]
    measured = measure(
        lambda: draw_certificates(wanted, folder / "ours.pdf"), lambda: _bare(wanted, folder / "bare.pdf"), 3
    )
    return measured, "limit: bare reportlab drawing of the same texts over the same shared form"


def _bare(wanted: Sequence[Any], target: Path) -> None:
    from reportlab.lib.units import mm

    from desktop_app.papers.certificate import _draw_frame
    from desktop_app.papers.page import BOLD, LANDSCAPE, REGULAR, Sheet

    sheet = Sheet(target, LANDSCAPE, title="GIẤY KHEN", left=25, right=25)
    _draw_frame(sheet)
    canvas, middle = sheet.canvas, 148.5 * mm
    for one in wanted:
        canvas.doForm("frame")
        texts = (one.issuer, "TẶNG", one.kind, one.recipient, one.details, one.achievement)
        for place, (text, size) in enumerate(zip(texts, (18, 14, 44, 25, 16, 17), strict=True)):
            canvas.setFont(BOLD, size)
            canvas.drawCentredString(middle, (150 - 16 * place) * mm, text)
        foot = (one.decision, one.decided_on.isoformat(), one.register_number, one.place, one.signer_post, one.signer)
        canvas.setFont(REGULAR, 12)
        for place, text in enumerate(foot):
            canvas.drawString(30 * mm, (50 - 6 * place) * mm, text)
        canvas.showPage()
    canvas.save()


BENCHES: dict[str, tuple[Callable[[int, Path], tuple[Any, ...]], int]] = {
    "start": (start, 1_000),
    "receive": (receive, 60_000),
    "duplicates": (duplicates, 60_000),
    "report": (report, 60_000),
    "search": (search, 100_000),
    "certificates": (certificates, 1_000),
}


def main(name: str, rows: int) -> None:
    """Run one benchmark and print what was found."""
    run = BENCHES[name][0]
    with tempfile.TemporaryDirectory() as folder:
        (ours, limit), what, *memory = run(rows, Path(folder))
    found = {
        "bench": name,
        "rows": rows,
        "ours_s": round(ours, 4),
        "limit_s": round(limit, 4),
        "speed": round(limit / ours, 3),
        "peak_mib": memory[0] if memory else peak(),
        "what": what,
    }
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else BENCHES[sys.argv[1]][1])
