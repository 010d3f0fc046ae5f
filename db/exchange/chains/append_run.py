"""A run is added to the chains this book holds: a continuation, an overlap, a gap, or a fork.

What is held of the chains is read by `held`, and compared with a run by `fitting`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from db.exchange.chains.detached_segments import loosen, tie_loose_branches
from db.exchange.chains.run_alignment import fitting
from db.exchange.chains.run_rulings import is_lost, is_ruled
from db.exchange.chains.run_verification import VerifiedRun
from db.exchange.merge import fold
from db.exchange.outcomes import BundleRefused, Code
from db.exchange.storage.chain_store import Chain, base_of, chains_of, is_stem, note_header, note_stretch, stretches_of
from db.exchange.wire.entry import genesis


@dataclass(frozen=True)
class Added:
    """What a run brought: positions that are new, and whether held-back content came."""

    new: int = 0
    filled: bool = False


def take_run(db: sqlite3.Connection, run: VerifiedRun, counts_up_to: int) -> Added:
    """Add a verified run to the chain it fits; MISSING, FORK.

    Entries behind `counts_up_to` are stored but take no part in anything (the device was cut there).
    """
    loosen(db, run)
    tie_loose_branches(db, run)
    chains = chains_of(db, run.device, run.incarnation)
    found = fitting(db, chains, run)
    if found is None:
        return _begin(db, chains, run, counts_up_to)
    place, chain = found
    if place < run.last and place < chain.seq:
        chain = _branch_off(db, chain, run, place)
    return _extend(db, chain, run, counts_up_to)


def _begin(db: sqlite3.Connection, chains: list[Chain], run: VerifiedRun, counts_up_to: int) -> Added:
    """A run that meets no chain: the first of its incarnation, one behind a gap, or a piece of another version."""
    if not chains and run.first == 1:
        return _extend(db, _new_chain(db, run), run, counts_up_to)
    if is_ruled(db, run, "merge") and any(chain.seq >= run.first - 1 for chain in chains):
        return _extend(db, _new_chain(db, run, stem=run.first - 1), run, counts_up_to)
    if any(_open_up(db, chain, run) for chain in chains):
        return take_run(db, run, counts_up_to)
    if any(chain.seq >= run.first - 1 for chain in chains):
        raise BundleRefused(Code.FORK)
    held = max((chain.seq for chain in chains), default=0)
    if not is_lost(db, run, held + 1, run.first - 1):
        raise BundleRefused(Code.MISSING)
    chain = max(chains, key=lambda one: one.seq) if chains else _new_chain(db, run)
    return _extend(db, _step_over(db, chain, run), run, counts_up_to)


def _open_up(db: sqlite3.Connection, chain: Chain, run: VerifiedRun) -> bool:
    """Part a stretch that was ruled lost where a run of it begins after all; whether there is such a stretch."""
    for first, last, head in stretches_of(db, chain):
        if first <= run.first - 1 < last:
            note_stretch(db, chain.no, first, run.first - 1, bytes.fromhex(run.header["prev"]))
            note_stretch(db, chain.no, run.first, last, head)
            return True
    return False


def _step_over(db: sqlite3.Connection, chain: Chain, run: VerifiedRun) -> Chain:
    """The chain moved to the end of a gap that was ruled lost; the head there is what the next run's header says."""
    prev = bytes.fromhex(run.header["prev"])
    note_stretch(db, chain.no, chain.seq + 1, run.first - 1, prev)
    return Chain(chain.no, chain.dev, chain.inc, chain.branch, run.first - 1, prev)


def _branch_off(db: sqlite3.Connection, chain: Chain, run: VerifiedRun, place: int) -> Chain:
    """The branch that a forked run begins or goes on with, once the province has ruled that both versions count."""
    if not is_ruled(db, run, "merge"):
        raise BundleRefused(Code.FORK)
    return _new_chain(db, run, stem=place)


