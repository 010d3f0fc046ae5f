"""What the sample offices hold: members, branches, population and fund, scaled from published figures of 2017 to 2024.

Ea Kar had about 26,900 members and 357 branches, Lắk about 18,400 members; members are 24.87 % of the population. The
weaknesses that the report must find are planted here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from random import Random

SHARE_OF_POPULATION = 0.2487
PER_HEAD = 4_000
"""Đồng in a commune's fund for each inhabitant; the districts' rows come to a quarter more."""
PROVINCE_MEMBERS = 484_614
"""The province's members of 2022; districts without published figures share what the others leave, by communes."""
DISTRICT_MEMBERS = {"Ea Kar": 26_900, "M'Đrắk": 20_500, "Krông Pắc": 28_500, "Krông Bông": 22_700, "Lắk": 18_400}
BRANCHES_PER_MEMBER = 357 / 26_900
SMALL_COMMUNES, SMALL_MEMBERS = 2, 58
FUND_LOW, MEMBERS_DOWN, SILENT, WITHHELD, TWICE = "fund_low", "members_down", "silent", "withheld", "twice"
PLANTED = ((0, FUND_LOW), (1, MEMBERS_DOWN), (2, SILENT), (3, WITHHELD), (4, TWICE))
"""In the first commune of each district, in the cluster's order."""


@dataclass(frozen=True)
class CommunePlan:
    """The figures of one commune: members at mid-2020 and a year before, branches, population, balance in đồng."""

    code: str
    name: str
    unit: bytes
    members: int
    members_before: int
    branches: int
    population: int
    balance: int
    planted: str | None = None


@dataclass(frozen=True)
class DistrictPlan:
    """One district: its communes, and what its own office holds in đồng."""

    code: str
    name: str
    unit: bytes
    communes: tuple[CommunePlan, ...]
    balance: int


Unit = tuple[str, str, bytes]


def plan(
    districts: list[tuple[Unit, list[Unit]]], random: Random, *, small: bool, factor: float = 1.0
) -> list[DistrictPlan]:
    """The figures of every office, weaknesses planted in the first districts; `factor` makes all offices smaller."""
    planted = dict(PLANTED)
    plans = []
    for place, ((district, units), members) in enumerate(zip(districts, _district_members(districts), strict=True)):
        chosen = units[:SMALL_COMMUNES] if small else units
        total = SMALL_MEMBERS * len(chosen) if small else max(round(members * factor), SMALL_MEMBERS * len(chosen))
        parts = _parts(total, [random.uniform(0.8, 1.2) for _unit in chosen])
        communes = tuple(
            _commune(unit, part, planted.get(place) if number == 0 else None, random)
            for number, (unit, part) in enumerate(zip(chosen, parts, strict=True))
        )
        plans.append(DistrictPlan(*district, communes, _district_balance(communes, random)))
    return plans


def _district_members(districts: list[tuple[Unit, list[Unit]]]) -> list[int]:
    """Members of each district: as published, or its part of what those leave of the province."""
    published = [DISTRICT_MEMBERS.get(district[1].removeprefix("Huyện ")) for district, _units in districts]
    rest = PROVINCE_MEMBERS - sum(members or 0 for members in published)
    unknown = [0.0 if members else float(len(units)) for members, (_d, units) in zip(published, districts, strict=True)]
    parts = _parts(rest, unknown) if any(unknown) else [0] * len(districts)
    return [members or part for members, part in zip(published, parts, strict=True)]


def _parts(total: int, shares: list[float]) -> list[int]:
    """A number in whole parts that add up to it."""
    ends = [round(total * sum(shares[: place + 1]) / sum(shares)) for place in range(len(shares))]
    return [end - start for start, end in pairwise([0, *ends])]


def _commune(unit: Unit, members: int, planted: str | None, random: Random) -> CommunePlan:
    growth = random.uniform(1.09, 1.13)
    before = round(members / 0.95) if planted == MEMBERS_DOWN else round(members / growth)
    population = round(members / SHARE_OF_POPULATION * random.uniform(0.97, 1.03))
    share = 0.30 if planted == FUND_LOW else random.uniform(0.9, 1.15)
    return CommunePlan(
        code=unit[0],
        name=unit[1],
        unit=unit[2],
        members=members,
        members_before=before,
        branches=max(round(members * BRANCHES_PER_MEMBER), 4),
        population=population,
        balance=round(population * PER_HEAD * share / 1000) * 1000,
        planted=planted,
    )


def _district_balance(communes: tuple[CommunePlan, ...], random: Random) -> int:
    """What the district's own office holds, so that its row comes near the other districts' whatever is planted."""
    reported = [commune for commune in communes if commune.planted != SILENT]
    wanted = sum(commune.population for commune in reported) * PER_HEAD * 1.25 * random.uniform(0.96, 1.05)
    return round((wanted - sum(commune.balance for commune in reported)) / 1000) * 1000
