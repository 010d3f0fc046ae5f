"""The cluster's report as plain data, and as the JSON that scripts read and that is kept of every report handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from desktop_app.figures.catalogue import VERSION
from desktop_app.figures.flags import Flag, Praise
from desktop_app.figures.stated import Move
from desktop_app.values.periods import Period, parse_period

FORMER_DISTRICTS, TOTAL = "former", "total"
"""Levels of rows that take in several units."""
OFFICE, ONCE, APART = "office", "once", "apart"
"""Levels of the rows that make shown rows add up: a district's own office, people who count once, what cannot be split."""
BESIDE = (OFFICE, APART, ONCE)
NOT_REPORTED, NOT_COMPARABLE, NO_DENOMINATOR = "not_reported", "not_comparable", "no_denominator"
NOT_CLOSED, PARTLY, UNKNOWN, NOT_KEPT = "not_closed", "partly", "unknown", "not_kept"
NOT_ADDITIVE, NOT_APPLICABLE = "not_additive", "not_applicable"
"""Why a figure is missing, or (not_closed, partly) compared with nobody's."""
Number = int | float | None
Groups = tuple[tuple[bytes, ...], ...]


@dataclass
class Cell:
    """One figure of a row: value, same period last year, target of the year; None is missing, never 0.

    `why` says why there is no value, or that it is compared with nobody's because not all of the period was stated, or
    not by all offices that the unit took over from;
    `unknown` how many there are of whom nobody wrote down what the figure asks for. Where some offices are left out,
    `counted` of `of` of them are in the figure. `exact` is the value before rounding.
    """

    value: Number = None
    last_year: Number = None
    target: int | None = None
    comparable: bool = True
    why: str = ""
    unknown: int = 0
    counted: int | None = None
    of: int | None = None
    exact: Fraction | None = None


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
    silent: tuple[bytes, ...] = ()
    """The offices of the period in it that have stated nothing of it."""
    comparable: bool = True
    known_before: bool = True
    stated_to: date | None = None
    own: dict[str, Number] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    offices: tuple[bytes, ...] = ()
    """The reported offices that the row's figures come from."""
    late: tuple[bytes, ...] = ()
    """Of what cannot be split: the offices that are also counted where the year before is needed."""
    groups: Groups = ()
    """Of people who count once: the offices of each row in which they count."""
    late_groups: Groups = ()
    """The same where the year before is needed."""

    @property
    def is_unit(self) -> bool:
        """Whether the row is a unit's, to be compared with others of its level."""
        return self.level not in (*BESIDE, FORMER_DISTRICTS, TOTAL)

    @property
    def is_compared(self) -> bool:
        """Whether a unit is measured against others: all that it counts is stated, and it can be told from others."""
        return (
            self.is_unit and bool(self.offices) and self.comparable and self.stated_to is None and not self.is_partial
        )

    @property
    def is_partial(self) -> bool:
        """Whether a unit that took over from several, or a district of its communes, has figures of some of them only."""
        return bool(self.offices) and bool(self.silent)

    @property
    def parts(self) -> tuple[int, int]:
        """Of how many old units, or communes of a district, it has figures, and how many there are."""
        heard = sum(office != self.unit for office in self.offices) if self.level == "district" else len(self.offices)
        return heard, heard + len(self.silent)

    @property
    def heard(self) -> bool:
        """Whether something of the row has been reported."""
        return bool(self.offices) or self.level in (APART, ONCE)

    def holders(self) -> tuple[bytes, ...]:
        """The offices whose books are the row's own, without those of units below it."""
        if self.level == "district":
            return tuple(office for office in self.offices if office == self.unit)
        return self.offices

    def own_counts(self) -> dict[str, int | None]:
        """The counted figures of its own office, which are what a statement says."""
        return {code: value if value is None else int(value) for code, value in self.own.items()}


@dataclass(frozen=True)
class Source:
    """A run of entries the report rests on, and the office that wrote it."""

    unit: bytes
    first: int
    last: int
    sha256: str


@dataclass(frozen=True)
class Changed:
    """A unit whose figures of a stated period are not what it stated: which, and by how much.

    `by_province`: what the people add whom the province joined, of which the office's book knows nothing.
    """

    unit: bytes
    period: Period
    moves: Sequence[Move]
    by_province: bool = False


