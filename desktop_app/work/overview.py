"""What an office sees first: the steps of beginning, what is due, what is in the fund, what was sent and copied."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from db.detectors import doubled
from db.exchange.send import acknowledged
from db.store import Book
from desktop_app.values.periods import Period, parse_period
from desktop_app.work import fund

COPY_REMINDER = 7
"""Days after which a copy on another disk is asked for."""


@dataclass(frozen=True)
class Beginnings:
    """The first steps of an office and whether each is done."""

    members: bool
    officers: bool
    fund: bool
    enrolled: bool
    copied: bool


@dataclass(frozen=True)
class Due:
    """What waits for a person: counts, and the half year whose figures are not closed yet (None when all is).

    For the province the offices count that have not closed it.
    """

    nominated: int
    unpaid: int
    conflicts: int
    waiting_files: int
    set_aside: int
    silent_offices: int
    open_period: Period | None
    questions: int = 0


@dataclass(frozen=True)
class Overview:
    """The start page in figures. `unsent` entries are not yet acknowledged by the province; days are ISO."""

    members: int
    branches: int
    beginnings: Beginnings
    due: Due
    balances: list[fund.Balance]
    sent_on: str | None
    unsent: int
    acknowledged: int
    copied_on: str | None
    copied_to: str | None
    copy_is_due: bool


def overview(book: Book) -> Overview:
    """Everything the start page shows, as of today."""
    today = book.clock.today()
    with book.reading() as db:
        counts = _counts(db, book.unit, today)
        settings = dict(
            db.execute("SELECT key, value FROM settings WHERE key IN ('sent_on', 'copied_on', 'copied_to')")
        )
        sent, unsent = _own_entries(db, book.identity.device)
        due = Due(
            counts["nominated"],
            counts["unpaid"],
            _conflicts(db),
            counts["waiting"],
            counts["set_aside"],
            _silent_offices(book, today),
            None if book.identity.hub else _open_period(db, book.unit, today),
            0 if book.identity.hub else counts["questions"],
        )
    copied_on = settings.get("copied_on")
    copy_is_due = copied_on is None or date.fromisoformat(copied_on) + timedelta(COPY_REMINDER) <= today
    return Overview(
        members=counts["members"],
        branches=counts["branches"],
        beginnings=Beginnings(
            counts["members"] + counts["head_counts"] > 0,
            counts["posts"] > 0,
            counts["movements"] > 0,
            counts["trusted"] > 0,
            copied_on is not None,
        ),
        due=due,
        balances=[line for line in fund.balances(book, today) if line.amount],
        sent_on=settings.get("sent_on"),
        unsent=unsent,
        acknowledged=sent,
        copied_on=copied_on,
        copied_to=settings.get("copied_to"),
        copy_is_due=copy_is_due,
    )


def note_sent(book: Book) -> None:
    """Remember that bundles were written today."""
    book.keep_setting("sent_on", book.clock.today().isoformat())


def _counts(db: sqlite3.Connection, unit: bytes, today: date) -> dict[str, int]:
    one = {"unit": unit, "today": today.isoformat()}
    asked = {
        "members": "FROM memberships WHERE office = :unit AND (left_on IS NULL OR left_on > :today)",
        "branches": "FROM branches WHERE office = :unit AND (dissolved IS NULL OR dissolved > :today)",
        "head_counts": "FROM head_counts WHERE office = :unit",
        "posts": "FROM posts WHERE office = :unit AND until IS NULL",
        "movements": "FROM movements WHERE office = :unit",
        "trusted": "FROM trust_lists",
        "nominated": "FROM awards WHERE office = :unit AND state = 'nominated'",
        "unpaid": "FROM awards WHERE office = :unit AND state = 'approved'",
        "questions": "FROM questions WHERE office = :unit",
        "waiting": "FROM bundle_files WHERE outcome = 'WAITING'",
        "set_aside": "FROM bundle_files WHERE outcome = 'QUARANTINED'",
    }
    return {name: db.execute(f"SELECT count(*) {where}", one).fetchone()[0] for name, where in asked.items()}


def _conflicts(db: sqlite3.Connection) -> int:
    """Fields written differently in two places, and records that clash."""
    open_now: int = db.execute("SELECT count(*) FROM conflicts").fetchone()[0]
    return open_now + len(doubled(db))


def _own_entries(db: sqlite3.Connection, device: bytes) -> tuple[int, int]:
    """How many of this device's entries the province has acknowledged, and how many it has not."""
    reached = acknowledged(db, device)
    known = unsent = 0
    for inc, seq in db.execute("SELECT inc, seq FROM chains WHERE mine = 1 AND dev = ?", (device,)):
        have = min(reached.get(inc, 0), seq)
        known, unsent = known + have, unsent + seq - have
    return known, unsent


def last_half_year(today: date) -> Period:
    """The half year that ended last."""
    return parse_period(f"{today.year}H1" if today.month > 6 else f"{today.year - 1}H2")


def _silent_offices(book: Book, today: date) -> int:
    if not book.identity.hub:
        return 0
    from desktop_app.work.enrolment import trust_of
    from desktop_app.work.senders import senders

    return sum(not one.closed for one in senders(book, last_half_year(today))) if trust_of(book) else 0


def _open_period(db: sqlite3.Connection, unit: bytes, today: date) -> Period | None:
    ended = last_half_year(today)
    closed = db.execute("SELECT 1 FROM statements WHERE unit = ? AND period = ?", (unit, ended.text)).fetchone()
    return None if closed else ended
