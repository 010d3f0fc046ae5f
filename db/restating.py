"""What a device has written and the province not acknowledged, said again by the device that takes its place.

Each entry is written anew as it was, with the first one and all its parents as parents. So it stands alone where the
first never comes, and takes its place where it came or comes late: nothing is there twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.change import Change
from db.exchange.outgoing.send import acknowledged, own_chains
from db.exchange.storage.chain_store import Chain, chains_of
from db.exchange.storage.former_chains import note_former, standing_chain
from db.exchange.wire.entry import Entry, decode_line
from db.journal import Writing
from db.own_chain import ChainBook, OwnChain
from db.register import load_states


@dataclass(frozen=True)
class FormerEntry:
    """An entry of the device before, its id (16 bytes) and its chain."""

    id: bytes
    inc: bytes
    entry: Entry

    @property
    def rec(self) -> bytes:
        """Its record."""
        return bytes.fromhex(self.entry.rec)


def hand_over(writing: Writing, device: bytes) -> None:
    """Make the chains of `device` those of another; what the province has not acknowledged of them goes into this one's."""
    db, said, places = writing.db, list[FormerEntry](), dict[str, str | None]()
    reached = acknowledged(db, device)
    for no, inc, _audience, seq in own_chains(db, device):
        stands = reached.get(inc, 0)
        note_former(db, inc, stands=stands, written=seq)
        said += _after(db, no, inc, stands)
        places[inc.hex()] = _place(standing_chain(db, chains_of(db, device, inc)[0]))
    db.execute("UPDATE chains SET mine = 0 WHERE dev <> ?", (writing.author.device,))
    states = load_states(db, {one.rec for one in said})
    own = [one for one in said if states[one.rec].office == writing.author.office]
    if own:
        writing.write_beside(
            "up", {one.rec for one in own}, lambda chains, chain: _say_again(chains, chain, own, places)
        )


def _after(db: sqlite3.Connection, chain: int, inc: bytes, last: int) -> list[FormerEntry]:
    """The entries after a position that count and still have content; those about the chain itself are its own affair."""
    rows = db.execute(
        "SELECT id, line FROM entries WHERE chain = ? AND seq > ? AND counts = 1 ORDER BY seq", (chain, last)
    )
    found = (FormerEntry(identity, inc, decode_line(line)) for identity, line in rows)
    return [one for one in found if one.entry.kind != "chain" and not one.entry.held]


def _say_again(
    chains: ChainBook, chain: OwnChain, said: Sequence[FormerEntry], places: Mapping[str, str | None]
) -> None:
    """Append the entries anew, in the same transactions; a later one has what an earlier one became among its parents."""
    became: dict[bytes, bytes] = {}
    begun: dict[tuple[bytes, int], int] = {}
    for one in said:
        entry = one.entry
        parents = {one.id, *map(bytes.fromhex, entry.pre)}
        parents |= {became[parent] for parent in parents & became.keys()}
        fields = dict(entry.set or {})
        if entry.kind == "statement" and "upto" in fields:
            fields["upto"] = _counted(fields["upto"], places, f"{chains.author.device.hex()}:{_stand(chain)}")
        change = Change(entry.op, entry.kind, one.rec, chains.author.office, fields)
        tx = begun.setdefault((one.inc, entry.tx), chain.seq + 1)
        became[one.id] = chains.append(chain, change, sorted(parents), tx)


def _counted(positions: Sequence[str], places: Mapping[str, str | None], here: str) -> list[str]:
    """The positions that a statement counts, those of handed-over chains as far as others have them, and what stands here."""
    kept = {places.get(position.split(":")[1], position) for position in positions}
    return sorted({here, *filter(None, kept)})


def _place(chain: Chain) -> str | None:
    """A position as statements name it; None for the beginning of a chain."""
    return f"{chain.dev.hex()}:{_stand(chain)}" if chain.seq else None


def _stand(chain: Chain | OwnChain) -> str:
    return f"{chain.inc.hex()}:{chain.seq}:{chain.head.hex()}"
