"""A new book is founded: its file, its device, the register of units, the first records of its officer."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db import seed
from db.book_file import migrate, remove
from db.clock import Clock
from db.disk_faults import disk_refusal
from db.exchange.trust.home_folder import Home
from db.exchange.wire.signatures import DeviceKeys
from db.files import safe_book_name
from db.i18n import _
from db.identity import read_identity
from db.refusal import Refusal
from db.settings import SettingKey
from db.store import Book


def create(path: Path, *, unit: str, officer: str, role: str, on: str, home: Home, clock: Clock) -> Book:
    """Make a new book for the unit that has the official code `unit` on the day `on` (ISO), and open it for writing.

    `role` is `office` or `province`; `officer` is the name of whoever writes. Nothing is left behind when it fails.
    """
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
        facts = {
            SettingKey.BOOK_ID: book_id,
            SettingKey.DEVICE: keys.device.hex(),
            SettingKey.ACTOR: actor,
            SettingKey.BEGAN_ON: clock.today().isoformat(),
        }
        seed.fill(path, unit, on, role, facts)
        home.keep(read_identity(path).unit, keys)
        book = Book.open(path, home=home, clock=clock, write=True)
        with book.write() as writing:
            seed.first_records(writing, officer)
    except (Refusal, sqlite3.Error, OSError) as error:
        if book is not None:
            book.close()  # Windows removes no open file
        remove(path)
        raise error if isinstance(error, Refusal) else disk_refusal(error, path) from error
    return book
