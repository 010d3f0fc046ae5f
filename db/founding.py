"""A new book is founded: its file, its device, the register of units, the first records of its officer."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.book_file import migrate, remove
from db.clock import Clock, system_clock
from db.disk_faults import disk_refusal
from db.exchange.trust.home_folder import Home
from db.exchange.wire.signatures import DeviceKeys
from db.files import safe_book_name
from db.i18n import _
from db.identity import read_identity
from db.refusal import Refusal
from db.store import Book

BEGAN = "began_on"
"""The setting that says on which day (ISO) the book was made."""


def create(
    path: Path, *, unit: str, officer: str, role: str, on: str, home: Home | None = None, clock: Clock | None = None
) -> Book:
    """Make a new book for the unit that has the official code `unit` on the day `on` (ISO), and open it for writing.

    `role` is `office` or `province`; `officer` is the name of whoever writes. Nothing is left behind when it fails.
    """
    from db import seed

    home, clock = home or Home.default(), clock or system_clock()
    if safe_book_name(path).exists():
        raise Refusal(
            _("Đã có tệp «{name}» ở đây. Chọn tên khác hoặc thư mục khác cho sổ mới.").format(name=path.name),
            code="EXISTS",
        )
    book = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        migrate(path)
        keys = DeviceKeys.make(clock.random)
        actor, book_id = clock.random(8).hex(), clock.random(16).hex()
        began = clock.today().isoformat()
        facts = {"book_id": book_id, "device": keys.device.hex(), "actor": actor, BEGAN: began}
        seed.fill(path, unit, on, role, facts)
        home.keep(read_identity(path).unit, keys)
        book = Book.open(path, home=home, clock=clock, write=True)
        seed.first_records(book, officer)
    except (Refusal, sqlite3.Error, OSError) as error:
        if book is not None:
            book.close()  # Windows removes no open file
        remove(path)
        raise error if isinstance(error, Refusal) else disk_refusal(error, path) from error
    return book
