"""What holds for a whole book and must not be overlooked: that it is a sample, a restored copy, or one put aside."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from db.book_file import plain
from db.i18n import _
from db.identity import read_identity
from db.lacking import lacking, lacking_words, receive_again_words
from db.refusal import BookUnusable, Refusal
from db.settings import DROP, KEEP, SettingKey, drop_setting, setting, settings
from db.store import Book

SAMPLE, RESTORED, READ = SettingKey.SAMPLE, SettingKey.RESTORED_FROM, SettingKey.RESTORED_READ
ASIDE, GOES_ON, LACKED = SettingKey.PUT_ASIDE_FOR, SettingKey.GOES_ON_IN, SettingKey.WENT_ON_WITHOUT


@dataclass(frozen=True)
class BookMark:
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
    return setting(db, SAMPLE) is not None


def note_restored(path: Path, copy: Path, aside: Path | None = None) -> None:
    """Write into a book that was just restored which copy it came from, and into the one put aside what took its place."""
    _rewrite(path, {RESTORED: str(copy)})
    if aside is not None:
        _rewrite(aside, {ASIDE: path.name})


def note_goes_on(book: Book, restored: Path) -> None:
    """Write into the open book that a copy of it was made a book again, which is to be written in from now on."""
    book.keep_setting(GOES_ON, str(restored))


def in_use(path: Path) -> Path:
    """The book that is written in instead of this one, where it is there and can be read; else this one."""
    try:
        with plain(path) as db:
            after = _goes_on_in(path, _said(db))
    except (sqlite3.DatabaseError, Refusal):
        return path  # opening it says what is wrong with it
    return after if after is not None and after.is_file() else path


def is_put_aside(book: Book) -> bool:
    """Whether another book is written in instead of this one."""
    with book.reading() as db:
        return _goes_on_in(book.path, _said(db)) is not None


def require_in_use(book: Book) -> None:
    """Refuse to write into a book instead of which another one is written in."""
    with book.reading() as db:
        after = _goes_on_in(book.path, _said(db))
    if after is not None:
        said = _(
            "Sổ này là sổ cũ nên chỉ xem được. Ghi ở «{name}»; nếu khôi phục nhầm, chạy lệnh book reuse với sổ này trước."
        )
        raise BookUnusable(said.format(name=after.name), code="OLD_BOOK")


def use_again(book: Book) -> None:
    """Take the old mark off a book; the one that was to be written in instead, where it is there, is the old one from now on."""
    with book.reading() as db:
        after = _goes_on_in(book.path, _said(db))
    if after is None:
        raise Refusal(_("Sổ này không phải sổ cũ nên không cần dùng lại."), code="IN_USE")
    if after.is_file() and read_identity(after).book_id == book.identity.book_id:
        with Book.open(after, home=book.home, clock=book.clock, write=True) as other:
            note_goes_on(other, book.path)
    book.beside(DROP, [(ASIDE,), (GOES_ON,)])


def _goes_on_in(path: Path, said: Mapping[str, str]) -> Path | None:
    if GOES_ON in said:
        return Path(said[GOES_ON])
    return path.with_name(said[ASIDE]) if ASIDE in said else None


def _said(db: sqlite3.Connection) -> dict[str, str]:
    return settings(db, SAMPLE, RESTORED, READ, ASIDE, GOES_ON, LACKED)


def _rewrite(path: Path, said: dict[SettingKey, str]) -> None:
    with plain(path, write=True) as db:
        for key in (RESTORED, READ, ASIDE, GOES_ON):
            drop_setting(db, key)
        db.executemany(KEEP, said.items())


def has_read_of_restoring(book: Book) -> None:
    """The person has read which copy the book came from; the title goes on saying that it was restored."""
    book.keep_setting(READ, "1")


def marks(book: Book) -> list[BookMark]:
    """What the window says of this book as long as it holds."""
    with book.reading() as db:
        said = _said(db)
    found = []
    if SAMPLE in said:
        found.append(BookMark(_("TẬP"), _("Sổ TẬP: đừng ghi việc thật vào đây, số liệu là bịa.")))
    if (after := _goes_on_in(book.path, said)) is not None:
        sentence = _("Sổ cũ. Việc mới ghi ở sổ «{name}» (thư mục {folder}): ghi ở cả hai thì mỗi sổ một khác.")
        found.append(BookMark(_("SỔ CŨ"), sentence.format(name=after.name, folder=after.parent), goes_on=after))
    is_province = book.identity.is_province
    if count := lacking(book):
        found.append(BookMark(_("SỔ CŨ HƠN"), lacking_words(count, is_province=is_province)))
    elif LACKED in said and RESTORED not in said:
        words = "" if READ in said else lacking_words(int(said[LACKED]), is_province=is_province)
        found.append(BookMark(_("SỔ CŨ HƠN"), words, ends=True))
    if RESTORED in said:
        words = "" if READ in said else _restored(said[RESTORED], is_province=is_province)
        found.append(BookMark(_("BẢN KHÔI PHỤC"), words, ends=True))
    return found


def _restored(copy: str, *, is_province: bool) -> str:
    said = _(
        "Sổ này khôi phục từ bản sao «{copy}». Những gì ghi sau khi chép bản ấy không có ở đây: xem lại giấy tờ, ghi "
        "bổ sung. Từ nay chỉ ghi ở sổ này, không ghi tiếp ở sổ trước đó."
    ).format(copy=copy)
    return f"{said} {receive_again_words()}" if is_province else said
