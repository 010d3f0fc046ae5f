"""Records marked «thiếu bản gốc»: an entry names a parent that this book does not hold yet.

Until the parent comes, or until everything its writer had seen is held or ruled lost, parallel values open no conflict.
"""

from __future__ import annotations

import json
import sqlite3

from db.exchange import fold
from db.exchange.chains import chains_of, head_at
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
    return all(_is_settled(db, *place) for (seen,) in rows for place in json.loads(seen))


def _is_settled(db: sqlite3.Connection, dev: str, inc: str, seq: int, head: str) -> bool:
    """Whether a position is held with this very head, not with another of a fork; or ruled lost or discarded."""
    chains = chains_of(db, bytes.fromhex(dev), bytes.fromhex(inc))
    if any(head_at(db, chain, seq) == bytes.fromhex(head) for chain in chains):
        return True
    row = db.execute(
        "SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND verdict IN ('lost', 'discard')"
        " AND ? BETWEEN first_seq AND last_seq",
        (dev, inc, seq),
    ).fetchone()
    return row is not None
