"""The cluster's report as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from desktop_app.figures.catalogue import VERSION
from desktop_app.figures.statements import Difference
from desktop_app.values.periods import Period

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


@dataclass(frozen=True)
class Flag:
    """A unit falls behind by a rule; `value` and `median` in the indicator's unit."""

    flag: str
    indicator: str
    value: float
    median: float | None
    peers: int
    rule: str


@dataclass(frozen=True)
class Praise:
    """A unit that stands out, why in words, and the figure (percent) of which indicator says so."""

    unit: bytes
    reason: str
    indicator: str = ""
    value: float | None = None


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
class SourceRun:
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
    moves: Sequence[Difference]
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
    sources: list[SourceRun]
    catalogue: str = VERSION
    """The version of the indicators that its figures were formed by."""
    not_closed: Mapping[bytes, date] = field(default_factory=dict)
    changed: Sequence[Changed] = ()
    codes: Mapping[bytes, str] = field(default_factory=dict)
    names: Mapping[bytes, str] = field(default_factory=dict)
    above: Mapping[bytes, str] = field(default_factory=dict)
    """The district's name of each unit below one, by the map of the period."""
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
