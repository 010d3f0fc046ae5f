"""The office that most stories of the exchange are about, and a file of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.store import Book
from tests.exchange.people import add
from tests.offices import COMMUNES, Network


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
