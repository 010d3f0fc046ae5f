"""Copies of the book: made, opened again and counted before they are called good; and brought back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.book_file import BESIDE, check_file, copy_file, plain, pour
from db.disk_faults import disk_refusal
from db.files import (
    is_folder,
    put_in_place,
    real_path,
    remove_quietly,
    require_one_name,
    require_short,
    safe_book_name,
    same_disk,
    same_file,
)
from db.held_file import is_open_book, is_open_elsewhere
from db.i18n import _
from db.refusal import Refusal
from db.scrubbing import is_copy_of
from db.settings import SettingKey, settings
from db.store import Book
from db.writer_lock import WriterLock
from desktop_app.work.book.book_marks import note_goes_on, note_restored
from desktop_app.work.book.whose_copy import counts_of, require_copy_of_unit


@dataclass(frozen=True)
class Copied:
    """A copy that was opened and counted; the counts are those of the book.

    One that lies `beside` the book, on the same drive, goes with it when the machine breaks.
    """

    path: Path
    counts: dict[str, int]
    beside: bool


def copy(book: Book, target: Path, today: date) -> Copied:
    """Copy the open book to a folder or file, open the copy and count it against the book.

    Only a copy on another drive is remembered as the book's latest; where one lies beside it is known for erasures.
    """
    path = require_short(target) / f"{book.path.stem}-{today.isoformat()}.skh" if is_folder(target) else target
    path = real_path(safe_book_name(path))
    if same_file(path, book.path):
        raise Refusal(_("Chọn nơi chép khác với tệp sổ đang mở."), code="SAME_FILE")
    if path.exists():
        _require_replaceable(book, path)
    with book.reading() as db:
        before = counts_of(db)
    copy_file(book.path, path)
    with plain(path) as again:
        sound = again.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        counts = counts_of(again)
    if not sound or any(counts[name] < number for name, number in before.items()):
        remove_quietly(path)
        raise Refusal(_("Bản sao đọc lại không khớp nên đã bỏ. Thử lại với ổ đĩa hoặc USB khác."), code="COPY")
    beside = same_disk(path, book.path)
    if book.writable:
        book.keep_settings(
            {SettingKey.COPIED_BESIDE: str(path)}
            if beside
            else {SettingKey.COPIED_ON: today.isoformat(), SettingKey.COPIED_TO: str(path)}
        )
    return Copied(path, counts, beside)


def words_of_copy(copied: Copied) -> str:
    """What a copy holds and where it lies; and what one is not good for that lies beside the book."""
    said = _("Bản sao dùng được: {people} người, {movements} phiếu, {awards} suất khen thưởng. Tệp {path}.")
    if copied.beside:
        said = _(
            "Đã chép {people} người, {movements} phiếu, {awards} suất khen thưởng vào tệp {path}, nhưng tệp ấy nằm cùng ổ "
            "đĩa với sổ: máy hỏng là mất cả hai, nên chưa tính là đã sao lưu. Cắm USB rồi sao lưu vào USB."
        )
    counts = copied.counts
    return said.format(
        people=counts["people"], movements=counts["movements"], awards=counts["awards"], path=copied.path
    )


def _require_replaceable(book: Book, path: Path) -> None:
    """Only an older copy of this very book gives way to a new one, and only while no program has it open."""
    if _is_open(path):
        raise Refusal(
            _("«{name}» đang mở ở một cửa sổ nên chưa chép đè lên. Đóng cửa sổ ấy hoặc chọn tên khác.").format(
                name=path.name
            ),
            code="OPEN_BOOK",
        )
    with book.reading() as db:
        if not (path.is_file() and is_copy_of(path, db)):
            raise Refusal(
                _(
                    "«{name}» không phải bản sao của sổ này nên không chép đè lên. Chọn tên khác hoặc thư mục khác."
                ).format(name=path.name),
                code="EXISTS",
            )
        if not _holds_all_of(db, path):
            raise Refusal(
                _(
                    "«{name}» mới hơn sổ đang mở: trong đó có phần ghi mà sổ này không có, nên không chép đè lên. "
                    "Chọn tên khác; nếu cần phần ấy, mở «{name}» hoặc dùng «Khôi phục»."
                ).format(name=path.name),
                code="NEWER_COPY",
            )


def _is_open(path: Path) -> bool:
    if is_open_book(path) or is_open_elsewhere(path):
        return True
    lock = WriterLock(path)
    try:
        return lock.is_left_behind() and not lock.take_if_free()
    finally:
        lock.release()


def _holds_all_of(db: sqlite3.Connection, path: Path) -> bool:
    with plain(path) as copy:
        known = {one for (one,) in db.execute("SELECT id FROM entries")}
        return all(one in known for (one,) in copy.execute("SELECT id FROM entries"))


@dataclass(frozen=True)
class Restored:
    """A book brought back from a copy; what stood there before is kept aside."""

    path: Path
    kept_aside: Path | None


def restore(copy_path: Path, target: Path) -> Restored:
    """Put a copy in the place of a book that nobody has open for writing; what stood there is kept aside.

    The first write afterwards begins a new life of the book, by itself.
    """
    if is_folder(target):
        raise Refusal(
            _("«{name}» là một thư mục. Ghi cả tên tệp sổ cần khôi phục, có đuôi .skh.").format(name=target.name),
            code="FOLDER",
        )
    check_file(copy_path)
    target = real_path(safe_book_name(target))
    if same_file(copy_path, target):
        raise Refusal(_("Bản sao và sổ là một tệp. Chọn bản sao khác."), code="SAME_FILE")
    if target.is_file():
        require_one_name(target)
    lock = WriterLock(target)
    lock.acquire()
    try:
        return _restore(copy_path, target)
    finally:
        lock.release()


def _require_same_unit(copy_path: Path, target: Path) -> None:
    """Where it cannot be read any more whose the book was, it may give way to any copy."""
    try:
        with plain(target, write=True) as db:  # what only reads would leave its two files lying beside the book
            said = settings(db, SettingKey.UNIT, SettingKey.ROLE)
    except sqlite3.DatabaseError:
        return
    if SettingKey.UNIT in said:
        require_copy_of_unit(
            copy_path, bytes.fromhex(said[SettingKey.UNIT]), is_province=said.get(SettingKey.ROLE) == "province"
        )


def restore_beside(book: Book, copy_path: Path) -> Restored:
    """Make a book of its own of a copy of this unit's book, beside the open one, which says from now on where it goes on."""
    require_copy_of_unit(copy_path, book.unit, is_province=book.identity.is_province)
    made = restore(copy_path, book.path.with_name(f"{book.path.stem}-khoi-phuc.skh"))
    if book.writable:
        note_goes_on(book, made.path)
    return made


