"""Where a run fits the chains this book holds: a continuation, an overlap, a gap, or a fork.

What is held of the chains is read by `held`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.exchange import fold
from db.exchange.entry import genesis
from db.exchange.held import Chain, base_of, chains_of, head_at, note_header, stretches_of
from db.exchange.intake import Run
from db.exchange.refusals import BundleRefused, Code


@dataclass(frozen=True)
class Added:
    """What a run brought: positions that are new, and whether held-back content came."""

    new: int = 0
    filled: bool = False


def take_run(db: sqlite3.Connection, run: Run, counts_up_to: int) -> Added:
    """Add a verified run to the chain it fits; MISSING, FORK.

    Entries behind `counts_up_to` are stored but take no part in anything (the device was cut there).
    """
    _loosen(db, run)
    _tie_loose_branches(db, run)
    chains = chains_of(db, run.device, run.incarnation)
    fitting = _fitting(db, chains, run)
    if fitting is None:
        return _begin(db, chains, run, counts_up_to)
    place, chain = fitting
    if place < run.last and place < chain.seq:
        chain = _branch_off(db, chain, run, place)
    return _extend(db, chain, run, counts_up_to)


def _fitting(db: sqlite3.Connection, chains: Sequence[Chain], run: Run) -> tuple[int, Chain] | None:
    """The chain that a run agrees with furthest, and how far; None where it meets no chain."""
    agreed = [(place, chain) for chain in chains if (place := _agreement(db, chain, run)) is not None]
    return max(agreed, key=lambda pair: (pair[0], -pair[1].no), default=None)


def _agreement(db: sqlite3.Connection, chain: Chain, run: Run) -> int | None:
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
    db: sqlite3.Connection, chain: Chain, run: Run, stretches: Sequence[tuple[int, int, bytes]]
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


def _across(stretches: Sequence[tuple[int, int, bytes]], run: Run, place: int) -> int:
    """Over a stretch that was ruled lost: a run agrees as far as it goes, unless the head at the end differs."""
    for first, last, head in stretches:
        if first == place + 1 and run.last >= first:
            if run.last < last:
                return run.last
            return last if run.head_at(last) == head else place
    return place


def _loosen(db: sqlite3.Connection, run: Run) -> None:
    """Part a chain behind a stretch that was ruled lost, where this run shows that what follows is of another version."""
    for chain in chains_of(db, run.device, run.incarnation):
        for first, last, head in stretches_of(db, chain):
            known = run.first <= first and last <= run.last and run.head_at(last) == head
            if known and not _is_stem(db, chain, first) and run.head_at(first - 1) != head_at(db, chain, first - 1):
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
    _note_stretch(db, cursor.lastrowid, last, last, head)
    db.execute("UPDATE chains SET seq = ?, head = ? WHERE no = ?", (first - 1, before, chain.no))


def _is_stem(db: sqlite3.Connection, chain: Chain, first: int) -> bool:
    return bool(chain.branch) and first == base_of(db, chain)


def _tie_loose_branches(db: sqlite3.Connection, run: Run) -> None:
    """Tie branches that begin behind a gap to what lies before them, where this run brings the gap. FORK.

    A later piece of another version may have been ruled in before an earlier one came: its stem stands in no chain.
    """
    for chain in sorted(chains_of(db, run.device, run.incarnation), key=lambda one: base_of(db, one)):
        others = [one for one in chains_of(db, run.device, run.incarnation) if one.no != chain.no]
        stem, _last, head = min(stretches_of(db, chain)) if chain.branch else (0, 0, b"")
        loose = stem and all(head_at(db, other, stem) != head for other in others)
        if loose and run.first <= stem <= run.last and run.head_at(stem) == head:
            _tie(db, chain, stem, _fitting(db, others, run), run)


def _tie(db: sqlite3.Connection, chain: Chain, stem: int, below: tuple[int, Chain] | None, run: Run) -> None:
    """Make a loose branch go on from the end of the chain it belongs to, or leave the chain that the run leaves."""
    place, other = below or (run.first - 1, None)
    if other and place == other.seq:
        _append(db, other, chain)
        return
    if not is_ruled(db, run, "merge"):
        raise BundleRefused(Code.FORK)
    db.execute("DELETE FROM runs WHERE chain = ? AND first_seq = ? AND sha256 = ''", (chain.no, stem))
    _note_stretch(db, chain.no, place, place, run.head_at(place))
    _note_stretch(db, chain.no, place + 1, stem, run.head_at(stem))
    db.execute("UPDATE chains SET branch = ? WHERE no = ?", (run.head_at(place + 1)[:8], chain.no))


def _append(db: sqlite3.Connection, chain: Chain, later: Chain) -> None:
    """One chain of two: what `later` holds goes on behind a stretch that is not held yet."""
    stem, _last, head = min(stretches_of(db, later))
    db.execute("DELETE FROM runs WHERE chain = ? AND first_seq = ? AND sha256 = ''", (later.no, stem))
    for table in ("entries", "runs", "run_headers"):
        db.execute(f"UPDATE {table} SET chain = ? WHERE chain = ?", (chain.no, later.no))
    db.execute("DELETE FROM chains WHERE no = ?", (later.no,))
    db.execute("UPDATE chains SET seq = ?, head = ? WHERE no = ?", (later.seq, later.head, chain.no))
    _note_stretch(db, chain.no, chain.seq + 1, stem, head)


def _begin(db: sqlite3.Connection, chains: list[Chain], run: Run, counts_up_to: int) -> Added:
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
    if not _is_lost(db, run, held + 1, run.first - 1):
        raise BundleRefused(Code.MISSING)
    chain = max(chains, key=lambda one: one.seq) if chains else _new_chain(db, run)
    return _extend(db, _step_over(db, chain, run), run, counts_up_to)


def _open_up(db: sqlite3.Connection, chain: Chain, run: Run) -> bool:
    """Part a stretch that was ruled lost where a run of it begins after all; whether there is such a stretch."""
    for first, last, head in stretches_of(db, chain):
        if first <= run.first - 1 < last:
            _note_stretch(db, chain.no, first, run.first - 1, bytes.fromhex(run.header["prev"]))
            _note_stretch(db, chain.no, run.first, last, head)
            return True
    return False


def _step_over(db: sqlite3.Connection, chain: Chain, run: Run) -> Chain:
    """The chain moved to the end of a gap that was ruled lost; the head there is what the next run's header says."""
    prev = bytes.fromhex(run.header["prev"])
    _note_stretch(db, chain.no, chain.seq + 1, run.first - 1, prev)
    return Chain(chain.no, chain.dev, chain.inc, chain.branch, run.first - 1, prev)


