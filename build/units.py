"""Make resources/units.csv, successions.csv and clusters.csv from two tables of sources.

    python3 build/units.py SOURCES

SOURCES holds `units_2020.csv` (Đắk Lắk's province, districts and communes as of 2020) and `units_2025.csv` (what became of
each commune: step 2024 by resolution 1193/NQ-UBTVQH15, step 2025 by resolution 1660/NQ-UBTVQH15). Their rows come from
MIT-licensed data sets: madnh/hanhchinhvn (2020), thanglequoc/vietnamese-provinces-database (2025), checked against
vietnamadminunits 1.0.4; the step of 2024 from the press report of the resolution.

A unit is a code from a day on: codes are reused. Its id is the natural key of ["unit", code, from], made here once.
Every commune gets a new row on 1 July 2025, also one that kept its name, because its parent changed.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from db.exchange.wire.canonical_json import natural_key  # noqa: E402

FIRST, MERGED_2024, MERGED_2025 = "2000-01-01", "2024-11-01", "2025-07-01"
LAST_2024, LAST_2025 = "2024-10-31", "2025-06-30"
TYPES = ("Thành phố", "Thị xã", "Thị trấn", "Phường", "Huyện", "Tỉnh", "Xã")
CLUSTER_2 = ("Huyện Ea Kar", "Huyện M'Đrắk", "Huyện Krông Pắc", "Huyện Krông Bông", "Huyện Lắk")
EARLY_MARKS = dict(pair.split("-") for pair in "oà-òa oá-óa oả-ỏa oã-õa oạ-ọa oè-òe oé-óe oẻ-ỏe oẽ-õe oẹ-ọe".split())
LATE_MARK = re.compile(rf"(?:{'|'.join(EARLY_MARKS)})(?!\w)")
"""Where a syllable ends in oa or oe, its mark stands on the first of them; «Đoàn» goes on and keeps it on the second."""
Row = dict[str, str]


def main(sources: Path) -> None:
    """Read the sources and write the three tables."""
    old, steps = _read(sources / "units_2020.csv"), _read(sources / "units_2025.csv")
    units = _units_of_2020(old)
    successions: list[Row] = []
    for step, day, last in (("2024", MERGED_2024, LAST_2024), ("2025", MERGED_2025, LAST_2025)):
        successions += _take_step(units, [row for row in steps if row["step"] == step], day, last)
    for unit in units:
        if unit["level"] == "district":
            unit["until"] = LAST_2025
    _write("units.csv", ("id", "code", "name", "aliases", "kind", "level", "parent", "from", "until"), units)
    _write("successions.csv", ("old", "new", "share", "date", "note"), successions)
    _write("clusters.csv", ("number", "year", "name", "leader", "units"), [_cluster_2(units)])


def _units_of_2020(rows: Sequence[Row]) -> list[Row]:
    ids = {row["code"]: _id(row["code"], FIRST) for row in rows}
    return [
        _unit(
            row["code"],
            FIRST,
            _spelled(row["name_vi"]),
            [_spelled(name) for name in row["name_variants_seen"].split(" | ") if name],
            row["level"],
            ids.get(row["parent_code"], ""),
        )
        for row in rows
    ]


def _take_step(units: list[Row], rows: Sequence[Row], day: str, last: str) -> list[Row]:
    """End the units that a step ends, start the new ones, and return who took over whom."""
    province = next(unit["id"] for unit in units if unit["level"] == "province")
    before = {unit["code"]: unit for unit in units if unit["level"] == "commune" and not unit["until"]}
    after: dict[str, Row] = {}
    successions = []
    for row in rows:
        old, name = before[row["old_code"]], _spelled(row["new_name"])
        _add_alias(old, _spelled(row["old_name"]))
        goes_on = before.get(row["new_code"])
        if day == MERGED_2024 and goes_on is not None and _bare(goes_on["name"]) == _bare(name):
            new = goes_on
        else:
            parent = province if day == MERGED_2025 else old["parent"]
            new = after.setdefault(row["new_code"], _unit(row["new_code"], day, name, [], "commune", parent))
        old["until"] = last
        note = row["share_note"] if row["share"] == "part" else ""
        successions.append({"old": old["id"], "new": new["id"], "share": row["share"], "date": day, "note": note})
    units += after.values()
    return successions


def _unit(code: str, day: str, name: str, seen: Sequence[str], level: str, parent: str) -> Row:
    unit = {"id": _id(code, day), "code": code, "name": name, "aliases": "", "kind": _kind(name).lower()}
    unit |= {"level": level, "parent": parent, "from": day, "until": ""}
    for alias in (*seen, _bare(name), _bare(name).replace(" ", "")):
        _add_alias(unit, alias)
    for alias in seen:
        _add_alias(unit, _bare(alias))
    return unit


def _add_alias(unit: Row, alias: str) -> None:
    known = unit["aliases"].split("|") if unit["aliases"] else []
    if alias != unit["name"] and alias not in known:
        unit["aliases"] = "|".join([*known, alias])


def _cluster_2(units: Sequence[Row]) -> Row:
    by_name = {unit["name"]: unit["id"] for unit in units if unit["level"] == "district"}
    members = [by_name[name] for name in CLUSTER_2]
    cluster = {"number": "2", "year": "2018", "name": "Cụm thi đua số 2"}
    return cluster | {"leader": members[0], "units": "|".join(members)}


def _id(code: str, day: str) -> str:
    return natural_key("unit", code, day).hex()


def _kind(name: str) -> str:
    return next(kind for kind in TYPES if name.startswith(kind + " "))


def _bare(name: str) -> str:
    return name.removeprefix(_kind(name)).strip()


def _spelled(text: str) -> str:
    """The one spelling of these tables: Hòa and not Hoà, as most official names of the province are written."""
    return LATE_MARK.sub(lambda found: EARLY_MARKS[found[0]], unicodedata.normalize("NFC", text))


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with (ROOT / "resources" / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
