"""Since which day the province has which part of a chain, noted from each acknowledgement; for people to read."""

from __future__ import annotations

import json
import sqlite3

from db.settings import SettingSeries, keep_setting, setting


def note_acknowledged(db: sqlite3.Connection, inc: bytes, seq: int, day: str) -> None:
    """Note that an acknowledgement of that day (ISO) has an incarnation up to `seq`; a lower one takes back the rest."""
    kept = [point for point in acknowledged_on(db, inc) if point[0] <= seq]
    if not kept or kept[-1][0] < seq:
        kept.append((seq, day))
    keep_setting(db, SettingSeries.ACKNOWLEDGED.of(inc), json.dumps(kept))


def acknowledged_on(db: sqlite3.Connection, inc: bytes) -> list[tuple[int, str]]:
    """The positions of an incarnation that acknowledgements named, rising, each with the day of the first that did."""
    kept = setting(db, SettingSeries.ACKNOWLEDGED.of(inc))
    return [(seq, day) for seq, day in json.loads(kept)] if kept else []
