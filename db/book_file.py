"""The book as an SQLite file: is it ours and sound, how it is opened and copied."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, event

from db.disk_faults import BUSY, CANNOT_WRITE_BESIDE, DAMAGED, NO_ROOM_BESIDE, code_of, damaged, disk_refusal
from db.files import put_in_place, remove_quietly, require_regular, require_short, safe_name
from db.held_file import APPLICATION_ID, PATIENCE, HeldFile, held
from db.i18n import _
from db.refusal import BookUnusable, Refusal, busy, unusable

SCHEMA = 4
QUICK_CHECK_LIMIT = 256 * 2**20
"""Books above this size are checked by `book check` and at each copy, not at every opening (160 MB/s)."""

READERS_CACHE, WRITERS_CACHE = 64 * 1024, 256 * 1024
"""KiB of pages remembered at most. A province's files change pages all over its book: with too few, each is written
and read several times before a group of files is kept. A small book never fills it.
"""
WORKED_OUT = frozenset(
    ("1c7adc8e354241b5", "8a7b2def11a81767", "6250d8c675629dcd", "fa1d079d69bcbafa", "729e56977a1d9cdd")
)
"""What a book may hold that is worked out when it is asked for, of all versions: the search index and the views, by the
SHA-256 of their text. Anything else of the kind, and every trigger, was put in by somebody else.
"""
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside an open book."""


def connect(path: Path, *, write: bool = False, new: bool = False) -> sqlite3.Connection:
    """A connection to a book that is there, or to a `new` file; in a folder that may only be read, to the file as it lies there.

    One that does not `write` cannot carry the log over nor take it away. SQLite keeps two files beside an open book.
    Where it may not, the book can still be read, unless such a file was left behind: then its last changes would be
    missing, and it is refused.
    """
    if not new:
        require_there(path)
    for mode in (
        ("rwc",) if new else ("rw",) if write else ("ro", "rw")
    ):  # only a writer can clear up after a killed one
        db = sqlite3.connect(f"{_uri(path)}?mode={mode}", uri=True, timeout=PATIENCE, check_same_thread=False)
        try:
            for pragma in ("trusted_schema = OFF", "cell_size_check = ON"):  # a file from elsewhere runs nothing
                db.execute(f"PRAGMA {pragma}")
            db.execute("PRAGMA schema_version").fetchone()
        except sqlite3.OperationalError as error:
            db.close()
            if code_of(error) not in CANNOT_WRITE_BESIDE and (write or error.sqlite_errorcode not in NO_ROOM_BESIDE):
                raise
        else:
            return db
    log = path.with_name(path.name + "-wal")
    if log.is_file() and log.stat().st_size:
        raise BookUnusable(
            _(
                "Sổ «{name}» chưa được đóng hẳn và nằm ở nơi chỉ đọc. "
                "Chép sổ cùng tệp «{name}-wal» vào một thư mục trên máy rồi mở ở đó."
            ).format(name=path.name),
            code="READ_ONLY",
        )
    return sqlite3.connect(f"{_uri(path)}?immutable=1", uri=True, check_same_thread=False)


def _uri(path: Path) -> str:
    """A path as SQLite's URI; a drive letter and a network name follow an empty authority."""
    text = path.absolute().as_posix()
    return f"file://{'' if text.startswith('/') else '/'}{quote(text)}"


