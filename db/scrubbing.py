"""Cleaning the file itself after an erasure, and remembering outside the book what was erased.

SQLite leaves old bytes in free pages, in its log and in the search index. After a transaction that took content out the
book is written anew and its log is emptied. The erased entries are listed beside the high-water mark, so that a copy of
the book from before loses them again as soon as it is opened.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from db.book_file import SCHEMA, migrate, plain, schema_of
from db.disk_faults import is_fault_of_the_disk, told_in_words
from db.exchange.merge.fold import refold
from db.exchange.merge.redaction import blank
from db.exchange.trust.home_folder import write_private
from db.held_file import is_open_book
from db.i18n import _
from db.refusal import BookUnusable, Refusal
from db.settings import DROP_SAME, SeriesKey, SettingKey, SettingSeries, series, setting, settings

Erased = dict[str, list[str]]
"""Entries (16-byte ids, hex) by their record (hex)."""


class ErasedList:
    """The erased entries of one book on one device, in the home folder."""

    def __init__(self, device_folder: Path, book_id: str) -> None:
        self._path = device_folder / f"erased-{book_id[:8]}.json"

    def read(self) -> Erased:
        """What is listed; refused where the file cannot be read."""
        if not self._path.is_file():
            return {}
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            return {rec: [bytes.fromhex(one).hex() for one in entries] for rec, entries in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            raise BookUnusable(
                _("Danh sách đã xóa «{path}» bị hỏng. Chép lại tệp này từ bản sao của thư mục khóa.").format(
                    path=self._path
                ),
                code="ERASED_LIST",
            ) from None

    def add(self, more: Mapping[str, Sequence[str]]) -> None:
        """List further entries."""
        known = self.read()
        joined = {rec: sorted({*known.get(rec, ()), *more.get(rec, ())}) for rec in {*known, *more}}
        if joined != known:
            write_private(self._path, {rec: joined[rec] for rec in sorted(joined)})


def is_noted(db: sqlite3.Connection) -> bool:
    """Whether content was taken out since the file was last written anew."""
    return bool(series(db, SettingSeries.ERASING))


def finish(path: Path, erased: ErasedList) -> bool:
    """Clean the file, and the copies known of it, where content was taken out; False where that has to wait.

    The transaction itself stands: a full disk or a busy reader only puts the cleaning off until the next opening.
    """
    try:
        with plain(path, write=True) as db:
            noted = series(db, SettingSeries.ERASING)
            if not noted:
                return True
            erased.add(_entries(noted))
            copies = _known_copies(db, path)
            clean = _write_anew(db, noted)
        for copy in copies:
            clean_copy(copy, erased)
        return clean
    except sqlite3.Error as error:
        if is_fault_of_the_disk(error):
            return False
        raise
    except Refusal:
        return False


def _known_copies(db: sqlite3.Connection, path: Path) -> list[Path]:
    """What this program laid beside the book before an upgrade or a restore, and the last copies where they can be reached."""
    beside = [one for word in ("ban", "truoc-khoi-phuc") for one in path.parent.glob(f"{path.stem}-{word}-*.skh")]
    last = map(Path, settings(db, SettingKey.COPIED_TO, SettingKey.COPIED_BESIDE).values())
    return [one for one in sorted({*beside, *last}) if one.is_file() and not is_open_book(one) and is_copy_of(one, db)]


def is_copy_of(copy: Path, db: sqlite3.Connection) -> bool:
    """Whether a file is a copy of an open book, by the book's own id; not one that only a newer program can read."""
    try:
        with plain(copy) as other:
            return schema_of(copy) <= SCHEMA and _book_id(other) == _book_id(db)
    except (sqlite3.DatabaseError, Refusal):
        return False


def _book_id(db: sqlite3.Connection) -> str | None:
    return setting(db, SettingKey.BOOK_ID)


def _entries(noted: Mapping[SeriesKey, str]) -> Erased:
    recs = {key.removeprefix(SettingSeries.ERASING): value.split(",") for key, value in noted.items()}
    return {rec: entries for rec, entries in recs.items() if entries != [""]}


def _write_anew(db: sqlite3.Connection, noted: Mapping[SeriesKey, str]) -> bool:
    """The search index without old words, the file without old pages, an empty log."""
    db.execute("PRAGMA secure_delete=ON")
    db.execute("INSERT INTO search (search) VALUES ('optimize')")
    db.execute("VACUUM")
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        return False
    db.executemany(DROP_SAME, list(noted.items()))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True


def catch_up(path: Path, erased: ErasedList) -> None:
    """On opening for writing: what was erased before a copy was brought back is erased again; cleaning is finished."""
    listed = erased.read()
    if listed:
        with told_in_words(path):
            take_out(path, listed)
    finish(path, erased)


def take_out(path: Path, listed: Mapping[str, Sequence[str]]) -> bool:
    """Take the listed entries' content out of a book or a copy of it; whether any was there."""
    with plain(path, write=True) as db:
        stale = [rec for rec, entries in listed.items() if _holds(db, rec, entries)]
        if not stale:
            return False
        db.execute("PRAGMA secure_delete=ON")
        db.execute("BEGIN IMMEDIATE")
        for rec in stale:
            blank(db, bytes.fromhex(rec), [bytes.fromhex(one) for one in listed[rec]])
            refold(db, bytes.fromhex(rec))
        db.execute("COMMIT")
        return True


def _holds(db: sqlite3.Connection, rec: str, entries: Sequence[str]) -> bool:
    rows = db.execute("SELECT id FROM entries WHERE rec = ? AND content = 0", (bytes.fromhex(rec),)).fetchall()
    return any(identity.hex() in entries for (identity,) in rows)


def clean_copy(path: Path, erased: ErasedList) -> bool:
    """Take everything listed as erased out of a copy of the book that lies elsewhere; whether it held any of it.

    A copy of older tables that holds some of it is brought up to date first.
    """
    listed = erased.read()
    _bring_up_to_date(path, listed)
    held = take_out(path, listed)
    if held and not _finish_copy(path):
        raise not_cleaned(path)
    return held


def not_cleaned(path: Path) -> Refusal:
    """The refusal where a copy elsewhere cannot be written."""
    return Refusal(
        _("Chưa làm sạch được bản sao «{path}». Kiểm tra ổ đĩa còn chỗ và không khóa ghi, rồi làm lại.").format(
            path=path
        ),
        code="DISK",
    )


def _bring_up_to_date(path: Path, listed: Mapping[str, Sequence[str]]) -> None:
    with plain(path) as db:
        holds = any(_holds(db, rec, entries) for rec, entries in listed.items())
    if holds and schema_of(path) < SCHEMA:
        migrate(path)


def _finish_copy(path: Path) -> bool:
    with plain(path, write=True) as db:
        done = _write_anew(db, series(db, SettingSeries.ERASING))
        db.execute("PRAGMA journal_mode=DELETE")
        return done
