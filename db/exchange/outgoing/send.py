"""Runs of this book's own entries, sealed as .khb files: everything after the last acknowledgement, or as asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.change import Author
from db.exchange.storage.chain_store import Chain, chains_of, head_at
from db.exchange.storage.former_chains import standing_chain
from db.exchange.trust.trust_list import APP, TrustList
from db.exchange.wire.bundle_file import FileKind, pack, seal
from db.exchange.wire.canonical_json import encode
from db.exchange.wire.entry import Entry, decode_line, held_line, next_head, totals
from db.exchange.wire.fast_decode import read_stored
from db.exchange.wire.signatures import DeviceKeys
from db.journal import TX_ENTRIES
from db.tables import KINDS
from db.tables.record import Travels

RUN_ENTRIES = 200_000
RUN_BYTES = 96 * 2**20


@dataclass(frozen=True)
class SealedRun:
    """One file ready to be written: its name, its bytes and the run it covers."""

    name: str
    content: bytes
    inc: str
    first: int
    last: int
    entries: int


@dataclass(frozen=True)
class OwnRun:
    """A stretch of one of this book's chains with its lines as stored."""

    chain: int
    inc: bytes
    audience: str
    first: int
    last: int
    before: bytes
    after: bytes
    lines: list[bytes]


def own_chains(db: sqlite3.Connection, device: bytes) -> list[tuple[int, bytes, str, int]]:
    """(number, incarnation, audience, last seq) of every chain this device has written in this book."""
    return db.execute(
        "SELECT no, inc, audience, seq FROM chains WHERE mine = 1 AND dev = ? AND seq > 0 ORDER BY no", (device,)
    ).fetchall()


def acknowledged(db: sqlite3.Connection, device: bytes) -> dict[bytes, int]:
    """For each own incarnation: the last entry that every device of the province has merged, as far as this book holds the same head."""
    if db.execute("SELECT 1 FROM acks").fetchone() is None:
        return {}
    return {inc: merged_up_to(db, device, inc) for _no, inc, _audience, _seq in own_chains(db, device)}


def merged_up_to(db: sqlite3.Connection, device: bytes, inc: bytes) -> int:
    """The last entry of an incarnation that every device of the province has merged, as far as this book holds the same head; 0 for none."""
    acks = [json.loads(lines) for (lines,) in db.execute("SELECT lines FROM acks")]
    return min((_merged_here(db, device, inc, lines) for lines in acks), default=0)


def _merged_here(db: sqlite3.Connection, device: bytes, inc: bytes, lines: Sequence[Sequence[Any]]) -> int:
    """The highest position of an own incarnation that an acknowledgement names with the head held here."""
    told = [(line[3], line[4]) for line in lines if line[:3] == ["merged", device.hex(), inc.hex()]]
    chain = chains_of(db, device, inc)[0]
    agreed = (seq for seq, head in told if (held := head_at(db, chain, seq)) is not None and held.hex() == head)
    return max(agreed, default=0)


def runs_to_send(db: sqlite3.Connection, device: bytes, start_after: Mapping[bytes, int]) -> Iterator[OwnRun]:
    """Every stretch of the own chains behind the given positions, cut at transactions into runs of bounded size."""
    for no, inc, audience, seq in own_chains(db, device):
        first = _whole_from(db, no, max(start_after.get(inc, 0) + 1, 1))
        while first <= seq:
            run = _one_run(db, device, (no, inc, audience), first)
            yield run
            first = run.last + 1


def _whole_from(db: sqlite3.Connection, chain: int, first: int) -> int:
    """The beginning of the transaction that position `first` lies in: a transaction is never split."""
    row = db.execute("SELECT line FROM entries WHERE chain = ? AND seq = ?", (chain, first)).fetchone()
    return decode_line(row[0]).tx if row else first


def _one_run(db: sqlite3.Connection, device: bytes, chain: tuple[int, bytes, str], first: int) -> OwnRun:
    no, inc, audience = chain
    before = head_at(db, chains_of(db, device, inc)[0], first - 1)
    assert before is not None
    lines: list[bytes] = []
    size, head = 0, before
    rows = db.execute("SELECT line FROM entries WHERE chain = ? AND seq >= ? ORDER BY seq", (no, first))
    for (line,) in rows:
        entry, identity = read_stored(line, device, inc)
        if entry.tx == entry.seq and lines and (len(lines) + TX_ENTRIES > RUN_ENTRIES or size > RUN_BYTES):
            break
        lines.append(line)
        size += len(line)
        head = next_head(head, identity)
    return OwnRun(no, inc, audience, first, first + len(lines) - 1, before, head, lines)


