"""Whose a record was on a day: what went over to another office is counted up to that day by the one that gave it away."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Ownership:
    """How the office of a row is asked for; where nothing has ever moved that is a column, which is read a third faster."""

    moved: bool

    @classmethod
    def of(cls, db: sqlite3.Connection) -> Ownership:
        """As this book needs it."""
        return cls(db.execute("SELECT 1 FROM moves LIMIT 1").fetchone() is not None)

    def rows(self, table: str) -> str:
        """The rows of a table as SQL: one that moved is there for each office that had it."""
        if not self.moved:
            return table
        return (
            "(SELECT t.*, t.office AS owner, coalesce((SELECT max(f.until) FROM former_owners f WHERE f.rec = t.id), '')"
            f" AS owned_since, '9999-12-31' AS owned_until FROM {table} t"
            " UNION ALL SELECT t.*, f.office, coalesce((SELECT max(e.until) FROM former_owners e WHERE e.rec = f.rec"
            f" AND e.step < f.step), ''), f.until FROM former_owners f JOIN {table} t ON t.id = f.rec)"
        )

    @property
    def owner(self) -> str:
        """The office of such a row `t`."""
        return "t.owner" if self.moved else "t.office"

    def on(self, day: str) -> str:
        """That such a row `t` was its office's on a day; SQL that may name columns of the row."""
        return f"t.owned_since <= {day} AND t.owned_until > {day}" if self.moved else ""

    def office_on(self, row: str, day: str) -> str:
        """The office that had a row of the plain table on a day."""
        if not self.moved:
            return f"+{row}.office"
        return (
            f"coalesce((SELECT f.office FROM former_owners f WHERE f.rec = {row}.id AND f.until > {day}"
            f" ORDER BY f.step LIMIT 1), {row}.office)"
        )
