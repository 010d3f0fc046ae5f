"""Record by record: which of an office's records the province has taken, and since which day.

An acknowledgement says how far the province has each chain of the office. A record is taken when every entry that the
office has written on it lies before that place.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.exchange.storage.ack_log import acknowledged_on
from db.exchange.storage.chain_store import Chain
from db.exchange.storage.former_chains import standing_chain
from db.i18n import _
from db.register import batches
from db.store import Book
from desktop_app.values.dates import format_date
from desktop_app.work.lists import list_queries
from desktop_app.work.subjects.record_labels import recorded_kinds, recorded_lists, texts
from desktop_app.work.subjects.registry import listing_named


@dataclass(frozen=True)
class RecordReceipt:
    """What the province has of a record: whether something still waits, and the ISO day of what it has (None: nothing).

    Neither: the office itself has written nothing on it.
    """

    waits: bool
    on: str | None


@dataclass(frozen=True)
class TakenRecord:
    """A record with the list it stands in and what it is."""

    id: bytes
    subject: str
    text: str
    taken: RecordReceipt


@dataclass(frozen=True)
class ReceiptQuery:
    """Which records are asked for: one list or all (None), a search text, and only those that wait, or that do not."""

    subject: str | None = None
    search: str = ""
    waits: bool | None = None


def taken_words(taken: RecordReceipt) -> str:
    """In a few words with a sign."""
    if taken.waits:
        return _("… bản sửa chờ gửi") if taken.on else _("… chờ gửi, chờ báo nhận")
    if taken.on is None:
        return _("✔ do tỉnh ghi")
    return _("✔ đã nhận ngày {day}").format(day=format_date(date.fromisoformat(taken.on)))


def taken_of_rows(book: Book, rows: Sequence[Sequence[bytes]]) -> list[str]:
    """For each row of a list, which shows some records, whether the province has them; "" before it ever answered."""
    with book.reading() as db:
        if book.identity.is_province or db.execute("SELECT 1 FROM acks").fetchone() is None:
            return [""] * len(rows)
        known = taken(db, book.unit, [record for row in rows for record in row])
    return [_short_words([known[record] for record in row]) for row in rows]


def _short_words(row: Sequence[RecordReceipt]) -> str:
    last = max((one.on for one in row if one.on is not None), default=None)
    if any(one.waits for one in row):
        return _("… bản sửa chờ gửi") if last else _("… chờ gửi")
    return _("✔ tỉnh nhận {day}").format(day=format_date(date.fromisoformat(last))) if last else ""


def taken_ids(book: Book, wanted: ReceiptQuery) -> list[bytes]:
    """The records asked for, list after list, each in its own order."""
    with book.reading() as db:
        found: list[bytes] = []
        for listing in [listing_named(wanted.subject)] if wanted.subject else recorded_lists():
            query = list_queries.Query(listing, office=book.unit, search=wanted.search, state="all")
            found += list_queries.ids(db, query)
        if wanted.waits is None:
            return found
        waiting = _waiting(db, book.unit)
        return [one for one in found if (one in waiting) is wanted.waits]


def taken_rows(book: Book, records: Sequence[bytes]) -> list[TakenRecord]:
    """These records in their order."""
    with book.reading() as db:
        said, known = texts(db, records), taken(db, book.unit, records)
    return [TakenRecord(one, *said[one], known[one]) for one in records]


def count_waiting(book: Book) -> int:
    """How many of the office's records wait to be sent or acknowledged."""
    with book.reading() as db:
        waiting = _waiting(db, book.unit)
        kinds = ", ".join(f"'{kind}'" for kind in recorded_kinds())
        marks = db.execute(f"SELECT rec FROM records WHERE office = ? AND kind IN ({kinds})", (book.unit,))
        return sum(rec in waiting for (rec,) in marks)


def taken(db: sqlite3.Connection, unit: bytes, records: Sequence[bytes]) -> dict[bytes, RecordReceipt]:
    """What the province has of each of these records of an office."""
    chains = {one.no: one for one in _chains(db, unit)}
    reached = {no: acknowledged_on(db, one.inc) for no, one in chains.items()}
    entries: dict[bytes, list[tuple[int, int]]] = {record: [] for record in records}
    for part in batches(records):
        for rec, chain, seq in db.execute(
            f"SELECT rec, chain, seq FROM entries WHERE rec IN ({', '.join('?' * len(part))})", list(part)
        ):
            if chain in reached and seq <= chains[chain].seq:
                entries[rec].append((chain, seq))
    return {record: _taken([_day(reached[chain], seq) for chain, seq in own]) for record, own in entries.items()}


def _taken(days: Sequence[str | None]) -> RecordReceipt:
    return RecordReceipt(None in days, max((day for day in days if day is not None), default=None))


def _day(reached: Sequence[tuple[int, str]], seq: int) -> str | None:
    """The day of the first acknowledgement that has a position."""
    place = bisect_left(reached, (seq, ""))
    return reached[place][1] if place < len(reached) else None


def _chains(db: sqlite3.Connection, unit: bytes) -> list[Chain]:
    """The office's own chains, as far as they are to be sent."""
    rows = db.execute(
        "SELECT no, dev, inc, branch, seq, head FROM chains WHERE office = ? AND branch = x''", (unit,)
    ).fetchall()
    return [standing_chain(db, Chain(*row)) for row in rows]


def _waiting(db: sqlite3.Connection, unit: bytes) -> set[bytes]:
    """Every record with an entry of the office behind what is acknowledged."""
    found: set[bytes] = set()
    for chain in _chains(db, unit):
        reached = acknowledged_on(db, chain.inc)
        behind = (chain.no, reached[-1][0] if reached else 0, chain.seq)
        rows = db.execute("SELECT rec FROM entries WHERE chain = ? AND seq > ? AND seq <= ?", behind)
        found.update(rec for (rec,) in rows)
    return found
