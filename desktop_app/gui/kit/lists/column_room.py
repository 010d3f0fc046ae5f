"""How columns share the width of a table: what is short is whole, what is long gives way, and only then a table scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """Pixels in which all of a column is read, and below which it does not go; `weight` is its part of what is left over."""

    whole: int
    least: int
    weight: int


def shared(wishes: Sequence[Wish], room: int) -> list[int] | None:
    """A width each; None where not even the least has room."""
    if sum(wish.least for wish in wishes) > room:
        return None
    left = room - sum(wish.whole for wish in wishes)
    if left < 0:
        return _level(wishes, room)
    weights = sum(wish.weight for wish in wishes)
    return [wish.whole + (left * wish.weight // weights if weights else 0) for wish in wishes]


def _level(wishes: Sequence[Wish], room: int) -> list[int]:
    """The widest give way first, all to the same width, so that as many as can be are whole."""
    low, high = 0, max(wish.whole for wish in wishes)
    while low < high:
        level = (low + high + 1) // 2
        if sum(_at(wish, level) for wish in wishes) <= room:
            low = level
        else:
            high = level - 1
    return [_at(wish, low) for wish in wishes]


def _at(wish: Wish, level: int) -> int:
    return max(wish.least, min(wish.whole, level))
