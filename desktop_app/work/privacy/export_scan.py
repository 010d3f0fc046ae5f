"""Looking for somebody's name in files that left the book: spreadsheets, CSV, JSON and PDF."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from db.held_file import is_open_book
from desktop_app.work.records.export_log import DUMP, NAMES, NAMES_NOBODY, NOT_SEEN
from desktop_app.work.records.name_matching import WordSet, says
from desktop_app.work.subjects.full_dump import dumped_files

TAG = re.compile(r"<[^>]*>")


def names_in(what: str, file: Path, words: WordSet) -> int:
    """Whether what was exported to `file` says one of these names; a file that is gone from a folder says nothing.

    What lies on a drive that is not there, or cannot be read, was not seen.
    """
    from pypdfium2 import PdfiumError

    try:
        files = dumped_files(file) if what == DUMP else [file]
        if is_open_book(file):
            return NOT_SEEN
        if not file.exists():
            return NAMES_NOBODY if file.parent.exists() else NOT_SEEN
        return NAMES if any(says(text, words) for one in files for text in _texts(one)) else NAMES_NOBODY
    except (OSError, PdfiumError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return NOT_SEEN


def _texts(file: Path) -> Iterator[str]:
    ending = file.suffix.lower()
    if ending == ".pdf":
        yield from _pages(file)
    elif ending in (".xlsx", ".ods"):
        yield from _sheets(file)
    else:
        yield file.read_text(encoding="utf-8", errors="replace")


def _pages(file: Path) -> Iterator[str]:
    from pypdfium2 import PdfDocument

    with closing(PdfDocument(file)) as document:
        for page in document:
            yield page.get_textpage().get_text_range()


def _sheets(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as book:
        for name in book.namelist():
            if name.endswith(".xml"):
                yield html.unescape(TAG.sub(" ", book.read(name).decode("utf-8", "replace")))
