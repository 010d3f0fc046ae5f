"""The cluster's report as the JSON that scripts read and that is kept of every report handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any

from desktop_app.figures.report import (
    APART,
    BESIDE,
    OFFICE,
    ONCE,
    Cell,
    Changed,
    ClusterReport,
    Flag,
    Number,
    Praise,
    Row,
    SourceRun,
)
from desktop_app.figures.statements import Difference
from desktop_app.values.periods import parse_period


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
    sources = [SourceRun(one["unit"].encode(), one["from"], one["to"], one["sha256"]) for one in content["sources"]]
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
    moves = [Difference(move["indicator"], move["stated"], move["now"]) for move in one["indicators"]]
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
