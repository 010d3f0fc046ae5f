"""A province's desk on a busy morning, for the pictures: a pile to take in, a missing run, a file set aside, conflicts."""

from __future__ import annotations

from pathlib import Path

from db.book_file import copy_file
from db.clock import system_clock
from db.exchange.container import cut
from db.exchange.header import parse_header
from db.exchange.keys import Home
from db.store import Book
from db.tables.people import Person
from desktop_app.work import devices, exchange
from desktop_app.work.fund import FundDraft, book_movement

DESK = "66-ban-viec"
PILE = "dong-tep"


def make_troubles(sample: Path, province: Path, offices: list[Path], home: Home) -> None:
    """A copy of the province's book with work on it, beside the sample's own; needs five offices' books."""
    copy_file(province, province.with_name(f"{DESK}.skh"))
    with Book.open(province.with_name(f"{DESK}.skh"), home=home, clock=system_clock(), write=True) as hub:
        with _opened(offices[0], home) as office:
            _leave_a_gap(hub, office, sample / "thieu")
        with _opened(offices[1], home) as office:
            _set_aside(hub, office, sample / "cat")
        with _opened(offices[2], home) as office:
            _disagree(hub, office, sample / "khac")
    for number, path in enumerate(offices[3:], start=1):
        with _opened(path, home) as office:
            _register(office, *(f"Trần Văn {chr(64 + number)}{place}" for place in range(number * 3)))
            book_movement(office, FundDraft("receive", number * 350_000, office.clock.today()))
            exchange.send(office, _folder(sample / PILE))
    (sample / PILE / "hong.khb").write_bytes(b"KHB1")


def _opened(path: Path, home: Home) -> Book:
    return Book.open(path, home=home, clock=system_clock(), write=True)


def _folder(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _register(office: Book, *names: str) -> None:
    with office.write() as tx:
        for name in names:
            tx.create(Person, full_name=name, born="1961")


def _leave_a_gap(hub: Book, office: Book, folder: Path) -> None:
    """Two sendings, of which the province gets the second only."""
    _register(office, "Lê Thị Mận", "H’Bia Niê")
    first = exchange.send(office, _folder(folder)).files[0][0]
    _register(office, "Y Khoa Mlô")
    start = parse_header(cut(first.read_bytes()))["to"] + 1
    later = exchange.send(office, _folder(folder / "sau"), start=start)
    exchange.receive(hub, [path for path, _run, _sha in later.files])


def _set_aside(hub: Book, office: Book, folder: Path) -> None:
    """A lost laptop that is cut off goes on writing."""
    devices.cut_off(hub, office.identity.device, _folder(folder))
    _register(office, "Phạm Văn Lành")
    exchange.receive(hub, [path for path, _run, _sha in exchange.send(office, _folder(folder / "gui")).files])


def _disagree(hub: Book, office: Book, folder: Path) -> None:
    """The province and the office change the same people without knowing of each other."""
    with office.reading() as db:
        people = [row[0] for row in db.execute("SELECT id FROM persons WHERE office = ? LIMIT 3", (office.unit,))]
    for book, phone in ((hub, "0905 111 20"), (office, "0914 300 55")):
        with book.write() as tx:
            for place, identity in enumerate(people):
                person = tx.get(Person, identity)
                assert person is not None
                person.phone = f"{phone}{place}"
    exchange.receive(hub, [path for path, _run, _sha in exchange.send(office, _folder(folder)).files])
