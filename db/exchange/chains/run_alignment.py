"""How far a run and the chains that are held say the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db.exchange.chains.run_verification import VerifiedRun
from db.exchange.storage.chain_store import Chain, head_at, stretches_of


def fitting(db: sqlite3.Connection, chains: Sequence[Chain], run: VerifiedRun) -> tuple[int, Chain] | None:
    """The chain that a run agrees with furthest, and how far; None where it meets no chain."""
    agreed = [(place, chain) for chain in chains if (place := _agreement(db, chain, run)) is not None]
    return max(agreed, key=lambda pair: (pair[0], -pair[1].no), default=None)


def _agreement(db: sqlite3.Connection, chain: Chain, run: VerifiedRun) -> int | None:
    """How far the run and a chain say the same; None where they do not meet, or differ before the run begins."""
    stretches = stretches_of(db, chain)
    place = _meeting_place(db, chain, run, stretches)
    if place is None:
        return None
    rows = db.execute(
        "SELECT seq, id FROM entries WHERE chain = ? AND seq > ? AND seq <= ? ORDER BY seq",
        (chain.no, place, run.last),
    )
    for seq, identity in rows:
        if seq != place + 1:
            place = _across(stretches, run, place)
        if seq != place + 1 or run.ids[seq - run.first][:16] != identity:
            return place
        place = seq
    return _across(stretches, run, place)


def _meeting_place(
    db: sqlite3.Connection, chain: Chain, run: VerifiedRun, stretches: Sequence[tuple[int, int, bytes]]
) -> int | None:
    """The position from which the two can be compared: the run's beginning, or the stem of a branch within the run."""
    before = head_at(db, chain, run.first - 1)
    if before is not None:
        return run.first - 1 if before.hex() == run.header["prev"] else None
    if chain.branch:
        stem, _last, head = min(stretches)
        if run.first <= stem <= run.last and run.head_at(stem) == head:
            return stem
    return None


def _across(stretches: Sequence[tuple[int, int, bytes]], run: VerifiedRun, place: int) -> int:
    """Over a stretch that was ruled lost: a run agrees as far as it goes, unless the head at the end differs."""
    for first, last, head in stretches:
        if first == place + 1 and run.last >= first:
            if run.last < last:
                return run.last
            return last if run.head_at(last) == head else place
    return place
