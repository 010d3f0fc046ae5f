"""A stream that knows whether its words got out: a full disk at the other end is no fault of the program."""

from __future__ import annotations

import os
from typing import Any, TextIO


class Outlet:
    """A stream to write to; `is_lost` says that something written there found no place."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_lost = False

    def write(self, text: str) -> int:
        """Write as the stream does."""
        try:
            return self._stream.write(text)
        except OSError:
            self.is_lost = True
            raise

    def flush(self) -> None:
        """Let out what was written."""
        try:
            self._stream.flush()
        except OSError:
            self.is_lost = True
            raise

    def give_up(self) -> None:
        """What is still to come out goes nowhere."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
