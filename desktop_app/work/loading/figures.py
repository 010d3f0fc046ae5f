"""Lists of population and targets: yearly figures of units, new ones added, others corrected."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, Refusal
from db.store import Book
from desktop_app.sheets import columns
from desktop_app.work.loading.rows import Cells, Loaded, carry_out, wrong_cell
from desktop_app.work.records.lookup import unit_id
from desktop_app.work.records.reading import Verb
from desktop_app.work.units import units

Figures = dict[str, Any]


def load_population(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    """Load inhabitants, households and pupils of units."""
    return _load(book, "population", ("people", "households", "pupils"), matched, dry_run)


def load_targets(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    """Load what units are to reach; the province's to write."""
    return _load(book, "targets", ("value",), matched, dry_run)


def _load(book: Book, subject: str, numbers: tuple[str, ...], matched: columns.Matched, dry_run: bool) -> Loaded:
    loaded = Loaded()
    calls: list[tuple[int, Verb]] = []
    with book.reading() as db:
        for row, cells in matched.rows:
            try:
                one = _figures(db, Cells(cells), subject, numbers, book.clock.today().isoformat())
            except DraftRefused as refusal:
                loaded.reject(matched, row, refusal)
                continue
            _count(db, loaded, subject, one, numbers)
            calls.append((row, _verb(book, subject, one)))
    carry_out(book, matched, loaded, calls, dry_run=dry_run)
    return loaded


def _verb(book: Book, subject: str, one: Figures) -> Verb:
    if subject == "targets":
        draft = units.TargetDraft(one["unit"], one["year"], one["indicator"], one["value"])
        return lambda: units.set_targets(book, [draft])
    return lambda: units.set_population(book, one["unit"], one["year"], one["people"], one["households"], one["pupils"])


def _figures(db: sqlite3.Connection, cells: Cells, subject: str, numbers: tuple[str, ...], today: str) -> Figures:
    year = cells.number("year")
    if year is None or not 1000 <= year <= 9999:
        raise wrong_cell("year", _("Ghi năm bằng bốn chữ số"))
    text = cells.required("unit", _("Ghi mã hoặc tên đơn vị"))
    try:
        unit = unit_id(db, text, min(today, f"{year}-12-31"))
    except Refusal as refusal:
        raise wrong_cell("unit", refusal.message) from None
    found: Figures = {"unit": unit, "year": year, **{name: cells.number(name) for name in numbers}}
    if subject == "targets":
        found["indicator"] = cells.required("indicator", _("Ghi mã chỉ tiêu, ví dụ D01")).upper()
    if found[numbers[0]] is None:
        raise wrong_cell(numbers[0], _("Thiếu số liệu"))
    return found


def _count(
    db: sqlite3.Connection, loaded: Loaded, subject: str, one: Mapping[str, Any], numbers: tuple[str, ...]
) -> None:
    where, values = "unit = ? AND year = ?", [one["unit"], one["year"]]
    if subject == "targets":
        where, values = f"{where} AND indicator = ?", [*values, one["indicator"]]
    known = db.execute(f"SELECT {', '.join(numbers)} FROM {subject} WHERE {where}", values).fetchone()
    if known is None:
        loaded.new += 1
    elif all(one[name] is None or one[name] == old for name, old in zip(numbers, known, strict=True)):
        loaded.same += 1
    else:
        loaded.changed += 1
