"""What is held of the chains, and whether a run is held already, said from its header alone.

A chain is one incarnation of one device, or a branch of it: the other version where a restored copy wrote the same
numbers again and the province ruled that both count. What is held of a chain is contiguous but for stretches: places
where only the running head is known. A branch begins with one (all before it stands in the chain it left), and a gap
that was ruled lost is one.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.exchange.wire.bundle_file import Envelope
from db.exchange.wire.entry import genesis, next_head
from db.exchange.wire.fast_decode import read_stored


@dataclass(frozen=True)
class Chain:
    """What is held of one chain: its number in this book, and where it stands."""

    no: int
    dev: bytes
    inc: bytes
    branch: bytes
    seq: int
    head: bytes


def chains_of(db: sqlite3.Connection, dev: bytes, inc: bytes) -> list[Chain]:
    """The chain of an incarnation and its branches, in the order they were begun here."""
    rows = db.execute(
        "SELECT no, dev, inc, branch, seq, head FROM chains WHERE dev = ? AND inc = ? ORDER BY no", (dev, inc)
    )
    return [Chain(*row) for row in rows]


def head_at(db: sqlite3.Connection, chain: Chain, seq: int) -> bytes | None:
    """The running head after position `seq`, worked out from the nearest known head before it; None where not held."""
    if seq >= chain.seq:
        return chain.head if seq == chain.seq else None
    known = db.execute(
        "SELECT last_seq, head FROM runs WHERE chain = ? AND last_seq <= ? ORDER BY last_seq DESC LIMIT 1",
        (chain.no, seq),
    ).fetchone()
    place, head = known or (0, genesis(chain.dev, chain.inc))
    rows = db.execute(
        "SELECT seq, line FROM entries WHERE chain = ? AND seq > ? AND seq <= ? ORDER BY seq", (chain.no, place, seq)
    )
    for number, line in rows:
        if number != place + 1:
            return None
        place, head = number, next_head(head, read_stored(line, chain.dev, chain.inc)[1])
    return head if place == seq and (known or chain.branch == b"") else None


def stretches_of(db: sqlite3.Connection, chain: Chain) -> list[tuple[int, int, bytes]]:
    """(first, last, head at the end) of the stretches of a chain of which nothing else is known."""
    return db.execute(
        "SELECT first_seq, last_seq, head FROM runs WHERE chain = ? AND sha256 = ''", (chain.no,)
    ).fetchall()


def base_of(db: sqlite3.Connection, chain: Chain) -> int:
    """The position behind which the entries of a chain are its own: its stem for a branch, else 0."""
    return min(stretches_of(db, chain))[1] if chain.branch else 0


def is_stem(db: sqlite3.Connection, chain: Chain, first: int) -> bool:
    """Whether the stretch that begins there is the stem of a branch."""
    return bool(chain.branch) and first == base_of(db, chain)


def note_stretch(db: sqlite3.Connection, chain: int, first: int, last: int, head: bytes) -> None:
    """Note that of these positions only the head at their end is known."""
    db.execute(
        "INSERT OR REPLACE INTO runs (chain, first_seq, last_seq, head, sha256) VALUES (?, ?, ?, ?, '')",
        (chain, first, last, head),
    )


def lineage(db: sqlite3.Connection, chain: Chain, last: int) -> Iterator[tuple[int, int, int]]:
    """(chain, first, last) of the stretches that a version of a chain consists of, up to a position, newest first.

    Those before a branch's stem stand in the chain it left: the one that has the stem among its own positions.
    """
    others = chains_of(db, chain.dev, chain.inc)
    left: Chain | None = chain
    while left:
        base = base_of(db, left)
        yield left.no, base + 1, last
        last = base
        stem = min(stretches_of(db, left))[2] if base else b""
        left = next(
            (one for one in others if base and base_of(db, one) < base and head_at(db, one, base) == stem), None
        )


def note_header(db: sqlite3.Connection, chain: Chain, header: Mapping[str, Any], envelope: Envelope) -> None:
    """Keep the signed header of a run that has come, also of one that was held already: it may have seen other things."""
    told = (
        hashlib.sha256(envelope.signed).digest(),
        json.dumps(header["seen"]),
        envelope.signed,
        envelope.signature,
    )
    for no, first, last in lineage(db, chain, header["to"]):
        if header["from"] <= last:
            db.execute(
                "INSERT OR IGNORE INTO run_headers (chain, first_seq, last_seq, digest, seen, signed, signature)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (no, max(first, header["from"]), last, *told),
            )


# --- is a run held already? -------------------------------------------------------------------------------------------


def already_held(db: sqlite3.Connection, header: Mapping[str, Any], *, relayed: bool = False) -> Chain | None:
    """The chain that holds the run's end with the same head, where nothing of the run is missing or held back.

    What an office sends upwards it sends whole each time. A relay of the same run may bring content that the one
    before it held back (`relayed`).
    """
    final = header["addr"] == "up" and not relayed
    for chain in chains_of(db, bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"])):
        if final and _came_whole(db, chain, header):
            return chain
        head = head_at(db, chain, header["to"])
        if head is not None and head.hex() == header["head"] and not _lacks(db, chain, header, final=final):
            return chain
    return None


def _came_whole(db: sqlite3.Connection, chain: Chain, header: Mapping[str, Any]) -> bool:
    """Whether one run that was taken in covers this one and ends with it: the same file again, the usual case."""
    row = db.execute(
        "SELECT 1 FROM runs WHERE chain = ? AND first_seq <= ? AND last_seq = ? AND head = ? AND sha256 <> ''",
        (chain.no, header["from"], header["to"], bytes.fromhex(header["head"])),
    ).fetchone()
    return row is not None


def _lacks(db: sqlite3.Connection, chain: Chain, header: Mapping[str, Any], *, final: bool) -> bool:
    span = (chain.no, header["from"], header["to"])
    held, whole = db.execute(
        "SELECT count(*), coalesce(sum(content <> 1), 0) FROM entries WHERE chain = ? AND seq BETWEEN ? AND ?", span
    ).fetchone()
    complete = held == header["to"] - header["from"] + 1
    return not complete or (not final and whole < held)