@dataclass
class ClusterReport:
    """What the cluster's meeting looks at. `not_closed` has the units that stated a part of the period, with the day.

    Units go by their ids, because a code is given again to another unit; `codes` and `names` say what people call them.
    """

    period: Period
    cluster: int
    cluster_name: str
    map_date: date
    as_of: str
    rows: list[Row]
    total: dict[str, Cell]
    praise: list[Praise]
    not_reported: list[bytes]
    sources: list[Source]
    catalogue: str = VERSION
    """The version of the indicators that its figures were formed by."""
    not_closed: Mapping[bytes, date] = field(default_factory=dict)
    changed: Sequence[Changed] = ()
    codes: Mapping[bytes, str] = field(default_factory=dict)
    names: Mapping[bytes, str] = field(default_factory=dict)
    above: Mapping[bytes, str] = field(default_factory=dict)
    """The district's name of each unit that has not reported, by the map of the period."""
    lacking: Mapping[bytes, str] = field(default_factory=dict)
    """Of units with figures: the runs of entries that have not come although later ones have."""
    restated: Sequence[Changed] = ()
    """What units stated anew since the report made before, and (unit b"") the total."""
    no_machine: int = 0
    """Of those that have not reported, how many have no machine enrolled."""

    def is_compared(self) -> bool:
        """Whether units are measured against each other: some have stated the whole period, for all that they consist of."""
        return any(row.is_compared for row in self.rows)

    def top_rows(self) -> list[Row]:
        """The rows that the total adds up."""
        units = {row.unit for row in self.rows}
        return [row for row in self.rows if row.parent not in units]

    def rows_of(self, codes: Sequence[str]) -> list[Row]:
        """The rows of a table of some figures; one that only makes the others add up where it has something in them."""
        return [
            row for row in self.rows if row.level not in (APART, ONCE) or any(row.cells[code].value for code in codes)
        ]

    def cells_of(self, code: str) -> list[Cell]:
        """One figure of every row, the total last; none where the catalogue it was made by did not have it."""
        return [cells[code] for cells in (*(row.cells for row in self.rows), self.total) if code in cells]

    def named(self) -> dict[bytes, str]:
        """The name of each row's unit."""
        return {row.unit: row.name for row in self.rows}


