"""Some offices among all of a book, and the figures that are gathered for each of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

ByOffice = dict[bytes, dict[str, int]]
"""Figures by office and indicator code."""


@dataclass(frozen=True)
class Among:
    """Some offices as SQL: `names` is their list."""

    names: str
    few: bool

    @classmethod
    def of(cls, offices: Collection[bytes]) -> Among:
        """These offices; few of them are looked up by the index, many are picked from one reading of a whole table."""
        listed = ", ".join(f"x'{office.hex()}'" for office in offices)
        return cls(f"({listed})", len(offices) <= FEW)

    def where(self, column: str) -> str:
        """That a column names one of them."""
        return f"{column} IN {self.names}" if self.few else f"+{column} IN {self.names}"


FEW = 10
"""Offices whose rows are found faster by the index than by reading everybody's."""


def put(found: ByOffice, rows: Iterable[tuple[bytes, str, int]]) -> None:
    """Add to the figures: office, code, how much."""
    for office, code, value in rows:
        figures = found.setdefault(office, {})
        figures[code] = figures.get(code, 0) + value


def each(db: sqlite3.Connection, found: ByOffice, code: str, sql: str, values: Mapping[str, str]) -> None:
    """Add what a query says of each office to one figure."""
    put(found, ((office, code, number) for office, number in db.execute(sql, values)))
