"""What holds for a whole book and must not be overlooked: that it is a sample, a restored copy, or one put aside."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from db.book_file import plain
from db.i18n import _
from db.store import Book

SAMPLE, RESTORED, READ, ASIDE = "sample", "restored_from", "restored_read", "put_aside_for"
GOES_ON = "goes_on_in"
"""Settings; they stay in the book they are written in, and in every copy of it."""


@dataclass(frozen=True)
class Mark:
    """A lasting mark: words for the window's title and a sentence ("" once it was read); one that `ends` can be read.

    `goes_on` is the book to be written in instead.
    """

    title: str
    sentence: str
    ends: bool = False
    goes_on: Path | None = None


def mark_sample(book: Book) -> None:
    """From now on the book says that its figures are made up."""
    book.keep_setting(SAMPLE, "1")


def is_sample(db: sqlite3.Connection) -> bool:
    """Whether the book's figures are made up, so that its papers must say so."""
    return db.execute("SELECT 1 FROM settings WHERE key = ?", (SAMPLE,)).fetchone() is not None


def note_restored(path: Path, copy: Path, aside: Path | None = None) -> None:
    """Write into a book that was just restored which copy it came from, and into the one put aside what took its place."""
    _rewrite(path, {RESTORED: str(copy)})
    if aside is not None:
        _rewrite(aside, {ASIDE: path.name})


def note_goes_on(book: Book, restored: Path) -> None:
    """Write into the open book that a copy of it was made a book again, which is to be written in from now on."""
    book.keep_setting(GOES_ON, str(restored))


def _rewrite(path: Path, said: dict[str, str]) -> None:
    with plain(path, write=True) as db:
        db.execute("DELETE FROM settings WHERE key IN (?, ?, ?, ?)", (RESTORED, READ, ASIDE, GOES_ON))
        db.executemany("INSERT INTO settings (key, value) VALUES (?, ?)", said.items())


def has_read_of_restoring(book: Book) -> None:
    """The person has read which copy the book came from; the title goes on saying that it was restored."""
    book.keep_setting(READ, "1")


def marks(book: Book) -> list[Mark]:
    """What the window says of this book as long as it holds."""
    with book.reading() as db:
        keys = (SAMPLE, RESTORED, READ, ASIDE, GOES_ON)
        said = dict(db.execute("SELECT key, value FROM settings WHERE key IN (?, ?, ?, ?, ?)", keys))
    found = []
    if SAMPLE in said:
        found.append(Mark(_("TẬP"), _("Sổ TẬP: số liệu bịa, đừng ghi việc thật vào đây.")))
    if ASIDE in said:
        sentence = _("Sổ cũ, cất riêng khi khôi phục. Sổ đang dùng là «{name}»; ở đây chỉ nên xem, không ghi tiếp.")
        found.append(Mark(_("SỔ CŨ"), sentence.format(name=said[ASIDE])))
    if GOES_ON in said:
        found.append(_goes_on(Path(said[GOES_ON])))
    if RESTORED in said:
        found.append(Mark(_("BẢN KHÔI PHỤC"), "" if READ in said else _restored(said[RESTORED]), ends=True))
    return found


def _goes_on(restored: Path) -> Mark:
    sentence = _(
        "Sổ này đã được khôi phục từ bản sao thành sổ «{name}» (thư mục {folder}). Việc mới ghi ở sổ «{name}»; ở đây chỉ nên "
        "xem: ghi ở cả hai thì mỗi sổ một khác."
    )
    said = sentence.format(name=restored.name, folder=restored.parent)
    return Mark(_("SỔ CŨ"), said, goes_on=restored)


def _restored(copy: str) -> str:
    return _(
        "Sổ này khôi phục từ bản sao «{copy}». Những gì ghi sau khi chép bản ấy không có ở đây: xem lại giấy tờ, ghi "
        "bổ sung. Từ nay chỉ ghi ở sổ này, không ghi tiếp ở sổ trước đó."
    ).format(copy=copy)
