"""Whose a record was on a day: what went over to another office is counted up to that day by the one that gave it away."""

from __future__ import annotations

import sqlite3

COLUMNS = {
    "branches": "t.name, t.kind, t.founded, t.dissolved",
    "head_counts": "t.branch, t.dated, t.people",
    "memberships": "t.person, t.joined, t.left_on",
}


def owned(db: sqlite3.Connection, table: str, day: str) -> str:
    """The rows of a table, each with the office that had it on a day, as SQL; `day` may name columns of the row (`t`).

    Where nothing has ever moved that is the table itself, which is read a third faster.
    """
    if not _any_moved(db):
        return table
    columns = COLUMNS[table]
    return (
        f"(SELECT t.id, t.office, {columns} FROM {table} t WHERE NOT EXISTS"
        f" (SELECT 1 FROM former_owners f WHERE f.rec = t.id AND f.until > {day})"
        f" UNION ALL SELECT t.id, f.office, {columns} FROM former_owners f JOIN {table} t ON t.id = f.rec"
        f" WHERE f.until > {day}"
        f" AND NOT EXISTS (SELECT 1 FROM former_owners e WHERE e.rec = f.rec AND e.step < f.step AND e.until > {day}))"
    )


def other_stay(db: sqlite3.Connection, day: str) -> str:
    """The beginning of a query for another stay (`o`) of the person of `m` in the same office on a day, as SQL."""
    office = "+o.office"
    if _any_moved(db):
        office = (
            f"coalesce((SELECT f.office FROM former_owners f WHERE f.rec = o.id AND f.until > {day}"
            " ORDER BY f.step LIMIT 1), o.office)"
        )
    return f"SELECT 1 FROM memberships o WHERE o.person = m.person AND o.id <> m.id AND m.office = {office}"


def stays(db: sqlite3.Connection) -> tuple[str, str]:
    """The memberships (`m`) as the stays they were in each office, and that one was the office's on `{day}`, as SQL."""
    if not _any_moved(db):
        return "memberships", "1"
    return "owned_memberships", "m.owned_since <= {day} AND m.owned_until > {day}"


def _any_moved(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM moves LIMIT 1").fetchone() is not None
