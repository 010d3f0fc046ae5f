"""The one rule about a book's file, and the lock that holds where something breaks it.

On POSIX a process loses every lock it has on a file as soon as it closes any descriptor of that file, whoever opened it:
SQLite's own locks too. Another program that then closes the book takes its log away, and what is confirmed afterwards
stands in a file without a name. So **nothing opens and closes a book's file, its -wal or its -shm beside SQLite while the
book is open**: what is to be known of the file is read through the descriptor held here, and whoever opens a file that a
person chose asks `require_not_open` first.

Libraries that look into files do not know the rule. So an open book also holds a lock of its own on the last of the bytes
that SQLite's readers share, and on the one behind it. It belongs to the descriptor and not to the process (OFD, Linux 3.15), so that only its own close
gives it back; while it is held, no program on this machine gets a book for itself alone, and only one that has it so takes
a log away. Who else has the book is asked where this program's own locks do not answer: the system names one lock only.
On Windows all locks are of this kind.
"""

from __future__ import annotations

import os
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.i18n import _
from db.refusal import Refusal, busy

SHARED_FIRST, SHARED_SIZE = 0x40000002, 510
"""The bytes SQLite's readers lock (its file format, "the lock-byte page")."""
OWN_FIRST, OWN_SIZE = SHARED_FIRST + SHARED_SIZE - 1, 2
"""The bytes of the lock of our own: the last one shared, which keeps everybody from all of them, and one that SQLite never locks."""
PATIENCE = 10.0
"""Seconds to wait for a program that has the book for itself alone, as SQLite does here."""

OPENING = 1.0
"""Seconds in which a program that opens or closes a book has come to the end of it."""
INDEX_OPEN = 128
"""The byte of a log's index on which each program that has it open holds a lock (SQLite's `UNIX_SHM_DMS`)."""
APPLICATION_ID = 0x534B4831
"""In the file's head: "SKH1", a book of this program."""
WITH_A_LOG = b"\2"
"""In the file's head (SQLite's file format): it is to be read with its log."""

FileId = tuple[int, int]


def file_id(path: Path) -> FileId | None:
    """Which file has this name now; None for none."""
    try:
        return _id_of(path.stat())
    except OSError:
        return None


def _id_of(facts: os.stat_result) -> FileId:
    return (facts.st_dev, facts.st_ino)


def _is_same_name(one: Path, other: Path) -> bool:
    names = (os.path.normcase(path.name) for path in (one, other))
    return len(set(names)) == 1 and file_id(one.absolute().parent) == file_id(other.absolute().parent)


