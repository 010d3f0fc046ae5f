"""Whole lists from spreadsheets: a rehearsal first, then all or nothing; every refused row is named with its reason."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, Refusal
from db.store import Book
from db.text import clean, plain
from desktop_app.sheets import columns, reading
from desktop_app.sheets.reading import Cell, as_text
from desktop_app.values.dates import NotADate, parse_birth, parse_date
from desktop_app.work import members, subjects, units
from desktop_app.work.people import PersonDraft, check_person
from desktop_app.work.references import unit_id

WOMEN, MEN = ("nu", "f", "female", "2"), ("nam", "m", "male", "1")


@dataclass(frozen=True)
class RowError:
    """A row that is not taken, the column that is wrong, and why."""

    row: int
    column: str
    message: str


@dataclass
class Loaded:
    """What a list would bring or has brought."""

    new: int = 0
    changed: int = 0
    same: int = 0
    doubtful: int = 0
    rejected: list[RowError] = field(default_factory=list)


class _Unreadable(Exception):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message


def load(book: Book, subject: str, path: Path, *, sheet: str | None = None, dry_run: bool = False) -> Loaded:
    """Load a list of members, branches, population, targets or donors; with any wrong row nothing is written.

    What stands in the book word for word already counts as the same; someone of the same name and birth as doubtful,
    and is entered all the same.
    """
    if subject not in LOADERS:
        raise Refusal(
            _("Chưa nhập được danh sách «{subject}». Nhập được: {known}.").format(
                subject=subject, known=", ".join(LOADERS)
            ),
            code="SUBJECT",
        )
    matched = columns.match(reading.read_sheet(path, sheet), subject)
    return LOADERS[subject](book, matched, dry_run)


def _load_members(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    loaded, stays = Loaded(), []
    today = book.clock.today()
    with book.reading() as db:
        branches = {
            plain(name): identity
            for identity, name in db.execute("SELECT id, name FROM branches WHERE office = ?", (book.unit,))
        }
        known = _known_members(db, book.unit)
    for row, cells in matched.rows:
        try:
            stay = _stay(cells, branches, today)
        except _Unreadable as error:
            loaded.rejected.append(RowError(row, matched.columns.get(error.column, error.column), error.message))
            continue
        key = (plain(stay.details.full_name), stay.details.born or "", stay.branch)
        if key in known:
            loaded.same += 1
            continue
        loaded.doubtful += any(key[0] == other[0] and key[1][:4] == other[1][:4] for other in known)
        known.add(key)
        stays.append(stay)
    loaded.new = len(stays)
    if stays and not dry_run and not loaded.rejected:
        members.register_many(book, stays)
    return loaded


def _known_members(db: sqlite3.Connection, office: bytes) -> set[tuple[str, str, bytes | None]]:
    rows = db.execute(
        "SELECT p.full_name, coalesce(p.born, ''), m.branch FROM memberships m JOIN persons p ON p.id = m.person"
        " WHERE m.office = ? AND m.left_on IS NULL",
        (office,),
    )
    return {(plain(name), born, branch) for name, born, branch in rows}


def _stay(cells: Mapping[str, Cell], branches: Mapping[str, bytes], today: date) -> members.Stay:
    draft = PersonDraft(
        full_name=clean(columns.full_name(cells)),
        born=_birth(cells.get("born")),
        sex=_sex(as_text(cells.get("sex"))),
        ethnic_group=clean(as_text(cells.get("ethnic_group"))) or None,
        phone=_phone(cells.get("phone")),
        address=clean(as_text(cells.get("address"))) or None,
    )
    for error in check_person(draft, today):
        raise _Unreadable(error.field, error.message)
    branch = as_text(cells.get("branch"))
    if branch and plain(branch) not in branches:
        raise _Unreadable(
            "branch", _("Chưa có chi hội «{name}» trong sổ. Nhập danh sách chi hội trước").format(name=branch)
        )
    joined = _day("joined", cells.get("joined")) or today
    if joined > today:
        raise _Unreadable("joined", _("Ngày vào Hội phải từ hôm nay trở về trước"))
    return members.Stay(draft, joined, branches.get(plain(branch)) if branch else None)


def _birth(cell: Cell) -> str | None:
    text = as_text(cell)
    if not text:
        return None
    try:
        return parse_birth(text)
    except NotADate as error:
        raise _Unreadable("born", subjects.date_words(error.kind, text)) from None


def _day(column: str, cell: Cell) -> date | None:
    text = as_text(cell)
    if not text:
        return None
    if text.isdigit() and len(text) == 4:
        return date(int(text), 1, 1)
    try:
        return parse_date(text)
    except NotADate as error:
        raise _Unreadable(column, subjects.date_words(error.kind, text)) from None


def _sex(text: str) -> str | None:
    word = plain(text)
    if not word:
        return None
    if word in WOMEN or word == "x nu":
        return "female"
    if word in MEN:
        return "male"
    raise _Unreadable("sex", _("«{text}» không rõ nam hay nữ. Ghi Nam hoặc Nữ").format(text=text))


def _phone(cell: Cell) -> str | None:
    """A telephone number; one that was kept as a number has lost its leading 0 and gets it back."""
    text = as_text(cell)
    if isinstance(cell, int | float) and len(text) == 9:
        return f"0{text}"
    return text or None


def _load_branches(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    with book.reading() as db:
        known = {plain(row[0]) for row in db.execute("SELECT name FROM branches WHERE office = ?", (book.unit,))}
    return _load_by_field(
        book, "branches", matched, dry_run, lambda cells: plain(as_text(cells.get("name"))) in known, _branch_words
    )


BRANCH_WORDS = {
    "thon": "village",
    "buon": "village",
    "to dan pho": "village",
    "truong": "school",
    "co quan": "agency",
    "dong ho": "clan",
    "ban": "board",
}


def _branch_words(name: str, text: str) -> str:
    if name != "kind" or not text:
        return text
    word = plain(text)
    return next((kind for start, kind in BRANCH_WORDS.items() if word.startswith(start)), text)


def _load_donors(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    with book.reading() as db:
        known = {plain(row[0]) for row in db.execute("SELECT full_name FROM donors WHERE office = ?", (book.unit,))}
    return _load_by_field(
        book, "donors", matched, dry_run, lambda cells: plain(as_text(cells.get("full_name"))) in known
    )


def _load_by_field(
    book: Book,
    subject: str,
    matched: columns.Matched,
    dry_run: bool,
    is_known: Callable[[Mapping[str, Cell]], bool],
    words: Callable[[str, str], str] = lambda _name, text: text,
) -> Loaded:
    """Rows that go the way of single records: checked all first, then written in one transaction."""
    loaded, calls = Loaded(), []
    for row, cells in matched.rows:
        if is_known(cells):
            loaded.same += 1
            continue
        fields = {name: words(name, as_text(cell)) for name, cell in cells.items() if as_text(cell)}
        try:
            calls.append(subjects.prepare(book, subject, fields))
        except DraftRefused as refusal:
            error = refusal.errors[0]
            loaded.rejected.append(RowError(row, matched.columns.get(error.field, error.field), error.message))
    loaded.new = len(calls)
    if calls and not dry_run and not loaded.rejected:
        with book.together():
            for call in calls:
                call()
    return loaded


def _load_population(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    return _load_by_unit(book, "population", ("people", "households", "pupils"), matched, dry_run)


def _load_targets(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    return _load_by_unit(book, "targets", ("value",), matched, dry_run)


def _load_by_unit(
    book: Book, subject: str, numbers: tuple[str, ...], matched: columns.Matched, dry_run: bool
) -> Loaded:
    """Yearly figures of units: new ones are added, others corrected."""
    loaded = Loaded()
    wanted: list[dict[str, Any]] = []
    day = book.clock.today().isoformat()
    with book.reading() as db:
        for row, cells in matched.rows:
            try:
                wanted.append(_figures(db, cells, numbers, day))
            except _Unreadable as error:
                loaded.rejected.append(RowError(row, matched.columns.get(error.column, error.column), error.message))
                continue
            _count(db, loaded, subject, wanted[-1], numbers)
    if wanted and not dry_run and not loaded.rejected:
        _write_figures(book, subject, wanted)
    return loaded


def _figures(db: sqlite3.Connection, cells: Mapping[str, Cell], numbers: tuple[str, ...], day: str) -> dict[str, Any]:
    try:
        unit = unit_id(db, as_text(cells.get("unit")), day)
    except Refusal as refusal:
        raise _Unreadable("unit", refusal.message) from None
    found: dict[str, Any] = {"unit": unit, "indicator": as_text(cells.get("indicator")).upper()}
    for name in ("year", *numbers):
        text = as_text(cells.get(name)).replace(".", "").replace(" ", "")
        if text and not text.isdigit():
            raise _Unreadable(name, _("«{text}» không phải số").format(text=text))
        found[name] = int(text) if text else None
    if found["year"] is None or found[numbers[0]] is None:
        raise _Unreadable("year", _("Thiếu năm hoặc số liệu"))
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


def _write_figures(book: Book, subject: str, wanted: list[dict[str, Any]]) -> None:
    if subject == "targets":
        units.set_targets(
            book, [units.TargetDraft(one["unit"], one["year"], one["indicator"], one["value"]) for one in wanted]
        )
        return
    with book.together():
        for one in wanted:
            units.set_population(book, one["unit"], one["year"], one["people"], one["households"], one["pupils"])


LOADERS: dict[str, Callable[[Book, columns.Matched, bool], Loaded]] = {
    "members": _load_members,
    "branches": _load_branches,
    "population": _load_population,
    "targets": _load_targets,
    "donors": _load_donors,
}
