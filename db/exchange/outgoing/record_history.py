"""What an office needs of others' journals to go on with records that came over to it: a moved record's history.

It travels as relays of the province: each run whole, under its writer's own header and signature, from the first position of
its chain up to the last entry on a record of that office; lines of all other records go without their content, as
hashes. So the heads of every record that moved are held by its new owner, and what it writes has parents.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from db.change import Author
from db.exchange.chains.run_verification import carrier_line, relay_line
from db.exchange.outgoing.relay import seal_relay_lines
from db.exchange.outgoing.send import consenting, may_travel, runs_to_send, seal_run, trailer
from db.exchange.storage.chain_store import Chain, base_of, chains_of, lineage
from db.exchange.trust.trust_list import TrustList
from db.exchange.wire.bundle_file import FileKind, cut
from db.exchange.wire.entry import decode_line, held_line
from db.exchange.wire.header import believed
from db.exchange.wire.signatures import DeviceKeys
from db.register import batches


@dataclass(frozen=True)
class Passage:
    """A stretch of a chain as its writer signed it, to be passed on: the header as a relay carries it, and its lines."""

    dev: bytes
    first: int
    last: int
    carrier: bytes
    lines: list[bytes]


class HeaderMissing(Exception):
    """A run was taken in before its signed header was kept: its office (16 bytes) is asked to send everything again."""

    def __init__(self, office: bytes) -> None:
        super().__init__(office.hex())
        self.office = office


def moved_to(db: sqlite3.Connection) -> dict[bytes, frozenset[bytes]]:
    """For every office the records that it has by a move, or has again."""
    found: dict[bytes, set[bytes]] = {}
    for office, rec in db.execute("SELECT r.office, m.rec FROM moves m JOIN records r ON r.rec = m.rec"):
        found.setdefault(office, set()).add(rec)
    return {office: frozenset(recs) for office, recs in found.items()}


def history(
    db: sqlite3.Connection, author: Author, keys: DeviceKeys, trust: TrustList, office: bytes, *, code: str, now: int
) -> Iterator[Passage]:
    """The runs of other chains that an office needs for the records it has by moves."""
    for chain, mine, last in _chains(db, office):
        if mine:
            yield from _own_runs(db, author, keys, trust, chain, last, code=code, now=now)
            continue
        with suppress(HeaderMissing):  # a move asks for every header first; what is late by an old bundle waits
            yield from _runs_of_others(db, chain, last)


def _chains(db: sqlite3.Connection, office: bytes) -> list[tuple[Chain, bool, int]]:
    """Chains with entries on an office's moved records that are neither its own nor written for it or for all.

    Each with the last such position; where it is a branch, the chain it left as far as the stem.
    """
    rows = db.execute(
        "SELECT c.no, c.dev, c.inc, c.branch, c.seq, c.head, c.mine, max(e.seq) FROM (SELECT DISTINCT m.rec FROM moves m"
        " JOIN records r ON r.rec = m.rec WHERE r.office = ?1) moved JOIN entries e ON e.rec = moved.rec"
        " JOIN chains c ON c.no = e.chain WHERE c.office <> ?1 AND c.audience NOT IN (?2, 'all') GROUP BY c.no",
        (office, office.hex()),
    ).fetchall()
    needed = {row[0]: (Chain(*row[:6]), bool(row[6]), row[7]) for row in rows}
    for chain, mine, _last in list(needed.values()):
        for no, _first, upto in lineage(db, chain, base_of(db, chain)) if chain.branch else ():
            stem = next(one for one in chains_of(db, chain.dev, chain.inc) if one.no == no)
            known = needed.get(no, (stem, mine, 0))[2]
            needed[no] = (stem, mine, max(known, upto))
    return [needed[no] for no in sorted(needed)]


def _own_runs(
    db: sqlite3.Connection, author: Author, keys: DeviceKeys, trust: TrustList, chain: Chain, last: int, *, code: str,
    now: int,
) -> Iterator[Passage]:  # fmt: skip
    for run in runs_to_send(db, author.device, {}):
        if run.chain == chain.no and run.first <= last:
            sealed = seal_run(db, author, keys, trust, run, code=code, now=now)
            yield Passage(chain.dev, run.first, run.last, relay_line(cut(sealed.content)), run.lines)


def _runs_of_others(db: sqlite3.Connection, chain: Chain, last: int) -> Iterator[Passage]:
    for header, signed, signature in _cover(db, chain, last):
        lines = _lines(db, chain, header["from"], header["to"])
        yield Passage(chain.dev, header["from"], header["to"], carrier_line(signed, signature), lines)


def _cover(db: sqlite3.Connection, chain: Chain, last: int) -> list[tuple[dict[str, Any], bytes, bytes]]:
    """Signed runs that cover a chain from its beginning (a branch: from its stem) up to a position, as few as will do.

    HeaderMissing where one came in before signed headers were kept.
    """
    signed = [
        (believed(FileKind(header[8]), header[40:]), header, signature)
        for header, signature in db.execute(
            "SELECT signed, signature FROM run_headers WHERE chain = ? AND signed <> x'' ORDER BY digest", (chain.no,)
        )
    ]
    place, found = base_of(db, chain) + 1, []
    while place <= last:
        fitting = [run for run in signed if run[0]["from"] <= place <= run[0]["to"]]
        if not fitting:
            (office,) = db.execute("SELECT office FROM chains WHERE no = ?", (chain.no,)).fetchone()
            raise HeaderMissing(office)
        found.append(max(fitting, key=lambda run: run[0]["to"]))
        place = found[-1][0]["to"] + 1
    return found


def require_headers(db: sqlite3.Connection, recs: Iterable[bytes]) -> None:
    """HeaderMissing where the history of one of these records could not be passed on."""
    for part in batches(list(recs)):
        rows = db.execute(
            "SELECT c.no, c.dev, c.inc, c.branch, c.seq, c.head, max(e.seq) FROM entries e JOIN chains c ON c.no = e.chain"
            f" WHERE c.mine = 0 AND e.rec IN ({', '.join('?' * len(part))}) GROUP BY c.no",
            part,
        ).fetchall()
        for *chain, last in rows:
            _cover(db, Chain(*chain), last)


def _lines(db: sqlite3.Connection, chain: Chain, first: int, last: int) -> list[bytes]:
    found: list[tuple[int, bytes]] = []
    for no, begins, ends in lineage(db, chain, last):
        found += db.execute(
            "SELECT seq, line FROM entries WHERE chain = ? AND seq BETWEEN ? AND ?", (no, max(begins, first), ends)
        ).fetchall()
    return [line for _seq, line in sorted(found)]


def seal_passage(
    db: sqlite3.Connection,
    keys: DeviceKeys,
    trust: TrustList,
    passage: Passage,
    office: bytes,
    recs: Set[bytes],
    now: int,
) -> bytes:
    """A relay (.khb) of a passage for an office's devices: content of its own records, of others the hash alone."""
    consented = consenting(db)
    lines = [_shown(line, recs, consented) for line in passage.lines]
    end = trailer([decode_line(line) for line in lines])
    return seal_relay_lines(keys, trust, [passage.carrier, *lines, end], trust.devices_of(office.hex()), now)


def _shown(line: bytes, recs: Set[bytes], consented: frozenset[str]) -> bytes:
    entry = decode_line(line)
    shown = entry.kind == "chain" or (bytes.fromhex(entry.rec) in recs and may_travel(entry, consented))
    return line if shown else held_line(entry)


def passages(
    db: sqlite3.Connection, author: Author, keys: DeviceKeys, trust: TrustList, offices: Sequence[bytes], *, code: str,
    now: int,
) -> Iterator[tuple[bytes, Passage, bytes]]:  # fmt: skip
    """(office, passage, relay) of everything that these offices need for the records they have by moves."""
    moved = moved_to(db)
    for office in offices:
        for passage in history(db, author, keys, trust, office, code=code, now=now) if office in moved else ():
            yield office, passage, seal_passage(db, keys, trust, passage, office, moved[office], now)
