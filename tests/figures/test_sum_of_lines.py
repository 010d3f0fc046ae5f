"""Every figure is the sum of its lines: of each office and of several together, whatever moved, was joined or taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.founding import create
from db.store import Book
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.distinct_persons import Once
from desktop_app.figures.drill_down import records_behind
from desktop_app.figures.indicators import MAY_BE_UNKNOWN, unknown_of
from desktop_app.figures.period_figures import counted_in, once_in
from desktop_app.values.periods import Period, parse_period
from tests.figures.books import OFFICES, PERIODS, books, fill

pytestmark = [pytest.mark.untraced, pytest.mark.timeout(1_800)]
COUNTED = [code for code, one in catalogue().items() if not one.denominator]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    from db.exchange.trust.home_folder import Home
    from tests.offices import fixed_clock

    folder = tmp_path_factory.mktemp("lines")
    with create(
        folder / "66.skh",
        unit="66",
        officer="A",
        role="province",
        on="2020-07-05",
        home=Home(folder / "khoa"),
        clock=fixed_clock(),
    ) as made:
        yield made


def figure(counted: dict[bytes, dict[str, int | None]], once: Once, offices: Sequence[bytes], code: str) -> int:
    """A figure of some offices together; nothing where none of them keeps it."""
    return sum(counted[office].get(code) or 0 for office in offices) + once.across(offices).get(code, 0)


def assert_lines_add_up(book: Book, units: Sequence[bytes], groups: Sequence[Sequence[bytes]], period: Period) -> None:
    """Of the period and the same a year before, read together for all offices as a report reads them."""
    periods = [period, period.same_period_last_year()]
    with book.reading() as db:
        once = once_in(db, periods)
        found = counted_in(db, units, periods, once)
        for offices in groups:
            for place, one in enumerate(periods):
                for code in COUNTED:
                    if any(found[place][office][code] is None for office in offices):
                        continue
                    lines = records_behind(db, offices, code, one)
                    said = (code, one.text, len(offices))
                    assert sum(line.value for line in lines) == figure(found[place], once[place], offices, code), said
                    if code in MAY_BE_UNKNOWN:
                        unknown = figure(found[place], once[place], offices, unknown_of(code))
                        assert sum(line.unknown for line in lines) == unknown, said


def test_whatever_a_book_holds_every_figure_is_the_sum_of_its_lines(book: Book, request: pytest.FixtureRequest) -> None:
    many = 2_000 if request.config.getoption("--long") else 200

    @settings(
        max_examples=many, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(books, st.sampled_from(PERIODS), st.sets(st.integers(0, len(OFFICES) - 1), min_size=2))
    def holds(said: dict[str, Any], period: str, together: set[int]) -> None:
        _made, units = fill(book, said)
        several = [units[place] for place in sorted(together)]
        assert_lines_add_up(book, units, [several[:1], several], parse_period(period))

    holds()
