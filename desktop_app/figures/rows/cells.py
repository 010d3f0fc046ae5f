"""Filling the rows of a cluster's report: each figure with last year, target, and why it is missing where it is.

A ratio is formed anew from summed numerator and denominator; an office whose denominator is missing is in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from desktop_app.figures.catalogue import CatalogueRow, FigureValues, catalogue
from desktop_app.figures.distinct_persons import Once
from desktop_app.figures.indicators import MAY_BE_UNKNOWN, NEEDS_LAST_YEAR, unknown_of
from desktop_app.figures.period_figures import figures_alone
from desktop_app.figures.report import (
    APART,
    BESIDE,
    FORMER_DISTRICTS,
    NO_DENOMINATOR,
    NOT_ADDITIVE,
    NOT_APPLICABLE,
    NOT_CLOSED,
    NOT_COMPARABLE,
    NOT_KEPT,
    NOT_REPORTED,
    PARTLY,
    TOTAL,
    UNKNOWN,
    Cell,
    Number,
    Row,
)
from desktop_app.figures.statements import Stated
from desktop_app.values.money import round_half_up


@dataclass(frozen=True)
class Year:
    """What is known of a period: the offices' figures, who counts once, population, the offices there at its end."""

    values: Mapping[bytes, Mapping[str, int | None]]
    once: Once
    people: Mapping[bytes, int | None]
    alive: frozenset[bytes]


@dataclass(frozen=True)
class Facts:
    """Everything computed once for all offices: this period, the same of last year, targets, who has stated how much.

    `in_part` has who stated a part of the period, with the day; `stated` each statement with the same figures as now.
    """

    now: Year
    before: Year
    targets: Mapping[tuple[bytes, str], int]
    reported: frozenset[bytes]
    in_part: Mapping[bytes, date]
    stated: Sequence[tuple[Stated, FigureValues]]
    level: Mapping[bytes, str]
    parent: Mapping[bytes, bytes | None]
    heirs: Mapping[bytes, bytes]
    """Of offices that ended before the period did: the one unit that took over."""


@dataclass(frozen=True)
class Figure:
    """A figure before rounding, or why there is none; fields as in `Cell`."""

    exact: int | Fraction | None = None
    why: str = ""
    unknown: int = 0
    counted: int | None = None
    of: int | None = None

    @property
    def whole(self) -> int | None:
        """A figure that is a whole number."""
        return None if self.exact is None else int(self.exact)


def fill(row: Row, facts: Facts) -> None:
    """Every figure of a row."""
    if row.unit in row.offices:
        row.own = dict(figures_alone(facts.now.values[row.unit]))
    row.cells = {code: _cell(indicator, row, facts) for code, indicator in catalogue().items()}


def _cell(indicator: CatalogueRow, row: Row, facts: Facts) -> Cell:
    cell = Cell(target=_target(row, indicator.code, facts), comparable=row.comparable)
    if not row.comparable or not row.offices:
        return replace(cell, why=NOT_REPORTED if row.comparable else NOT_COMPARABLE)
    if row.known_before:
        cell.last_year = _rounded(_found(indicator, row, facts, facts.before).exact, indicator)
    elif NEEDS_LAST_YEAR & {indicator.code, indicator.numerator}:
        return replace(cell, why=NOT_COMPARABLE)
    found = _of_those_who_stated(_found(indicator, row, facts, facts.now), row)
    return replace(
        cell,
        value=_rounded(found.exact, indicator),
        exact=None if found.exact is None else Fraction(found.exact),
        why=found.why or (NOT_CLOSED if row.stated_to else ""),
        unknown=found.unknown,
        counted=found.counted,
        of=found.of,
    )


def _of_those_who_stated(found: Figure, row: Row) -> Figure:
    """A figure of a unit that took over from several, where some of them stated nothing: of how many it is."""
    if not row.is_partial or row.level == "district" or found.exact is None:
        return found
    counted, of = found.counted or len(row.offices), found.of or len(row.offices)
    return replace(found, why=found.why or PARTLY, counted=counted, of=of + len(row.silent))


def _rounded(exact: int | Fraction | None, indicator: CatalogueRow) -> Number:
    if exact is None or isinstance(exact, int):
        return exact
    return round_half_up(exact.numerator, exact.denominator, indicator.decimals)


def _found(indicator: CatalogueRow, row: Row, facts: Facts, year: Year) -> Figure:
    """A figure of a row's offices taken together."""
    if indicator.held:
        several = row.level == TOTAL or (row.level in (FORMER_DISTRICTS, APART) and len(row.offices) > 1)
        return Figure(why=NOT_ADDITIVE) if several else sum_of(indicator.code, row.holders(), year)
    if not indicator.denominator:
        return sum_of(indicator.numerator, row.offices, year)
    if indicator.is_growth:
        return _growth(indicator, row, facts, year)
    if indicator.denominator in ("population", "target"):
        return _of_some(indicator, row, facts, year)
    return _divided(
        indicator, sum_of(indicator.numerator, row.offices, year), sum_of(indicator.denominator, row.offices, year)
    )