def _new_chain(db: sqlite3.Connection, run: VerifiedRun, *, stem: int | None = None) -> Chain:
    """A chain for the run; with `stem` a branch that leaves another chain behind that position."""
    if stem is None:
        branch, place, head = b"", 0, genesis(run.device, run.incarnation)
    else:
        branch, place, head = run.head_at(stem + 1)[:8], stem, run.head_at(stem)
    cursor = db.execute(
        "INSERT INTO chains (dev, inc, branch, office, mine, audience, seq, head) VALUES (?, ?, ?, ?, 0, ?, ?, ?)",
        (run.device, run.incarnation, branch, bytes.fromhex(run.header["office"]), run.header["addr"], place, head),
    )
    assert cursor.lastrowid is not None
    if place:
        note_stretch(db, cursor.lastrowid, place, place, head)
    return Chain(cursor.lastrowid, run.device, run.incarnation, branch, place, head)


def _extend(db: sqlite3.Connection, chain: Chain, run: VerifiedRun, counts_up_to: int) -> Added:
    """Store and fold what the chain does not hold of the run, and fill in content that was held back."""
    held = dict(
        db.execute(
            "SELECT seq, content FROM entries WHERE chain = ? AND seq BETWEEN ? AND ?", (chain.no, run.first, run.last)
        )
    )
    base = base_of(db, chain)
    new = [place for place, entry in enumerate(run.entries) if entry.seq > base and entry.seq not in held]
    note_header(db, chain, run.header, run.envelope)
    _store(db, chain, run, new, counts_up_to)
    filled = _fill(db, chain, run, held)
    if run.last > chain.seq:
        db.execute("UPDATE chains SET seq = ?, head = ? WHERE no = ?", (run.last, run.head, chain.no))
    if new:
        _shorten_stretches(db, chain, run)
        db.execute(
            "INSERT OR REPLACE INTO runs (chain, first_seq, last_seq, head, sha256) VALUES (?, ?, ?, ?, ?)",
            (chain.no, max(run.first, base + 1), run.last, run.head, run.envelope.sha256),
        )
    return Added(len(new), bool(filled))


def _store(db: sqlite3.Connection, chain: Chain, run: VerifiedRun, new: list[int], counts_up_to: int) -> None:
    writer = bytes.fromhex(run.header["office"])
    taken = [
        fold.AcceptedEntry(run.entries[place], run.ids[place][:16], bytes.fromhex(run.entries[place].rec), writer)
        for place in new
    ]
    db.executemany(
        "INSERT INTO entries (chain, seq, id, rec, content, counts, line) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                chain.no,
                entry.seq,
                identity,
                rec,
                int(entry.set is None),
                int(entry.seq <= counts_up_to),
                run.lines[place],
            )
            for place, (entry, identity, rec, _writer) in zip(new, taken, strict=True)
        ],
    )
    fold.apply(db, [item for item in taken if item.entry.seq <= counts_up_to])


def _fill(db: sqlite3.Connection, chain: Chain, run: VerifiedRun, held: Mapping[int, int]) -> set[bytes]:
    """Put content where only its hash was held; returns the records it belongs to, folded again."""
    filled: set[bytes] = set()
    if 1 not in held.values():
        return filled
    for entry, line in zip(run.entries, run.lines, strict=True):
        if held.get(entry.seq) == 1 and not entry.held:
            db.execute(
                "UPDATE entries SET line = ?, content = 0 WHERE chain = ? AND seq = ?", (line, chain.no, entry.seq)
            )
            filled.add(bytes.fromhex(entry.rec))
    for rec in sorted(filled):
        fold.refold(db, rec)
    return filled


def _shorten_stretches(db: sqlite3.Connection, chain: Chain, run: VerifiedRun) -> None:
    """A lost stretch that has come after all, from its beginning as far as the run goes, is lost no longer."""
    for first, last, head in stretches_of(db, chain):
        if run.first <= first <= run.last and not is_stem(db, chain, first):
            db.execute("DELETE FROM runs WHERE chain = ? AND first_seq = ? AND sha256 = ''", (chain.no, first))
            if run.last < last:
                note_stretch(db, chain.no, run.last + 1, last, head)
