"""What the province has of this office: its newest acknowledgement, compared with the office's own book."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from db.exchange.storage.chain_store import Chain
from db.exchange.storage.former_chains import standing_chain
from db.settings import SettingKey, settings
from db.store import Book


@dataclass(frozen=True)
class Position:
    """A chain this book writes: entries here, how many the province has, and the last one it says it misses."""

    inc: bytes
    here: int
    there: int
    missing: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ComparedBalance:
    """A purse and account in đồng, here and at the province. `verdict`: same, differs, or unknown yet."""

    purse: str
    account: str
    here: int
    there: int
    verdict: str


@dataclass(frozen=True)
class Received:
    """The newest acknowledgement in full. `taken_at` is the ISO moment at which this office took it in."""

    taken_at: str
    number: int
    positions: list[Position]
    balances: list[ComparedBalance]


def received(book: Book) -> Received | None:
    """What the newest acknowledgement says of this book, None where none has come yet."""
    with book.reading() as db:
        row = db.execute("SELECT taken_at, number, lines FROM acks ORDER BY taken_at DESC, number DESC").fetchone()
        if row is None:
            return None
        lines = json.loads(row[2])
        positions = _positions(db, book.identity.device, lines)
        return Received(row[0], row[1], positions, _balances(db, book.unit, lines, comparable=_comparable(db, lines)))


def _positions(db: sqlite3.Connection, device: bytes, lines: list[list[Any]]) -> list[Position]:
    there = {(line[1], line[2]): line[3] for line in lines if line[0] == "merged"}
    chains = db.execute(
        "SELECT inc, seq FROM chains WHERE mine = 1 AND dev = ? AND audience = 'up' ORDER BY no", (device,)
    ).fetchall()
    return [
        Position(inc, seq, there.get((device.hex(), inc.hex()), 0), _missing(lines, device.hex(), inc.hex()))
        for inc, seq in chains
    ]


def _missing(lines: list[list[Any]], dev: str, inc: str) -> tuple[tuple[int, int], ...]:
    return tuple((line[3], line[4]) for line in lines if line[:3] == ["missing", dev, inc])


def _comparable(db: sqlite3.Connection, lines: list[list[Any]]) -> bool:
    """Whether this book and the province hold the same entries of the office, so that balances must be equal."""
    there = {(line[1], line[2]): line[3] for line in lines if line[0] == "merged"}
    office = settings(db, SettingKey.UNIT)[SettingKey.UNIT]
    rows = db.execute(
        "SELECT no, dev, inc, branch, seq, head FROM chains WHERE office = ? AND branch = x''", (bytes.fromhex(office),)
    ).fetchall()
    chains = [standing_chain(db, Chain(*row)) for row in rows]
    here = {(one.dev.hex(), one.inc.hex()): one.seq for one in chains if one.seq}
    return there == here


def _balances(
    db: sqlite3.Connection, unit: bytes, lines: list[list[Any]], *, comparable: bool
) -> list[ComparedBalance]:
    here = {
        (purse.hex(), account): amount
        for purse, account, amount in db.execute(
            "SELECT purse, account, sum(amount) FROM postings WHERE office = ? GROUP BY purse, account", (unit,)
        )
    }
    there = {(line[1], line[2]): line[3] for line in lines if line[0] == "balance"}
    names = {identity.hex(): name for identity, name in db.execute("SELECT id, name FROM purses")}
    return [
        ComparedBalance(
            names.get(purse, purse[:8]),
            account,
            ours := here.get((purse, account), 0),
            theirs := there.get((purse, account), 0),
            "unknown" if not comparable else "same" if ours == theirs else "differs",
        )
        for purse, account in sorted(here.keys() | there.keys())
    ]
