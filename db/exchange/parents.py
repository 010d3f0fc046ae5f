"""Records marked «thiếu bản gốc»: an entry names a parent that this book does not hold yet.

Until the parent comes, or until everything its writer had seen is held or ruled lost, parallel values open no conflict.
"""

from __future__ import annotations

import json
import sqlite3

from db.exchange import fold
from db.tables.exchange import MISSING


def look_again_at_missing(db: sqlite3.Connection) -> None:
    """Fold the marked records again: their parents may have come, or everything their writers had seen."""
    if db.execute("SELECT 1 FROM settings WHERE key = ?", (fold.NOTHING_MISSING,)).fetchone():
        return
    marked = db.execute("SELECT rec FROM records WHERE marks & ? ORDER BY rec", (MISSING,)).fetchall()
    for (rec,) in marked:
        fold.refold(db, rec, may_miss=_all_seen_is_held(db, rec))
    if not marked:
        db.execute("INSERT INTO settings (key, value) VALUES (?, '1')", (fold.NOTHING_MISSING,))


def _all_seen_is_held(db: sqlite3.Connection, rec: bytes) -> bool:
    rows = db.execute(
        "SELECT DISTINCT r.seen FROM entries e JOIN runs r ON r.chain = e.chain AND e.seq BETWEEN r.first_seq AND"
        " r.last_seq WHERE e.rec = ?",
        (rec,),
    ).fetchall()
    return all(_is_held(db, dev, inc, seq) for (seen,) in rows for dev, inc, seq, _head in json.loads(seen))


def _is_held(db: sqlite3.Connection, dev: str, inc: str, seq: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM chains WHERE dev = ? AND inc = ? AND seq >= ? UNION ALL"
        " SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND verdict = 'lost' AND last_seq >= ?",
        (bytes.fromhex(dev), bytes.fromhex(inc), seq, dev, inc, seq),
    ).fetchone()
    return row is not None
