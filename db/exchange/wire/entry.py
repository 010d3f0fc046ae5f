"""One entry: one change of one record at (device, incarnation, seq); its bytes, its id and the running head.

A line is `[seq, sv, t, tx, actor, office, kind, rec, op, pre, salt, set]`, or, with its content held back or erased,
`[..., pre, ph]`: the chain verifies either way, because the id is taken over `ph`, the salted hash of the content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from db.exchange.outcomes import BundleRefused, Code
from db.exchange.wire.canonical_json import decode, encode, is_hex

OPS = frozenset("open trust ack ins upd del rev res move erase ruling".split())
LINE_BYTES = 64 * 1024
PARENTS = 1024


class Entry(NamedTuple):
    """One change. Ids, salts and hashes are lower-case hex; `salt` and `set` are None where content is held back."""

    seq: int
    sv: int
    t: int
    tx: int
    actor: str
    office: str
    kind: str
    rec: str
    op: str
    pre: list[str]
    salt: str | None = None
    set: dict[str, Any] | None = None
    ph: str | None = None

    @property
    def held(self) -> bool:
        """Whether the content is not in this line."""
        return self.set is None


def content_hash(salt: str, fields: dict[str, Any]) -> str:
    """`ph`: SHA-256("kh/p1\\0" + salt + canon(set)), hex."""
    return hashlib.sha256(b"kh/p1\0" + bytes.fromhex(salt) + encode(fields)).hexdigest()


def entry_id(device: bytes, incarnation: bytes, entry: Entry) -> bytes:
    """SHA-256("kh/e1\\0" + device + incarnation + canon([seq..pre, ph])): 32 bytes; parents name its first 16."""
    ph = entry.ph if entry.set is None else content_hash(entry.salt or "", entry.set)
    return hashlib.sha256(b"kh/e1\0" + device + incarnation + encode([*entry[:10], ph])).digest()


def genesis(device: bytes, incarnation: bytes) -> bytes:
    """The running head before the first entry of an incarnation."""
    return hashlib.sha256(b"kh/g1\0" + device + incarnation).digest()


def next_head(head: bytes, identity: bytes) -> bytes:
    """The running head after an entry."""
    return hashlib.sha256(b"kh/c1\0" + head + identity).digest()


def encode_line(entry: Entry) -> bytes:
    """The line of an entry, without its line feed: with content, or with `ph` alone."""
    if entry.set is None:
        return encode([*entry[:10], entry.ph])
    return encode([*entry[:10], entry.salt, entry.set])


def held_line(entry: Entry) -> bytes:
    """The line of an entry with its content held back; its id stays the same."""
    ph = entry.ph if entry.set is None else content_hash(entry.salt or "", entry.set)
    return encode([*entry[:10], ph])


def decode_line(line: bytes) -> Entry:
    """The entry of a line; refused where shape, types or ids are not to the letter."""
    if len(line) > LINE_BYTES:
        raise BundleRefused(Code.LIMIT)
    parts = decode(line)
    if type(parts) is not list or len(parts) not in (11, 12):
        raise BundleRefused(Code.FORMAT)
    if len(parts) == 12:
        entry = Entry._make([*parts, None])
        content = type(entry.set) is dict and is_hex(entry.salt, 32)
    else:
        entry = Entry._make([*parts[:10], None, None, parts[10]])
        content = is_hex(entry.ph, 64)
    if not (content and _is_well_formed(entry)):
        raise BundleRefused(Code.FORMAT)
    return entry


def _is_well_formed(entry: Entry) -> bool:
    numbers = type(entry.seq) is type(entry.sv) is type(entry.t) is type(entry.tx) is int
    return (
        numbers
        and 1 <= entry.tx <= entry.seq
        and entry.sv >= 1
        and type(entry.op) is str
        and entry.op in OPS
        and is_hex(entry.actor, 16)
        and is_hex(entry.office, 32)
        and is_hex(entry.rec, 32)
        and type(entry.kind) is str
        and _are_parents(entry.pre)
    )


def _are_parents(pre: object) -> bool:
    if type(pre) is not list or len(pre) > PARENTS:
        return False
    return all(is_hex(parent, 32) for parent in pre) and all(a < b for a, b in pairwise(pre))


def totals(entries: Iterable[Entry]) -> tuple[dict[str, int], dict[str, int]]:
    """What the trailer counts: entries by kind, and by purse the amounts of movements written in this run."""
    counts: dict[str, int] = {}
    sums: dict[str, int] = {}
    for entry in entries:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
        if entry.kind == "movement" and entry.op == "ins" and entry.set is not None:
            purse = entry.set["purse"]
            sums[purse] = sums.get(purse, 0) + entry.set["amount"]
    return counts, {f"p{purse}": amount for purse, amount in sums.items()}
