"""Is a run held already? Said from its header alone, before anything of its payload is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from db.exchange.chains import Chain, chains_of, head_at


def already_held(db: sqlite3.Connection, header: Mapping[str, Any]) -> bool:
    """From the header alone: the run's end is held with the same head, and nothing of it is missing or held back."""
    for chain in chains_of(db, bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"])):
        if _came_whole(db, chain, header):
            return True
        head = head_at(db, chain, header["to"])
        if head is not None and head.hex() == header["head"] and not _lacks(db, chain, header):
            return True
    return False


def _came_whole(db: sqlite3.Connection, chain: Chain, header: Mapping[str, Any]) -> bool:
    """Whether one run that was taken in covers this one and ends with it: the same file again, the usual case."""
    row = db.execute(
        "SELECT 1 FROM runs WHERE chain = ? AND first_seq <= ? AND last_seq = ? AND head = ? AND sha256 <> ''",
        (chain.no, header["from"], header["to"], bytes.fromhex(header["head"])),
    ).fetchone()
    return row is not None and header["addr"] == "up"


def _lacks(db: sqlite3.Connection, chain: Chain, header: Mapping[str, Any]) -> bool:
    span = (chain.no, header["from"], header["to"])
    held, whole = db.execute(
        "SELECT count(*), coalesce(sum(content <> 1), 0) FROM entries WHERE chain = ? AND seq BETWEEN ? AND ?", span
    ).fetchone()
    complete = held == header["to"] - header["from"] + 1
    return not complete or (header["addr"] != "up" and whole < held)
