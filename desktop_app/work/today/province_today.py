"""What the province sees first: who is missing, what all offices together have, which offices have ended and hold records."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from db.store import Book
from db.unheard import unheard
from desktop_app.figures.joined_records import roots
from desktop_app.values.periods import Period, half_year_of, last_half_year
from desktop_app.work.book.trust_in_force import trust_of
from desktop_app.work.exchange.reporting_status import Sender, senders
from desktop_app.work.members.branch_holders import Holder, left_over
from desktop_app.work.printing import flag_text, make_cluster_report, not_compared
from desktop_app.work.privacy import erasure
from desktop_app.work.reports import office_figures


@dataclass(frozen=True)
class Together:
    """All offices' records as they came: people in lists, heads counted where a branch has no list, branches, đồng by account."""

    members: int
    counted: int
    branches: int
    money: Mapping[str, int]


@dataclass(frozen=True)
class ProvinceToday:
    """The province's start page in figures: `missing` of the `enrolled` offices have not closed `period`, the last half year,
    and `changed` have changed it since; of those that existed then.

    `days_left` are those of the half year that runs; `ended` hold branches or members still; `unheard` says what offices
    wrote that does not count; `erasures` is what they ask to be erased.
    """

    period: Period
    enrolled: int
    missing: list[Sender]
    changed: list[Sender]
    running: Period
    days_left: int
    together: Together
    ended: list[Holder]
    unheard: list[str]
    erasures: int


def desk(book: Book) -> ProvinceToday:
    """Everything of the start page that only a province has, as of today."""
    today = book.clock.today()
    period, running = last_half_year(today), half_year_of(today)
    offices = senders(book, period) if trust_of(book) else []
    with book.reading() as db:
        together, not_heeded = _together(db, today.isoformat()), unheard(db)
    return ProvinceToday(
        period=period,
        enrolled=sum(one.due for one in offices),
        missing=[one for one in offices if one.missing],
        changed=[one for one in offices if one.changed],
        running=running,
        days_left=(running.last - today).days,
        together=together,
        ended=left_over(book),
        unheard=not_heeded,
        erasures=len(erasure.asked(book)),
    )


def flagged(book: Book) -> tuple[list[str], str]:
    """The units that fall behind in the last half year, cluster by cluster, each with its rule in words; and why in no
    cluster anything could be compared ("" where it could). Takes seconds.
    """
    period = last_half_year(book.clock.today())
    made = [make_cluster_report(book, number, period, None) for number, _name in office_figures.clusters(book)]
    reasons = [not_compared(report) for report in made]
    flags = [f"{row.name}: {flag_text(flag)}" for report in made for row in report.rows for flag in row.flags]
    return flags, next(iter(sorted(reasons, reverse=True)), "") if all(reasons) else ""


def _together(db: sqlite3.Connection, today: str) -> Together:
    """People twice in the lists, or joined by a verdict, count once; a branch with a single name is not counted by heads."""
    at = {"today": today}
    listed = "FROM memberships WHERE (left_on IS NULL OR left_on > :today)"
    (members,) = db.execute(f"SELECT count(DISTINCT person) {listed}", at).fetchone()
    joined = roots(db)
    again = db.execute(
        f'SELECT DISTINCT person {listed} AND person IN (SELECT "first" FROM sames UNION SELECT "second" FROM sames)',
        at,
    )
    several = [joined[person] for (person,) in again if person in joined]
    members -= len(several) - len(set(several))
    (counted,) = db.execute(
        "SELECT coalesce(sum(people), 0) FROM head_counts h WHERE dated = (SELECT max(dated) FROM head_counts n WHERE"
        " n.branch = h.branch AND n.dated <= :today) AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.branch ="
        " h.branch) AND NOT EXISTS (SELECT 1 FROM branches b WHERE b.id = h.branch AND b.dissolved <= :today)",
        at,
    ).fetchone()
    (branches,) = db.execute(
        "SELECT count(*) FROM branches WHERE dissolved IS NULL OR dissolved > :today", at
    ).fetchone()
    money = db.execute("SELECT account, sum(amount) FROM postings WHERE dated <= :today GROUP BY account", at)
    return Together(members, counted, branches, dict(money.fetchall()))
