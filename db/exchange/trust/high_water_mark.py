"""The high-water mark: how far this device has written each incarnation of a book, kept outside the book.

A book whose chain stands where the mark says is the same life, copy or not. A restored or cloned book stands elsewhere,
and its next write starts a new incarnation, so that one number never carries two entries. `next` is written and synced
before the book commits and becomes `last` after it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from db.exchange.trust.home_folder import cannot_write, write_private
from db.files import put_in_place
from db.i18n import _
from db.refusal import BookUnusable
from db.writer_lock import lock_file


class HighWaterMark:
    """The mark of one book on one device; hold it (`with`) for the length of a write transaction."""

    def __init__(self, device_folder: Path, book_id: str) -> None:
        self._path = device_folder / f"mark-{book_id[:8]}.json"
        self._lock: IO[bytes] | None = None
        self._chains: dict[str, dict[str, Any]] = {}
        self.lives = 1
        self.machine = ""

    def __enter__(self) -> HighWaterMark:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = self._path.with_suffix(".lock").open("ab")
            lock_file(self._lock, wait=True)
        except OSError as error:
            raise cannot_write(self._path.parent) from error
        try:
            self._load()
        except BookUnusable:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _load(self) -> None:
        if not self._path.is_file():
            return
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            self._chains, self.lives, self.machine = stored["chains"], stored["lives"], stored["machine"]
        except (OSError, ValueError, KeyError, TypeError):
            raise BookUnusable(
                _("Tệp mốc số thứ tự «{path}» bị hỏng. Đăng ký lại máy này với tỉnh để ghi tiếp.").format(
                    path=self._path
                ),
                code="MARK",
            ) from None

    def read_only(self) -> HighWaterMark:
        """What the mark says, without waiting for whoever writes: its file is whole at every moment."""
        self._load()
        return self

    @property
    def exists(self) -> bool:
        """Whether this device has ever written this book."""
        return self._path.is_file()

    def is_current(self, inc: bytes, seq: int, head: bytes) -> bool:
        """Whether a chain of the book stands where this device last left it."""
        known = self._chains.get(inc.hex())
        return known is not None and [seq, head.hex()] in (known["last"], known["next"])

    def life_of(self, inc: bytes) -> int:
        """Which life of the book an incarnation belongs to, counted from 1; a restored copy begins the next."""
        life: int = self._chains.get(inc.hex(), {}).get("life", self.lives)
        return life

    def lacks(self, own: Mapping[bytes, int]) -> int:
        """How many entries that were kept are missing from a book whose chains stand where `own` says, in its latest life."""
        life = max((self.life_of(inc) for inc in own if inc.hex() in self._chains), default=self.lives)
        here = {inc.hex(): seq for inc, seq in own.items()}
        kept = {inc: known["last"][0] for inc, known in self._chains.items() if known["last"] and known["life"] == life}
        return sum(max(0, last - here.get(inc, 0)) for inc, last in kept.items())

    def prepare(self, moved: Sequence[tuple[bytes, int, bytes]], machine: str, life: int) -> None:
        """Write where the chains will stand; called before the book commits. New chains belong to this life.

        What `confirm` makes of it is written at the same time, so that nothing needs room on the disk after the commit.
        """
        self.machine, self.lives = machine, max(self.lives, life)
        for inc, seq, head in moved:
            known = self._chains.setdefault(inc.hex(), {"last": None, "next": None, "life": life})
            known["next"] = [seq, head.hex()]
        self._save(self._path, self._chains)
        done = {
            inc.hex(): {**self._chains[inc.hex()], "last": [seq, head.hex()], "next": None} for inc, seq, head in moved
        }
        self._save(self._confirmed, {**self._chains, **done})

    def confirm(self) -> None:
        """The book has committed: what was to be, is. Where even that fails, `next` says the same."""
        with suppress(OSError):
            put_in_place(self._confirmed, self._path)

    @property
    def _confirmed(self) -> Path:
        return self._path.with_suffix(".done")

    def _save(self, path: Path, chains: dict[str, dict[str, Any]]) -> None:
        write_private(path, {"chains": chains, "lives": self.lives, "machine": self.machine})
