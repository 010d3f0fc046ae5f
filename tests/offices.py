"""A province and its offices for tests: real books, real keys, enrolled through the same verbs as the program."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from db.check import BookCheck, check
from db.clock import Clock
from db.digests import folded_digest, state_digest
from db.exchange.incoming.receive import FileResult
from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from desktop_app.work.book import enrolment
from desktop_app.work.exchange import send_and_receive

TODAY = date(2020, 7, 5)
NOW = 1_593_930_000_000  # 5 July 2020, 13:20 in Vietnam, in milliseconds
PROVINCE = "66"
COMMUNES = ("24373", "24379", "24382")
DISTRICT = "651"


def fixed_clock(seed: int = 1, *, today: date = TODAY, now: int = NOW) -> Clock:
    """A clock that stands still, with chance that comes from `seed`: two books need two seeds."""
    chance = random.Random(seed)
    return Clock(now=lambda: now, today=lambda: today, random=chance.randbytes)


@dataclass
class Network:
    """One province's book and the books of its offices, all in one folder, each with a home folder of its own."""

    folder: Path
    province: Book
    offices: dict[str, Book] = field(default_factory=dict)
    seed: int = 0
    sent: int = 0

    def enrol(self, *names: str, unit: str | None = None) -> list[Book]:
        """Make an office's book for each name (a unit's code, unless `unit` says which) and enrol them together."""
        books = [self.make(name, unit or name) for name in names]
        asks, out = self.fresh_folder("xin"), self.fresh_folder("duyet")
        for book in books:
            enrolment.ask(book, asks)
        enrolment.approve(self.province, enrolment.read_asks([asks]), out)
        for book in books:
            enrolment.accept(book, [out])
        return books

    def make(self, name: str, unit: str) -> Book:
        """An office's book that is not enrolled yet."""
        self.offices[name] = create(
            self.folder / f"{name}.skh",
            unit=unit,
            officer=f"Cán bộ {name}",
            role="office",
            on=TODAY.isoformat(),
            home=Home(self.folder / f"khoa-{name}"),
            clock=fixed_clock(self._seed_of(name)),
        )
        return self.offices[name]

    def _seed_of(self, name: str) -> int:
        return self.seed + sum(name.encode()) * 1_000 + len(self.offices)

    def fresh_folder(self, name: str) -> Path:
        """A new, empty folder."""
        self.sent += 1
        folder = self.folder / f"{name}-{self.sent}"
        folder.mkdir()
        return folder

    def send(self, book: Book, **options: bool | int) -> list[Path]:
        """The files a book sends now, in a folder of their own."""
        written = send_and_receive.send(book, self.fresh_folder("gui"), **options)  # type: ignore[arg-type]
        return [path for path, _run, _sha in written.files] + written.passed_on

    def answer(self) -> Path:
        """The folder of the province's answers."""
        out = self.fresh_folder("tra-loi")
        send_and_receive.answer(self.province, out)
        return out

    def close(self) -> None:
        """Close every book."""
        for book in (self.province, *self.offices.values()):
            book.close()


def found(folder: Path, *communes: str, seed: int = 0) -> Network:
    """A founded province in `folder`, with these offices enrolled; another `seed` makes another province."""
    folder.mkdir(parents=True, exist_ok=True)
    province = create(
        folder / "tinh.skh",
        unit=PROVINCE,
        officer="Trần Văn Tỉnh",
        role="province",
        on=TODAY.isoformat(),
        home=Home(folder / "khoa-tinh"),
        clock=fixed_clock(66 + seed),
    )
    enrolment.found_province(province)
    network = Network(folder, province, seed=seed)
    if communes:
        network.enrol(*communes)
    return network


def copied(folder: Path, into: Path, *names: str) -> Network:
    """The closed books of a network in `folder`, copied into another folder and opened there for writing."""
    shutil.copytree(folder, into)
    province = _reopened(into, "tinh", 1)
    return Network(into, province, {name: _reopened(into, name, 2 + at) for at, name in enumerate(names)}, sent=100)


def _reopened(folder: Path, name: str, seed: int) -> Book:
    return Book.open(
        folder / f"{name}.skh", home=Home(folder / f"khoa-{name}"), clock=fixed_clock(10_000 + seed), write=True
    )


def receive(book: Book, *paths: Path, dry_run: bool = False) -> list[FileResult]:
    """Take files in; the results."""
    return send_and_receive.receive(book, paths, dry_run=dry_run)


def digests(book: Book) -> tuple[str, str]:
    """Both digests of a book."""
    with book.reading() as db:
        return state_digest(db), folded_digest(db)


def sound(book: Book) -> BookCheck:
    """The book checked and rebuilt from its entries; problems fail the test."""
    checked = check(book, rebuild=True)
    assert checked.problems == []
    return checked