def sum_of(code: str, offices: Sequence[bytes], year: Year) -> Figure:
    """Figures of some offices added up, less those who would count more than once; an office that keeps none is left out."""
    if not offices:
        return Figure(why=NOT_REPORTED)
    less = year.once.across(offices)
    if code in MAY_BE_UNKNOWN:
        return _of_the_known(code, offices, year, less)
    numbers = [number for office in offices if (number := year.values[office].get(code)) is not None]
    if not numbers:
        return Figure(why=NOT_KEPT)
    total = sum(numbers) + less.get(code, 0)
    return Figure(total) if len(numbers) == len(offices) else Figure(total, counted=len(numbers), of=len(offices))


def _of_the_known(code: str, offices: Sequence[bytes], year: Year, less: Mapping[str, int]) -> Figure:
    """A figure of whom something is written down; where it is of nobody, there is none."""

    def added(one: str) -> int:
        return sum(year.values[office].get(one) or 0 for office in offices) + less.get(one, 0)

    value, unknown = added(code), added(unknown_of(code))
    if unknown and not value and unknown >= added(MAY_BE_UNKNOWN[code]):
        return Figure(why=UNKNOWN, unknown=unknown)
    return Figure(value, unknown=unknown)


def _divided(indicator: CatalogueRow, top: Figure, bottom: Figure) -> Figure:
    if top.exact is None:
        return top
    if not bottom.exact:
        return Figure(why=NO_DENOMINATOR)
    return Figure(Fraction(top.exact, bottom.exact) * indicator.factor, counted=top.counted, of=top.of)


def _growth(indicator: CatalogueRow, row: Row, facts: Facts, year: Year) -> Figure:
    if year is facts.before:
        return Figure()
    now, before = (sum_of(indicator.numerator, row.offices, one) for one in (facts.now, facts.before))
    if now.exact is None or before.exact is None:
        return now
    return _divided(indicator, replace(now, exact=now.exact - before.exact), before)


# --- population and targets: of some offices they may be missing ------------------------------------------------------


def _of_some(indicator: CatalogueRow, row: Row, facts: Facts, year: Year) -> Figure:
    """A ratio of those offices of which the denominator is known, and how many of how many they are."""
    if row.level in (*BESIDE, FORMER_DISTRICTS):
        return Figure(why=NOT_APPLICABLE)
    if indicator.denominator == "target" and year is facts.before:
        return Figure()
    by_heads = indicator.denominator == "population"
    taken = _with_people(row, facts, year) if by_heads else _with_target(row, indicator.numerator, facts)
    if not taken.counted:
        return Figure(why=NO_DENOMINATOR)
    found = _divided(indicator, sum_of(indicator.numerator, taken.offices, year), Figure(taken.number))
    return found if taken.is_all else replace(found, counted=taken.counted, of=taken.of)


@dataclass(frozen=True)
class _Taken:
    """The offices whose denominator is known, its sum, and how many units of how many that are."""

    offices: Sequence[bytes]
    number: int
    counted: int
    of: int

    @property
    def is_all(self) -> bool:
        """Whether no unit is left out."""
        return self.counted == self.of


def _with_people(row: Row, facts: Facts, year: Year) -> _Taken:
    heads = _counted_by_heads(row.offices, year.alive, facts)
    known = {office: people for office in heads if (people := year.people.get(office)) is not None}
    offices = [office for office in row.offices if office in known or office not in heads]
    return _Taken(offices, sum(known.values()), len(known), len(heads))


def _with_target(row: Row, code: str, facts: Facts) -> _Taken:
    """The offices that have a target, with what they are to reach; one without is neither above nor below the line.

    A district's target is its own office's, and stands for the whole district only where none of its communes has one. The
    district's office without one is no unit that is left out.
    """
    groups: dict[bytes, list[bytes]] = {}
    for office in row.offices or (row.unit,):
        groups.setdefault(_measured_by(office, row, code, facts), []).append(office)
    known = {one: facts.targets[one, code] for one in groups if (one, code) in facts.targets}
    heads = {one: len(_counted_by_heads(below, facts.now.alive, facts)) for one, below in groups.items()}
    counted = sum(max(heads[one], 1) for one in known)
    left = sum(heads[one] for one in groups if one not in known)
    return _Taken([office for one in known for office in groups[one]], sum(known.values()), counted, counted + left)


def _measured_by(office: bytes, row: Row, code: str, facts: Facts) -> bytes:
    """By whose target an office is measured: whoever took over from it, its own, its district's, else nobody's."""
    heir = facts.heirs.get(office)
    if heir is not None and heir in row.offices and (heir, code) in facts.targets:
        return heir
    above = facts.parent.get(office)
    if above is None or (office, code) in facts.targets or row.level not in ("district", TOTAL):
        return office
    return above if _stands_for_all(above, code, facts) else office


def _stands_for_all(district: bytes, code: str, facts: Facts) -> bool:
    """Whether a district has a target and none of its communes has."""
    below = any(known == code and facts.parent.get(unit) == district for unit, known in facts.targets)
    return facts.level[district] == "district" and (district, code) in facts.targets and not below


def _target(row: Row, code: str, facts: Facts) -> int | None:
    """What the row's offices are to reach in the year, where each has a target."""
    if not (row.is_unit or row.level == TOTAL):
        return None
    taken = _with_target(row, code, facts)
    return taken.number if taken.counted and taken.is_all else None


def _counted_by_heads(offices: Iterable[bytes], alive: frozenset[bytes], facts: Facts) -> list[bytes]:
    """The communes among offices at a period's end: whoever went into one of them has its inhabitants there."""
    return [office for office in offices if office in alive and facts.level[office] != "district"]
