"""Content taken out of stored entries: the skeleton and its salted hash stay, so the chain still verifies.

What was taken out is noted in the same transaction (settings `erasing.<rec>`), so that `scrubbing` can clean the file
itself afterwards, also after a crash, and remember the entries outside the book.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from db.exchange.merge.erasure_scope import ERASE, erased_for_good
from db.exchange.merge.version import Graph, Node
from db.exchange.wire.entry import decode_line, held_line
from db.settings import SettingSeries, keep_setting, setting

ERASED_CONTENT = 2


def blank_covered(db: sqlite3.Connection, rec: bytes, *, missing: bool) -> None:
    """Take the content out of what the erasures of a record cover, also behind a cut."""
    rows = db.execute(
        "SELECT e.id, e.line, c.office, c.dev, e.counts FROM entries e JOIN chains c ON c.no = e.chain WHERE e.rec = ?",
        (rec,),
    ).fetchall()
    graph = Graph.of(Node(identity, decode_line(line), *written) for identity, line, *written, _counts in rows)
    void = {row[0] for row in rows if not row[4] and graph[row[0]].entry.op == ERASE}
    blank(db, rec, erased_for_good(graph, missing=missing, left_out=void))


def blank(db: sqlite3.Connection, rec: bytes, entries: Iterable[bytes]) -> bool:
    """Take the content out of these entries of a record; whether any of it was here."""
    gone = []
    for identity in sorted(entries):
        row = db.execute("SELECT chain, seq, line FROM entries WHERE rec = ? AND id = ?", (rec, identity)).fetchone()
        if row is None:
            continue
        entry = decode_line(row[2])
        db.execute(
            "UPDATE entries SET line = ?, content = ? WHERE chain = ? AND seq = ?",
            (held_line(entry), ERASED_CONTENT, row[0], row[1]),
        )
        if not entry.held:
            gone.append(identity.hex())
    if gone:
        noted = SettingSeries.ERASING.of(rec)
        before = setting(db, noted)
        keep_setting(db, noted, ",".join(gone) if before is None else ",".join([before, *gone]))
    return bool(gone)
