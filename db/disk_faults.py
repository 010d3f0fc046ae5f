"""What a fault of a book's file, its disk or its drive is called: the errors of SQLite and of the system in sentences."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from db.held_file import is_open_elsewhere
from db.i18n import _
from db.refusal import BookUnusable, Refusal, busy, disk_full

CANNOT_WRITE_BESIDE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
NO_ROOM_BESIDE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN)
"""On a full disk: whoever writes is told so, whoever reads can do without."""
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
IN_PAGE = sqlite3.SQLITE_IOERR | 33 << 8  # SQLITE_IOERR_IN_PAGE, which Python 3.11 does not name
READING_FAILED = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, IN_PAGE)
DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, *CANNOT_WRITE_BESIDE)


def damaged(path: Path) -> BookUnusable:
    """The refusal of a damaged book; of one that only looks so, because a program has it open and its log was removed."""
    if is_open_elsewhere(path):
        return BookUnusable(
            _(
                "Chưa đọc được sổ «{name}»: sổ đang mở ở một chương trình khác và tệp nhật ký cạnh sổ đã bị xóa. "
                "Sổ chưa chắc bị hỏng: đóng các cửa sổ kia để chúng cất những gì đã ghi, rồi mở lại."
            ).format(name=path.name),
            code="LOG_GONE",
        )
    return BookUnusable(
        _("Sổ «{name}» bị hỏng. Không ghi gì thêm vào tệp này; mở bản sao lưu gần nhất bằng «Khôi phục».").format(
            name=path.name
        ),
        code="DAMAGED",
    )


def is_fault_of_the_disk(error: BaseException | None) -> bool:
    """Whether an error of SQLite tells of the file, the disk or another program, not of a mistake in this program."""
    return isinstance(error, sqlite3.Error) and code_of(error) in (*DISK, *DAMAGED, *BUSY)


def disk_refusal(error: BaseException | None, path: Path) -> Refusal:
    """A full disk, a read-only folder or a locked file, in words; a damaged book where SQLite says so."""
    code = code_of(error)
    no_room = getattr(error, "sqlite_errorcode", 0) in NO_ROOM_BESIDE
    if no_room or (isinstance(error, OSError) and error.errno == errno.ENOSPC):
        return disk_full()
    if code in DAMAGED:
        return damaged(path)
    if getattr(error, "sqlite_errorcode", 0) in READING_FAILED:
        return BookUnusable(
            _("Không đọc được ổ đĩa chứa sổ nên chưa ghi gì. Cắm lại USB hoặc ổ đĩa, rồi làm lại."), code="UNREADABLE"
        )
    if code in BUSY:
        return busy()
    return Refusal(
        _("Không ghi được vào «{folder}». Kiểm tra ổ đĩa còn chỗ và không khóa ghi, rồi làm lại.").format(
            folder=path.parent
        ),
        code="DISK",
    )


def code_of(error: BaseException | None) -> int:
    """SQLite's primary result code of an error, 0 where it is none of SQLite's."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def told_in_words(path: Path) -> Iterator[None]:
    """Faults of a book's disk become refusals, whoever met them; a mistake in this program stays what it is."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if not is_fault_of_the_disk(cause):
            raise
        raise disk_refusal(cause, path) from error
