"""The one rule about a book's file, and the lock that holds where something breaks it.

On POSIX a process loses every lock it has on a file as soon as it closes any descriptor of that file, whoever opened it:
SQLite's own locks too. Another program that then closes the book takes its log away, and what is confirmed afterwards
stands in a file without a name. So **nothing opens and closes a book's file, its -wal or its -shm beside SQLite while the
book is open**: what is to be known of the file is read through the descriptor held here, and whoever opens a file that a
person chose asks `require_not_open` first.

Libraries that look into files do not know the rule. So an open book also holds a lock of its own on the bytes that
SQLite's readers share. It belongs to the descriptor and not to the process (OFD, Linux 3.15), so that only its own close
gives it back; while it is held, no program on this machine gets a book for itself alone, and only one that has it so takes
a log away. On Windows all locks are of this kind.
"""

from __future__ import annotations

import os
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.i18n import _
from db.refusal import Refusal, busy

SHARED_FIRST, SHARED_SIZE = 0x40000002, 510
"""The bytes SQLite's readers lock (its file format, "the lock-byte page")."""
PATIENCE = 10.0
"""Seconds to wait for a program that has the book for itself alone, as SQLite does here."""

FileId = tuple[int, int]


def file_id(path: Path) -> FileId | None:
    """Which file has this name now; None for none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return (facts.st_dev, facts.st_ino)


@dataclass
class _Open:
    """A file that is held: its descriptor, and by how many here."""

    descriptor: int
    holders: int = 0


_open: dict[FileId, _Open] = {}
_gate = threading.Lock()


class HeldFile:
    """A book's file, held: it may be looked into, and its log stays. Let it go only after SQLite's connections are closed."""

    def __init__(self, path: Path) -> None:
        with _gate:
            found = file_id(path)
            if found is None:
                raise FileNotFoundError(path)
            if found not in _open:
                _open[found] = _Open(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)))
            self._path, self._id, self._known, self.is_held = path, found, _open[found], True
            self._known.holders += 1

    def lock(self) -> None:
        """Take the lock nobody can drop; refused while another program has the book for itself alone."""
        until = time.monotonic() + PATIENCE
        while not _lock_shared(self._known.descriptor):
            if time.monotonic() > until:
                raise busy()
            time.sleep(0.02)

    def is_locked_elsewhere(self) -> bool:
        """Whether another program has a lock on the file."""
        return _locked_elsewhere(self._known.descriptor)

    def head(self, size: int) -> bytes:
        """The first bytes of the file."""
        with _gate:
            os.lseek(self._known.descriptor, 0, os.SEEK_SET)
            return os.read(self._known.descriptor, size)

    def is_in_its_place(self) -> bool:
        """Whether the file still has its name."""
        return file_id(self._path) == self._id

    def release(self) -> bool:
        """Let the file go; whether nobody else here holds it. Harmless a second time."""
        if not self.is_held:
            return False
        self.is_held = False
        with _gate:
            self._known.holders -= 1
            if self._known.holders:
                return False
            del _open[self._id]
            os.close(self._known.descriptor)
            return True


@contextmanager
def held(path: Path) -> Iterator[HeldFile]:
    """A file held for a moment."""
    file = HeldFile(path)
    try:
        yield file
    finally:
        file.release()


def is_open_book(path: Path) -> bool:
    """Whether this file, under whatever name, is a book that is open here."""
    with _gate:
        return file_id(path) in _open


def is_open_elsewhere(path: Path) -> bool:
    """Whether another program has this book open, as far as this machine can tell; a lock of this program's own does not count."""
    try:
        with held(path) as file:
            return file.is_locked_elsewhere()
    except OSError:
        return False


def require_not_open(path: Path) -> None:
    """Refuse to open a file that is the open book itself, chosen where another kind of file is wanted."""
    if is_open_book(path):
        raise Refusal(
            _("«{name}» là sổ đang mở, không phải tệp cần ở đây. Chọn tệp khác.").format(name=path.name),
            code="OPEN_BOOK",
        )


if sys.platform.startswith("linux"):
    import fcntl

    def _lock_shared(descriptor: int) -> bool:
        """Lock; false while another program has the file for itself. Where a drive knows no such locks, SQLite's own must do."""
        wanted = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, SHARED_FIRST, SHARED_SIZE, 0)
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wanted)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def _locked_elsewhere(descriptor: int) -> bool:
        wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, SHARED_FIRST, SHARED_SIZE, 0)
        try:
            found = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, wanted)
        except OSError:
            return False
        kind, _whence, _start, _length, owner = struct.unpack("hhqqi4x", found)
        return kind != fcntl.F_UNLCK and owner != os.getpid()

else:

    def _locked_elsewhere(_descriptor: int) -> bool:
        """Windows lets nobody remove the log of an open book, nor take the place of one."""
        return False

    def _lock_shared(_descriptor: int) -> bool:
        return True
