"""What units have stated of their figures: how far each has come, and what moved since.

A statement counts when everything that it counts is here. Its digest is compared with that of the same figures as they
are computed now; where they differ, the figures that it names tell which moved and by how much.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.exchange.wire.canonical_json import encode
from db.unheard import BY_RIGHT, PROVINCE, WRITTEN_AT, is_readable, written_after
from desktop_app.figures.catalogue import VERSION, FigureValues, catalogue
from desktop_app.figures.joined_records import joined_by_province
from desktop_app.figures.period_figures import values_in
from desktop_app.values.periods import Period, parse_period


@dataclass(frozen=True)
class Stated:
    """A unit's statement of a period; `figures` is None where the program that wrote it counted in another way."""

    id: bytes
    unit: bytes
    period: Period
    digest: str
    figures: Mapping[str, int] | None


@dataclass(frozen=True)
class Difference:
    """An indicator that is not what was stated; None is missing, never 0."""

    code: str
    stated: int | None
    now: int | None


def digest_of(values: FigureValues) -> str:
    """What a statement says of its figures: SHA-256 over them, hex."""
    return hashlib.sha256(encode({code.lower(): str(value) for code, value in values.items()})).hexdigest()


def figures_text(values: FigureValues) -> list[str]:
    """The figures as a statement names them: `CODE:value`, a missing one left out."""
    return [f"{code}:{value}" for code, value in values.items() if value is not None]


def statements(db: sqlite3.Connection, units: Collection[bytes] | None = None) -> list[Stated]:
    """The statements that are here with everything they count, by period; of some units, or of all.

    One that cannot be read, that another unit wrote, or that was written before the period was over is none.
    """
    chains = {(dev.hex(), inc.hex()): seq for dev, inc, seq in db.execute("SELECT dev, inc, seq FROM chains")}
    found = []
    for identity, unit, period, digest, upto, figures, version, moment in db.execute(
        f"SELECT id, unit, period, digest, upto, figures, catalogue, {WRITTEN_AT} FROM statements t WHERE {BY_RIGHT}"
        " AND (?1 IS NULL OR lower(hex(unit)) IN (SELECT value FROM json_each(?1))) ORDER BY period, id",
        (None if units is None else json.dumps([unit.hex() for unit in units]),),
    ):
        if not is_readable(period, upto, figures):
            continue
        of = parse_period(period)
        if not written_after(moment, of.last.isoformat()):
            continue
        positions = (place.split(":") for place in json.loads(upto))
        here = all(chains.get((dev, inc), 0) >= int(seq) for dev, inc, seq, _head in positions)
        if here:
            said = _read_figures(json.loads(figures)) if version == VERSION else None
            found.append(Stated(identity, unit, of, digest, said))
    return found


def _read_figures(texts: Iterable[str]) -> dict[str, int]:
    return {code: int(value) for code, _colon, value in (text.partition(":") for text in texts)}


# --- how far ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """Who has stated a period to its end, and of who stated the beginning of it the last day stated."""

    full: frozenset[bytes]
    until: Mapping[bytes, date]


def coverage(stated: Iterable[Stated], period: Period) -> Coverage:
    """How far units have stated a period, by whatever periods they stated: whoever says that a day is complete has said
    so of the days before it.
    """
    last: dict[bytes, date] = {}
    for one in stated:
        last[one.unit] = max(last.get(one.unit, one.period.last), one.period.last)
    full = frozenset(unit for unit, day in last.items() if day >= period.last)
    return Coverage(full, {unit: day for unit, day in last.items() if period.first <= day < period.last})


# --- what moved -------------------------------------------------------------------------------------------------------


def moves(one: Stated, now: FigureValues) -> list[Difference]:
    """What of a statement is not as it was stated, in the order of the catalogue."""
    if one.figures is None or one.digest == digest_of(now):
        return []
    return differing(one.figures, now)


def differing(before: Mapping[str, int | None], now: FigureValues) -> list[Difference]:
    """What differs between two readings of the same figures, in the order of the catalogue."""
    return [
        Difference(code, before.get(code), now[code])
        for code in catalogue()
        if code in now and before.get(code) != now[code]
    ]


def moved(db: sqlite3.Connection, stated: Sequence[Stated]) -> dict[bytes, list[Difference]]:
    """By statement (those that can be compared) what moved since by the office's own doing; the records are read once for
    all of them.
    """
    compared = [one for one in stated if one.figures is not None]
    values = figures_of_offices(db, compared)
    return {one.id: moves(one, values[one.id]) for one in compared}


def figures_of_offices(db: sqlite3.Connection, stated: Sequence[Stated]) -> dict[bytes, FigureValues]:
    """By statement the same figures as the unit's own book gives them now: without people whom only the province joined."""
    own = {unit for (unit,) in db.execute(f"SELECT id FROM {PROVINCE}")}
    alone = joined_by_province(db)
    theirs = figures_now(db, [one for one in stated if one.unit not in own], offices_alone=alone)
    return theirs | figures_now(db, [one for one in stated if one.unit in own])


def figures_now(
    db: sqlite3.Connection, stated: Sequence[Stated], *, offices_alone: bool = False
) -> dict[bytes, FigureValues]:
    """By statement the same figures as the records give them now; `offices_alone` as in `joined_records.components`."""
    periods = sorted({one.period for one in stated})
    units = sorted({one.unit for one in stated})
    if not periods:
        return {}
    found = dict(zip(periods, values_in(db, units, periods, offices_alone=offices_alone), strict=True))
    return {one.id: found[one.period][one.unit] for one in stated}
