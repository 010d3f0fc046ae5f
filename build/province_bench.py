"""A province takes in five years of its offices, and is then asked what people ask of it: `province`."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median

import five_years
from measuring import KEYSTROKES, MIB, Figure, peak, seconds

from db.book_file import copy_file, remove
from db.exchange.incoming.receive import GROUP
from db.exchange.trust.home_folder import Home
from db.store import Book
from desktop_app.figures.comparison import cluster_report
from desktop_app.work.exchange import conflicts, questions, rulings, send_and_receive
from desktop_app.work.lists import list_queries
from desktop_app.work.lists.cached_order import KeptOrder
from desktop_app.work.members.declared import MEMBERS

PARTS = 5
"""The rate at the end is that of the last fifth: of five million entries the last million."""
SCREEN = 100
"""Rows read to show a list."""


@dataclass
class Received:
    """What receiving cost: seconds and entries after each group of files, the peak (MiB) of the process, bytes."""

    seconds: list[float] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    peak_mib: int = 0
    bundles: int = 0
    bundle_bytes: int = 0

    def rate(self, part: int | None = None) -> float:
        """Entries a second, of all or of one of the `PARTS` by entries."""
        if part is None:
            return self.entries[-1] / self.seconds[-1]
        first, last = (self.entries[-1] * place / PARTS for place in (part, part + 1))
        return (last - first) / (self._moment(last) - self._moment(first))

    def _moment(self, entries: float) -> float:
        """When so many entries had been taken in, between two groups in proportion."""
        known = list(zip([0, *self.entries], [0.0, *self.seconds], strict=True))
        for (few, earlier), (many, later) in pairwise(known):
            if entries <= many:
                return earlier + (later - earlier) * (entries - few) / (many - few)
        return self.seconds[-1]


def province(rows: int, folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """Write, receive and ask; what an earlier run left in the folder is not done again."""
    done = folder / "received.json"
    if not done.is_file():
        received = _receive(folder, _write(folder, rows, say), say)
        done.write_text(json.dumps(asdict(received)))
    received = Received(**json.loads(done.read_text()))
    with Book.open(folder / "66.skh", home=Home(folder / "khoa"), clock=five_years.last_clock()) as book:
        return [*_of_receiving(received, book.path), *_of_reports(book), _of_intake(book), *_of_search(book)]


def _write(folder: Path, rows: int, say: Callable[[str], None]) -> int:
    """The offices' files; returns how many offices wrote."""
    if (folder / "written").is_file():
        return int((folder / "written").read_text())
    started = time.perf_counter()
    scale, codes = five_years.found(folder, rows)
    copy_file(folder / "66.skh", folder / "before.skh")
    for number, code in enumerate(five_years.write_all(folder, scale, codes), 1):
        say(f"office {code} has written, {number} of {len(codes)}, {time.perf_counter() - started:.0f} s")
    (folder / "written").write_text(str(len(codes)))
    return len(codes)


def _receive(folder: Path, offices: int, say: Callable[[str], None]) -> Received:
    received = Received()
    remove(folder / "66.skh")
    shutil.copy(folder / "before.skh", folder / "66.skh")
    with Book.open(folder / "66.skh", home=Home(folder / "khoa"), clock=five_years.last_clock(), write=True) as book:
        for files in _groups(folder):
            started = time.perf_counter()
            results = send_and_receive.receive(book, files)
            spent = time.perf_counter() - started
            assert {str(result.outcome) for result in results} == {"MERGED"}, results
            received.seconds.append((received.seconds or [0.0])[-1] + spent)
            received.entries.append((received.entries or [0])[-1] + sum(result.new for result in results))
            received.bundles += len(files)
            received.bundle_bytes += sum(path.stat().st_size for path in files)
            new = sum(result.new for result in results)
            say(f"{received.entries[-1]} entries of {offices} offices, {new / spent:.0f} a second, {peak()} MiB")
    received.peak_mib = peak()
    return received


def _groups(folder: Path) -> Iterator[list[Path]]:
    """The files of one round after another, in the groups that are kept together."""
    for sent in sorted(folder.glob("goi-*")):
        files = sorted(sent.iterdir())
        yield from (files[start : start + GROUP] for start in range(0, len(files), GROUP))


# --- figures ----------------------------------------------------------------------------------------------------------


def _of_receiving(received: Received, book: Path) -> list[Figure]:
    first, last = received.rate(0), received.rate(PARTS - 1)
    size, sent = book.stat().st_size / MIB, received.bundle_bytes / MIB
    return [
        Figure(
            f"{received.entries[-1]} entries in {received.bundles} files received", received.rate(), None, "a second"
        ),
        Figure("the first fifth", first, None, "entries a second"),
        Figure("the last fifth", last, None, "entries a second"),
        Figure("the last fifth against the first", last / first, 0.6, "", at_least=True),
        Figure("memory at most", received.peak_mib, 500, "MiB"),
        Figure("the book", size, None, f"MiB; the files {sent:.0f} MiB"),
    ]


def _of_reports(book: Book) -> list[Figure]:
    figures = []
    with book.reading() as db:
        for number, name, most in (
            (2, "report of a cluster", 3.0),
            (five_years.DISTRICTS, "of all districts together", None),
        ):
            made = seconds(lambda number=number: cluster_report(db, number, five_years.PERIOD, None, ""))
            figures.append(Figure(name, made, most, "s"))
    return figures


def _of_intake(book: Book) -> Figure:
    """What stands on the start page of «Gửi và nhận»: what waits for a decision, and what was asked."""

    def open_page() -> None:
        conflicts.open_conflicts(book)
        rulings.set_aside(book)
        rulings.missing_runs(book)
        questions.open_questions(book)

    return Figure("opening the page of what came in", seconds(open_page), 1.0, "s")


def _of_search(book: Book) -> list[Figure]:
    """Each keystroke asks for the ids of the whole province's members and for the rows that are shown."""
    today = five_years.LAST_DAY.isoformat()
    order = KeptOrder()
    with book.reading() as db:

        def ask(text: str, kept: KeptOrder = order) -> int:
            found = kept.ids(db, list_queries.Query(MEMBERS.listing, None, text, today))
            list_queries.rows(db, MEMBERS.listing, found[:SCREEN])
            return len(found)

        opened = seconds(lambda: ask("", KeptOrder()))
        everybody = ask("")
        each = [seconds(lambda text=text: ask(text)) * 1000 for text in KEYSTROKES]
    slowest = KEYSTROKES[each.index(max(each))]
    return [
        Figure(f"opening the list of {everybody} members", opened, 10e-6 * everybody + 0.1, "s"),
        Figure("a keystroke in the search, median", median(each), 50, "ms"),
        Figure(f"the slowest keystroke («{slowest}»)", max(each), None, "ms"),
    ]
