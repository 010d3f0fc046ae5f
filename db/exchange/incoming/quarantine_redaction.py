"""Erased content taken out of the files that the book keeps whole: in the waiting room, set aside, carried on.

A signed file cannot be changed. What is left of it is sealed as a relay: the original header and signature, and the lines
without the erased content; at an office for its own machine only. What an office merely carries upwards is let go: its
sender, who has no receipt for it, sends it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.exchange.chains.run_verification import carried_envelope, relay_line
from db.exchange.incoming.quarantine import CARRIED
from db.exchange.merge.erasure_scope import ERASE, erased_for_good
from db.exchange.merge.version import Graph, Node
from db.exchange.outcomes import BundleRefused, Code
from db.exchange.outgoing.relay import seal_relay_lines
from db.exchange.outgoing.send import trailer
from db.exchange.wire.bundle_file import Envelope, FileKind, cut, open_payload
from db.exchange.wire.entry import Entry, decode_line, entry_id, held_line
from db.exchange.wire.header import parse_header
from db.register import load_states
from db.settings import SettingKey, SettingSeries, keep_setting, series
from db.tables.exchange import ERASED

if TYPE_CHECKING:
    from db.store import Book


@dataclass(frozen=True)
class _Opened:
    """A kept file as this device can read it: the carried run's header line, its writer, and its lines."""

    carrier: bytes
    device: bytes
    inc: bytes
    office: bytes
    seen: Sequence[Sequence[Any]]
    lines: Sequence[bytes]


def clean_kept(book: Book, db: sqlite3.Connection, only: Iterable[str] = (), fresh: Set[bytes] = frozenset()) -> None:
    """Look through the kept files: all of them where something was erased just now, else those named (SHA-256).

    `fresh` are records whose erasure this transaction is about to write: no file can have seen it.
    """
    every = series(db, SettingSeries.ERASING).keys() - {SettingKey.ERASING_KEPT}
    files = [row[0] for row in db.execute("SELECT sha256 FROM bundle_files ORDER BY sha256")]
    for sha256 in files:
        if every or fresh or sha256 in only:
            _clean(book, db, sha256, fresh)


def _clean(book: Book, db: sqlite3.Connection, sha256: str, fresh: Set[bytes]) -> None:
    content, outcome = db.execute("SELECT content, outcome FROM bundle_files WHERE sha256 = ?", (sha256,)).fetchone()
    left = without_erased(book, db, content, fresh)
    if left is None:
        return
    if outcome != CARRIED:
        db.execute(
            "UPDATE bundle_files SET sha256 = ?, kind = ?, content = ? WHERE sha256 = ?",
            (cut(left).sha256, int(FileKind.RELAY), left, sha256),
        )
    else:
        db.execute("DELETE FROM bundle_files WHERE sha256 = ?", (sha256,))
    keep_setting(db, SettingKey.ERASING_KEPT, "")


def without_erased(book: Book, db: sqlite3.Connection, content: bytes, fresh: Set[bytes] = frozenset()) -> bytes | None:
    """What is left of a .khb that holds erased content, as a relay; None where it holds none that can be read here."""
    try:
        opened = _open(book, cut(content))
        entries = [decode_line(line) for line in opened.lines]
    except BundleRefused:
        return None
    gone = _erased_in(db, opened, entries)
    gone |= {entry.seq for entry in entries if bytes.fromhex(entry.rec) in fresh and not entry.held}
    if not gone:
        return None
    trust = book.trust_lists.in_force(db)
    assert trust is not None and book.keys is not None
    to = trust.province_certs() if book.identity.is_province else [trust.certs[book.identity.device]]
    lines = [held_line(one) if one.seq in gone else line for one, line in zip(entries, opened.lines, strict=True)]
    end = trailer([decode_line(line) for line in lines])
    return seal_relay_lines(book.keys, trust, [opened.carrier, *lines, end], to, book.clock.now())


def _open(book: Book, envelope: Envelope) -> _Opened:
    secrets = [book.keys.age_secret] if book.keys else []
    if not secrets:
        raise BundleRefused(Code.NOT_FOR_ME)
    if envelope.kind not in (FileKind.JOURNAL, FileKind.DOWN, FileKind.RELAY):
        raise BundleRefused(Code.WRONG_TYPE)
    header = parse_header(envelope)
    lines = open_payload(envelope, header, secrets)
    carrier = lines[0] if envelope.kind is FileKind.RELAY else relay_line(envelope)
    if envelope.kind is FileKind.RELAY:
        header, lines = parse_header(carried_envelope(carrier, envelope)), lines[1:]
    device, inc, office = (bytes.fromhex(header[name]) for name in ("dev", "inc", "office"))
    return _Opened(carrier, device, inc, office, header["seen"], lines[:-1])


def _erased_in(db: sqlite3.Connection, opened: _Opened, entries: Sequence[Entry]) -> set[int]:
    """The positions in a file whose content an erasure covers."""
    gone: set[int] = set()
    states = load_states(db, {bytes.fromhex(entry.rec) for entry in entries})
    for rec in (rec for rec, state in states.items() if state.marks & ERASED):
        here = {entry_id(opened.device, opened.inc, entry)[:16]: entry for entry in entries if entry.rec == rec.hex()}
        known = db.execute(
            "SELECT e.id, e.line, c.office, c.dev, c.inc, e.seq FROM entries e JOIN chains c ON c.no = e.chain"
            " WHERE e.rec = ?",
            (rec,),
        ).fetchall()
        graph = Graph.of(
            [Node(identity, decode_line(line), office, dev) for identity, line, office, dev, _inc, _seq in known]
            + [Node(identity, entry, opened.office, opened.device) for identity, entry in here.items()]
        )
        held = {(dev, inc, seq): graph[identity] for identity, _line, _office, dev, inc, seq in known}
        certain = erased_for_good(graph, missing=not _had_not_seen_it(db, opened, graph, held))
        gone |= {entry.seq for identity, entry in here.items() if identity in certain and not entry.held}
    return gone


def _had_not_seen_it(
    db: sqlite3.Connection, opened: _Opened, graph: Graph, held: Mapping[tuple[bytes, bytes, int], Node]
) -> bool:
    """Whether the writer of a file cannot have known the erasure: by what it says it had seen, all of which is held here.

    Its own earlier entries may be missing; whatever they knew of the record the file has seen as well.
    """
    upto = {(bytes.fromhex(dev), bytes.fromhex(inc)): seq for dev, inc, seq, _head in opened.seen}
    for (dev, inc), seq in upto.items():
        if not db.execute("SELECT 1 FROM chains WHERE dev = ? AND inc = ? AND seq >= ?", (dev, inc, seq)).fetchone():
            return False
    upto[opened.device, opened.inc] = 2**53
    read = [node for (dev, inc, seq), node in held.items() if seq <= upto.get((dev, inc), 0)]
    reached = {node.id for node in read} | graph.seen_by(read)
    return not any(
        node.id in reached
        and (
            node.entry.op == ERASE or any(bytes.fromhex(p) not in {n.id for n in held.values()} for p in node.entry.pre)
        )
        for node in held.values()
    )