def engine(path: Path, *, read_only: bool, opened: Callable[[sqlite3.Connection], None]) -> Engine:
    """Connections to a book for sessions: a write takes the lock at once, a read sees one state of the book.

    The log is not carried over by itself: it might have lost its name. `opened` is called with each new connection.
    """
    made = create_engine(
        URL.create("sqlite", database=str(path)),
        hide_parameters=True,
        creator=lambda: connect(path, write=not read_only),
    )

    @event.listens_for(made, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        cache = READERS_CACHE if read_only else WRITERS_CACHE
        mode = ("query_only=ON",) if read_only else ("journal_mode=WAL", "wal_autocheckpoint=0")
        for pragma in (*mode, "synchronous=FULL", "temp_store=MEMORY", f"cache_size=-{cache}"):
            connection.execute(f"PRAGMA {pragma}")
        opened(connection)

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return made


@contextmanager
def plain(path: Path, *, write: bool = False, new: bool = False) -> Iterator[sqlite3.Connection]:
    """A plain connection for a moment, in which each statement stands for itself."""
    db = connect(path, write=write, new=new)
    db.isolation_level = None
    try:
        yield db
    finally:
        db.close()


def require_there(path: Path) -> None:
    """Refuse a book that is not where it was: another name, or a drive that was pulled out."""
    require_short(path)
    if not path.is_file():
        raise BookUnusable(
            _("Không thấy sổ «{path}». Kiểm tra lại tên tệp và ổ đĩa.").format(path=path), code="MISSING"
        )


def check_file(path: Path) -> None:
    """Refuse a file that is no book, a damaged one, and one that a newer program wrote."""
    require_there(path)
    for ending in (*BESIDE, ".lock"):
        require_regular(path.with_name(path.name + ending))
    try:
        with held(path) as file:
            _require_its_own_log(path, file)
            with plain(path) as db:
                writable = file.head(19)[18:] in (b"\1", b"\2")  # SQLite takes any higher format as read-only
                application = db.execute("PRAGMA application_id").fetchone()[0]
                schema = db.execute("PRAGMA user_version").fetchone()[0]
                if application == APPLICATION_ID and _runs_something(db):
                    raise _altered(path)
                small = path.stat().st_size <= QUICK_CHECK_LIMIT
                sound = not small or db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except (sqlite3.DatabaseError, UnicodeDecodeError, OSError) as error:
        raise _unreadable(path, error) from error
    if application != APPLICATION_ID:
        raise _foreign(path)
    if not writable or schema < 1:
        raise damaged(path)
    if schema > SCHEMA:
        raise BookUnusable(
            _(
                "Sổ «{name}» được ghi bằng bản chương trình mới hơn. Số liệu vẫn nguyên; cập nhật chương trình rồi mở lại."
            ).format(name=path.name),
            code="NEWER",
        )
    if not sound:
        raise damaged(path)


def _runs_something(db: sqlite3.Connection) -> bool:
    """Whether a file brings views, triggers or virtual tables that no version of this program has made; nothing is run."""
    rows = db.execute(
        "SELECT type, sql FROM sqlite_master WHERE type IN ('view', 'trigger') OR rootpage = 0 OR lower(sql) LIKE '%virtual%'"
    )
    return any(
        kind == "trigger" or hashlib.sha256(str(sql).encode()).hexdigest()[:16] not in WORKED_OUT for kind, sql in rows
    )


def _altered(path: Path) -> BookUnusable:
    return BookUnusable(
        _(
            "Sổ «{name}» có phần lạ mà chương trình không lập ra, nên không mở: mở ra có thể làm hỏng số liệu. Dùng bản sao lưu "
            "của mình; hỏi người đưa tệp này."
        ).format(name=path.name),
        code="ALTERED",
    )


def _require_its_own_log(path: Path, file: HeldFile) -> None:
    if file.is_by_another_name():
        raise BookUnusable(
            _(
                "Sổ «{name}» đang mở ở một cửa sổ bằng tên khác, hoặc các tệp cạnh sổ đã bị đổi tên hay xóa, nên chưa mở: mở "
                "như vậy sẽ mất số liệu. Đóng cửa sổ kia để cửa sổ ấy cất những gì đã ghi, rồi mở lại."
            ).format(name=path.name),
            code="OTHER_NAME",
        )


def schema_of(path: Path) -> int:
    """The version of a book's tables."""
    with plain(path) as db:
        schema: int = db.execute("PRAGMA user_version").fetchone()[0]
    return schema


def _unreadable(path: Path, error: Exception) -> Refusal:
    if isinstance(error, UnicodeDecodeError):
        return damaged(path)
    code = code_of(error)
    if code == sqlite3.SQLITE_NOTADB:
        return _foreign(path)
    refusal = damaged(path) if code in DAMAGED else disk_refusal(error, path)
    return unusable(refusal)


def _foreign(path: Path) -> BookUnusable:
    return BookUnusable(
        _("«{name}» không phải sổ của Sổ Khuyến học. Chọn lại tệp có đuôi .skh.").format(name=path.name),
        code="FOREIGN",
    )


def copy_file(source: Path, target: Path) -> None:
    """Copy a book, also one that is being written, to a file of its own, whole or not at all."""
    part = require_short(safe_name(target)).with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with plain(source) as old, plain(part, new=True) as made:
            old.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
        for suffix in BESIDE:  # of what lies there now; SQLite would take them for the new file's
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        put_in_place(part, target)
    except (sqlite3.Error, OSError) as error:
        remove_quietly(part)
        raise disk_refusal(error, target) from error


def pour(source: Path, target: Path) -> None:
    """Put the content of one book in the place of another's, in one transaction of the file that is there.

    Whoever reads it meanwhile keeps what he saw and sees the new content next; nothing is removed or renamed under him.
    """
    try:
        with plain(source) as old, plain(target, write=True) as new:
            if new.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
                raise disk_refusal(None, target)
            old.backup(new, progress=_patience(target))
            new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, OSError) as error:
        raise disk_refusal(error, target) from error


def _patience(target: Path) -> Callable[[int, int, int], None]:
    """Refuse where another program writes to the target all the while: SQLite's copying would wait for ever."""
    until = time.monotonic() + PATIENCE

    def look(status: int, _left: int, _pages: int) -> None:
        if status & 0xFF in BUSY and time.monotonic() > until:
            raise busy()

    return look


def is_older(path: Path) -> bool:
    """Whether an older program wrote the book."""
    return schema_of(path) < SCHEMA


def upgrade_if_older(path: Path) -> None:
    """Bring an older book to today's tables; a copy of the book as it was is kept beside it."""
    schema = schema_of(path)
    if schema < SCHEMA:
        copy_file(path, path.with_name(f"{path.stem}-ban-{schema}{path.suffix}"))
        migrate(path)


def migrate(path: Path) -> None:
    """Bring the tables of a book or a copy up to date; a new file becomes an empty book."""
    from db.migrations.run import upgrade

    upgrade(path, APPLICATION_ID)


def remove(path: Path) -> None:
    """Remove a book and what lies beside it."""
    for suffix in ("", *BESIDE, ".lock"):
        remove_quietly(path.with_name(path.name + suffix))
