"""Whole lists from spreadsheets: a rehearsal first, then all or nothing; every refused row is named with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from db.held_file import require_not_open
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from db.text import plain as plain_letters
from desktop_app.sheets import columns, reading
from desktop_app.work.loading import awards, fund, members, plain
from desktop_app.work.loading.rows import Loaded, RowError
from desktop_app.work.records.subject import Subject
from desktop_app.work.subjects.registry import BY_NAME, subject_named

__all__ = ["Loaded", "RowError", "load"]

LOADERS: dict[str, Callable[[Book, columns.Matched, bool], Loaded]] = {
    "members": members.load,
    "fund": fund.load,
    "awards": awards.load,
}
"""Subjects whose lists are loaded by rules of their own; any other that has headings is loaded as it is declared."""


def loadable() -> tuple[str, ...]:
    """The subjects whose lists can be loaded."""
    return tuple(subject.name for subject in BY_NAME.values() if subject.needed)


def load(book: Book, subject: str, path: Path, *, sheet: str | None = None, dry_run: bool = False) -> Loaded:
    """Load a list of members, branches, population, targets, donors, fund movements or awards.

    With any wrong row nothing is written. What stands in the book word for word already counts as the same; a known
    record that the list says more or something else of as changed; someone of the same name and birth year as someone
    on record as doubtful, and is entered all the same.
    """
    if subject not in loadable():
        raise Refusal(
            _("Chưa nhập được danh sách «{subject}». Nhập được: {known}.").format(
                subject=subject, known=", ".join(loadable())
            ),
            code="SUBJECT",
        )
    require_not_open(path)
    declared = subject_named(subject)
    matched = columns.match(reading.read_sheet(path, sheet), subject, declared.headings, declared.needed)
    own = LOADERS.get(subject)
    loaded = own(book, matched, dry_run) if own else plain.load(declared, book, matched, dry_run)
    return replace(loaded.written(), unread=_unread(declared, matched))


def _unread(declared: Subject[Any], matched: columns.Matched) -> tuple[str, ...]:
    """The titles of columns that are not read, without those that only lists of our own have."""
    read = {plain_letters(word) for over in declared.headings.values() for word in over}
    own = {plain_letters(str(column.field.title)) for column in declared.listing.columns} - read
    return tuple(title for title in matched.unknown if plain_letters(title) not in own)
