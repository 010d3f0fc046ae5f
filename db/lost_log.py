"""A log that has lost its name: carried into the book, or kept as a copy; nothing that was confirmed goes with it unsaid."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from db.book_file import plain, pour
from db.disk_faults import CANNOT_WRITE_BESIDE, code_of, is_fault_of_the_disk
from db.files import remove_quietly
from db.i18n import _
from db.refusal import BookUnusable, Refusal


def size_of(path: Path) -> int:
    """Bytes of a file, 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


class CheckpointOutcome(Enum):
    """What became of carrying a log over."""

    ALL = "all"
    CUT_OFF = "another program has carried it over"
    READ_ELSEWHERE = "another program reads"
    NO_ROOM = "the book's drive takes nothing"


def carried_over(db: sqlite3.Connection, path: Path) -> CheckpointOutcome:
    """Carry the log over; not even begun where the book cannot grow: half of it in the book would damage it."""
    pages, size = (db.execute(f"PRAGMA {fact}").fetchone()[0] for fact in ("page_count", "page_size"))
    if pages * size - size_of(path) > shutil.disk_usage(path.parent).free:
        return CheckpointOutcome.NO_ROOM
    try:
        waits = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        return CheckpointOutcome.CUT_OFF if _is_cut_off(error) else CheckpointOutcome.NO_ROOM
    return CheckpointOutcome.READ_ELSEWHERE if waits else CheckpointOutcome.ALL


def _is_cut_off(error: sqlite3.Error) -> bool:
    """Whether the log ends before what SQLite knows of it: another program that has it too carried it over and emptied it."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHORT_READ


class Why(Enum):
    """What kept a log from being carried over."""

    TWO_LOGS = "another program has begun a log of its own"
    NO_ROOM = "the book's drive takes nothing"
    MOVED = "the book's name is gone, or another file has it"
    WRITTEN_OVER = "the log was emptied, or another was written over it"


@dataclass(frozen=True)
class Rescued:
    """The copy of all that was written here, and why it is not in the book."""

    copy: Path
    why: Why


class OnlyHere(BookUnusable):
    """What was written is in the open connections alone: they stay open until the drive has room for it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tệp nhật ký cạnh sổ đã bị xóa, và ổ đĩa chứa sổ đã đầy hoặc không ghi được nên chưa cất lại được những gì "
                "đã ghi. Chúng còn trong chương trình này, không cần ghi lại. Đừng tắt chương trình: xóa bớt tệp không cần "
                "trên ổ đĩa ấy, rồi làm tiếp."
            ),
            code="DISK_FULL",
        )


