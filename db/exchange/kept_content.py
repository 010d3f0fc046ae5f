"""Erased content taken out of the files that the book keeps whole: in the waiting room, set aside, carried on.

A signed file cannot be changed. The province seals what is left of it as a relay: the original header and signature, and
the lines without the erased content. Elsewhere the file is let go; its sender, who has no receipt for it, sends it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.exchange.blanking import NOTED
from db.exchange.container import Envelope, FileKind, cut, open_payload
from db.exchange.covers import erased_for_good
from db.exchange.entry import Entry, decode_line, entry_id, held_line
from db.exchange.graph import link
from db.exchange.header import parse_header
from db.exchange.intake import carried_envelope, relay_line
from db.exchange.refusals import BundleRefused
from db.exchange.relay import seal_relay_lines
from db.exchange.send import trailer
from db.exchange.trust import trust_in_force
from db.records import load_states
from db.tables.exchange import ERASED

if TYPE_CHECKING:
    from db.store import Book

SCRUB = NOTED + "kept"


@dataclass(frozen=True)
class _Opened:
    """A kept file as this device can read it: the carried run's header line, its writer, and its lines."""

    carrier: bytes
    device: bytes
    inc: bytes
    office: bytes
    lines: Sequence[bytes]


def clean_kept(book: Book, db: sqlite3.Connection, only: Iterable[str] = ()) -> None:
    """Look through the kept files: all of them where something was erased just now, else those named (SHA-256)."""
    every = db.execute("SELECT 1 FROM settings WHERE key >= ? AND key < ?", (NOTED, NOTED + "g")).fetchone()
    files = [row[0] for row in db.execute("SELECT sha256 FROM bundle_files ORDER BY sha256")]
    for sha256 in files:
        if every or sha256 in only:
            _clean(book, db, sha256)


def _clean(book: Book, db: sqlite3.Connection, sha256: str) -> None:
    (content,) = db.execute("SELECT content FROM bundle_files WHERE sha256 = ?", (sha256,)).fetchone()
    try:
        opened = _open(book, cut(content))
        entries = [decode_line(line) for line in opened.lines]
    except BundleRefused:
        return  # sealed for others: nothing of it can be read here
    gone = _erased_in(db, opened, entries)
    if not gone:
        return
    trust = trust_in_force(db)
    if book.identity.hub and book.keys is not None and trust is not None:
        lines = [held_line(one) if one.seq in gone else line for one, line in zip(entries, opened.lines, strict=True)]
        held = [decode_line(line) for line in lines]
        relay = seal_relay_lines(
            book.keys, trust, [opened.carrier, *lines, trailer(held)], trust.hubs(), book.clock.now()
        )
        db.execute(
            "UPDATE bundle_files SET sha256 = ?, kind = ?, content = ? WHERE sha256 = ?",
            (cut(relay).sha256, int(FileKind.RELAY), relay, sha256),
        )
    else:
        db.execute("DELETE FROM bundle_files WHERE sha256 = ?", (sha256,))
    db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, '')", (SCRUB,))


def _open(book: Book, envelope: Envelope) -> _Opened:
    secrets = [book.keys.age_secret] if book.keys else []
    header = parse_header(envelope)
    lines = open_payload(envelope, header, secrets)
    carrier = lines[0] if envelope.kind is FileKind.RELAY else relay_line(envelope)
    if envelope.kind is FileKind.RELAY:
        header, lines = parse_header(carried_envelope(carrier, envelope)), lines[1:]
    ids = (bytes.fromhex(header[name]) for name in ("dev", "inc", "office"))
    return _Opened(carrier, *ids, lines[:-1])


def _erased_in(db: sqlite3.Connection, opened: _Opened, entries: Sequence[Entry]) -> set[int]:
    """The positions in a file whose content an erasure covers."""
    gone: set[int] = set()
    states = load_states(db, {bytes.fromhex(entry.rec) for entry in entries})
    for rec in (rec for rec, state in states.items() if state.marks & ERASED):
        here = {entry_id(opened.device, opened.inc, entry)[:16]: entry for entry in entries if entry.rec == rec.hex()}
        known = db.execute(
            "SELECT e.id, e.line, c.office, c.dev FROM entries e JOIN chains c ON c.no = e.chain WHERE e.rec = ?",
            (rec,),
        ).fetchall()
        nodes = link(
            [(identity, decode_line(line), office, dev) for identity, line, office, dev in known]
            + [(identity, entry, opened.office, opened.device) for identity, entry in here.items()]
        )
        certain = erased_for_good(nodes, may_miss=False)
        gone |= {entry.seq for identity, entry in here.items() if identity in certain and not entry.held}
    return gone
