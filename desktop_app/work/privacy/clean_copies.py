"""What was erased taken out of old copies of the book and kept .khb files, also inside .zip archives."""

from __future__ import annotations

import copy
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from db.book_file import BESIDE
from db.exchange.incoming.quarantine_redaction import without_erased
from db.exchange.outcomes import BundleRefused
from db.exchange.wire.bundle_file import read_file, write_file
from db.files import files_below, is_folder, put_in_place
from db.held_file import is_open_book
from db.scrubbing import clean_copy, is_copy_of, not_cleaned
from db.store import Book

CLEANED = (".khb", ".skh", ".zip")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    FileNotFoundError,
    PermissionError,
)


@dataclass(frozen=True)
class Cleaned:
    """Files that held some of what was erased and do no more, and archives that could not be looked into."""

    cleaned: list[Path]
    unread: list[Path]


def clean(book: Book, paths: Sequence[Path]) -> Cleaned:
    """Take what was erased out of copies of this book, .khb files and archives of them; folders are searched.

    A .khb that this machine can open becomes a relay of what is left of it. Refused where a file cannot be written.
    """
    book.require_writable()
    files = [one for path in paths for one in (files_below(path) if is_folder(path) else [path])]
    found = Cleaned([], [])
    with book.reading() as db:
        for path in files:
            try:
                if path.suffix.lower() in CLEANED and _clean_file(book, db, path):
                    found.cleaned.append(path)
            except UNREADABLE:
                found.unread.append(path)
    return found


def _clean_file(book: Book, db: sqlite3.Connection, path: Path) -> bool:
    """Clean one file; whether it held any of what was erased."""
    ending = path.suffix.lower()
    if ending == ".zip":
        return _clean_archive(book, db, path)
    if ending == ".khb":
        return _clean_bundle(book, db, path)
    return not is_open_book(path) and is_copy_of(path, db) and clean_copy(path, book.erased())


def _clean_bundle(book: Book, db: sqlite3.Connection, path: Path) -> bool:
    try:
        left = without_erased(book, db, read_file(path))
    except BundleRefused:
        return False  # no bundle: nothing of it could ever have been taken in
    if left is not None:
        write_file(path, left)
    return left is not None


# --- archives -------------------------------------------------------------------------------------------------------


def _clean_archive(book: Book, db: sqlite3.Connection, path: Path) -> bool:
    """Write an archive anew where a member held any of it; all other members stay byte for byte."""
    with zipfile.ZipFile(path) as old:
        if not any(Path(name).suffix.lower() in CLEANED for name in old.namelist()):
            return False
        try:
            with tempfile.TemporaryDirectory(prefix=".lam-sach-", dir=path.parent) as folder:
                cleaned = _clean_members(book, db, old, Path(folder))
                if cleaned:
                    part = Path(folder) / "moi.zip"
                    with part.open("wb") as file:
                        _write_archive(old, cleaned, file)
                        os.fsync(file.fileno())
                    old.close()  # Windows replaces no open file
                    put_in_place(part, path)
                return bool(cleaned)
        except OSError as error:
            raise not_cleaned(path) from error


def _clean_members(book: Book, db: sqlite3.Connection, old: zipfile.ZipFile, folder: Path) -> dict[int, Path | None]:
    """The members that held any of it, by place, as files; None for what SQLite kept beside a book that did."""
    members, cleaned = old.infolist(), dict[int, Path | None]()
    places = {member.filename: place for place, member in enumerate(members)}
    for place, member in enumerate(members):
        name = Path(member.filename)
        if name.suffix.lower() not in CLEANED:
            continue
        file = folder / f"{place}{name.suffix}"
        beside = {end: places[member.filename + end] for end in BESIDE if member.filename + end in places}
        for end, one in {"": place, **beside}.items():
            with old.open(members[one]) as source, file.with_name(file.name + end).open("wb") as target:
                shutil.copyfileobj(source, target)
        if _clean_file(book, db, file):
            cleaned |= {place: file, **dict.fromkeys(beside.values())}
    return cleaned


def _write_archive(old: zipfile.ZipFile, cleaned: dict[int, Path | None], file: BinaryIO) -> None:
    with zipfile.ZipFile(file, "w") as new:
        new.comment = old.comment
        for place, known in enumerate(old.infolist()):
            member, path = copy.copy(known), cleaned.get(place)
            if path is not None:
                member.file_size = path.stat().st_size
            elif place in cleaned:
                continue
            with path.open("rb") if path else old.open(known) as source, new.open(member, "w") as target:
                shutil.copyfileobj(source, target)
