"""The sample province's figures: what they are, kept beside this file, and that each is the sum of its lines."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.comparison import cluster_report
from desktop_app.figures.drill_down import records_behind
from desktop_app.figures.indicators import MAY_BE_UNKNOWN, unknown_of
from desktop_app.figures.period_figures import counted_in, once_in
from desktop_app.figures.report_json import as_json
from desktop_app.values.periods import parse_period
from tests.stories.sample import Sample

KEPT = Path(__file__).with_name("demo_figures.txt")
PERIOD = parse_period("2020H1")
BOTH = (PERIOD, PERIOD.same_period_last_year())
MAPS = (None, date(2025, 7, 1))
COUNTED = [code for code, one in catalogue().items() if not one.denominator]
Counted = list[dict[bytes, dict[str, int | None]]]


@pytest.fixture
def province(sample: Sample) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{sample.province}?mode=ro", uri=True)) as db:
        yield db


def offices(db: sqlite3.Connection) -> dict[bytes, str]:
    """The offices of which the province holds a book, by code."""
    return dict(db.execute("SELECT id, code FROM units WHERE id IN (SELECT office FROM records) ORDER BY code, since"))


def counted(db: sqlite3.Connection) -> Counted:
    """The figures of every office in both periods."""
    return counted_in(db, list(offices(db)), BOTH, once_in(db, BOTH))


def told(db: sqlite3.Connection) -> Iterator[str]:
    """A line for each office and period with its figures, and for each report what its JSON sums up to."""
    found = counted(db)
    for office, code in offices(db).items():
        for period, figures in zip(BOTH, found, strict=True):
            shown = " ".join(f"{name}:{value}" for name, value in sorted(figures[office].items()) if value)
            yield f"{code} {period.text} {shown}"
    for period in BOTH:
        for day in MAPS:
            content = as_json(cluster_report(db, 2, period, day, "2020-07-05"))
            content.pop("sources")  # whose keys are random
            digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
            yield f"report {period.text} {day} {digest}"


def test_the_figures_of_the_sample_and_its_reports_on_both_maps_are_what_they_were(province):
    assert list(told(province)) == KEPT.read_text(encoding="utf-8").splitlines()


def test_every_figure_of_every_office_in_both_periods_is_the_sum_of_its_lines(province):
    compared = 0
    for period, figures in zip(BOTH, counted(province), strict=True):
        for office, found in figures.items():
            for code in COUNTED:
                lines = records_behind(province, [office], code, period)
                assert sum(line.value for line in lines) == (found[code] or 0), (code, period.text)
                if code in MAY_BE_UNKNOWN:
                    assert sum(line.unknown for line in lines) == found[unknown_of(code)], (code, period.text)
                compared += bool(found[code])
    assert compared > 500
