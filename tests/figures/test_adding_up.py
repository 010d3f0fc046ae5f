"""Whoever adds up the rows that are shown gets what is shown above them: on every map, at every level, in every form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from db.founding import create
from db.store import Book
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.drill_down import behind_row
from desktop_app.figures.report import BESIDE, OFFICE, ONCE, ClusterReport
from desktop_app.figures.report_json import as_json
from desktop_app.values.periods import parse_period
from desktop_app.work.printing import shown_value, write_report
from tests.figures.cluster import row, value
from tests.figures.provinces import SPLIT, fill, provinces, reports_of
from tests.papers import reading

ADDITIVE = [code for code, one in catalogue().items() if one.additive]
NUMBER = re.compile(r"[-−]?[0-9.]+")


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Iterator[Book]:
    from db.exchange.trust.home_folder import Home
    from tests.offices import fixed_clock

    folder = tmp_path_factory.mktemp("province")
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


@dataclass(frozen=True)
class Shown:
    """A row as a reader sees it: its name, what it lies in, whether others lie in it, its figures as numbers."""

    key: str
    parent: str | None
    figures: dict[str, int | None]


def number(text: str) -> int | None:
    """The number a text begins with, or None of words."""
    found = NUMBER.match(text)
    return int(found[0].replace("−", "-").replace(".", "")) if found else None


def on_screen(report: ClusterReport) -> tuple[list[Shown], dict[str, int | None]]:
    rows = [
        Shown(
            one.unit.hex(),
            one.parent.hex() if one.parent else None,
            {code: number(shown_value(code, one.cells[code], reported=one.heard)) for code in ADDITIVE},
        )
        for one in report.rows
    ]
    return rows, {code: number(shown_value(code, report.total[code], reported=True)) for code in ADDITIVE}


def in_json(report: ClusterReport, key: str = "value") -> tuple[list[Shown], dict[str, int | None]]:
    content = json.loads(json.dumps(as_json(report)))
    rows = [
        Shown(
            one["code"] or f"{one['level']} {one['parent']}",
            one["parent"],
            {code: one["indicators"][code][key] for code in ADDITIVE},
        )
        for one in (*content["units"], *content["beside"])
    ]
    return rows, {code: content["total"]["indicators"][code][key] for code in ADDITIVE}


def assert_adds_up(rows: list[Shown], total: dict[str, int | None]) -> None:
    keys = {one.key for one in rows}
    tops = [one for one in rows if one.parent not in keys]
    levels = [(total, tops)]
    for one in rows:
        if below := [other for other in rows if other.parent == one.key]:
            levels.append((one.figures, below))
    for above, below in levels:
        for code in ADDITIVE:
            assert (above[code] or 0) == sum(one.figures[code] or 0 for one in below), (code, above[code], below)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(provinces)
def test_shown_rows_add_up_to_what_is_shown_above_them_whatever_the_books_hold(book: Book, province: dict[str, Any]):
    for report in reports_of(fill(book, province)):
        assert_adds_up(*on_screen(report))
        for key in ("value", "last_year", "unknown"):
            assert_adds_up(*in_json(report, key))
        for one in report.rows:
            if one.level == "district" and one.own:
                assert one.cells["D15"].value == one.own["D15"]
        assert (report.total["D15"].value, report.total["D15"].why) == (None, "not_additive")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(provinces)
def test_the_total_of_every_ratio_is_the_same_on_both_maps(book: Book, province: dict[str, Any]):
    old, new, *_rest = (report.total for report in reports_of(fill(book, province)))
    for code in ("D16", "D18", "B04", "E03"):
        assert old[code] == new[code], code
    assert old["D01"].target == new["D01"].target


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(provinces)
def test_every_figure_is_the_sum_of_the_lines_behind_it(book: Book, province: dict[str, Any]):
    for report in reports_of(fill(book, province)):
        with book.reading() as db:
            for one in report.rows:
                for code in ADDITIVE if one.comparable and one.heard else ():
                    lines = behind_row(db, one, code, report.period)
                    cell = one.cells[code]
                    if cell.why in ("", "unknown", "not_closed"):
                        assert sum(line.value for line in lines) == (cell.value or 0), (one.name, code)
                        if cell.unknown:
                            assert sum(line.unknown for line in lines) == cell.unknown, (one.name, code)


FIXED = {
    "silent": {"24583"},
    "counted": {SPLIT, "24544", "24561"},
    "people": [
        {"office": office, "sex": sex, "group": "Kinh", "joined": "2019-01-05", "left": None, "again": again, "moved": False}
        for office, sex, again in (
            (SPLIT, "female", "24544"), ("24544", None, None), ("24580", "male", "24544"), ("657", "female", None),
        )
    ],
    "same": [],
    "payments": [
        {"office": office, "kind": "receive", "amount": amount, "dated": "2020-06-30", "account": "cash", "reversed_on": None}
        for office, amount in (("657", 900_000), (SPLIT, 200_000), ("24544", 30_000), ("24580", 4_000), ("656", 70_000))
    ],
    "awards": [],
    "branches": [{"office": "24561", "kind": "village", "founded": None, "people": 20}],
}  # fmt: skip


def test_a_districts_own_money_has_a_row_of_its_own_on_the_old_map(book: Book):
    report = fill(book, FIXED).made()
    own = next(one for one in report.rows if one.level == OFFICE and one.parent == row(report, "657").unit)
    assert (own.name, own.cells["D14"].value) == ("Hội cấp huyện (sổ riêng)", 900_000)
    assert [value(report, code, "D14") for code in ("657", SPLIT, "24544")] == [1_130_000, 200_000, 30_000]
    assert [value(report, code, "D15") for code in ("657", SPLIT, "24544")] == [900_000, 200_000, 30_000]
    assert report.total["D15"].why == "not_additive"


def test_a_balance_held_by_several_districts_is_nobodys_own(book: Book):
    report = fill(book, FIXED).made(on="2025-07-01")
    former = next(one for one in report.rows if one.level == "former")
    assert (former.cells["D14"].value, former.cells["D15"].value, former.cells["D15"].why) == (
        970_000,
        None,
        "not_additive",
    )


def test_who_counts_once_has_a_row_that_takes_the_second_off_and_opens_to_the_person(book: Book):
    report = fill(book, FIXED).made()
    taken = [one for one in report.rows if one.level == ONCE]
    assert [(one.parent is None, one.cells["B01"].value, one.cells["B06"].value) for one in taken] == [
        (False, -1, -1),
        (True, -1, None),
    ]
    assert {one.name for one in taken} == {"Tính một lần (người trùng)"}
    with book.reading() as db:
        (line,) = behind_row(db, taken[0], "B01", parse_period("2020H1"))
    assert (line.value, line.text) == (-1, "Ai: cùng một người, chỉ tính một lần")


@pytest.mark.parametrize("on", [None, "2025-07-01"])
def test_the_rows_of_the_paper_and_of_the_workbook_add_up(book: Book, tmp_path, on):
    report = fill(book, FIXED).made(on=on)
    write_report(book, report, tmp_path / "a.xlsx", remember=False)
    write_report(book, report, tmp_path / "a.pdf", remember=False)
    *rows, total = _in_sheet(tmp_path / "a.xlsx")
    units = {one.unit.hex() for one in report.rows}
    assert_adds_up(
        [
            Shown(one.unit.hex(), one.parent.hex() if one.parent and one.parent.hex() in units else None, figures)
            for one, figures in zip(report.rows, rows, strict=True)
        ],
        total,
    )
    said = reading.text(tmp_path / "a.pdf")
    for one in report.rows:
        if one.level in BESIDE:
            assert one.name in said
    assert said.count("Tính một lần") == (2 if on is None else 1)  # under one district and the total; on one table


def _in_sheet(path: Path) -> list[dict[str, int | None]]:
    """The figures of each row of the workbook, the total last."""
    with closing(openpyxl.load_workbook(path)) as workbook:
        lines = [list(line) for line in workbook.active.iter_rows(values_only=True)]
    top = next(place for place, line in enumerate(lines) if line[:2] == ["Mã", "Đơn vị"])
    places = {code: next(i for i, title in enumerate(lines[top]) if _is_figure(title, code)) for code in ADDITIVE}
    return [
        {code: line[at] if isinstance(line[at], int) else None for code, at in places.items()}
        for line in lines[top + 1 :]
    ]


def _is_figure(title: Any, code: str) -> bool:
    return str(title).startswith(f"{code} ") and str(title).endswith(")")