@dataclass
class _Open:
    """A file that is held, under its first name here: its descriptors and those of its log's indexes, none of which may be
    closed before the last holder goes, and how many hold it.
    """

    name: Path
    descriptors: list[int] = field(default_factory=list)
    indexes: dict[FileId, int] = field(default_factory=dict)
    holders: int = 0

    @property
    def descriptor(self) -> int:
        """The one that is looked through and locked."""
        return self.descriptors[0]


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
                descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
                found = _id_of(os.fstat(descriptor))  # the name may have gone to another file since
                _open.setdefault(found, _Open(path)).descriptors.append(descriptor)
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

    @contextmanager
    def kept(self) -> Iterator[bool]:
        """Nobody here lets the file go meanwhile; whether it is still held: its descriptors may only be read then."""
        with _gate:
            yield self.is_held

    def index(self) -> int | None:
        """A descriptor of the index that lies beside the book now; None for none, and on Windows, where all must let it go."""
        path = self._path.with_name(self._path.name + "-shm")
        with _gate:
            found = file_id(path)
            if found is None or sys.platform == "win32":
                return None
            if found not in self._known.indexes:
                try:
                    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
                except OSError:
                    return None
                found = _id_of(os.fstat(descriptor))
                self._known.indexes.setdefault(found, descriptor)
            return self._known.indexes[found]

    def is_by_another_name(self) -> bool:
        """Whether this program, or another, has the book with a log that is not the one beside it here.

        It was renamed while it was open, has two names, or what lay beside it was taken away: two logs would be mixed.
        """
        if not _is_same_name(self._known.name, self._path):
            return True
        until = time.monotonic() + OPENING
        while self._is_elsewhere_without_its_index():
            if time.monotonic() > until:
                return True
            time.sleep(0.05)
        return False

    def _is_elsewhere_without_its_index(self) -> bool:
        index = self.index()
        beside = index is not None and _index_held_elsewhere(index)
        return beside != self.is_locked_elsewhere() and (beside or self.head(19)[18:] == WITH_A_LOG)

    def is_alone(self) -> bool:
        """Whether nobody else has the file, here or elsewhere."""
        return self._known.holders == 1 and not self.is_locked_elsewhere()

    def head(self, size: int) -> bytes:
        """The first bytes of the file."""
        with _gate:
            os.lseek(self._known.descriptor, 0, os.SEEK_SET)
            return os.read(self._known.descriptor, size)

    def last_written(self) -> tuple[int, int]:
        """When the file was written last (nanoseconds), and its bytes: what changes with every writing into it."""
        facts = os.fstat(self._known.descriptor)
        return facts.st_mtime_ns, facts.st_size

    def is_in_its_place(self) -> bool:
        """Whether the file still has its name."""
        return file_id(self._path) == self._id

    def release(self) -> bool:
        """Let the file go; whether nobody else here holds it. Harmless a second time."""
        with _gate:
            if not self.is_held:
                return False
            self.is_held = False
            self._known.holders -= 1
            if self._known.holders:
                return False
            del _open[self._id]
            for descriptor in (*self._known.descriptors, *self._known.indexes.values()):
                os.close(descriptor)
            return True


@contextmanager
def held(path: Path) -> Iterator[HeldFile]:
    """A file held for a moment."""
    file = HeldFile(path)
    try:
        yield file
    finally:
        file.release()


def is_book(path: Path) -> bool:
    """Whether this file, under whatever name, is a book of this program, open or not."""
    try:
        with held(path) as file:
            head = file.head(72)
    except OSError:
        return False
    return head[:16] == b"SQLite format 3\0" and head[68:] == APPLICATION_ID.to_bytes(4, "big")


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

    def _ask(descriptor: int, command: int, kind: int, first: int, size: int) -> int:
        """Ask for a lock, or what stands against one: the kind of lock that comes back."""
        wanted = struct.pack("hhqqi4x", kind, os.SEEK_SET, first, size, 0)
        answer: int = struct.unpack("hhqqi4x", fcntl.fcntl(descriptor, command, wanted))[0]
        return answer

    def _lock_shared(descriptor: int) -> bool:
        """Lock; false while another program has the file for itself. Where a drive knows no such locks, SQLite's own must do."""
        try:
            _ask(descriptor, fcntl.F_OFD_SETLK, fcntl.F_RDLCK, OWN_FIRST, OWN_SIZE)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def _locked_elsewhere(descriptor: int) -> bool:
        """A process's question is answered by no lock of SQLite's here, a descriptor's by none of its own."""
        try:
            sqlite = _ask(descriptor, fcntl.F_GETLK, fcntl.F_WRLCK, SHARED_FIRST, OWN_FIRST - SHARED_FIRST)
            ours = _ask(descriptor, fcntl.F_OFD_GETLK, fcntl.F_WRLCK, SHARED_FIRST + SHARED_SIZE, 1)
        except OSError:
            return False
        return (sqlite, ours) != (fcntl.F_UNLCK, fcntl.F_UNLCK)

    def _index_held_elsewhere(descriptor: int) -> bool:
        """Whether another program has this index open."""
        try:
            return _ask(descriptor, fcntl.F_GETLK, fcntl.F_WRLCK, INDEX_OPEN, 1) != fcntl.F_UNLCK
        except OSError:
            return False

else:

    def _index_held_elsewhere(_descriptor: int) -> bool:
        return False

    def _locked_elsewhere(_descriptor: int) -> bool:
        """Windows lets nobody remove the log of an open book, nor take the place of one."""
        return False

    def _lock_shared(_descriptor: int) -> bool:
        return True
