"""Who has sent and who has not: every enrolled office with its last file, its closed period and whom to telephone."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from db.exchange.trust import HUB
from db.store import Book
from desktop_app.values.periods import Period
from desktop_app.work.enrolment import require_trust
from desktop_app.work.units import list_order, unit_of


@dataclass(frozen=True)
class Sender:
    """One enrolled office on the province's desk. `last_on` is the ISO day of its last file taken in."""

    unit: bytes
    name: str
    parent: str
    last_on: str | None
    closed: bool
    contact: str
    phone: str
    clusters: frozenset[int] = frozenset()


def senders(book: Book, period: Period) -> list[Sender]:
    """The enrolled offices, those that have not closed the period first, then district by district."""
    trust = require_trust(book)
    offices = sorted({office for cert in trust.certs.values() if cert.role != HUB for office in cert.offices})
    with book.reading() as db:
        last = _last_received(db)
        closed = {row[0] for row in db.execute("SELECT unit FROM statements WHERE period = ?", (period.text,))}
        found = [
            _sender(db, bytes.fromhex(office), last, closed, _clusters(db, bytes.fromhex(office), period.year))
            for office in offices
        ]
        order = list_order(db)
    return sorted(found, key=lambda one: (one.closed, order[one.unit]))


def _last_received(db: sqlite3.Connection) -> dict[str, str]:
    rows = db.execute(
        "SELECT office, max(received_at) FROM bundle_log WHERE outcome IN ('MERGED', 'PARTLY_NEW') GROUP BY office"
    )
    return {office: moment[:10] for office, moment in rows}


def _sender(
    db: sqlite3.Connection, unit: bytes, last: dict[str, str], closed: set[bytes], clusters: frozenset[int]
) -> Sender:
    name = unit_of(db, unit)
    parent = unit_of(db, name.parent).name if name.parent else ""
    contact, phone = contact_of(db, unit)
    return Sender(unit, name.name, parent, last.get(unit.hex()), unit in closed, contact, phone, clusters)


def contact_of(db: sqlite3.Connection, unit: bytes) -> tuple[str, str]:
    """Whom to telephone in an office, with the post, and the number; "" where nothing is recorded."""
    row = db.execute(
        "SELECT p.full_name, t.post, p.phone FROM posts t JOIN persons p ON p.id = t.person"
        " WHERE t.unit = ? AND t.until IS NULL ORDER BY p.phone IS NULL, t.since DESC",
        (unit,),
    ).fetchone()
    return (f"{row[0]} ({row[1]})", row[2] or "") if row else ("", "")


def _clusters(db: sqlite3.Connection, unit: bytes, year: int) -> frozenset[int]:
    """The numbers of the clusters that a unit, or the unit above it, belongs to in a year."""
    above = db.execute("SELECT parent FROM units WHERE id = ?", (unit,)).fetchone()
    line = {one.hex() for one in (unit, above[0] if above else None) if one}
    rows = db.execute(
        "SELECT number, units FROM clusters c WHERE year ="
        " (SELECT max(year) FROM clusters n WHERE n.number = c.number AND n.year <= ?)",
        (year,),
    )
    return frozenset(number for number, units in rows if line & set(json.loads(units)))


@dataclass(frozen=True)
class Travelling:
    """What waits to be sent: entries the province has not acknowledged, and the last half year's state."""

    entries: int
    carried_files: int


def travelling(book: Book) -> Travelling:
    """What the next sending will hold."""
    from db.exchange.send import acknowledged

    with book.reading() as db:
        reached = acknowledged(db, book.identity.device)
        rows = db.execute("SELECT inc, seq FROM chains WHERE mine = 1 AND dev = ?", (book.identity.device,)).fetchall()
        carried = db.execute("SELECT count(*) FROM bundle_files WHERE outcome = 'CARRIED'").fetchone()[0]
    return Travelling(sum(seq - min(reached.get(inc, 0), seq) for inc, seq in rows), carried)
