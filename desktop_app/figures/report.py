"""The cluster's report as plain data, and as the JSON that scripts read and that is kept of every report handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from desktop_app.figures.catalogue import VERSION
from desktop_app.figures.flags import Flag, Praise
from desktop_app.figures.stated import Move
from desktop_app.values.periods import Period, parse_period

FORMER_DISTRICTS, TOTAL = "former", "total"
"""Levels of rows that are no unit's."""
Number = int | float | None


@dataclass
class Cell:
    """One figure of a row: value, same period last year, target of the year; None is missing, never 0.

    `why` says why there is no value (not_reported, not_comparable, no_denominator, not_kept), or that it is compared with
    nobody's because not all of the period was stated (not_closed).
    """

    value: Number = None
    last_year: Number = None
    target: int | None = None
    comparable: bool = True
    why: str = ""


@dataclass
class Row:
    """A unit in the report. `own` are the figures of its own office, `cells` those of the whole row.

    `known_before` is false where a part of a unit that was split came since the year before: there is no last year then.
    `stated_to` is the earliest day up to which an office in it has stated, where that is not the period's end.
    """

    unit: bytes
    code: str
    name: str
    level: str
    parent: bytes | None
    reported: bool
    comparable: bool = True
    known_before: bool = True
    stated_to: date | None = None
    own: dict[str, Number] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    offices: tuple[bytes, ...] = ()
    """The reported offices that the row's figures come from."""
    parts: list[Row] = field(default_factory=list)
    """The rows that a total adds up."""

    def own_counts(self) -> dict[str, int | None]:
        """The counted figures of its own office, which are what a statement says."""
        return {code: value if value is None else int(value) for code, value in self.own.items()}


@dataclass(frozen=True)
class Source:
    """A run of entries the report rests on."""

    unit: str
    first: int
    last: int
    sha256: str


@dataclass(frozen=True)
class Changed:
    """A unit (by code) whose figures of a stated period are not what it stated: which, and by how much."""

    code: str
    period: Period
    moves: Sequence[Move]


@dataclass
class ClusterReport:
    """What the cluster's meeting looks at. `not_closed` has the units that stated a part of the period, with the day."""

    period: Period
    cluster: int
    cluster_name: str
    map_date: date
    as_of: str
    rows: list[Row]
    total: dict[str, Cell]
    praise: list[Praise]
    not_reported: list[str]
    sources: list[Source]
    catalogue: str = VERSION
    """The version of the indicators that its figures were formed by."""
    not_closed: Mapping[str, date] = field(default_factory=dict)
    changed: Sequence[Changed] = ()

    def is_compared(self) -> bool:
        """Whether any unit has stated the whole period, so that units are measured against each other."""
        return any(row.offices and row.stated_to is None for row in self.rows)

    def top_rows(self) -> list[Row]:
        """The rows that the total adds up."""
        units = {row.unit for row in self.rows}
        return [row for row in self.rows if row.parent not in units]


def as_json(report: ClusterReport) -> dict[str, Any]:
    """The report as scripts read it; a missing figure is null, never 0."""
    codes = {row.unit: row.code for row in report.rows}
    return {
        "report": "cluster",
        "period": report.period.text,
        "cluster": report.cluster,
        "name": report.cluster_name,
        "map": report.map_date.isoformat(),
        "catalogue": report.catalogue,
        "as_of": report.as_of,
        "units": [_row_json(row, codes) for row in report.rows],
        "praise": [{"code": codes[praise.unit], "reason": praise.reason} for praise in report.praise],
        "total": {"indicators": {code: _cell_json(cell) for code, cell in report.total.items()}},
        "not_reported": report.not_reported,
        "not_closed": [{"code": code, "stated_to": day.isoformat()} for code, day in report.not_closed.items()],
        "changed": [_changed_json(one) for one in report.changed],
        "sources": [
            {"unit": source.unit, "from": source.first, "to": source.last, "sha256": source.sha256}
            for source in report.sources
        ],
    }


def _row_json(row: Row, codes: Mapping[bytes, str]) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "parent": codes.get(row.parent) if row.parent else None,
        "reported": row.reported,
        "comparable": row.comparable,
        "stated_to": row.stated_to.isoformat() if row.stated_to else None,
        "own": row.own,
        "indicators": {code: _cell_json(cell) for code, cell in row.cells.items()},
        "flags": [asdict(flag) for flag in row.flags],
    }


def _cell_json(cell: Cell) -> dict[str, Number | str]:
    shown: dict[str, Number | str] = {"value": cell.value, "target": cell.target, "last_year": cell.last_year}
    return {**shown, "why": cell.why} if cell.why else shown


def _changed_json(one: Changed) -> dict[str, Any]:
    return {
        "code": one.code,
        "period": one.period.text,
        "indicators": [{"indicator": move.code, "stated": move.stated, "now": move.now} for move in one.moves],
    }


def from_json(content: Mapping[str, Any]) -> ClusterReport:
    """A report as it was kept; the codes of its units stand for their ids."""
    return ClusterReport(
        period=parse_period(content["period"]),
        cluster=content["cluster"],
        cluster_name=content["name"],
        map_date=date.fromisoformat(content["map"]),
        as_of=content["as_of"],
        rows=[_row_of(row) for row in content["units"]],
        total={code: Cell(**cell) for code, cell in content["total"]["indicators"].items()},
        praise=[Praise(one["code"].encode(), one["reason"]) for one in content["praise"]],
        not_reported=content["not_reported"],
        sources=[Source(one["unit"], one["from"], one["to"], one["sha256"]) for one in content["sources"]],
        catalogue=content["catalogue"],
        not_closed={one["code"]: date.fromisoformat(one["stated_to"]) for one in content.get("not_closed", ())},
        changed=[_changed_of(one) for one in content.get("changed", ())],
    )


def _changed_of(one: Mapping[str, Any]) -> Changed:
    moves = [Move(move["indicator"], move["stated"], move["now"]) for move in one["indicators"]]
    return Changed(one["code"], parse_period(one["period"]), moves)


def _row_of(row: Mapping[str, Any]) -> Row:
    unit = row["code"].encode()
    stated_to = row.get("stated_to")
    has_figures = any(cell["value"] is not None for cell in row["indicators"].values())
    return Row(
        unit=unit,
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent=row["parent"].encode() if row["parent"] else None,
        reported=row["reported"],
        comparable=row["comparable"],
        stated_to=date.fromisoformat(stated_to) if stated_to else None,
        own=row["own"],
        cells={code: Cell(**cell, comparable=row["comparable"]) for code, cell in row["indicators"].items()},
        flags=[Flag(**flag) for flag in row["flags"]],
        offices=(unit,) if has_figures or not row["comparable"] else (),
    )
