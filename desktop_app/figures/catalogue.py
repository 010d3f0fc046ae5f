"""The catalogue of indicators: what each is, how it is formed and how it is shown (`resources/indicators.csv`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from db.i18n import RESOURCES

VERSION = "2020.2"
"""Of the catalogue and of what each category of the fund feeds."""

FigureValues = dict[str, int | None]
"""Figures by code; None is missing, never 0."""


@dataclass(frozen=True)
class CatalogueRow:
    """What people read of one indicator; `denominator` is empty for a plain figure, a code, `population` or `target` for a ratio."""

    code: str
    name: str
    unit: str
    kind: str
    numerator: str
    denominator: str
    factor: int
    additive: bool
    decimals: int
    target: str
    meaning: str

    @property
    def held(self) -> bool:
        """Whether it is what a unit's own books hold, and no sum over other units."""
        return not self.additive and not self.denominator

    @property
    def is_growth(self) -> bool:
        """Whether it is the growth of its numerator since the same period of the year before, as a share."""
        return bool(self.numerator) and self.numerator == self.denominator


@cache
def catalogue() -> dict[str, CatalogueRow]:
    """Every indicator by code, in the order of the report."""
    with (RESOURCES / "indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["code"]: CatalogueRow(
            code=row["code"],
            name=row["name_vi"],
            unit=row["unit"],
            kind=row["kind"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            factor=int(row["factor"] or 1),
            additive=row["additive"] == "yes",
            decimals=int(row["decimals"]),
            target=row["target"],
            meaning=row["meaning"],
        )
        for row in rows
    }
