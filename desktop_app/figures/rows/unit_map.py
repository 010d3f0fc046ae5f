"""The units there ever were, when each existed, and which took over from which; read once for a report."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MappedUnit:
    """A unit; `since` and `until` are its first and last day (ISO), None where it goes on."""

    id: bytes
    code: str
    name: str
    level: str
    parent: bytes | None
    since: str
    until: str | None


@dataclass(frozen=True)
class MappedSuccession:
    """A unit that went into another on a day (ISO), whole or in part."""

    old: bytes
    new: bytes
    whole: bool
    dated: str


class UnitMap:
    """All units by id, in list order."""

    def __init__(self, db: sqlite3.Connection) -> None:
        rows = db.execute("SELECT id, code, name, level, parent, since, until FROM units ORDER BY sort_key, since")
        self.units = {row[0]: MappedUnit(*row) for row in rows}
        self._into: dict[bytes, list[MappedSuccession]] = defaultdict(list)
        self._from: dict[bytes, list[MappedSuccession]] = defaultdict(list)
        for old, new, share, dated in db.execute("SELECT old, new, share, dated FROM successions ORDER BY old, new"):
            one = MappedSuccession(old, new, share == "whole", dated)
            self._into[old].append(one)
            self._from[new].append(one)

    def parent(self, unit: bytes) -> bytes | None:
        """The unit above."""
        return self.units[unit].parent

    def is_alive(self, unit: bytes, day: date) -> bool:
        """Whether a unit existed on a day."""
        known = self.units.get(unit)
        return known is not None and known.since <= day.isoformat() <= (known.until or "9999")

    def communes_of(self, district: bytes, begin: date, last: date) -> Iterator[bytes]:
        """The communes that a district had in a time, or when it ended."""
        since = min(begin.isoformat(), self.units[district].until or "9999")
        for one in self.units.values():
            if one.parent == district and one.since <= last.isoformat() and (one.until or "9999") >= since:
                yield one.id

    def successors(self, unit: bytes, day: date) -> list[tuple[bytes, bool]]:
        """The units of a day that a unit went into, and whether it went there whole all the way."""
        if self.is_alive(unit, day):
            return [(unit, True)]
        found: dict[bytes, bool] = {}
        for one in self._into[unit]:
            for last, whole in self.successors(one.new, day) if one.dated <= day.isoformat() else ():
                found[last] = found.get(last, True) and whole and one.whole
        return list(found.items())

    def went_whole(self, unit: bytes, day: date) -> bool:
        """Whether a unit that ended is on a day's map whole in every unit that it went into."""
        return all(whole for _unit, whole in self.successors(unit, day))

    def ancestors(self, unit: bytes) -> set[bytes]:
        """The units that went into a unit, over however many steps."""
        found: set[bytes] = set()
        open_now = [unit]
        while open_now:
            for one in self._from[open_now.pop()]:
                if one.old not in found:
                    found.add(one.old)
                    open_now.append(one.old)
        return found

    def has_part_since(self, unit: bytes, first: date, last: date) -> bool:
        """Whether a part of another unit came to this one in a time: how many members it had before, nobody can say."""
        return any(
            not one.whole and first.isoformat() < one.dated <= last.isoformat()
            for place in {unit, *self.ancestors(unit)}
            for one in self._from[place]
        )
