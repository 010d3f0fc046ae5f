"""The office that most stories of the exchange are about, and July 2025, when two old communes have become one."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from desktop_app.work.book import enrolment
from tests.exchange.july import NOW, TODAY
from tests.exchange.people import add
from tests.offices import COMMUNES, Network, fixed_clock


@pytest.fixture
def office(network: Network) -> Book:
    """The first commune of a province that has enrolled two."""
    return network.offices[COMMUNES[0]]


@pytest.fixture
def bundle(network: Network, office: Book) -> Path:
    """A journal file of the office that the province does not have yet."""
    add(office, "H'Hen Niê", "Y Biêr Kmăn")
    (path,) = network.send(office)
    return path


@pytest.fixture
def july(make_network):
    """A province whose two old communes end in Xã Ea Kar; it is 5 July 2025 for everybody."""
    network = make_network("24373", "24382")
    for place, book in enumerate((network.province, *network.offices.values())):
        book.clock = fixed_clock(700 + place, today=TODAY, now=NOW)
    return network


@pytest.fixture
def old(july):
    return july.offices["24373"]


@pytest.fixture
def new(july):
    """The new commune's book, enrolled."""
    return _of_july(july, "moi", "24373", 750)


@pytest.fixture
def sister(july):
    """The book of another unit that goes on after July 2025, heir of neither, enrolled."""
    return _of_july(july, "chi-em", "24403", 751)


def _of_july(july: Network, name: str, unit: str, seed: int) -> Book:
    book = july.offices[name] = create(
        july.folder / f"{name}.skh",
        unit=unit,
        officer="Cán bộ Xã Mới",
        role="office",
        on=TODAY.isoformat(),
        home=Home(july.folder / f"khoa-{name}"),
        clock=fixed_clock(seed, today=TODAY, now=NOW),
    )
    asks, out = july.fresh_folder("xin"), july.fresh_folder("duyet")
    enrolment.ask(book, asks)
    enrolment.approve(july.province, enrolment.read_asks([asks]), out)
    enrolment.accept(book, [out])
    return book
