"""Trust lists and acknowledgements taken into a book."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from db.change import Change
from db.clock import in_vietnam, now_in_utc
from db.exchange.chains.revocation import count_again
from db.exchange.outcomes import BundleRefused, Code
from db.exchange.storage.ack_log import note_acknowledged
from db.exchange.storage.chain_store import chains_of, head_at
from db.exchange.trust.trust_list import TrustList, check_successor, keep_list, open_list
from db.exchange.wire.bundle_file import Envelope, open_payload
from db.exchange.wire.canonical_json import decode, is_hex
from db.exchange.wire.header import require_whole
from db.journal import Writing
from db.own_chain import note_outrun
from db.settings import SettingKey, keep_setting

if TYPE_CHECKING:
    from db.store import Book

ACK_WORDS = {"merged": 5, "missing": 5, "file": 4, "ask": 4, "balance": 4}


def take_trust(book: Book, writing: Writing, envelope: Envelope) -> bool:
    """Take a newer trust list in; False when it is the one in force. UNKNOWN_SIGNER, OLD_VERSION, VERSION_JUMP."""
    old = book.trust_lists.in_force(writing.db)
    if old is None:
        raise BundleRefused(Code.UNKNOWN_SIGNER)
    trust = open_list(envelope, old.roots)
    if trust.number == old.number and trust.digest() == old.digest():
        return False
    check_successor(old, trust, envelope.signer)
    adopt(book, writing, trust, envelope.content)
    return True


def adopt(book: Book, writing: Writing, trust: TrustList, file: bytes) -> None:
    """Take a trust list in: kept, journalled, what it cuts counted again, the device's voucher block noted."""
    keep_list(writing.db, trust, file)
    fields = {"n": trust.number, "hash": trust.digest()}
    writing.note(Change("trust", "chain", bytes(16), book.unit, fields))
    count_again(writing.db, trust)
    cert = trust.certs.get(book.identity.device)
    if cert is not None and cert.block:
        keep_setting(writing.db, SettingKey.BLOCK, cert.block)


def take_ack(
    book: Book, db: sqlite3.Connection, envelope: Envelope, header: Mapping[str, Any], age_secrets: Sequence[str]
) -> int | None:
    """Keep the newest acknowledgement of a device of the province; how many lines it has, None when it is known. NOT_FOR_ME.

    Within one incarnation the number only grows; a new incarnation must continue the one known.
    """
    if header["office"] != book.unit.hex() or book.identity.device.hex() not in header["rcp"]:
        raise BundleRefused(Code.NOT_FOR_ME)
    require_whole(envelope, header)
    dev, inc = bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"])
    known = db.execute("SELECT inc, number FROM acks WHERE dev = ?", (dev,)).fetchone()
    if known and known[0] == inc and header["no"] <= known[1]:
        return None
    if known and known[0] != inc and header["continues"] != known[0].hex():
        return None
    lines = [_ack_line(line) for line in open_payload(envelope, header, age_secrets)]
    db.execute(
        "INSERT OR REPLACE INTO acks (dev, inc, number, taken_at, lines) VALUES (?, ?, ?, ?, ?)",
        (dev, inc, header["no"], now_in_utc(book.clock), json.dumps(lines)),
    )
    for line in lines:
        if line[0] == "merged" and line[1] == book.identity.device.hex():
            _notice_restore(db, book.identity.device, bytes.fromhex(line[2]), line[3], line[4])
    _note_positions(db, book.unit, lines, in_vietnam(header["t"]).date().isoformat())
    return len(lines)


def _ack_line(line: bytes) -> list[Any]:
    parts = decode(line)
    if type(parts) is not list or not parts or ACK_WORDS.get(str(parts[0])) != len(parts):
        raise BundleRefused(Code.FORMAT)
    if parts[0] == "merged":
        good = is_hex(parts[1], 32) and is_hex(parts[2], 16) and type(parts[3]) is int and is_hex(parts[4], 64)
        if not good:
            raise BundleRefused(Code.FORMAT)
    return parts


def _notice_restore(db: sqlite3.Connection, dev: bytes, inc: bytes, seq: int, head: str) -> None:
    """The province holds more of this device's chain, or another version of it: this book is a restored copy.

    Nothing is written now; the next write begins a new incarnation.
    """
    held = [known for chain in chains_of(db, dev, inc) if (known := head_at(db, chain, seq)) is not None]
    if all(known.hex() != head for known in held):
        note_outrun(db, inc)


def _note_positions(db: sqlite3.Connection, unit: bytes, lines: Sequence[Sequence[Any]], day: str) -> None:
    """How far the province has each chain of this office: what it does not name it has not, another version neither."""
    for dev, inc in db.execute("SELECT dev, inc FROM chains WHERE office = ? AND branch = x''", (unit,)).fetchall():
        told = [(line[3], line[4]) for line in lines if line[:3] == ["merged", dev.hex(), inc.hex()]]
        chain = chains_of(db, dev, inc)[0]
        agreed = [seq for seq, head in told if (held := head_at(db, chain, seq)) is not None and held.hex() == head]
        note_acknowledged(db, inc, max(agreed, default=0), day)
