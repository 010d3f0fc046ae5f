"""What the province has ruled on the runs of a chain."""

from __future__ import annotations

import sqlite3

from db.exchange.chains.run_verification import VerifiedRun


def is_ruled(db: sqlite3.Connection, run: VerifiedRun, verdict: str) -> bool:
    """Whether the province has given this verdict on exactly this run."""
    row = db.execute(
        "SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND first_seq = ? AND head = ? AND verdict = ?",
        (run.header["dev"], run.header["inc"], run.first, run.header["head"], verdict),
    ).fetchone()
    return row is not None


def is_lost(db: sqlite3.Connection, run: VerifiedRun, first: int, last: int) -> bool:
    """Whether the province has given up these positions of the run's chain."""
    row = db.execute(
        "SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND verdict = 'lost' AND first_seq <= ? AND last_seq >= ?",
        (run.header["dev"], run.header["inc"], first, last),
    ).fetchone()
    return row is not None
