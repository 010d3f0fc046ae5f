"""Some offices among all of a book, as SQL."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

FEW = 10
"""Offices whose rows are found faster by the index than by reading everybody's."""


@dataclass(frozen=True)
class OfficeFilter:
    """Some offices; `names` is their list as SQL."""

    names: str
    few: bool

    @classmethod
    def of(cls, offices: Collection[bytes]) -> OfficeFilter:
        """These offices; few of them are looked up by the index, many are picked from one reading of a whole table."""
        listed = ", ".join(f"x'{office.hex()}'" for office in offices)
        return cls(f"({listed})", len(offices) <= FEW)

    def where(self, column: str) -> str:
        """That a column names one of them."""
        return f"{column} IN {self.names}" if self.few else f"+{column} IN {self.names}"