def as_json(report: ClusterReport) -> dict[str, Any]:
    """The report as scripts read it; a missing figure is null, never 0.

    `units` and `beside` together add up to the rows above them and to the total.
    """
    codes = {row.unit: row.code for row in report.rows}
    return {
        "report": "cluster",
        "period": report.period.text,
        "cluster": report.cluster,
        "name": report.cluster_name,
        "map": report.map_date.isoformat(),
        "catalogue": report.catalogue,
        "as_of": report.as_of,
        "units": [_row_json(row, codes) for row in report.rows if row.level not in BESIDE],
        "beside": [_row_json(row, codes) for row in report.rows if row.level in BESIDE],
        "praise": [
            {"code": codes[one.unit], "reason": one.reason, "indicator": one.indicator, "value": one.value}
            for one in report.praise
        ],
        "total": {"indicators": {code: _cell_json(cell) for code, cell in report.total.items()}},
        "not_reported": [report.codes[unit] for unit in report.not_reported],
        "no_machine": report.no_machine,
        "lacking": [{"code": report.codes[unit], "entries": runs} for unit, runs in report.lacking.items()],
        "not_closed": [
            {"code": report.codes[unit], "stated_to": day.isoformat()} for unit, day in report.not_closed.items()
        ],
        "changed": [_changed_json(one, report.codes[one.unit]) for one in report.changed],
        "restated": [_changed_json(one, report.codes.get(one.unit, "")) for one in report.restated],
        "sources": [
            {"unit": report.codes[source.unit], "from": source.first, "to": source.last, "sha256": source.sha256}
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
        "heard": len(row.offices),
        "silent": len(row.silent),
        "own": row.own,
        "indicators": {code: _cell_json(cell) for code, cell in row.cells.items()},
        "flags": [asdict(flag) for flag in row.flags],
    }


def _cell_json(cell: Cell) -> dict[str, Number | str]:
    return {
        "value": cell.value,
        "target": cell.target,
        "last_year": cell.last_year,
        "why": cell.why or None,
        "unknown": cell.unknown,
        "counted": cell.counted,
        "of": cell.of,
    }


def _changed_json(one: Changed, code: str) -> dict[str, Any]:
    return {
        "code": code,
        "period": one.period.text,
        "by_province": one.by_province,
        "indicators": [{"indicator": move.code, "stated": move.stated, "now": move.now} for move in one.moves],
    }


def from_json(content: Mapping[str, Any]) -> ClusterReport:
    """A report as it was kept; the codes of its units stand for their ids, and only its rows have names."""
    rows = _in_order([_row_of(row) for row in (*content["units"], *content.get("beside", ()))])
    sources = [Source(one["unit"].encode(), one["from"], one["to"], one["sha256"]) for one in content["sources"]]
    not_reported = [code.encode() for code in content["not_reported"]]
    not_closed = {one["code"].encode(): date.fromisoformat(one["stated_to"]) for one in content.get("not_closed", ())}
    changed = [_changed_of(one) for one in content.get("changed", ())]
    again = [_changed_of(one) for one in content.get("restated", ())]
    lacking = {one["code"].encode(): one["entries"] for one in content.get("lacking", ())}
    told = (
        *not_reported,
        *lacking,
        *not_closed,
        *(one.unit for one in sources),
        *(one.unit for one in (*changed, *again)),
    )
    return ClusterReport(
        period=parse_period(content["period"]),
        cluster=content["cluster"],
        cluster_name=content["name"],
        map_date=date.fromisoformat(content["map"]),
        as_of=content["as_of"],
        rows=rows,
        total={code: _cell_of(cell, comparable=True) for code, cell in content["total"]["indicators"].items()},
        praise=[
            Praise(one["code"].encode(), one["reason"], one.get("indicator", ""), one.get("value"))
            for one in content["praise"]
        ],
        not_reported=not_reported,
        lacking=lacking,
        no_machine=content.get("no_machine", 0),
        sources=sources,
        catalogue=content["catalogue"],
        not_closed=not_closed,
        changed=changed,
        restated=again,
        codes={unit: unit.decode() for unit in told},
        names={row.unit: row.name for row in rows},
    )


def _changed_of(one: Mapping[str, Any]) -> Changed:
    moves = [Move(move["indicator"], move["stated"], move["now"]) for move in one["indicators"]]
    return Changed(one["code"].encode(), parse_period(one["period"]), moves, one.get("by_province", False))


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """As they are shown: a district's own office first below it, the other rows beside units last."""
    below: dict[bytes | None, list[Row]] = {}
    units = {row.unit for row in rows if row.level not in BESIDE}
    for row in rows:
        below.setdefault(row.parent if row.parent in units else None, []).append(row)
    return [one for top in _placed(below[None]) for one in (top, *_placed(below.get(top.unit, [])))]


def _placed(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: {OFFICE: 0, APART: 2, ONCE: 3}.get(row.level, 1))


def _row_of(row: Mapping[str, Any]) -> Row:
    unit = (row["code"] or f"{row['level']}{row['parent'] or ''}").encode()
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
        silent=(b"",) * row.get("silent", 0),
        own=row["own"],
        cells={code: _cell_of(cell, comparable=row["comparable"]) for code, cell in row["indicators"].items()},
        flags=[Flag(**flag) for flag in row["flags"]],
        offices=_offices_of(row, unit) if has_figures or not row["comparable"] else (),
    )


def _offices_of(row: Mapping[str, Any], unit: bytes) -> tuple[bytes, ...]:
    """As many offices as the row had; a district's own is told from those of its communes."""
    heard = row.get("heard", 1)
    if row["level"] != "district":
        return (unit,) * heard
    own = int(row["reported"])
    return (unit,) * own + (b"",) * (heard - own)


def _cell_of(cell: Mapping[str, Any], *, comparable: bool) -> Cell:
    """A figure as it was kept; one kept before the program said why a value is missing says nothing of it."""
    value = cell["value"]
    said = {**cell, "why": cell.get("why") or ""}
    return Cell(**said, comparable=comparable, exact=None if value is None else Fraction(str(value)))
