"""What a book is apart from its chain: the open file that is read, and settings and days that stay in it and never travel."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from db import settings
from db.clock import Clock
from db.disk_faults import told_in_words
from db.exchange.trust.home_folder import Home
from db.exchange.wire.signatures import DeviceKeys
from db.held_file import PATIENCE
from db.i18n import _
from db.open_file import OpenFile
from db.refusal import BookUnusable, Refusal
from db.settings import DROP, KEEP, AnyKey
from db.writer_lock import WriterLock

PERSONS_PATIENCE = 0.05
"""Seconds that a person may be kept waiting for what another thread of this program does with the book."""


class BookStorage:
    """An open book's file. `writable` ones hold the writer's lock until they are closed."""

    def __init__(self, path: Path, home: Home, clock: Clock, keys: DeviceKeys | None) -> None:
        self.path = path
        self.home = home
        self.clock = clock
        self.keys = keys
        self.writable = False
        self.recorded = False
        """Whether anything was recorded in this book since it was opened."""
        self._lock = WriterLock(path)
        self._gate = threading.RLock()
        self._file = OpenFile(path, home.folder)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one consistent state of the book; whatever is written meanwhile is not seen. Faults of the disk are refused."""
        with told_in_words(self.path), self._file.reading(_patience()) as engine, Session(engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A plain read-only connection, for lists and figures; faults of the disk are refused."""
        with told_in_words(self.path), self._file.reading(_patience()) as engine, engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            connection.exec_driver_sql("SELECT 1")
            yield raw

    @contextmanager
    def _recording(self) -> Iterator[Engine]:
        """The one door through which anything is written: one transaction at a time, and its log has a name afterwards."""
        with told_in_words(self.path), self._alone(), self._file.writing(_patience()) as engine:
            yield engine

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One transaction at a time. A job waits for its turn; a person at the window is told that one goes on."""
        if not self._gate.acquire(timeout=PERSONS_PATIENCE if _is_person() else -1):
            raise Refusal(
                _(
                    "Sổ đang ghi một việc dài, như nhận tệp hay nhập Excel, nên chưa ghi được việc này. "
                    "Những gì vừa nhập vẫn còn ở đây; chờ việc ấy xong rồi bấm lại."
                ),
                code="WRITING",
            )
        try:
            yield
        finally:
            self._gate.release()

    def require_writable(self) -> None:
        """Refuse when this window or command may only read."""
        if not self.writable:
            raise BookUnusable(self.why_read_only(), code="NO_KEY" if self.keys is None else "READ_ONLY")

    def why_read_only(self) -> str:
        """What keeps a book that is not `writable` from being written, and what to do."""
        if self.keys is None:
            return _(
                "Sổ này chỉ xem được: máy chưa có khóa để ghi sổ (sổ chép từ máy khác sang). "
                "Vào «Gửi và nhận», chọn «Đăng ký máy này»."
            )
        return _("Sổ đang mở chỉ để xem. Vì sao, làm gì để ghi được: xem dòng trên cùng của cửa sổ.")

    def setting(self, key: AnyKey) -> str | None:
        """One fact or setting of this book."""
        with self.reading() as db:
            return settings.setting(db, key)

    def keep_setting(self, key: AnyKey, value: str) -> None:
        """Keep a setting of this book; settings never travel."""
        self.keep_settings({key: value})

    def keep_settings(self, values: Mapping[AnyKey, str | None]) -> None:
        """Keep several settings, all or none; None drops one, so that what is usual holds again."""
        self.require_writable()
        with self._recording() as engine, engine.begin() as connection:
            for key, value in values.items():
                connection.exec_driver_sql(DROP, (key,))
                if value is not None:
                    connection.exec_driver_sql(KEEP, (key, value))
        self.recorded = True

    def keep_printed(self, movements: Iterable[bytes]) -> None:
        """Remember that the originals of these vouchers are printed.

        Nothing is entered in a chain, so this also goes beside another program that holds the writer's lock.
        """
        self._keep_day("printed_vouchers", movements)

    def keep_printed_certificates(self, awards: Iterable[bytes]) -> None:
        """Remember the day on which the certificates of these awards were first printed; beside the chain, too."""
        self._keep_day("printed_certificates", awards)

    def _keep_day(self, table: str, printed: Iterable[bytes]) -> None:
        today = self.clock.today().isoformat()
        self.beside(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", [(one, today) for one in printed])

    def beside(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write what stays in this book and is entered in no chain, all rows or none; also beside another program that writes."""
        with self._recording() as engine, engine.begin() as connection:
            for row in rows:
                connection.exec_driver_sql(statement, row)

    def close(self) -> None:
        """Let go of the file and of the writer's lock; whoever wrote, also beside, puts the log away.

        Refused, with everything let go, where what was written here lies in a copy; and left open (`is_open`) where no
        drive has room for what only this program holds.
        """
        try:
            self._file.close(tidy=self._file.has_written and self._lock.take_if_free())
        finally:
            if not self.is_open:
                self._lock.release()

    @property
    def is_open(self) -> bool:
        """Whether the book's file is held here: until it is closed."""
        return self._file.is_open


def _is_person() -> bool:
    """Whether somebody waits at the window: this thread is its own, not a job's."""
    return threading.current_thread() is threading.main_thread()


def _patience() -> float:
    return PERSONS_PATIENCE if _is_person() else PATIENCE