def _note_stretch(db: sqlite3.Connection, chain: int, first: int, last: int, head: bytes) -> None:
    db.execute(
        "INSERT OR REPLACE INTO runs (chain, first_seq, last_seq, head, sha256) VALUES (?, ?, ?, ?, '')",
        (chain, first, last, head),
    )


def _branch_off(db: sqlite3.Connection, chain: Chain, run: Run, place: int) -> Chain:
    """The branch that a forked run begins or goes on with, once the province has ruled that both versions count."""
    if not is_ruled(db, run, "merge"):
        raise BundleRefused(Code.FORK)
    return _new_chain(db, run, stem=place)


def _new_chain(db: sqlite3.Connection, run: Run, *, stem: int | None = None) -> Chain:
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
        _note_stretch(db, cursor.lastrowid, place, place, head)
    return Chain(cursor.lastrowid, run.device, run.incarnation, branch, place, head)


def _extend(db: sqlite3.Connection, chain: Chain, run: Run, counts_up_to: int) -> Added:
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
        _shortenstretches_of(db, chain, run)
        db.execute(
            "INSERT OR REPLACE INTO runs (chain, first_seq, last_seq, head, sha256) VALUES (?, ?, ?, ?, ?)",
            (chain.no, max(run.first, base + 1), run.last, run.head, run.envelope.sha256),
        )
    return Added(len(new), bool(filled))


def _store(db: sqlite3.Connection, chain: Chain, run: Run, new: list[int], counts_up_to: int) -> None:
    writer = bytes.fromhex(run.header["office"])
    taken = [
        fold.Taken(run.entries[place], run.ids[place][:16], bytes.fromhex(run.entries[place].rec), writer)
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


def _fill(db: sqlite3.Connection, chain: Chain, run: Run, held: Mapping[int, int]) -> set[bytes]:
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


def _shortenstretches_of(db: sqlite3.Connection, chain: Chain, run: Run) -> None:
    """A lost stretch that has come after all, from its beginning as far as the run goes, is lost no longer."""
    for first, last, head in stretches_of(db, chain):
        if run.first <= first <= run.last and not _is_stem(db, chain, first):
            db.execute("DELETE FROM runs WHERE chain = ? AND first_seq = ? AND sha256 = ''", (chain.no, first))
            if run.last < last:
                _note_stretch(db, chain.no, run.last + 1, last, head)


# --- what the province has ruled --------------------------------------------------------------------------------------


def is_ruled(db: sqlite3.Connection, run: Run, verdict: str) -> bool:
    """Whether the province has given this verdict on exactly this run."""
    row = db.execute(
        "SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND first_seq = ? AND head = ? AND verdict = ?",
        (run.header["dev"], run.header["inc"], run.first, run.header["head"], verdict),
    ).fetchone()
    return row is not None


def _is_lost(db: sqlite3.Connection, run: Run, first: int, last: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND verdict = 'lost' AND first_seq <= ? AND last_seq >= ?",
        (run.header["dev"], run.header["inc"], first, last),
    ).fetchone()
    return row is not None
