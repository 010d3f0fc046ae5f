"""Saying that a period is complete (chốt số liệu), and what an office or a unit counts in it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from db.exchange.canon import encode, natural_key
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from db.tables.reports import Statement
from desktop_app.figures import indicators
from desktop_app.figures.behind import Behind, records_behind
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.joined import read_once
from desktop_app.values.periods import Period
from desktop_app.work.results import Done, done


def close_period(book: Book, period: Period) -> Done:
    """Write the unit's statement for a period: the digest of its figures and the chain positions counted.

    A second statement of the period replaces the first; a period that has not begun is refused.
    """
    if period.first > book.clock.today():
        raise Refusal(_("Kỳ này chưa bắt đầu nên chưa chốt được. Chọn kỳ khác."), code="PERIOD")
    with book.write() as tx:
        values = indicators.values_of(tx.db, [book.unit], period)[book.unit]
        digest = hashlib.sha256(encode({code.lower(): str(value) for code, value in values.items()})).hexdigest()
        upto = _positions(tx.db, book.unit)
        identity = natural_key("statement", book.unit.hex(), period.text)
        known = tx.get(Statement, identity)
        if known is None:
            tx.create(Statement, id=identity, unit=book.unit, period=period.text, digest=digest, upto=upto)
        else:
            known.digest, known.upto = digest, upto
        return done(identity, "reports", "exchange")


def _positions(db: sqlite3.Connection, office: bytes) -> list[str]:
    """Where every chain that writes this office's records stands now: dev:inc:seq:head."""
    rows = db.execute(
        "SELECT dev, inc, seq, head FROM chains WHERE (office = ? OR audience = ?) AND seq > 0", (office, office.hex())
    ).fetchall()
    return sorted(f"{dev.hex()}:{inc.hex()}:{seq}:{head.hex()}" for dev, inc, seq, head in rows)


@dataclass(frozen=True)
class OwnFigure:
    """An indicator of one office in a period and in the same period last year; None where it keeps no such list."""

    code: str
    value: int | None
    last_year: int | None


def own_figures(book: Book, period: Period) -> list[OwnFigure]:
    """The additive indicators of this book's own office, in the order of the catalogue.

    Branches that came from another office bring their earlier figures along, else all their members would be growth.
    """
    with book.reading() as db:
        offices = own_offices(db, book.unit)
        now = _together(db, offices, period)
        before = _together(db, offices, period.same_period_last_year())
    return [OwnFigure(code, now[code], before[code]) for code in catalogue() if code in now]


def own_offices(db: sqlite3.Connection, unit: bytes) -> list[bytes]:
    """An office, and those that the records it has now belonged to before."""
    former = db.execute("SELECT DISTINCT office FROM former_owners WHERE successor = ? ORDER BY office", (unit,))
    return [unit, *(row[0] for row in former)]


def _together(db: sqlite3.Connection, offices: Sequence[bytes], period: Period) -> indicators.Values:
    """The figures of the first office with those of the others added, whoever is in several counted once."""
    once = read_once(db, indicators.days_of(period))
    values = indicators.values_of(db, offices, period, once)
    twice = once.across(offices)
    own = values[offices[0]]
    return {
        code: None if said is None else said + sum(values[one][code] or 0 for one in offices[1:]) + twice.get(code, 0)
        for code, said in own.items()
    }


def is_closed(book: Book, period: Period) -> bool:
    """Whether the office has said that its figures of a period are complete."""
    with book.reading() as db:
        row = db.execute("SELECT 1 FROM statements WHERE unit = ? AND period = ?", (book.unit, period.text)).fetchone()
    return row is not None


def clusters(book: Book) -> list[tuple[int, str]]:
    """Number and name of the emulation clusters, the newest naming of each."""
    with book.reading() as db:
        rows = db.execute("SELECT number, name, max(year) FROM clusters GROUP BY number ORDER BY number").fetchall()
    return [(number, name) for number, name, _year in rows]


def behind(book: Book, offices: Sequence[bytes], code: str, period: Period) -> list[Behind]:
    """The records behind a figure, with names that are not held back."""
    with book.reading() as db:
        return records_behind(db, offices, code, period)