def _restore(copy_path: Path, target: Path) -> Restored:
    if not target.exists():
        copy_file(copy_path, target)
        note_restored(target, copy_path)
        return Restored(target, None)
    _require_same_unit(copy_path, target)
    aside = _free_name(target)
    try:
        copy_file(target, aside)
        pour(copy_path, target)
        note_restored(target, copy_path, aside)
    except Refusal as refusal:
        remove_quietly(aside)
        if refusal.code not in UNREADABLE:
            raise
        _replace_damaged(copy_path, target, aside)
        note_restored(target, copy_path)
    return Restored(target, aside)


UNREADABLE = ("DAMAGED", "FOREIGN")


def _replace_damaged(copy_path: Path, target: Path, aside: Path) -> None:
    """What cannot be read as a book is moved aside as it lies there, once the copy stands whole beside it."""
    ready = target.with_name(f"{target.stem}.khoi-phuc{target.suffix}")
    copy_file(copy_path, ready)
    try:
        for suffix in (*BESIDE, ""):
            if (old := target.with_name(target.name + suffix)).exists():
                put_in_place(old, aside.with_name(aside.name + suffix))
        put_in_place(ready, target)
    except OSError as error:
        remove_quietly(ready)
        raise disk_refusal(error, target) from error


def block_begun(book: Book) -> str:
    """The block in which a restored book has begun to number, until the person has read of it; "" for none."""
    return book.setting(SettingKey.NEW_BLOCK) or ""


def words_of_new_block(block: str) -> str:
    """What the person is told at the first write after a restore."""
    return _(
        "Sổ này cũ hơn lần ghi cuối trên máy này (bản sao khôi phục, hoặc tệp bị chép đè) nên từ nay phiếu, giấy khen ghi "
        "số quyển mới {block} (PT{block}-001); "
        "số cũ không dùng lại."
    ).format(block=block)


def has_read_of_new_block(book: Book) -> None:
    """The person has read in which block the book numbers now."""
    book.keep_settings({SettingKey.NEW_BLOCK: None})


def _free_name(target: Path) -> Path:
    number = 1
    while (path := target.with_name(f"{target.stem}-truoc-khoi-phuc-{number}{target.suffix}")).exists():
        number += 1
    return path
