"""How many members the sample offices have."""

from __future__ import annotations

from random import Random

import pytest

from desktop_app.demo.figures import DISTRICT_MEMBERS, PROVINCE_MEMBERS, DistrictPlan, Unit, plan

PUBLISHED = [f"Huyện {name}" for name in DISTRICT_MEMBERS]
OTHERS = [f"Huyện Mẫu {number}" for number in range(10)]


def districts() -> list[tuple[Unit, list[Unit]]]:
    """Fifteen districts of twelve communes, five of them with published figures."""
    return [
        (
            (str(place), name, bytes([place])),
            [(f"{place}-{number}", "Xã", bytes([place, number])) for number in range(12)],
        )
        for place, name in enumerate([*PUBLISHED, *OTHERS])
    ]


def members(plans: list[DistrictPlan]) -> list[int]:
    return [sum(commune.members for commune in district.communes) for district in plans]


def test_the_offices_of_the_whole_province_have_exactly_the_members_of_the_province() -> None:
    found = members(plan(districts(), Random(1), small=False))
    assert sum(found) == PROVINCE_MEMBERS == 484_614
    assert found[: len(PUBLISHED)] == list(DISTRICT_MEMBERS.values())


@pytest.mark.parametrize("factor", [0.5, 0.1, 0.01])
def test_a_factor_makes_every_office_smaller_and_leaves_none_without_members(factor: float) -> None:
    whole = plan(districts(), Random(1), small=False)
    part = plan(districts(), Random(1), small=False, factor=factor)
    pairs = [
        (a, b)
        for one, other in zip(whole, part, strict=True)
        for a, b in zip(one.communes, other.communes, strict=True)
    ]
    assert all(40 <= smaller.members < larger.members for larger, smaller in pairs)
    assert [one.planted for _larger, one in pairs] == [one.planted for one, _smaller in pairs]
