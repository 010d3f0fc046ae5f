"""Parents that are not held: may they still come? Until they cannot, a record is marked «thiếu bản gốc».

An entry's parents can come no more once everything that its writer had seen is held, or ruled lost or discarded: what
that was is told by each run that the entry came in. So the mark depends on what has come, never on the order.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from db.exchange.storage.chain_store import chains_of, head_at


def may_still_come(db: sqlite3.Connection, orphans: Sequence[bytes], rec: bytes) -> bool:
    """Whether a parent of one of these entries of a record may still come."""
    return any(not _knows_all(db, identity, rec) for identity in orphans)


def _knows_all(db: sqlite3.Connection, identity: bytes, rec: bytes) -> bool:
    """Whether the entry is this book's own, or came in a run of which everything that it had seen is settled."""
    mine, chain, seq = db.execute(
        "SELECT c.mine, e.chain, e.seq FROM entries e JOIN chains c ON c.no = e.chain WHERE e.rec = ? AND e.id = ?",
        (rec, identity),
    ).fetchone()
    told = db.execute(
        "SELECT DISTINCT seen FROM run_headers WHERE chain = ? AND first_seq <= ? AND last_seq >= ?", (chain, seq, seq)
    )
    return bool(mine) or any(all(_is_settled(db, *place) for place in json.loads(seen)) for (seen,) in told)


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
