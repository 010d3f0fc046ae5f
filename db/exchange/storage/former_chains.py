"""Chains that this book wrote as a device that it no longer is: what the province lacked of them was said again since.

Nobody sends the rest of such a chain any more, so nobody is told to wait for it. Where the device goes on in another book
after all, its chain grows here by the files that come of it, and counts whole.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from db.exchange.storage.ack_log import acknowledged_on
from db.exchange.storage.chain_store import Chain, head_at
from db.settings import SettingSeries, keep_setting, setting


def note_former(db: sqlite3.Connection, inc: bytes, *, stands: int, written: int) -> None:
    """Note that of an own chain of `written` entries those after `stands` were said again by another device."""
    keep_setting(db, SettingSeries.FORMER.of(inc), f"{stands} {written}")


def standing_chain(db: sqlite3.Connection, chain: Chain) -> Chain:
    """A chain as far as others have it or will: of a former one up to where it was said again or acknowledged, else all of it."""
    noted = setting(db, SettingSeries.FORMER.of(chain.inc))
    if noted is None:
        return chain
    stands, written = map(int, noted.split())
    if chain.seq > written:
        return chain
    there = max([stands, *(seq for seq, _day in acknowledged_on(db, chain.inc))])
    return replace(chain, seq=there, head=head_at(db, chain, there) or b"")


def standing_chains(db: sqlite3.Connection, office: bytes) -> list[Chain]:
    """The chains that write an office's records, its own and those of the province for it, as far as others have them."""
    rows = db.execute(
        "SELECT no, dev, inc, branch, seq, head FROM chains WHERE office = ? OR audience = ? ORDER BY no",
        (office, office.hex()),
    ).fetchall()
    return [standing_chain(db, Chain(*row)) for row in rows]
