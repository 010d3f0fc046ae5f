"""One writer a book: an operating-system lock on a file beside it, released by the system even after a crash."""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from db.files import require_regular
from db.i18n import _
from db.refusal import BookUnusable, Refusal, disk_full


class WriterLock:
    """Held from opening a book for writing until it is closed."""

    def __init__(self, book: Path) -> None:
        self._path = book.with_name(book.name + ".lock")
        self._file: IO[bytes] | None = None

    def acquire(self) -> None:
        """Take the lock, or refuse with the reason: another program writes, or the folder is read-only."""
        if self._file is not None:
            return
        require_regular(self._path)
        try:
            file = self._path.open("ab")
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise disk_full() from error
            raise BookUnusable(
                _("Không ghi được vào thư mục «{folder}». Kiểm tra xem ổ đĩa có khóa ghi không, rồi mở lại.").format(
                    folder=self._path.parent
                ),
                code="READ_ONLY",
            ) from error
        try:
            lock_file(file, wait=False)
        except OSError:
            file.close()
            raise BookUnusable(
                _("Sổ đang được mở để ghi ở một cửa sổ khác. Đóng cửa sổ kia rồi mở lại; số liệu không bị ảnh hưởng."),
                code="BUSY",
            ) from None
        self._file = file

    def is_left_behind(self) -> bool:
        """Whether there is a file to lock: a book nobody ever wrote to here has none."""
        return self._path.exists()

    def take_if_free(self) -> bool:
        """Take the lock unless another program has it; whether it is held."""
        with suppress(Refusal):
            self.acquire()
        return self._file is not None

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def lock_file(file: IO[bytes], *, wait: bool) -> None:
        """Lock an open file for this process; OSError when it is taken and `wait` is false."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def lock_file(file: IO[bytes], *, wait: bool) -> None:
        """Lock an open file for this process; OSError when it is taken and `wait` is false."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
