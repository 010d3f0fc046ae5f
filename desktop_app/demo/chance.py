"""Days, telephone numbers and parts of an amount that come from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random


def day_between(random: Random, first: date, last: date) -> date:
    """A day from one to another, both included."""
    return first + timedelta(days=random.randint(0, (last - first).days))


def phone(random: Random) -> str:
    """A mobile number."""
    return f"09{random.randint(0, 99_999_999):08d}"


def parts(total: int, weights: Sequence[float]) -> list[int]:
    """An amount (đồng) in parts of whole thousands, as heavy as these, that add up to it exactly."""
    made = [max(round(total * weight / sum(weights) / 1000) * 1000, 1000) for weight in weights]
    return [*made[:-1], max(total - sum(made[:-1]), 1000)]


def uneven(random: Random, count: int) -> list[float]:
    """So many weights, none three times another."""
    return [random.uniform(0.5, 1.5) for _number in range(count)]