class EntriesGone(BookUnusable):
    """What stood in the log alone is lost: nothing on this machine remembers it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tệp nhật ký cạnh sổ vừa bị xóa trắng hoặc bị tệp khác ghi đè, nên những gì ghi sau cùng không còn trong sổ và "
                "việc vừa làm không tính là đã ghi. Đóng sổ rồi mở lại: chương trình nói sổ thiếu bao nhiêu mục; xem lại giấy "
                "tờ và ghi bổ sung."
            ),
            code="LOG_CUT",
        )


def carried_over_elsewhere() -> BookUnusable:
    """The refusal where only another program can carry over what waits in a log without a name."""
    return BookUnusable(
        _(
            "Tệp nhật ký cạnh sổ vừa bị xóa nên cửa sổ này chưa ghi gì. "
            "Ghi hoặc mở một trang ở cửa sổ đang ghi sổ, rồi làm lại ở đây."
        ),
        code="LOG",
    )


def still_read() -> BookUnusable:
    """The refusal while others here read on in a log without a name."""
    return BookUnusable(
        _(
            "Tệp nhật ký cạnh sổ vừa bị xóa; chương trình chờ các trang đang đọc sổ xong rồi mở lại sổ. "
            "Chờ một lát rồi làm lại."
        ),
        code="LOG_READ",
    )


def rescue(db: sqlite3.Connection, path: Path, second: Path, why: Why) -> Rescued | None:
    """Everything that `db` sees of the book at `path`, or remembers of it, as a copy beside it, or in the `second` folder.

    None where another program that has the same log carried it over; `OnlyHere` where there is no room for a copy;
    `EntriesGone` where too little is remembered.
    """
    for folder in (path.parent, second):
        aside = _free_name(folder, path)
        try:
            with plain(aside, new=True) as made:
                db.backup(made)
                if why is Why.WRITTEN_OVER and made.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                    raise sqlite3.DatabaseError("pages of several states")
        except sqlite3.Error as error:
            _remove(aside)
            if why is Why.WRITTEN_OVER and code_of(error) not in (sqlite3.SQLITE_FULL, *CANNOT_WRITE_BESIDE):
                raise EntriesGone() from error
            if _is_cut_off(error):
                return None
            if not is_fault_of_the_disk(error):
                raise
        else:
            return Rescued(aside, why)
    raise OnlyHere()


def _remove(aside: Path) -> None:
    for ending in ("", "-journal"):
        remove_quietly(aside.with_name(aside.name + ending))


def put_back(path: Path, rescued: Rescued) -> None:
    """Let a book that nobody has open take in the copy; where it cannot, it stays in the copy."""
    with suppress(Refusal, sqlite3.Error):
        pour(rescued.copy, path)


def _free_name(folder: Path, book: Path) -> Path:
    number = 1
    while (aside := folder / f"{book.stem}-cuu-{number}{book.suffix}").exists():
        number += 1
    return aside


def require_nothing_missing(path: Path, rescued: Rescued) -> None:
    """Drop the copy where the book holds every entry of it; else, or where the book cannot be read, say where they are."""
    try:
        with plain(path) as db:
            db.execute("ATTACH ? AS aside", (str(rescued.copy),))
            missing = db.execute(
                "SELECT 1 FROM aside.entries a WHERE NOT EXISTS"
                " (SELECT 1 FROM entries e WHERE e.chain = a.chain AND e.seq = a.seq AND e.id = a.id)"
            ).fetchone()
    except (sqlite3.Error, Refusal) as error:
        raise _lies_in(rescued) from error
    if missing is not None:
        raise _lies_in(rescued)
    rescued.copy.unlink()


def _lies_in(rescued: Rescued) -> BookUnusable:
    if rescued.why is Why.WRITTEN_OVER:
        return BookUnusable(
            _(
                "Tệp nhật ký cạnh sổ bị xóa trắng hoặc bị tệp khác ghi đè, nên sổ thiếu những gì vừa ghi. Chúng không mất: cả "
                "sổ nằm trong «{path}». Đóng mọi cửa sổ đang mở sổ, rồi «Khôi phục» từ tệp ấy trước khi ghi tiếp."
            ).format(path=rescued.copy),
            code="LOG_CUT",
        )
    if rescued.why is Why.MOVED:
        return BookUnusable(
            _(
                "Tệp sổ đã bị đổi tên, xóa hoặc thay bằng tệp khác trong lúc đang mở, nên những gì ghi sau cùng không cất vào "
                "đó. Chúng không mất: cả sổ nằm trong «{path}». Tìm tệp sổ rồi «Khôi phục» từ tệp ấy trước khi ghi tiếp."
            ).format(path=rescued.copy),
            code="MOVED",
        )
    if rescued.why is Why.TWO_LOGS:
        return BookUnusable(
            _(
                "Một chương trình khác đã xóa tệp nhật ký của sổ rồi ghi vào sổ. Những gì ghi ở đây không mất: chúng nằm "
                "trong «{path}». Ngừng ghi và đưa tệp ấy cùng tệp sổ cho người phụ trách tỉnh."
            ).format(path=rescued.copy),
            code="TWO_LOGS",
        )
    return BookUnusable(
        _(
            "Tệp nhật ký cạnh sổ đã bị xóa, và ổ đĩa chứa sổ đã đầy hoặc không ghi được nên sổ ở đó thiếu những gì vừa "
            "ghi. Chúng không mất: cả sổ nằm trong «{path}». Dọn chỗ trên ổ đĩa rồi «Khôi phục» từ tệp ấy trước khi ghi "
            "tiếp."
        ).format(path=rescued.copy),
        code="NO_ROOM",
    )
