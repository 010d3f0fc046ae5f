"""Pieces of another version of a chain that came before what lies between, and where they belong once it comes.

A piece behind a gap may have been ruled in before the gap came, and what stands behind a stretch that was ruled lost may
prove to be of another version than what stands before it.
"""

from __future__ import annotations

import sqlite3

from db.exchange.chains.run_alignment import fitting
from db.exchange.chains.run_rulings import is_ruled
from db.exchange.chains.run_verification import VerifiedRun
from db.exchange.outcomes import BundleRefused, Code
from db.exchange.storage.chain_store import Chain, base_of, chains_of, head_at, is_stem, note_stretch, stretches_of


def loosen(db: sqlite3.Connection, run: VerifiedRun) -> None:
    """Part a chain behind a stretch that was ruled lost, where this run shows that what follows is of another version."""
    for chain in chains_of(db, run.device, run.incarnation):
        for first, last, head in stretches_of(db, chain):
            known = run.first <= first and last <= run.last and run.head_at(last) == head
            if known and not is_stem(db, chain, first) and run.head_at(first - 1) != head_at(db, chain, first - 1):
                _part(db, chain, first, last, head)


def _part(db: sqlite3.Connection, chain: Chain, first: int, last: int, head: bytes) -> None:
    """Two chains of one: what stands behind a stretch begins a branch of its own, which no chain holds the stem of."""
    before, after = head_at(db, chain, first - 1), head_at(db, chain, last + 1)
    assert before is not None and after is not None
    cursor = db.execute(
        "INSERT INTO chains (dev, inc, branch, office, mine, audience, seq, head, cut_at)"
        " SELECT dev, inc, ?, office, mine, audience, seq, head, cut_at FROM chains WHERE no = ?",
        (after[:8], chain.no),
    )
    assert cursor.lastrowid is not None
    db.execute("DELETE FROM runs WHERE chain = ? AND first_seq = ? AND sha256 = ''", (chain.no, first))
    for table, place in (("entries", "seq"), ("runs", "first_seq"), ("run_headers", "first_seq")):
        db.execute(f"UPDATE {table} SET chain = ? WHERE chain = ? AND {place} > ?", (cursor.lastrowid, chain.no, last))
    note_stretch(db, cursor.lastrowid, last, last, head)
    db.execute("UPDATE chains SET seq = ?, head = ? WHERE no = ?", (first - 1, before, chain.no))


def tie_loose_branches(db: sqlite3.Connection, run: VerifiedRun) -> None:
    """Tie branches that begin behind a gap to what lies before them, where this run brings the gap. FORK.

    A later piece of another version may have been ruled in before an earlier one came: its stem stands in no chain.
    """
    for chain in sorted(chains_of(db, run.device, run.incarnation), key=lambda one: base_of(db, one)):
        others = [one for one in chains_of(db, run.device, run.incarnation) if one.no != chain.no]
        stem, _last, head = min(stretches_of(db, chain)) if chain.branch else (0, 0, b"")
        loose = stem and all(head_at(db, other, stem) != head for other in others)
        if loose and run.first <= stem <= run.last and run.head_at(stem) == head:
            _tie(db, chain, stem, fitting(db, others, run), run)


def _tie(db: sqlite3.Connection, chain: Chain, stem: int, below: tuple[int, Chain] | None, run: VerifiedRun) -> None:
    """Make a loose branch go on from the end of the chain it belongs to, or leave the chain that the run leaves."""
    place, other = below or (run.first - 1, None)
    if other and place == other.seq:
        _append(db, other, chain)
        return
    if not is_ruled(db, run, "merge"):
        raise BundleRefused(Code.FORK)
    db.execute("DELETE FROM runs WHERE chain = ? AND first_seq = ? AND sha256 = ''", (chain.no, stem))
    note_stretch(db, chain.no, place, place, run.head_at(place))
    note_stretch(db, chain.no, place + 1, stem, run.head_at(stem))
    db.execute("UPDATE chains SET branch = ? WHERE no = ?", (run.head_at(place + 1)[:8], chain.no))


def _append(db: sqlite3.Connection, chain: Chain, later: Chain) -> None:
    """One chain of two: what `later` holds goes on behind a stretch that is not held yet."""
    stem, _last, head = min(stretches_of(db, later))
    db.execute("DELETE FROM runs WHERE chain = ? AND first_seq = ? AND sha256 = ''", (later.no, stem))
    for table in ("entries", "runs", "run_headers"):
        db.execute(f"UPDATE {table} SET chain = ? WHERE chain = ?", (chain.no, later.no))
    db.execute("DELETE FROM chains WHERE no = ?", (later.no,))
    db.execute("UPDATE chains SET seq = ?, head = ? WHERE no = ?", (later.seq, later.head, chain.no))
    note_stretch(db, chain.no, chain.seq + 1, stem, head)
