"""What waits to be sent: own entries that the province has not acknowledged, files that are carried for others."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.exchange.outgoing.send import acknowledged


@dataclass(frozen=True)
class Travelling:
    """What of this device waits to be sent: entries that the province has not acknowledged, beside those that it has, and
    files that are carried for others.
    """

    entries: int
    acknowledged: int
    carried_files: int


def travelling(db: sqlite3.Connection, device: bytes) -> Travelling:
    """What the next sending of a device will hold."""
    reached = acknowledged(db, device)
    rows = db.execute("SELECT inc, seq FROM chains WHERE mine = 1 AND dev = ?", (device,)).fetchall()
    known = sum(min(reached.get(inc, 0), seq) for inc, seq in rows)
    (carried,) = db.execute("SELECT count(*) FROM bundle_files WHERE outcome = 'CARRIED'").fetchone()
    return Travelling(sum(seq for _inc, seq in rows) - known, known, carried)
