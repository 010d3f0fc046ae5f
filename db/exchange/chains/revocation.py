"""What of a device's entries counts: cuts of revoked devices, closed offices, and the province's rulings on them.

The verdict looks at the set of entries, lists and rulings held, never at the order they came in: entries behind a cut
are stored but take no part in records, balances and digests, whether the list came before or after them.
"""

from __future__ import annotations

import sqlite3

from db.exchange.chains.run_rulings import is_ruled
from db.exchange.chains.run_verification import VerifiedRun
from db.exchange.merge import fold
from db.exchange.outcomes import BundleRefused, Code
from db.exchange.trust.trust_list import TrustList, TrustLists
from db.exchange.wire.entry import decode_line

EVERYTHING = 2**53


def counts_up_to(db: sqlite3.Connection, run: VerifiedRun, trust: TrustList, lists: TrustLists) -> int:
    """The last position of the run's chain that counts; OFFICE_CLOSED for what was written after the office closed."""
    if is_ruled(db, run, "merge"):
        return EVERYTHING
    if run.header["office"] in trust.closed and not run.is_province and _written_after_closing(db, run, lists):
        raise BundleRefused(Code.OFFICE_CLOSED)
    return cut_of(trust, run.device, run.incarnation)


def cut_of(trust: TrustList, dev: bytes, inc: bytes) -> int:
    """Where the chain of a device is cut: behind everything for a device in good standing, 0 for a chain not named."""
    if not trust.is_revoked(dev):
        return EVERYTHING
    return trust.cuts.get((dev, inc), (0, ""))[0]


def _written_after_closing(db: sqlite3.Connection, run: VerifiedRun, lists: TrustLists) -> bool:
    """Whether the run goes on behind the place where its chain took in the list that closed the office."""
    closing = _closed_since(db, run.header["office"], lists)
    rows = db.execute(
        "SELECT e.line FROM entries e JOIN chains c ON c.no = e.chain WHERE c.dev = ? AND c.inc = ? AND e.rec = ?"
        " AND e.seq < ?",
        (run.device, run.incarnation, run.incarnation + bytes(8), run.first),
    )
    earlier = (decode_line(line) for (line,) in rows)
    if any(_takes_in(entry.op, entry.set, closing) for entry in earlier):
        return True
    return any(_takes_in(entry.op, entry.set, closing) and entry.seq < run.last for entry in run.entries)


def _takes_in(op: str, fields: dict[str, int] | None, number: int) -> bool:
    return op == "trust" and fields is not None and fields.get("n", 0) >= number


def _closed_since(db: sqlite3.Connection, office: str, lists: TrustLists) -> int:
    """The number of the list that closed an office: the first of those held that closes it for good."""
    closing = EVERYTHING
    for number, trust in lists.newest_first(db):
        if office not in trust.closed:
            break
        closing = number
    return closing


def count_again(db: sqlite3.Connection, trust: TrustList) -> int:
    """Bring what counts of revoked devices' entries in line with the list and the rulings held; how many changed."""
    changed: set[bytes] = set()
    number = 0
    for dev in sorted({dev for dev, _inc in trust.cuts}):
        for chain, inc in db.execute("SELECT no, inc FROM chains WHERE dev = ? AND mine = 0", (dev,)).fetchall():
            last = cut_of(trust, dev, inc)
            db.execute("UPDATE chains SET cut_at = ? WHERE no = ?", (last, chain))
            rows = db.execute(
                "SELECT seq, rec, counts, seq <= ? OR EXISTS (SELECT 1 FROM rulings r WHERE r.dev = ? AND r.inc = ?"
                " AND r.verdict = 'merge' AND e.seq BETWEEN r.first_seq AND r.last_seq) AS wanted"
                " FROM entries e WHERE chain = ? AND counts <> wanted",
                (last, dev.hex(), inc.hex(), chain),
            ).fetchall()
            db.executemany(
                "UPDATE entries SET counts = ? WHERE chain = ? AND seq = ?",
                [(wanted, chain, seq) for seq, _rec, _counts, wanted in rows],
            )
            changed |= {rec for _seq, rec, _counts, _wanted in rows if rec != inc + bytes(8)}
            number += len(rows)
    for rec in sorted(changed):
        fold.refold(db, rec)
    return number
