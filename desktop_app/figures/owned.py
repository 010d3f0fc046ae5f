"""Whose a record was on a day: what went over to another office is counted up to that day by the one that gave it away."""

from __future__ import annotations

import sqlite3

COLUMNS = {
    "branches": "t.name, t.kind, t.founded, t.dissolved",
    "head_counts": "t.branch, t.dated, t.people",
    "memberships": "t.person, t.joined, t.left_on",
}
OTHER_STAY = (
    "SELECT 1 FROM memberships o WHERE o.person = m.person AND o.id <> m.id AND m.office = coalesce((SELECT f.office"
    " FROM former_owners f WHERE f.rec = o.id AND f.until > {day} ORDER BY f.step LIMIT 1), o.office)"
)
"""Another stay of the same person in the same office on a day."""


def owned(db: sqlite3.Connection, table: str, day: str) -> str:
    """The rows of a table, each with the office that had it on a day, as SQL; `day` may name columns of the row (`t`).

    Where nothing has ever moved that is the table itself, which is read a third faster.
    """
    if db.execute("SELECT 1 FROM moves LIMIT 1").fetchone() is None:
        return table
    columns = COLUMNS[table]
    return (
        f"(SELECT t.id, t.office, {columns} FROM {table} t WHERE NOT EXISTS"
        f" (SELECT 1 FROM former_owners f WHERE f.rec = t.id AND f.until > {day})"
        f" UNION ALL SELECT t.id, f.office, {columns} FROM former_owners f JOIN {table} t ON t.id = f.rec"
        f" WHERE f.until > {day}"
        f" AND NOT EXISTS (SELECT 1 FROM former_owners e WHERE e.rec = f.rec AND e.step < f.step AND e.until > {day}))"
    )
