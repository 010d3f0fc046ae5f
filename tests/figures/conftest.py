"""A province's empty book for figures worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.founding import create
from tests.figures.cluster import Cluster


@pytest.fixture
def cluster(tmp_path, home, clock) -> Iterator[Cluster]:
    """The province's book, without a cluster yet."""
    with create(
        tmp_path / "66.skh", unit="66", officer="A", role="province", on="2020-07-05", home=home, clock=clock
    ) as book:
        yield Cluster(book)
