"""What an office sees first: the steps of beginning, what is due, what is in the fund, what was sent and copied."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.settings import SettingKey, settings
from db.store import Book
from desktop_app.values.periods import Period
from desktop_app.work.exchange.conflicts import how_many
from desktop_app.work.exchange.outbox import travelling
from desktop_app.work.fund import movements
from desktop_app.work.people import duplicate_review
from desktop_app.work.reports.period_closing import open_period
from desktop_app.work.reports.stated_changes import changed_periods
from desktop_app.work.units.units import unit_of

if TYPE_CHECKING:
    from desktop_app.work.today.province_today import ProvinceToday

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
    """What waits for a person: counts, and the half year whose figures are due and not stated (None when nothing is).

    `changed_periods` are those that the office has stated and that changed since. `suspects` are pairs of people found on
    the ISO day `searched_on` that may be one and are not decided; None where people are on record and nobody has looked.
    """

    nominated: int
    unpaid: int
    conflicts: int
    waiting_files: int
    set_aside: int
    open_period: Period | None
    questions: int = 0
    changed_periods: tuple[Period, ...] = ()
    suspects: int | None = 0
    searched_on: str = ""


@dataclass(frozen=True)
class Overview:
    """The start page in figures. `unsent` entries are not yet acknowledged by the province; days are ISO.

    `unit` is the name of the book's own; `desk` is there for the province.
    """

    unit: str
    members: int
    branches: int
    beginnings: Beginnings
    due: Due
    balances: list[movements.Balance]
    sent_on: str | None
    unsent: int
    acknowledged: int
    copied_on: str | None
    copied_to: str | None
    copy_is_due: bool
    desk: ProvinceToday | None = None


def overview(book: Book) -> Overview:
    """Everything the start page shows, as of today."""
    today, found = book.clock.today(), duplicate_review.found(book)
    with book.reading() as db:
        counts = _counts(db, book.unit, today)
        noted = settings(db, SettingKey.SENT_ON, SettingKey.COPIED_ON, SettingKey.COPIED_TO)
        unit = unit_of(db, book.unit).name
        waiting = travelling(db, book.identity.device)
        conflicts = how_many(db, book)
    is_province = book.identity.is_province
    due = Due(
        counts["nominated"],
        counts["unpaid"],
        conflicts,
        counts["waiting"],
        counts["set_aside"],
        None if is_province else open_period(book),
        0 if is_province else counts["questions"],
        () if is_province else tuple(one.period for one in changed_periods(book)),
        found[1] if found else None if counts["people"] > 1 else 0,
        found[0] if found else "",
    )
    copied_on = noted.get(SettingKey.COPIED_ON)
    copy_is_due = copied_on is None or date.fromisoformat(copied_on) + timedelta(COPY_REMINDER) <= today
    return Overview(
        unit=unit,
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
        balances=[line for line in movements.balances(book, today) if line.amount],
        sent_on=noted.get(SettingKey.SENT_ON),
        unsent=waiting.entries,
        acknowledged=waiting.acknowledged,
        copied_on=copied_on,
        copied_to=noted.get(SettingKey.COPIED_TO),
        copy_is_due=copy_is_due,
        desk=_desk(book) if is_province else None,
    )


def _desk(book: Book) -> ProvinceToday:
    from desktop_app.work.today import province_today

    return province_today.desk(book)


def _counts(db: sqlite3.Connection, unit: bytes, today: date) -> dict[str, int]:
    one = {"unit": unit, "today": today.isoformat()}
    asked = {
        "members": "FROM memberships WHERE office = :unit AND (left_on IS NULL OR left_on > :today)",
        "people": "FROM people",
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
