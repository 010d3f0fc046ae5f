"""Who a unit is compared with, and the middle of their figures: one rule for flags, charts and papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from desktop_app.figures.report import Row


@dataclass(frozen=True)
class Middle:
    """The middle value of a unit's peers, before rounding, and how many they are."""

    value: Fraction
    peers: int


def median(values: Sequence[Fraction]) -> Fraction | None:
    """The middle value, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def middle_of_peers(rows: Sequence[Row], row: Row, code: str) -> Middle | None:
    """Of the other units of a row's level that have the figure; None where there are none."""
    values = [
        exact
        for other in rows
        if other.is_compared
        and other.level == row.level
        and other.unit != row.unit
        and (exact := other.cells[code].exact) is not None
    ]
    middle = median(values)
    return None if middle is None else Middle(middle, len(values))
