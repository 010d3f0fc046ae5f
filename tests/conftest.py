"""What every test may use: a home folder of its own, a clock that stands still, provinces made by verbs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import pytest

from db.clock import Clock
from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from tests.offices import COMMUNES, TODAY, Network, copied, fixed_clock, found
from tests.stories.sample import Sample, build


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` also runs what takes minutes; `--renew` keeps what the snapshots say now."""
    parser.addoption("--long", action="store_true", help="also run the tests that take minutes")
    parser.addoption("--renew", action="store_true", help="write the kept texts of tests/snapshots anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out unless they are asked for."""
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="takes minutes; run with --long")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home folder for keys and marks, new for each test; no test ever sees the person's own."""
    folder = tmp_path / "khoa"
    monkeypatch.setenv("SKH_HOME", str(folder))
    monkeypatch.delenv("SKH_TODAY", raising=False)
    return Home(folder)


@pytest.fixture
def clock() -> Clock:
    """A real clock that stands still on 5 July 2020, with repeatable chance."""
    return fixed_clock()


@pytest.fixture
def book(tmp_path: Path, home: Home, clock: Clock) -> Iterator[Book]:
    """A commune's new book, open for writing, not enrolled."""
    made = create(
        tmp_path / "so.skh",
        unit=COMMUNES[0],
        officer="Nguyễn Thị Hà",
        role="office",
        on=TODAY.isoformat(),
        home=home,
        clock=clock,
    )
    yield made
    made.close()


@pytest.fixture
def make_network(tmp_path: Path) -> Iterator[Callable[..., Network]]:
    """A founded province, each time another; name units' codes to have their offices made and enrolled."""
    made: list[Network] = []

    def make(*communes: str) -> Network:
        made.append(found(tmp_path / f"tinh-{len(made)}", *communes, seed=len(made) + 1))
        return made[-1]

    yield make
    for network in made:
        network.close()


@pytest.fixture(scope="session")
def enrolled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed books of a province with two enrolled communes, made once."""
    folder = tmp_path_factory.mktemp("tinh") / "mau"
    found(folder, *COMMUNES[:2]).close()
    return folder


@pytest.fixture
def network(enrolled_folder: Path, tmp_path: Path) -> Iterator[Network]:
    """A province with two enrolled communes, each test's own."""
    made = copied(enrolled_folder, tmp_path / "tinh", *COMMUNES[:2])
    yield made
    made.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The small sample province, built once; whoever writes in its books copies them."""
    return build(tmp_path_factory.mktemp("sample") / "tinh mẫu", 1)
