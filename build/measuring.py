"""What all benchmarks share: how is measured, by which clock, in which books."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from statistics import median

from db.clock import Clock
from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from desktop_app.demo import names
from desktop_app.work.members import membership
from desktop_app.work.people import people

TODAY = date(2020, 7, 5)
JOINED = date(2019, 3, 1)
MIB = 2**20
Measured = tuple[float, float]
TYPED = ("ng", "nguyen", "nguyen van", "tran thi hoa", "mlo", "hngoan nie")
KEYSTROKES = tuple(text[:length] for text in TYPED for length in range(2, len(text) + 1) if text[length - 1] != " ")
"""What stands in the search field after each key, from the second letter on."""


@dataclass(frozen=True)
class Figure:
    """Something measured, with its limit where it has one, both in `unit`; `at_least` where more is better."""

    name: str
    value: float
    limit: float | None = None
    unit: str = ""
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        return self.limit is None or (self.value >= self.limit if self.at_least else self.value <= self.limit)

    @property
    def text(self) -> str:
        """The figure beside its limit."""
        said = (
            f"{self.name}: {self.value:,.3g} {self.unit}"
            if self.value < 100
            else f"{self.name}: {self.value:,.0f} {self.unit}"
        )
        if self.limit is None:
            return said
        word = "at least" if self.at_least else "at most"
        return f"{said.strip()} ({word} {self.limit:g}: {'kept' if self.kept else 'MISSED'})"


def measure(ours: Callable[[], object], limit: Callable[[], object], runs: int) -> Measured:
    """Medians of both, in seconds, measured by turns after one run of each that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for kept, work in zip(times, (ours, limit), strict=True):
            started = time.perf_counter()
            work()
            if run:
                kept.append(time.perf_counter() - started)
    return median(times[0]), median(times[1])


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """The median of some runs, in seconds."""
    times: list[float] = []
    for _run in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return median(times)


def clock(seed: int) -> Clock:
    """A clock that stands on one day, with repeatable chance."""
    chance = Random(seed)
    return Clock(now=lambda: time.time_ns() // 1_000_000, today=lambda: TODAY, random=chance.randbytes)


def new_book(folder: Path, unit: str, role: str, time: Clock, on: date = TODAY) -> Book:
    """A new book in a folder, begun on a day, with its keys beside it."""
    return create(
        folder / f"{unit}.skh",
        unit=unit,
        officer="Cán bộ đo",
        role=role,
        on=on.isoformat(),
        home=Home(folder / "khoa"),
        clock=time,
    )


def enter_members(book: Book, count: int, seed: int, branches: Sequence[bytes] = ()) -> None:
    """So many invented members, in these branches."""
    chance = Random(seed)
    for start in range(0, count, 20_000):
        stays = []
        for _number in range(min(20_000, count - start)):
            name, sex, group = names.person(chance)
            draft = people.PersonDraft(name, born=str(chance.randint(1938, 1995)), sex=sex, ethnic_group=group)
            stays.append(membership.ListedMember(draft, JOINED, chance.choice(branches) if branches else None))
        membership.register_many(book, stays)


def peak() -> int:
    """The most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
