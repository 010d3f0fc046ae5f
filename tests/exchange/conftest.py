"""The office that most stories of the exchange are about."""

from __future__ import annotations

import pytest

from db.store import Book
from tests.offices import COMMUNES, Network


@pytest.fixture
def office(network: Network) -> Book:
    """The first commune of a province that has enrolled two."""
    return network.offices[COMMUNES[0]]
