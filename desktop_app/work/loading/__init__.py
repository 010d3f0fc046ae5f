"""Whole lists from spreadsheets: a rehearsal first, then all or nothing; every refused row is named with its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.held_file import require_not_open
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.sheets import columns, reading
from desktop_app.work.loading import awards, figures, fund, members, named
from desktop_app.work.loading.rows import Loaded, RowError
from desktop_app.work.subjects.registry import subject_named

__all__ = ["LOADERS", "Loaded", "RowError", "load"]

LOADERS: dict[str, Callable[[Book, columns.Matched, bool], Loaded]] = {
    "members": members.load,
    "branches": named.load_branches,
    "population": figures.load_population,
    "targets": figures.load_targets,
    "donors": named.load_donors,
    "fund": fund.load,
    "awards": awards.load,
}


def load(book: Book, subject: str, path: Path, *, sheet: str | None = None, dry_run: bool = False) -> Loaded:
    """Load a list of members, branches, population, targets, donors, fund movements or awards.

    With any wrong row nothing is written. What stands in the book word for word already counts as the same; a known
    record that the list says more or something else of as changed; someone of the same name and birth year as someone
    on record as doubtful, and is entered all the same.
    """
    if subject not in LOADERS:
        raise Refusal(
            _("Chưa nhập được danh sách «{subject}». Nhập được: {known}.").format(
                subject=subject, known=", ".join(LOADERS)
            ),
            code="SUBJECT",
        )
    require_not_open(path)
    declared = subject_named(subject)
    matched = columns.match(reading.read_sheet(path, sheet), subject, declared.headings, declared.needed)
    return LOADERS[subject](book, matched, dry_run)
