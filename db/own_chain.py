"""The chains this book writes: their place, their next entry, and when a new life of the book begins a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from db.change import Author, Change
from db.clock import Clock
from db.exchange.outcomes import BundleRefused
from db.exchange.trust.high_water_mark import HighWaterMark
from db.exchange.wire.canonical_json import check_value
from db.exchange.wire.entry import Entry, decode_line, encode_line, entry_id, genesis, next_head
from db.exchange.wire.entry_rules import check_entry, check_scope
from db.i18n import _
from db.refusal import Refusal
from db.settings import SettingKey, SettingSeries, keep_setting, setting

SCHEMA_VERSION = 2


@dataclass
class OwnChain:
    """One incarnation this book writes: where it stands now, and where it stood `before` this transaction."""

    no: int
    inc: bytes
    audience: str
    seq: int
    head: bytes
    before: int
    lines: list[tuple[Any, ...]] = field(default_factory=list)


class ChainBook:
    """The incarnations this book writes, one for each audience; where the mark says so, a new one continues the old."""

    def __init__(self, author: Author, mark: HighWaterMark, clock: Clock) -> None:
        self.author = author
        self._mark = mark
        self._clock = clock

    def latest(self, db: sqlite3.Connection, audience: str) -> OwnChain | None:
        """The newest incarnation for an audience, whether this book may go on with it or not."""
        row = db.execute(
            "SELECT no, inc, seq, head FROM chains WHERE mine = 1 AND dev = ? AND audience = ? ORDER BY no DESC",
            (self.author.device, audience),
        ).fetchone()
        return OwnChain(row[0], row[1], audience, row[2], row[3], row[2]) if row else None

    def may_continue(self, db: sqlite3.Connection, chain: OwnChain) -> bool:
        """Whether this book is the same life that wrote the chain, not a restored or cloned copy."""
        return self._mark.is_current(chain.inc, chain.seq, chain.head) and not _is_outrun(db, chain.inc)

    def chain_for(self, db: sqlite3.Connection, audience: str) -> OwnChain:
        """The chain that entries for this audience go to; opened by its first entry where there is none to go on."""
        chain = self.latest(db, audience)
        if chain is not None and self.may_continue(db, chain):
            return chain
        return self._open(db, audience, chain.inc if chain else None)

    def _open(self, db: sqlite3.Connection, audience: str, continues: bytes | None) -> OwnChain:
        if continues:
            self._note_missing(db)
        inc = self._clock.random(8)
        head = genesis(self.author.device, inc)
        cursor = db.execute(
            "INSERT INTO chains (dev, inc, branch, office, mine, audience, seq, head) VALUES (?, ?, x'', ?, 1, ?, 0, ?)",
            (self.author.device, inc, self.author.office, audience, head),
        )
        assert cursor.lastrowid is not None
        chain = OwnChain(cursor.lastrowid, inc, audience, 0, head, 0)
        opening = {"office": self.author.office.hex()} | ({"continues": continues.hex()} if continues else {})
        self.append(chain, Change("open", "chain", inc + bytes(8), self.author.office, opening), (), chain.seq + 1)
        return chain

    def _note_missing(self, db: sqlite3.Connection) -> None:
        """Keep how much is missing: once the book has been gone on with, the mark does not tell any more."""
        own = db.execute("SELECT inc, seq FROM chains WHERE mine = 1 AND dev = ?", (self.author.device,)).fetchall()
        if missing := self._mark.lacks(dict(own)):
            keep_setting(db, SettingKey.WENT_ON_WITHOUT, str(missing))

    def append(self, chain: OwnChain, change: Change, parents: Sequence[bytes], tx: int) -> bytes:
        """Add one entry to a chain; returns its id. What a receiver would refuse is refused here."""
        author = self.author
        entry = Entry(
            seq=chain.seq + 1,
            sv=SCHEMA_VERSION,
            t=self._clock.now(),
            tx=tx,
            actor=author.actor,
            office=change.office.hex(),
            kind=change.kind,
            rec=change.rec.hex(),
            op=change.op,
            pre=[parent.hex() for parent in parents],
            salt=self._clock.random(16).hex(),
            set=change.fields,
        )
        check_value(change.fields)
        check_entry(entry)
        _require_scope(entry, author)
        identity = entry_id(author.device, chain.inc, entry)
        chain.seq, chain.head = entry.seq, next_head(chain.head, identity)
        chain.lines.append((chain.no, entry.seq, identity[:16], change.rec, encode_line(entry)))
        return identity[:16]

    @staticmethod
    def store(db: sqlite3.Connection, chain: OwnChain) -> None:
        """Write the collected entries and the new position of a chain."""
        db.executemany(
            "INSERT INTO entries (chain, seq, id, rec, content, counts, line) VALUES (?, ?, ?, ?, 0, 1, ?)", chain.lines
        )
        db.execute("UPDATE chains SET seq = ?, head = ? WHERE no = ?", (chain.seq, chain.head, chain.no))
        chain.lines.clear()


def note_outrun(db: sqlite3.Connection, inc: bytes) -> None:
    """Note that the province holds more, or another version, of an own incarnation: it is not gone on with."""
    keep_setting(db, SettingSeries.OUTRUN.of(inc), "1")


def _is_outrun(db: sqlite3.Connection, inc: bytes) -> bool:
    return setting(db, SettingSeries.OUTRUN.of(inc)) is not None


def _require_scope(entry: Entry, author: Author) -> None:
    try:
        check_scope(entry, [author.office.hex()], is_province=author.is_province)
    except BundleRefused:
        raise Refusal(
            _("Mục này do đơn vị khác ghi, máy này không sửa được. Nhờ đơn vị ghi mục này hoặc tỉnh sửa."),
            code="SCOPE",
        ) from None


def latest_moment(db: sqlite3.Connection, office: bytes) -> int | None:
    """When an office last wrote an entry that is here (milliseconds since 1970), by the last of each of its chains.

    Whichever of its devices wrote it: also one whose place another has taken.
    """
    lines = db.execute(
        "SELECT e.line FROM chains c JOIN entries e ON e.chain = c.no AND e.seq = c.seq WHERE c.office = ?", (office,)
    ).fetchall()
    return max((decode_line(line).t for (line,) in lines), default=None)
