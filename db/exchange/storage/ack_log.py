"""Since which day the province has which part of a chain, noted from each acknowledgement; for people to read."""

from __future__ import annotations

import json
import sqlite3


def note_acknowledged(db: sqlite3.Connection, inc: bytes, seq: int, day: str) -> None:
    """Note that an acknowledgement of that day (ISO) has an incarnation up to `seq`; a lower one takes back the rest."""
    kept = [point for point in acknowledged_on(db, inc) if point[0] <= seq]
    if not kept or kept[-1][0] < seq:
        kept.append((seq, day))
    db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (_key(inc), json.dumps(kept)))


def acknowledged_on(db: sqlite3.Connection, inc: bytes) -> list[tuple[int, str]]:
    """The positions of an incarnation that acknowledgements named, rising, each with the day of the first that did."""
    row = db.execute("SELECT value FROM settings WHERE key = ?", (_key(inc),)).fetchone()
    return [(seq, day) for seq, day in json.loads(row[0])] if row else []


def _key(inc: bytes) -> str:
    return f"acknowledged.{inc.hex()}"
