"""The open file of a book: its connections, and the log that must keep its name and its content.

What is committed stands in the log until it is carried over. Whoever takes the log's name away (a hand that tidies up, a
program of another kind), empties it or writes another over it would take that along. So log and index are looked at before
and after each transaction; where they are not what they were, what they alone held is brought to safety and everything is
opened anew. Else the log is carried into the book before anything is called done: only what somebody reads an older state
of meanwhile, or a full disk does not take, waits in the log.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine

from db.book_file import BESIDE, engine, plain, require_there
from db.disk_faults import told_in_words
from db.files import require_one_name
from db.held_file import PATIENCE, WITH_A_LOG, FileId, HeldFile, file_id
from db.i18n import _
from db.log_index import LogIndex
from db.lost_log import (
    CheckpointOutcome,
    EntriesGone,
    OnlyHere,
    Rescued,
    Why,
    carried_over,
    carried_over_elsewhere,
    put_back,
    require_nothing_missing,
    rescue,
    size_of,
    still_read,
)
from db.refusal import BookUnusable, Refusal, busy


class OpenFile:
    """The connections to one book: many readers, one writer.

    All of them in this process must be closed before the book is opened on another log: SQLite keeps what it knows of a
    log for the whole process.
    """

    def __init__(self, path: Path, second: Path) -> None:
        """`second` is a folder that takes what the book's own drive cannot."""
        self.path = path
        self._second = second
        self._log, self._log_index = (path.with_name(path.name + ending) for ending in BESIDE)
        self._own: tuple[FileId | None, ...] | None = None
        self._index: int | None = None
        self._known: tuple[LogIndex, tuple[int, int]] | None = None
        self.has_written = False
        self._writes = False
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
        elif self._own is None:
            db.execute("SELECT 1 FROM sqlite_master").fetchone()  # of a copy that has just got a log, it opens only now
            self._held.lock()
            self._own, self._index = self._names(), self._held.index()
            self._is_book_written_over()

    def _note_writer(self, db: sqlite3.Connection) -> None:
        self._note_log(db)
        self.has_written = self._writes = True

    def _names(self) -> tuple[FileId | None, ...]:
        return file_id(self._log), file_id(self._log_index)

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
            if self._is_lost() and (self._log.exists() or not self._is_for_another()):
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
        """The writer's engine for one transaction; when this is left, what was committed stands in the book. `patience` as before."""
        self.require_in_place()
        with self._calm:
            if self._is_lost():
                if self._is_for_another():
                    raise carried_over_elsewhere()
                self._open_anew(patience)
        yield self.writer
        with self._calm:
            if not self._is_lost():
                self._carry_on()
            elif not self._reading:
                self._open_anew(patience)
            elif (rescued := self._carry_over()) is not None:
                require_nothing_missing(self.path, rescued)

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

    def _is_for_another(self) -> bool:
        """Whether what waits in the log was written by another program alone: it carries that over, before this one goes on."""
        return not self._writes and self._waits() and self._held.is_locked_elsewhere()

    def _is_lost(self) -> bool:
        """Whether the log, or its index, has lost its name or its content, while the book itself lies where it lay."""
        if self._own is None or not self._held.is_in_its_place():
            return False
        return self._names() != self._own or self._is_written_over()

    def _is_written_over(self) -> bool:
        """Whether the book, or what has the log's name, is that file, but not what SQLite knows of it."""
        return self._is_log_written_over() or self._is_book_written_over()

    def _is_book_written_over(self) -> bool:
        """Whether the book was written to while, by its log, nobody had anything to write into it; what is seen is noted."""
        index = self._read_index()
        if index is None or index.waits:
            return False
        seen = index, self._held.last_written()
        if self._read_index() != index:
            return False
        if self._known is None or self._known[0] != index:
            self._known = seen
        return self._known != seen

    def _read_index(self) -> LogIndex | None:
        with self._held.kept() as kept:
            return LogIndex.read(self._index) if kept else None

    def _is_log_written_over(self) -> bool:
        if self._own is None or file_id(self._log) != self._own[0]:
            return False
        index = self._read_index()
        while index is not None and not index.is_held_by(self._log):
            if index == (now := self._read_index()):
                return True
            index = now  # somebody has written meanwhile
        return False

    def _waits(self) -> bool:
        """Whether something confirmed stands, or may stand, in the log alone."""
        index = self._read_index()
        return self._writes if index is None else index.waits

    def _open_anew(self, patience: float) -> None:
        """Bring what the log alone holds to safety and open the book on one that is whole, once nobody here reads."""
        until = time.monotonic() + patience
        while self._reading:
            if threading.get_ident() in self._reading or not self._calm.wait(until - time.monotonic()):
                raise still_read()
        try:
            rescued = self._carry_over()
        except EntriesGone:
            self._forget_connections()
            raise
        self._forget_connections()
        if rescued is not None:
            self._take_in(rescued)
        if self.has_written:
            self._carry_on()  # whoever writes can carry over what waits, whatever is taken away next

    def _carry_over(self, *, leaving: bool = False) -> Rescued | None:
        """Bring what only the log holds into the book, where the log has lost its name or its content.

        Where another program has begun a log of its own since, the two never mix: ours becomes a copy beside the book,
        and so it does for whoever is `leaving` and cannot wait until nobody reads or until there is room, and where the
        book or the log is not what it was.
        """
        over = self._is_written_over()
        if not self._waits():
            if self._writes and (over or self._own is None or file_id(self._log) != self._own[0]):
                self._empty_log()  # it may come back under its name, when the book has gone on
            return None
        if self._is_for_another():
            return None
        with closing((self.writer if self._writes else self.readers).raw_connection()) as pooled:
            db = pooled.dbapi_connection
            assert isinstance(db, sqlite3.Connection)
            if over:
                return rescue(db, self.path, self._second, Why.WRITTEN_OVER)
            if not self._held.is_in_its_place():
                return rescue(db, self.path, self._second, Why.MOVED)
            if not self._writes or self._has_another_log():
                return rescue(db, self.path, self._second, Why.TWO_LOGS)
            carried = carried_over(db, self.path)
            if carried is CheckpointOutcome.ALL:
                return None
            if carried is CheckpointOutcome.READ_ELSEWHERE and not leaving:
                raise busy()
            if carried is CheckpointOutcome.NO_ROOM and not leaving:
                raise OnlyHere()
            return rescue(
                db, self.path, self._second, Why.NO_ROOM if carried is CheckpointOutcome.NO_ROOM else Why.TWO_LOGS
            )

    def _has_another_log(self) -> bool:
        return self._own is not None and file_id(self._log) != self._own[0] and size_of(self._log) > 0

    def _take_in(self, rescued: Rescued) -> None:
        """The book without its connections: what was rescued, put back where it may be, else its place said."""
        if self._held.is_alone() and rescued.why in (Why.WRITTEN_OVER, Why.MOVED):
            with suppress(OSError):
                os.truncate(self._log, 0)  # whatever file lies here next, this is not its log
        if self._held.is_alone() and rescued.why is Why.WRITTEN_OVER:
            put_back(self.path, rescued)
        require_nothing_missing(self.path, rescued)

    def close(self, *, tidy: bool) -> None:
        """Close all connections, then let go of the file; what only a log without a name holds is kept first.

        `tidy` puts the log away where nobody else has the book; whoever only reads leaves everything as it lies. Refused,
        with everything closed, where what was written here lies in a copy; and with everything left open (`is_open`),
        so that nothing goes, where there is no room for one.
        """
        if not self.is_open:
            return
        try:
            with told_in_words(self.path):
                if self._is_lost() or (self._waits() and not self._held.is_in_its_place()):
                    rescued = self._carry_over(leaving=True)
                    self._forget_connections()
                    if rescued is not None:
                        self._take_in(rescued)
                elif tidy:
                    self._empty_log()
        except OnlyHere:
            raise
        except Refusal:
            self._let_go(tidy=tidy)
            raise
        self._let_go(tidy=tidy)

    @property
    def is_open(self) -> bool:
        """Whether the file is held yet."""
        return self._held.is_held

    def _forget_connections(self) -> None:
        self.readers.dispose()
        self.writer.dispose()
        self._own, self._index, self._known, self._writes = None, None, None, False

    def _let_go(self, *, tidy: bool) -> None:
        self._forget_connections()
        in_place = self._held.is_in_its_place()
        if self._held.release() and tidy and in_place:
            with suppress(Refusal, sqlite3.Error), plain(self.path, write=True):
                pass

    def _carry_on(self) -> None:
        """What was committed is carried into the book itself, as far as nobody reads an older state of it."""
        self._checkpoint("PASSIVE")
        self._is_book_written_over()

    def _empty_log(self) -> None:
        """A book copied by hand, without its log, is whole: also where somebody else still reads it."""
        self._checkpoint("TRUNCATE")

    def _checkpoint(self, how: str) -> None:
        with suppress(Refusal, sqlite3.Error), closing(self.writer.raw_connection()) as pooled:
            for pragma in ("busy_timeout=0", f"wal_checkpoint({how})"):
                pooled.cursor().execute(f"PRAGMA {pragma}")