def seal_run(
    db: sqlite3.Connection,
    author: Author,
    keys: DeviceKeys,
    trust: TrustList,
    run: OwnRun,
    *,
    code: str,
    now: int,
    own_devices: bool = False,
) -> SealedRun:
    """Seal one run for those entitled to it; content that may not travel goes as its salted hash."""
    addr, recipients = _audience(db, author, trust, run.audience, own_devices=own_devices)
    entries = [read_stored(line, author.device, run.inc)[0] for line in run.lines]
    consented = consenting(db)
    goes = [addr in ("own", "office") or may_travel(entry, consented) for entry in entries]
    lines = [line if whole else held_line(one) for one, line, whole in zip(entries, run.lines, goes, strict=True)]
    told = [one if whole else one._replace(salt=None, set=None) for one, whole in zip(entries, goes, strict=True)]
    payload, facts = pack([*lines, trailer(told)], None if addr == "all" else recipients)
    header = {
        "v": 1,
        "app": APP,
        "prov": trust.province,
        "office": author.office.hex(),
        "dev": author.device.hex(),
        "inc": run.inc.hex(),
        "from": run.first,
        "to": run.last,
        "prev": run.before.hex(),
        "head": run.after.hex(),
        "sv": max(entry.sv for entry in entries),
        "needs": [],
        "addr": addr,
        "rcp": [] if addr == "all" else sorted(device for device, _key in _recipient_ids(trust, recipients)),
        "enc": "none" if addr == "all" else "age",
        "seen": seen_by(db, run),
        "trust": trust.number,
        "ack": _newest_ack(db),
        "t": now,
        **facts,
    }
    kind = FileKind.DOWN if author.is_province else FileKind.JOURNAL
    name = f"KH-{code}-{author.device.hex()[:4]}-{run.first}-{run.last}.khb"
    content = seal(kind, keys, header, payload)
    return SealedRun(name, content, run.inc.hex(), run.first, run.last, len(lines))


def _audience(
    db: sqlite3.Connection, author: Author, trust: TrustList, audience: str, *, own_devices: bool
) -> tuple[str, list[str]]:
    """Whom a run is for: the `addr` word and the age recipients."""
    province_keys = [cert.enc for cert in trust.province_certs()]
    if own_devices:
        return "own", province_keys if author.is_province else _keys_of(trust, [author.office.hex()])
    if audience == "up":
        return "up", [*province_keys, *_keys_of(trust, _offices_above(db, author.office))]
    if audience == "all":
        return "all", []
    if audience == "own":
        return "own", province_keys
    return "office", [*province_keys, *_keys_of(trust, [audience])]


def _keys_of(trust: TrustList, offices: Iterable[str]) -> list[str]:
    return [cert.enc for office in offices for cert in trust.devices_of(office)]


def _recipient_ids(trust: TrustList, recipients: Sequence[str]) -> list[tuple[str, str]]:
    return [(cert.dev.hex(), cert.enc) for cert in trust.certs.values() if cert.enc in recipients]


def _offices_above(db: sqlite3.Connection, office: bytes) -> list[str]:
    """The units above an office, the nearest first."""
    rows = db.execute(
        "WITH RECURSIVE above (id, depth) AS (SELECT parent, 1 FROM units WHERE id = ? UNION"
        " SELECT u.parent, depth + 1 FROM units u JOIN above a ON u.id = a.id)"
        " SELECT id FROM above WHERE id IS NOT NULL ORDER BY depth",
        (office,),
    ).fetchall()
    return [row[0].hex() for row in rows]


def consenting(db: sqlite3.Connection) -> frozenset[str]:
    """Records of learners' names with a consent in force."""
    return frozenset(row[0].hex() for row in db.execute("SELECT id FROM learner_names WHERE consent_on IS NOT NULL"))


def may_travel(entry: Entry, consented: frozenset[str]) -> bool:
    """Whether an entry's content may leave the office; `consented` are the learners' names with a consent."""
    if entry.kind == "chain":
        return True
    travels = KINDS[entry.kind].kind_of.travels
    return travels in (Travels.ALWAYS, Travels.OWN) or (travels is Travels.CONSENT and entry.rec in consented)


def trailer(entries: Sequence[Entry]) -> bytes:
    """The last line of a run as it travels: what it counts and sums."""
    return encode(["end", *totals(entries)])


def seen_by(db: sqlite3.Connection, run: OwnRun) -> list[list[Any]]:
    """For every other chain with entries on the records of this run: how far this book has it."""
    rows = db.execute(
        "SELECT no, dev, inc, branch, seq, head FROM chains WHERE no IN (SELECT other.chain FROM entries mine"
        " JOIN entries other ON other.rec = mine.rec AND other.chain <> mine.chain"
        " WHERE mine.chain = ? AND mine.seq BETWEEN ? AND ?)",
        (run.chain, run.first, run.last),
    ).fetchall()
    seen = [standing_chain(db, Chain(*row)) for row in rows]
    return sorted([one.dev.hex(), one.inc.hex(), one.seq, one.head.hex()] for one in seen if one.seq)


def _newest_ack(db: sqlite3.Connection) -> int | None:
    row = db.execute("SELECT max(number) FROM acks").fetchone()
    return row[0] if row else None
