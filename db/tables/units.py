"""Units, clusters, population, targets, branches and their dated head counts.

Beside them `successions`: what became of a unit; `new` took over `old` on a day, as a whole or in part. Seeded, not
journalled.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from db.forms import is_indicator, is_reference
from db.tables.record import MOST_MONEY, MOST_PEOPLE, YEARS, Kind, Listed, Record, Travels, Writer

BRANCH_KINDS = ("village", "school", "agency", "clan", "board", "other")
LEVELS = ("province", "district", "commune", "direct")


class Unit(Listed, table=True):
    """A unit as it was from `since` to `until` (its last day); codes are reused, so the id names code and day."""

    __tablename__ = "units"
    named_by: ClassVar[str] = "name"
    kind_of: ClassVar[Kind] = Kind(
        "unit", writer=Writer.PROVINCE, dates=("since", "until"), choices={"level": LEVELS}, required=("code", "name")
    )

    code: str = Field(index=True)
    name: str
    aliases: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    level: str
    parent: bytes | None = Field(default=None, index=True)
    since: str
    until: str | None = None


class Cluster(Record, table=True):
    """An emulation cluster of one year on: the units compared with each other, in the order of the decision."""

    __tablename__ = "clusters"
    kind_of: ClassVar[Kind] = Kind(
        "cluster",
        writer=Writer.PROVINCE,
        bounds={"number": (1, 999), "year": YEARS},
        required=("number", "year", "name"),
        forms={"units": is_reference},
        key=("number", "year"),
    )

    number: int
    year: int
    name: str
    leader: bytes | None = None
    units: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Population(Record, table=True):
    """Inhabitants, households and pupils of a unit in a year; one record a unit and year (a natural key)."""

    __tablename__ = "population"
    kind_of: ClassVar[Kind] = Kind(
        "population",
        writer=Writer.BOTH,
        bounds={"year": YEARS, **dict.fromkeys(("people", "households", "pupils"), (0, MOST_PEOPLE))},
        required=("unit", "year"),
        key=("unit", "year"),
        owner="unit",
    )

    unit: bytes
    year: int
    people: int | None = None
    households: int | None = None
    pupils: int | None = None


class Target(Record, table=True):
    """What a unit is to reach in a year for one indicator (a natural key); in the unit of the indicator."""

    __tablename__ = "targets"
    kind_of: ClassVar[Kind] = Kind(
        "target",
        writer=Writer.PROVINCE,
        bounds={"year": YEARS, "value": (0, MOST_MONEY)},
        required=("unit", "year", "indicator", "value"),
        forms={"indicator": is_indicator},
        key=("unit", "year", "indicator"),
    )

    unit: bytes
    year: int
    indicator: str
    value: int


class Contact(Record, table=True):
    """Whom the province telephones in an office (a natural key: the unit); its own record, which no office is sent."""

    __tablename__ = "contacts"
    kind_of: ClassVar[Kind] = Kind(
        "contact", Travels.OWN, writer=Writer.PROVINCE, required=("unit",), key=("unit",), for_all=False
    )

    unit: bytes
    name: str | None = None
    post: str | None = None
    phone: str | None = None
    zalo: str | None = None


class Branch(Listed, table=True):
    """A branch (chi hội) or board (ban khuyến học) of an office."""

    __tablename__ = "branches"
    __table_args__ = (Index("branches_in_order", "office", "sort_key", "id"),)
    named_by: ClassVar[str] = "name"
    kind_of: ClassVar[Kind] = Kind(
        "branch", dates=("founded", "dissolved"), choices={"kind": BRANCH_KINDS}, required=("name", "kind")
    )

    name: str
    kind: str = "village"
    founded: str | None = None
    dissolved: str | None = None
    head: str | None = None
    phone: str | None = None


class HeadCount(Record, table=True):
    """Members of a branch on a day, where the office keeps no list of names."""

    __tablename__ = "head_counts"
    __table_args__ = (Index("head_counts_by_branch", "branch", "dated"),)
    kind_of: ClassVar[Kind] = Kind(
        "head_count", dates=("dated",), bounds={"people": (0, MOST_PEOPLE)}, required=("branch", "dated", "people")
    )

    branch: bytes
    dated: str
    people: int
