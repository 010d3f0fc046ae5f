"""The open file of a book: its connections, and the log that must keep its name.

What is confirmed stands in the log until SQLite carries it over. Whoever takes the log's name away (a hand that tidies up,
a program of another kind) would take with it all that is written from then on. So the name is looked at before and after
each transaction; where it is gone, the log is carried into the book and everything is opened anew before anything is
called done.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine

from db.book_file import engine, plain, require_there
from db.disk_faults import told_in_words
from db.files import require_one_name
from db.held_file import PATIENCE, FileId, HeldFile, file_id
from db.i18n import _
from db.lost_log import CheckpointOutcome, OnlyHere, Rescued, carried_over, require_nothing_missing, rescue, size_of
from db.refusal import BookUnusable, Refusal, busy

WITH_A_LOG = b"\2"
"""In the file's head (SQLite's file format): it is to be read with its log."""


class OpenFile:
    """The connections to one book: many readers, one writer.

    All of them in this process must be closed before the book is opened on another log: SQLite keeps what it knows of a
    log for the whole process.
    """

    def __init__(self, path: Path, second: Path) -> None:
        """`second` is a folder that takes what the book's own drive cannot."""
        self.path = path
        self._second = second
        self._log = path.with_name(path.name + "-wal")
        self._own_log: FileId | None = None
        self.has_written = False
        self._as_it_lies = False
        self._reading: Counter[int] = Counter()
        self._calm = threading.Condition()
        self._held = HeldFile(path)
        self.readers: Engine = engine(path, read_only=True, opened=self._note_log)
        self.writer: Engine = engine(path, read_only=False, opened=self._note_writer)

    def _note_log(self, db: sqlite3.Connection) -> None:
        """SQLite has opened the log, or there is none: a copy that nothing was written to yet."""
        if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            self._as_it_lies = self._held.head(19)[18:] == WITH_A_LOG
        elif self._own_log is None:
            self._held.lock()
            self._own_log = file_id(self._log)

    def _note_writer(self, db: sqlite3.Connection) -> None:
        self._note_log(db)
        self.has_written = True

    def begin_writing(self) -> None:
        """Before the first write: from here on there is a log, and the lock that keeps it."""
        require_one_name(self.path)
        with told_in_words(self.path):
            self.writer.raw_connection().close()

    @contextmanager
    def reading(self, patience: float = PATIENCE) -> Iterator[Engine]:
        """The readers' engine, on a log that has its name; others here may read on for `patience` seconds before it has."""
        me = threading.get_ident()
        with self._calm:
            if self._is_lost() and (self.has_written or self._log.exists()):
                self._open_anew(patience)
            if self._as_it_lies:  # read without a lock: nothing of it may be remembered
                self.readers.dispose()
                self._as_it_lies = False
            self._reading[me] += 1
        try:
            yield self.readers
        finally:
            with self._calm:
                self._reading -= Counter([me])
                self._calm.notify_all()

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[Engine]:
        """The writer's engine for one transaction; when this is left, what was committed has a name. `patience` as before."""
        self.require_in_place()
        with self._calm:
            if self._is_lost():
                self._require_own_words()
                self._open_anew(patience)
        yield self.writer
        with self._calm:
            if self._is_lost() and self._reading:
                self._carry_over()
            elif self._is_lost():
                self._open_anew(patience)

    def require_in_place(self) -> None:
        """Refuse to write to a file that is gone or was replaced: what is written would be nowhere."""
        require_there(self.path)
        if not self._held.is_in_its_place():
            raise BookUnusable(
                _(
                    "Tệp sổ «{path}» vừa bị thay bằng tệp khác nên chưa ghi gì. "
                    "Đóng sổ rồi mở lại để xem sổ đang nằm ở đó."
                ).format(path=self.path),
                code="REPLACED",
            )
        if not self.has_written:
            require_one_name(self.path)

    def _require_own_words(self) -> None:
        """A program that only read cannot carry the log over: the one that writes does, before it goes on."""
        if not self.has_written:
            raise BookUnusable(
                _(
                    "Tệp nhật ký cạnh sổ vừa bị xóa nên cửa sổ này chưa ghi gì. "
                    "Ghi hoặc mở một trang ở cửa sổ đang ghi sổ, rồi đóng cửa sổ này và mở lại."
                ),
                code="LOG",
            )

    def _is_lost(self) -> bool:
        """Whether the log has lost its name, while the book itself lies where it lay."""
        return self._own_log is not None and file_id(self._log) != self._own_log and self._held.is_in_its_place()

    def _open_anew(self, patience: float) -> None:
        """Carry the nameless log over and open the book on one that has a name, once nobody here reads."""
        until = time.monotonic() + patience
        while self._reading:
            if threading.get_ident() in self._reading or not self._calm.wait(until - time.monotonic()):
                raise BookUnusable(
                    _(
                        "Tệp nhật ký cạnh sổ vừa bị xóa; chương trình chờ các trang đang đọc sổ xong rồi mở lại sổ. "
                        "Chờ một lát rồi làm lại."
                    ),
                    code="LOG_READ",
                )
        rescued = self._carry_over()
        self._forget_connections()
        if rescued is not None:
            require_nothing_missing(self.path, rescued)

    def _carry_over(self, *, leaving: bool = False) -> Rescued | None:
        """Bring what only the nameless log holds into the book.

        Where another program has begun a log of its own since, the two never mix: ours becomes a copy beside the book,
        and so it does for whoever is `leaving` and cannot wait until nobody reads or until there is room.
        """
        if not self.has_written:
            return None
        with closing(self.writer.raw_connection()) as pooled:
            db = pooled.dbapi_connection
            assert isinstance(db, sqlite3.Connection)
            if size_of(self._log):
                return rescue(db, self.path, self._second, two_logs=True)
            carried = carried_over(db, self.path)
            if carried is CheckpointOutcome.ALL:
                return None
            if carried is CheckpointOutcome.READ_ELSEWHERE and not leaving:
                raise busy()
            if carried is CheckpointOutcome.NO_ROOM and not leaving:
                raise OnlyHere()
            return rescue(db, self.path, self._second, two_logs=carried is not CheckpointOutcome.NO_ROOM)

    def close(self, *, tidy: bool) -> None:
        """Close all connections, then let go of the file; what only a log without a name holds is kept first.

        `tidy` puts the log away where nobody else has the book; whoever only reads leaves everything as it lies. Refused,
        with everything closed, where what was written here lies in a copy; and with everything left open (`is_open`),
        so that nothing goes, where there is no room for one.
        """
        rescued = None
        try:
            with told_in_words(self.path):
                if self._is_lost():
                    rescued = self._carry_over(leaving=True)
                elif tidy:
                    self._empty_log()
        except OnlyHere:
            raise
        except Refusal:
            self._let_go(tidy=tidy)
            raise
        self._let_go(tidy=tidy)
        if rescued is not None:
            require_nothing_missing(self.path, rescued)

    @property
    def is_open(self) -> bool:
        """Whether the file is held yet."""
        return self._held.is_held

    def _forget_connections(self) -> None:
        self.readers.dispose()
        self.writer.dispose()
        self._own_log, self.has_written = None, False

    def _let_go(self, *, tidy: bool) -> None:
        self._forget_connections()
        if self._held.release() and tidy:
            with suppress(Refusal, sqlite3.Error), plain(self.path, write=True):
                pass

    def _empty_log(self) -> None:
        """A book copied by hand, without its log, is whole: also where somebody else still reads it."""
        with suppress(Refusal, sqlite3.Error), closing(self.writer.raw_connection()) as pooled:
            for pragma in ("busy_timeout=0", "wal_checkpoint(TRUNCATE)"):
                pooled.cursor().execute(f"PRAGMA {pragma}")
