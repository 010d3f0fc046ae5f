"""July 2025: a province whose two old communes have become one, for what is handed over and what moves."""

from __future__ import annotations

import pytest

from db.exchange.keys import Home
from db.store import create
from desktop_app.work import enrolment
from tests.exchange.july import NOW, TODAY
from tests.offices import fixed_clock


@pytest.fixture
def july(make_network):
    """A province whose two old communes end in Xã Ea Kar; it is 5 July 2025 for everybody."""
    network = make_network("24373", "24382")
    for place, book in enumerate((network.hub, *network.offices.values())):
        book.clock = fixed_clock(700 + place, today=TODAY, now=NOW)
    return network


@pytest.fixture
def old(july):
    return july.offices["24373"]


@pytest.fixture
def new(july):
    """The new commune's book, enrolled."""
    book = july.offices["moi"] = create(
        july.folder / "moi.skh",
        unit="24373",
        officer="Cán bộ Xã Mới",
        role="office",
        on=TODAY.isoformat(),
        home=Home(july.folder / "khoa-moi"),
        clock=fixed_clock(750, today=TODAY, now=NOW),
    )
    asks, out = july.fresh_folder("xin"), july.fresh_folder("duyet")
    enrolment.ask(book, asks)
    enrolment.approve(july.hub, enrolment.read_asks([asks]), out)
    enrolment.accept(book, [out])
    return book
