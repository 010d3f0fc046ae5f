"""Who owned a record before: the steps of its way from office to office, kept beside its row."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from db.exchange.merge.version_graph import OwnershipStep

VIETNAM = timedelta(hours=7)


def write_steps(db: sqlite3.Connection, rec: bytes, steps: Sequence[OwnershipStep]) -> None:
    """Keep the steps of one record in place of those known so far."""
    db.execute("DELETE FROM moves WHERE rec = ?", (rec,))
    taken_back = annulled(steps)
    db.executemany(
        "INSERT INTO moves (rec, step, office, successor, written_on, annulled) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (rec, place, step.old, step.new, _day(step.t), int(place in taken_back))
            for place, step in enumerate(steps, start=1)
        ],
    )


def annulled(steps: Sequence[OwnershipStep]) -> frozenset[int]:
    """The steps (from 1) of a way out and back: who comes back to an owner it had is as if it had never left."""
    standing: list[tuple[int, OwnershipStep]] = []
    for place, step in enumerate(steps, start=1):
        left = next((at for at, (_place, one) in enumerate(standing) if one.old == step.new), None)
        if left is None:
            standing.append((place, step))
        else:
            del standing[left:]
    return frozenset(range(1, len(steps) + 1)) - {place for place, _step in standing}


def _day(moment: int) -> str:
    """The day of a moment (ms) in Vietnam, ISO; a clock outside the calendar gives its nearest end."""
    seconds = min(max(moment // 1000, 0), 253_402_200_000)
    return (datetime.fromtimestamp(seconds, UTC) + VIETNAM).date().isoformat()
