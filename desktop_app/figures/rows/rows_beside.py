"""Rows that make the others add up: what cannot be split between units, and people who count once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.distinct_persons import Once
from desktop_app.figures.indicators import NEEDS_LAST_YEAR, unknown_of
from desktop_app.figures.report import NOT_APPLICABLE, Cell, Groups, Row
from desktop_app.figures.rows.cells import Facts, fill, sum_of


def fill_apart(row: Row, facts: Facts) -> None:
    """What some rows cannot show, together: the offices split between them, and change since the year before."""
    fill(row, facts)
    if not row.offices:
        row.cells = {code: Cell(why=NOT_APPLICABLE) for code in catalogue()}
    for code, indicator in catalogue().items():
        if indicator.additive and row.late:
            row.cells[code].last_year = sum_of(code, row.late, facts.before).whole
            if code in NEEDS_LAST_YEAR:
                row.cells[code] = replace(row.cells[code], value=sum_of(code, row.late, facts.now).whole, why="")


def fill_once(row: Row, facts: Facts) -> None:
    """Whoever counts in several of some rows, taken off once."""
    row.cells = {code: Cell(why=NOT_APPLICABLE) for code in catalogue()}
    now = _taken_off(facts.now.once, row.groups)
    change = _taken_off(facts.now.once, row.late_groups)
    before = _taken_off(facts.before.once, row.late_groups)
    for code, cell in row.cells.items():
        cell.value = (change if code in NEEDS_LAST_YEAR else now).get(code)
        cell.why = "" if cell.value else NOT_APPLICABLE
        cell.last_year, cell.unknown = before.get(code), now.get(unknown_of(code), 0)


def _taken_off(once: Once, groups: Groups) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for _person, _office, less in once.between(groups):
        found.update(less)
    return {code: number for code, number in found.items() if number}
