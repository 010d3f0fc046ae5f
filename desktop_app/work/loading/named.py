"""Lists of branches and donors: known by their names, entered or corrected one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db.i18n import _
from db.refusal import Refusal, require_no_errors
from db.store import Book
from db.text import plain
from desktop_app.sheets import columns
from desktop_app.work.fund import purses_and_donors
from desktop_app.work.loading.rows import Cells, Loaded, carry_out, meant
from desktop_app.work.members import branches
from desktop_app.work.records import vocabulary
from desktop_app.work.records.corrections import as_kept
from desktop_app.work.records.reading import Verb
from desktop_app.work.records.results import Done

BRANCH_WORDS = {
    "thon": "village",
    "buon": "village",
    "to dan pho": "village",
    "truong": "school",
    "co quan": "agency",
    "dong ho": "clan",
    "ban": "board",
}
Fields = dict[str, Any]


def load_branches(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    """Load a list of branches."""
    with book.reading() as db:
        known = _known(
            db,
            "SELECT t.id, t.name, t.kind, t.founded, t.dissolved, t.head, t.phone,"
            " (SELECT people FROM head_counts h WHERE h.branch = t.id ORDER BY dated DESC LIMIT 1) AS head_count,"
            " (SELECT max(dated) FROM head_counts h WHERE h.branch = t.id) AS head_count_on"
            " FROM branches t WHERE t.office = ?",
            book.unit,
        )
    today = book.clock.today()

    def add(fields: Fields) -> Done:
        return branches.add_branch(book, branches.BranchDraft(**fields))

    def read(cells: Cells) -> Fields:
        fields = _branch(cells)
        require_no_errors(branches.check_branch(branches.BranchDraft(**fields), today))
        return fields

    return _load(
        book,
        matched,
        known,
        _("chi hội"),
        read,
        add,
        lambda branch, fields: branches.change_branch(book, branch, fields),
        dry_run,
    )


def _branch(cells: Cells) -> Fields:
    fields: Fields = {
        "name": cells.required("name", _("Nhập tên chi hội")),
        "kind": _branch_kind(cells),
        "founded": cells.day_or_year("founded"),
        "dissolved": cells.day("dissolved"),
        "head": cells.text("head"),
        "phone": cells.phone("phone"),
        "head_count": cells.number("head_count"),
        "head_count_on": cells.day("head_count_on"),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _branch_kind(cells: Cells) -> str | None:
    """A kind by its words, or by the first word of what offices write."""
    word = plain(cells.text("kind") or "").removeprefix("chi hoi ")
    known = vocabulary.code_of(vocabulary.BRANCH_KINDS, cells.text("kind") or "")
    rough = next((kind for start, kind in BRANCH_WORDS.items() if word.startswith(start)), None)
    return known or rough or cells.choice("kind", vocabulary.BRANCH_KINDS)


def load_donors(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    """Load a list of donors."""
    with book.reading() as db:
        known = _known(db, "SELECT id, full_name, kind, address, phone FROM donors WHERE office = ?", book.unit)
    return _load(
        book,
        matched,
        known,
        _("nhà tài trợ"),
        _donor,
        lambda fields: purses_and_donors.add_donor(book, **fields),
        lambda donor, fields: purses_and_donors.change_donor(book, donor, fields),
        dry_run,
    )


def _donor(cells: Cells) -> Fields:
    fields: Fields = {
        "full_name": cells.required("full_name", _("Nhập tên nhà tài trợ")),
        "kind": cells.choice("kind", vocabulary.DONOR_KINDS),
        "address": cells.text("address"),
        "phone": cells.phone("phone"),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _known(db: sqlite3.Connection, sql: str, office: bytes) -> dict[str, list[Fields]]:
    """The records on hand by plain name (the second column)."""
    cursor = db.execute(sql, (office,))
    titles = [column[0] for column in cursor.description]
    known: dict[str, list[Fields]] = {}
    for row in cursor:
        known.setdefault(plain(row[1]), []).append(dict(zip(titles, row, strict=True)))
    return known


def _load(
    book: Book,
    matched: columns.Matched,
    known: Mapping[str, Sequence[Fields]],
    what: str,
    read: Callable[[Cells], Fields],
    add: Callable[[Fields], Done],
    change: Callable[[bytes, Fields], Done],
    dry_run: bool,
) -> Loaded:
    loaded = Loaded()
    calls: list[tuple[int, Verb]] = []
    entered: set[str] = set()
    for row, cells in matched.rows:
        try:
            fields = read(Cells(cells))
        except Refusal as refusal:
            loaded.reject(matched, row, refusal)
            continue
        name = plain(str(next(iter(fields.values()))))
        if name not in known:
            loaded.new += 1
            loaded.doubtful += name in entered
            entered.add(name)
            calls.append((row, _adding(add, fields)))
        elif any(not _differing(fields, one) for one in known[name]):
            loaded.same += 1
        else:
            try:
                found = _one_of(known[name], fields, what)
            except Refusal as refusal:
                loaded.reject(matched, row, refusal)
                continue
            loaded.changed += 1
            calls.append((row, _changing(change, found["id"], _whole(_differing(fields, found), fields))))
    carry_out(book, matched, loaded, calls, dry_run=dry_run)
    return loaded


def _differing(fields: Fields, kept: Fields) -> Fields:
    """What a row says otherwise than a record of its name."""
    _name, *others = fields
    return {field: fields[field] for field in others if as_kept(fields[field]) != kept[field]}


def _one_of(several: Sequence[Fields], fields: Fields, what: str) -> Fields:
    """The record that a row would change; refused at the name where it might be one of several."""
    column, name = next(iter(fields.items()))
    spelled = [one for one in several if one[column] == name] or several
    chosen = meant([(one["id"], name) for one in spelled], column, name, what)
    return next(one for one in spelled if one["id"] == chosen)


def _whole(differing: Fields, fields: Fields) -> Fields:
    """A head count goes with its day."""
    together = ("head_count", "head_count_on")
    if any(name in differing for name in together):
        return differing | {name: fields[name] for name in together if name in fields}
    return differing


def _adding(add: Callable[[Fields], Done], fields: Fields) -> Verb:
    return lambda: add(fields)


def _changing(change: Callable[[bytes, Fields], Done], identity: bytes, fields: Fields) -> Verb:
    return lambda: change(identity, fields)
