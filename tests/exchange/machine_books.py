"""Real books beside their models, for the exchange's state machine: set up cheaply, looked at through the tables alone."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path

from db.clock import Clock
from db.exchange.trust.home_folder import Home
from db.store import Book
from db.tables.people import Person
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.exchange import rulings, send_and_receive
from desktop_app.work.fund import movements
from tests.exchange.model import File, ModelBook, World, beginning, position, read_header
from tests.offices import NOW, TODAY, fixed_clock, found, receive

NAMES = {"T": "tinh", "A1": "24373", "A2": "may-2", "B1": "24379"}
MEMORY = Path("/dev/shm")
FIELDS = ("full_name", "phone", "born")


def fast_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes away with its last user, in memory where the machine has such a place."""
    return tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, ignore_cleanup_errors=True)


@cache
def ready_province() -> tempfile.TemporaryDirectory[str]:
    """The closed books of a province, an office with two devices and one with one; every device has opened its fund."""
    folder = fast_folder()
    network = found(Path(folder.name) / "mau", "24373", "24379")
    network.enrol("may-2", unit="24373")
    for book in network.offices.values():
        receive(book, network.answer())
        movements.book_movement(book, movements.FundDraft("opening", 1_000_000, TODAY, "cash"))
        with book.write() as tx:
            tx.create(Person, full_name="An")
    first, second = network.offices["24373"], network.offices["may-2"]
    for one, other in ((first, second), (second, first)):
        receive(other, *network.send(one, own=True))
    for book in network.offices.values():
        receive(network.province, *network.send(book))
    network.close()
    for made in ("xin", "duyet", "tra-loi", "gui"):
        for path in (Path(folder.name) / "mau").glob(f"{made}-*"):
            shutil.rmtree(path)
    return folder


class Bench:
    """One example's books, opened for writing, each with its model; every file ever written."""

    def __init__(self) -> None:
        self._holder = fast_folder()
        self.folder = Path(self._holder.name) / "vi-du"
        shutil.copytree(Path(ready_province().name) / "mau", self.folder)
        self.world = World()
        self.opened = 0
        self.lost_marks: set[str] = set()
        self.books = {name: self.open(name) for name in NAMES}
        self.models = {name: ModelBook(self.world, book.identity.device.hex()) for name, book in self.books.items()}
        for name in NAMES:
            self.note_writing(name)
        for name in NAMES:
            self._note_what_was_taken_in_before(name)

    def _note_what_was_taken_in_before(self, name: str) -> None:
        with closing(sqlite3.connect(self.path(name))) as db:
            heads = {row[0].hex() for row in db.execute("SELECT head FROM chains WHERE mine = 0")}
        for head in heads:
            while head in self.world.places:
                self.models[name].held.add(head)
                head = self.world.places[head].prev

    def path(self, name: str) -> Path:
        return self.folder / f"{NAMES[name]}.skh"

    def home(self, name: str) -> Path:
        return self.folder / f"khoa-{NAMES[name]}"

    def open(self, name: str, days: int = 0) -> Book:
        """A book opened with a clock of its own; two openings never share their chance."""
        self.opened += 1
        clock = fixed_clock(5_000 + self.opened, now=NOW + days * 86_400_000)
        return Book.open(self.path(name), home=Home(self.home(name)), clock=clock, write=True)

    def set_clock(self, name: str, days: int) -> None:
        """Another wall clock for what this book writes from now on."""
        old = self.books[name].clock
        self.books[name].clock = Clock(lambda: NOW + days * 86_400_000, lambda: TODAY + timedelta(0), old.random)

    def note_writing(self, name: str) -> set[str]:
        """Tell the model what the book has written itself since; returns the new heads."""
        new: set[str] = set()
        head = ""
        model, book = self.models[name], self.books[name]
        for dev, inc, seq, line in self.rows(
            name,
            "SELECT c.dev, c.inc, e.seq, e.line FROM entries e JOIN chains c ON c.no = e.chain"
            " WHERE c.mine = 1 ORDER BY c.no, e.seq",
        ):
            prev = beginning(dev.hex(), inc.hex()) if seq == 1 else head
            place = position(prev, dev.hex(), inc.hex(), book.unit.hex(), line)
            head = place.head
            if head not in model.held:
                twice = any(other.prev == prev for other in self.world.places.values())
                assert not twice or name in self.lost_marks, "a book that kept its mark wrote one number twice"
                new.add(place.head)
                self.world.places[place.head] = place
                model.held.add(place.head)
        return new

    def rows(self, name: str, sql: str) -> list[tuple]:
        with closing(sqlite3.connect(self.path(name))) as db:
            return db.execute(sql).fetchall()

    # --- files --------------------------------------------------------------------------------------------------------

    def fresh_folder(self) -> Path:
        self.opened += 1
        made = self.folder / f"tep-{self.opened}"
        made.mkdir()
        return made

    def send(self, name: str, **options: bool | int) -> list[Path]:
        sent = send_and_receive.send(self.books[name], self.fresh_folder(), **options)  # type: ignore[arg-type]
        return [path for path, _run, _sha in sent.files] + sent.passed_on

    def deliver(self, name: str, paths: list[Path]) -> None:
        """Take files in, in the book and in its model."""
        receive(self.books[name], *paths)
        self.note_cuts(name)
        self.models[name].receive(headers(paths))
        self.note_writing(name)

    def note_cuts(self, name: str) -> None:
        """Give the model the trust list that its book has taken in."""
        cuts = require_trust(self.books[name]).cuts
        self.models[name].cuts = {(dev.hex(), inc.hex()): last for (dev, inc), (last, _head) in cuts.items()}

    def aside(self, name: str) -> dict[str, str]:
        """What the book keeps aside: code by SHA-256."""
        return {one.sha256: one.code for one in rulings.set_aside(self.books[name])}

    def restore(self, name: str, kept: Path, model: ModelBook, *, home: bool) -> None:
        """An older copy in the book's place; with `home` the keys' folder and its mark are as old."""
        self.books[name].close()
        shutil.copy(kept / "so.skh", self.path(name))
        if home:
            self.lost_marks.add(name)
            shutil.rmtree(self.home(name))
            shutil.copytree(kept / "khoa", self.home(name))
        self.books[name] = self.open(name)
        self.models[name] = model.copy()

    def back_up(self, name: str) -> Path:
        """A copy of a book and of its keys' folder."""
        made = self.fresh_folder()
        with closing(sqlite3.connect(self.path(name))) as db, closing(sqlite3.connect(made / "so.skh")) as copy:
            db.backup(copy)
        shutil.copytree(self.home(name), made / "khoa")
        return made

    def close(self) -> None:
        for book in self.books.values():
            book.close()
        self._holder.cleanup()


def headers(paths: Iterable[Path]) -> list[File]:
    """What the runs among some files say of themselves."""
    found_ = [read_header(path.read_bytes(), path.name) for path in paths]
    return [file for file in found_ if file is not None]


def shuffled(paths: list[Path], chance: random.Random) -> list[Path]:
    """The files in any order, some of them twice."""
    some = paths + [path for path in paths if chance.random() < 0.2]
    chance.shuffle(some)
    return some
