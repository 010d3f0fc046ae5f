"""The kept book of the first version, unpacked for a test."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import zstandard

from db.exchange.trust.home_folder import Home
from db.exchange.wire.signatures import DeviceKeys

KEPT = Path(__file__).parent / "v1" / "book"


def unpacked(folder: Path, name: str = "tinh") -> Path:
    """The province's book of the first version, with its device's keys in a folder beside it."""
    path = folder / f"{name}.skh"
    path.write_bytes(zstandard.ZstdDecompressor().decompress((KEPT / "tinh.skh.zst").read_bytes()))
    keys = json.loads((KEPT / "keys.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(path)) as db:
        (unit,) = db.execute("SELECT value FROM settings WHERE key = 'unit'").fetchone()
    Home(folder / f"khoa-{name}").keep(bytes.fromhex(unit), DeviceKeys(bytes.fromhex(keys["sign"]), keys["age"]))
    return path
