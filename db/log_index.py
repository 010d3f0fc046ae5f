"""What SQLite's index of a log (the -shm file) says of it: how much of the log is not in the book yet, and whether the log still holds it.

Read beside SQLite, through a descriptor that stays open as long as the book (see `held_file`). Its places are those of
SQLite's "WAL-mode file format", 2: two like heads of 48 bytes, then how many frames were carried over.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Self

HEAD, INDEX_BYTES = 48, 100
LOG_HEAD, FRAME_HEAD = 32, 24
TRIES = 5
"""Another program may be writing the index."""


@dataclass(frozen=True)
class LogIndex:
    """The state of a log: its frames (each a page of `page` bytes), how many are in the book, and what tells the last one."""

    frames: int
    carried: int
    page: int
    salt: bytes
    sums: tuple[int, int]

    @classmethod
    def read(cls, descriptor: int | None) -> Self | None:
        """The index behind a descriptor; None where there is none, or where it is never still."""
        for _try in range(TRIES if descriptor is not None else 0):
            assert descriptor is not None
            raw = os.pread(descriptor, INDEX_BYTES, 0)
            if len(raw) == INDEX_BYTES and raw[:HEAD] == raw[HEAD : 2 * HEAD]:
                page, frames = struct.unpack_from("=HI", raw, 14)
                (carried,) = struct.unpack_from("=I", raw, 2 * HEAD)
                return cls(
                    frames, carried, 65536 if page == 1 else page, raw[32:40], struct.unpack_from("=II", raw, 24)
                )
        return None

    @property
    def waits(self) -> bool:
        """Whether something confirmed stands in the log alone."""
        return self.carried < self.frames

    def is_held_by(self, log: Path) -> bool:
        """Whether the file is the log this speaks of, to its last frame: not emptied, nor an older one written over it."""
        if not self.frames:
            return True
        try:
            with log.open("rb") as file:  # SQLite has no lock on a log
                head = file.read(LOG_HEAD)
                file.seek(LOG_HEAD + (self.frames - 1) * (self.page + FRAME_HEAD))
                last = file.read(FRAME_HEAD)
        except OSError:
            return False
        if len(last) < FRAME_HEAD:
            return False
        return head[16:24] == last[8:16] == self.salt and struct.unpack(">II", last[16:24]) == self.sums
